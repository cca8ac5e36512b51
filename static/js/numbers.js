// How results are written; the same as app/web/numbers.py. No DOM.

/** A loss: 0.59; a small one 0.044; a large one 1.2e+4. @param {number | null | undefined} value */
export function lossText(value) {
  if (value == null || !Number.isFinite(value)) return 'not finite';
  const size = Math.abs(value);
  if (size >= 1000) return value.toExponential(1).replaceAll('-', '−');
  const text = value.toFixed(size >= 0.0005 && size < 0.0995 ? 3 : 2);
  return text === '-0.00' ? '0.00' : text.replace('-', '−');
}

/** How far two losses lie apart as they are written. @param {number} first @param {number} second */
export function writtenDifference(first, second) {
  const digits = Math.max(first, second) < 0.0995 ? 3 : 2;
  return Math.abs(Number(first.toFixed(digits)) - Number(second.toFixed(digits))).toFixed(digits);
}

/** A share of 1 in percent: 81.0 %. @param {number | null} share */
export function percentText(share) {
  return share == null ? '' : `${(100 * share).toFixed(1)} %`;
}
