// Names as the Explore page writes them; the same as app/web/words.py. No DOM.

/** Neurons by their number on the page, which counts from 1: neurons 4, 5 and 9. @param {boolean[]} chosen @param {string} word */
export function unitsText(chosen, word) {
  const found = chosen.flatMap((one, i) => (one ? [String(i + 1)] : []));
  const last = found.pop();
  if (last === undefined) return 'none';
  return found.length ? `${word}s ${found.join(', ')} and ${last}` : `${word} ${last}`;
}
