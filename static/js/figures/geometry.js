// How an edge runs and how wide it is; the same as app/web/figures/geometry.py. No DOM.

/**
 * An edge that leaves and arrives level, as the d of an SVG path.
 * @param {[number, number]} start
 * @param {[number, number]} end
 */
export function curve(start, end) {
  const [x0, middle, x1] = [start[0], (start[0] + end[0]) / 2, end[0]].map(coordinate);
  const [y0, y1] = [start[1], end[1]].map(coordinate);
  return `M${x0} ${y0}C${middle} ${y0} ${middle} ${y1} ${x1} ${y1}`;
}

/** The width of an edge from its byte; of byte 0 nothing is drawn. @param {number} byte */
export function stroke(byte) {
  const share = Math.abs((byte || 128) - 128) / 127;
  return String(Number((0.3 + 4.2 * share ** 1.6).toFixed(1)));
}

const MOST = 1.6;

/** The radius of a neuron that is multiplied by any number, as app/web/figures/sizes.py. @param {number} one at factor 1 @param {number} factor */
export function sized(one, factor) {
  return hundredths(one * Math.min(MOST, Math.sqrt(Math.abs(factor))));
}

/** ... and the share of a mask's cell. @param {number} factor */
export function share(factor) {
  return Math.min(1, Math.sqrt(Math.abs(factor)) / MOST);
}

/** @param {number} value */
export function hundredths(value) {
  return Math.floor(value * 100 + 0.5) / 100;
}

/** A length as an SVG holds it, at most two decimals. @param {number} value */
export function coordinate(value) {
  return String(Number(value.toFixed(2)));
}
