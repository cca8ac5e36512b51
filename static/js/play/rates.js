// How fast a run is played, and how many of its masks are drawn. No DOM.

const RATES = ['1', '3', '10', '20', '60', 'max'];
const FASTEST = 600; // steps a second of `max`, as app/web/address/query.py
const MASKS_A_SECOND = 3; // faster flashing is a health risk

/** @param {string} rate */
export function stepsASecond(rate) {
  return rate === 'max' ? FASTEST : Number(rate);
}

/** The rate that is so many speeds faster. @param {string} rate @param {number} by */
export function fasterBy(rate, by) {
  const at = RATES.indexOf(rate);
  return RATES[Math.min(RATES.length - 1, Math.max(0, (at < 0 ? 3 : at) + by))];
}

/** Which steps are drawn with their exact mask. */
export class MaskRhythm {
  #drawnAt = -Infinity;

  /** Whether this one is. @param {boolean} always @param {string} rate */
  draws(always, rate) {
    const now = performance.now();
    const due = now - this.#drawnAt >= 1000 / MASKS_A_SECOND - 8; // the screen's own rhythm
    const exact = always || due || Number(rate) <= MASKS_A_SECOND;
    if (exact) this.#drawnAt = now;
    return exact;
  }
}
