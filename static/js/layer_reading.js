// The sentence, the network and the formulas of a cell that is pointed at. The newest question wins.

import { ask, tellFound, tellMissing } from './layer_answer.js';
import { released } from './layer_press.js';

/** @type {Map<string, import('./layer_answer.js').Answer>} */
const known = new Map();
const KNOWN_MAX = 200;
let newest = 0;

/** Put a cell's reading in place. @param {string} query of the whole link, its cell included */
export async function read(query) {
  const asked = ++newest;
  const answer = known.get(query) ?? (await ask('sentence', `/layer/cell?${query}`));
  const { page, why } = answer;
  if (page) keep(query, answer);
  await released();
  if (asked !== newest) return;
  if (!page) return tellMissing('sentence', why);
  tellFound('sentence');
  for (const part of page.querySelectorAll('body > [id]')) document.getElementById(part.id)?.replaceWith(document.importNode(part, true));
}

/** @param {string} query @param {import('./layer_answer.js').Answer} answer */
function keep(query, answer) {
  if (known.size >= KNOWN_MAX && !known.has(query)) known.clear();
  known.set(query, answer);
}

/** An answer that is still on its way is no longer wanted. */
export function stopReading() {
  newest += 1;
}
