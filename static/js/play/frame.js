// Reads the frames of docs/stream.md: bits and bytes become masks and shades. No DOM.

/**
 * @typedef {{query: string, p: number[], place: number[], rates: number[], changes: [number, string, number[]][], steps: number, say: [number, string[], string[]][]}} Run
 * @typedef {{t: number, l: number[], m: string, a: string, k?: string, M?: string, w?: string, e?: [number, number, number][][],
 *   say?: {sentence: string[], off: string[], summary?: string}, b?: {a: string, g: string, w?: string, e?: [number, number, number][][]}}} Frame
 */

/** p in force at each place, input first. @param {Run} run @param {number} step */
export function ratesAt(run, step) {
  const rates = [...run.rates];
  for (const [at, name, values] of run.changes ?? []) {
    if (name !== 'p' || at > step) continue;
    run.place.forEach((place, i) => {
      rates[place] = values[values.length === 1 ? 0 : i];
    });
  }
  return rates;
}

/** How p and 1/(1 - p) are written at each place that has dropout. @param {any} run @param {number} step
 * @returns {[number, string[], string[]]} the first: from which step on */
export function writtenAt(run, step) {
  return run.say.findLast((/** @type {any} */ [from]) => from <= step);
}

/** The places that drop at a step, in order. @param {Run} run @param {number} step */
export function dropping(run, step) {
  const rates = ratesAt(run, step);
  return run.place.filter((place) => rates[place] > 0);
}

/** @param {string} text */
export function hexBytes(text) {
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => parseInt(text.slice(2 * i, 2 * i + 2), 16));
}

/** @param {string} text */
export function base64Bytes(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/** @param {Uint8Array} bytes @param {number} i @returns {boolean} */
function bit(bytes, i) {
  return ((bytes[i >> 3] >> (7 - (i & 7))) & 1) === 1;
}

/** The sample's mask at each place that drops (true = kept). @param {Frame} frame @param {Run} run @param {number[]} sizes */
export function ownMask(frame, run, sizes) {
  return keptBits(hexBytes(frame.m), dropping(run, frame.t), sizes, 1);
}

/** The whole batch's, row by row. @param {Frame} frame @param {Run} run @param {number[]} sizes @param {number} batch */
export function batchMask(frame, run, sizes, batch) {
  return frame.M === undefined ? null : keptBits(base64Bytes(frame.M), dropping(run, frame.t), sizes, batch);
}

/**
 * Bits come neuron by neuron, each with its whole batch; for each place, one boolean a sample and neuron, row by row.
 * @param {Uint8Array} bytes @param {number[]} places @param {number[]} sizes @param {number} batch
 * @returns {Map<number, boolean[]>}
 */
function keptBits(bytes, places, sizes, batch) {
  const found = new Map();
  let start = 0;
  for (const place of places) {
    const units = sizes[place];
    const from = start;
    found.set(place, Array.from({ length: batch * units }, (_, i) => bit(bytes, from + (i % units) * batch + Math.floor(i / units))));
    start += batch * units;
  }
  return found;
}
