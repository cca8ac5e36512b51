// A step as figures draw it: a frame's bytes, under the names that the `run` event announces (docs/stream.md). No DOM.

/**
 * @typedef {object} Net
 * @property {string} kind which figure draws it
 * @property {[string, number[], 'none'?][]} signals from the input to the output: name and shape; none: no frame has it
 * @property {[string, string, number[], 'bit' | 'byte'][]} places name, what is multiplied, shape, what a factor is sent as
 * @property {[string, string, string, number[]][]} weights name, the signals that they lie between, shape
 *
 * @typedef {{query: string, steps: number, batch: number, place: number[], changes: [number, string, number[]][],
 *   say: [number, string[], string[]][], set: [number, {lr: string, decay: string, p?: number[]}][], net: Net}} Run
 *
 * @typedef {object} Moment maps are by what is multiplied, as h1 or 2.W, or by the signal's name
 * @property {any} say the server's words; none where a frame is not whole
 * @property {string[]} p as it is written, place by place
 * @property {string[]} scale ... and what the kept are multiplied by
 * @property {number[]} rates the same as numbers
 * @property {number} step
 * @property {string} query
 * @property {Map<string, ArrayLike<number>>} factors of this sample at each place: 1 where kept, 0 where dropped, or any number
 * @property {Map<string, ArrayLike<number>> | null} batch the same of all samples, row by row
 * @property {Map<string, ArrayLike<number>>} levels activations, a byte each
 * @property {Map<string, ArrayLike<number>>} shades what fills a neuron: those, or gradients; none of them where a frame
 *   of another network than a dense one is not whole
 * @property {Map<string, ArrayLike<number>> | null} ways how the gradient goes through each neuron
 * @property {Map<string, ArrayLike<number>> | null} shares in which each was kept lately, a byte each
 * @property {ArrayLike<number> | null} edges a byte each, where all are drawn
 * @property {number[][][] | null} strongest between each two signals, where they are not
 */

/** @param {any} frame @param {Run} run @returns {Moment} */
export function decode(frame, run) {
  const { kind, signals, places } = run.net;
  const seen = frame.b ?? frame;
  const [, ps, scales] = /** @type {any} */ (run.say.findLast(([from]) => from <= frame.t)); // where p is learned, the frame says it
  const sizes = signals.filter(([, , none]) => !none).map(([name, shape]) => part(name, shape));
  const dropping = places.filter((_, i) => inForce(frame, i) > 0).map(([, on, shape]) => part(on, shape));
  const real = places[0]?.[3] === 'byte';
  return {
    say: frame.say,
    p: frame.say?.p ?? ps,
    scale: frame.say?.scale ?? scales,
    rates: places.map((_, i) => inForce(frame, i)),
    step: frame.t,
    query: run.query,
    factors: frame.m ? masks(hexBytes(frame.m), dropping, 1, real) : new Map(), // of many weights a frame has few, with their edges
    batch: frame.M === undefined ? null : masks(base64Bytes(frame.M), dropping, run.batch, real),
    levels: split(hexBytes(frame.a), sizes),
    shades: kind === 'dense' ? split(hexBytes(seen.a), sizes) : frame.A ? split(base64Bytes(frame.A), sizes) : new Map(),
    ways: seen.g ? split([...seen.g].map((way) => parseInt(way, 16)), sizes) : null,
    shares: frame.k ? split(hexBytes(frame.k), dropping) : null,
    edges: seen.w ? base64Bytes(seen.w) : null,
    strongest: seen.e ?? null,
  };
}

/** p at one of the run's places: a frame has one for each, or one for all. @param {any} frame @param {number} i @returns {number} */
export function inForce({ p }, i) {
  return p[p.length > 1 ? i : 0];
}

/** @param {string} text */
export function base64Bytes(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/** @param {string} text */
function hexBytes(text) {
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => parseInt(text.slice(2 * i, 2 * i + 2), 16));
}

/** @param {string} name @param {number[]} shape @returns {[string, number]} */
function part(name, shape) {
  return [name, shape.reduce((size, side) => size * side, 1)];
}

/** @param {Uint8Array | number[]} values of all, one after the other @param {[string, number][]} parts */
function split(values, parts) {
  let end = 0;
  return new Map(parts.map(([name, size]) => [name, values.slice(end, (end += size))]));
}

/** Factors come neuron by neuron, each with its whole batch: a bit each, 1 = kept, or a byte each where they are real.
 * @param {Uint8Array} bytes @param {[string, number][]} places @param {number} batch @param {boolean} real */
function masks(bytes, places, batch, real) {
  const factor = (/** @type {number} */ i) => (real ? (bytes[i] - 128) / 32 : (bytes[i >> 3] >> (7 - (i & 7))) & 1);
  let start = 0;
  return new Map(places.map(([name, units]) => {
    const from = start;
    start += batch * units;
    return [name, Float32Array.from({ length: batch * units }, (_, i) => factor(from + (i % units) * batch + Math.floor(i / units)))];
  }));
}
