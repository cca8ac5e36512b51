// Geometry of the loss chart; the same functions as app/web/loss_axes.py, and a test compares the two. No DOM.

export const WIDTH = 340;
export const HEIGHT = 252;
export const LEFT = 30;
export const TOP = 20;
export const RIGHT = 284;
export const BOTTOM = 220;
const CUT_OVER = 1.5, CUT_START = 6, LABEL_ROOM = 0.13;

/** @typedef {(number | null)[]} Losses */

/** Where a step lies. @param {number} step @param {number} steps */
export function xOf(step, steps) {
  return round(LEFT + ((RIGHT - LEFT) * step) / steps);
}

/** Which step lies at x. @param {number} x @param {number} steps */
export function stepAt(x, steps) {
  const share = (x - LEFT) / (RIGHT - LEFT);
  return Math.round(Math.min(1, Math.max(0, share)) * steps);
}

/** Where a loss lies; what is far above the plot stays near it. @param {number} loss @param {number} top */
export function yOf(loss, top) {
  return round(Math.max(BOTTOM - ((BOTTOM - TOP) * loss) / top, TOP - 2 * HEIGHT));
}

/** The step of each of the first `count` points of a curve. @param {{steps: number, rhythm: number}} curve @param {number} count */
export function pointSteps(curve, count) {
  return Array.from({ length: count }, (_, i) => Math.min(curve.steps, i * curve.rhythm));
}

/** The last point at or before a step. @param {{steps: number, rhythm: number}} curve @param {number} step */
export function pointAt(curve, step) {
  return step >= curve.steps ? Math.ceil(curve.steps / curve.rhythm) : Math.floor(step / curve.rhythm);
}

/** The losses up to the first that is not finite. @param {Losses} losses @returns {number[]} */
export function finite(losses) {
  const bad = losses.findIndex((loss) => loss == null || !Number.isFinite(loss));
  return /** @type {number[]} */ (bad < 0 ? losses : losses.slice(0, bad));
}

/** Where the loss axis ends: a round number over every line, unless a few peaks would flatten all the rest.
 * @param {number[][]} lines finite losses @param {number} start the loss of the untrained networks */
export function axisTop(lines, start) {
  const filled = lines.filter((line) => line.length).map((line) => [...line].sort((a, b) => a - b));
  if (!filled.length) return 1;
  const usual = Math.max(...filled.map((line) => line[Math.floor(0.98 * (line.length - 1))]));
  const highest = Math.max(...filled.map((line) => line[line.length - 1]));
  const top = highest <= CUT_OVER * usual ? highest : usual;
  return roundUp(start > 0 ? Math.min(top, CUT_START * start) : top);
}

/** @param {number} value */
export function roundUp(value) {
  if (!(value > 0 && Number.isFinite(value))) return 1;
  return next(value, [1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]);
}

/** 0, round steps between, and the last step. @param {number} steps */
export function stepTicks(steps) {
  const every = Math.max(1, Math.trunc(next(steps / 4, [1, 2, 5, 10])));
  const ticks = [0];
  for (let step = every; step < steps; step += every) if (steps - step > LABEL_ROOM * steps) ticks.push(step);
  return [...ticks, steps];
}

/** 0 and round losses up to the top. @param {number} top */
export function lossTicks(top) {
  const every = next(top / 5, [1, 2, 5, 10]);
  return Array.from({ length: Math.floor(top / every + 1e-9) + 1 }, (_, i) => short(i * every));
}

/** The path of a line. @param {number[]} stepsAt @param {Losses} losses @param {number} steps @param {number} top */
export function linePath(stepsAt, losses, steps, top) {
  const parts = finite(losses).slice(0, stepsAt.length).map((loss, i) => `${xOf(stepsAt[i], steps)} ${yOf(loss, top)}`);
  return parts.length ? `M${parts.join('L')}` : '';
}

/** The area between the lowest and the highest loss.
 * @param {number[]} stepsAt @param {Losses} low @param {Losses} high @param {number} steps @param {number} top */
export function bandPath(stepsAt, low, high, steps, top) {
  const count = Math.min(finite(low).length, finite(high).length, stepsAt.length);
  if (count < 2) return '';
  const above = linePath(stepsAt, high.slice(0, count), steps, top);
  const below = linePath(stepsAt.slice(0, count).reverse(), low.slice(0, count).reverse(), steps, top);
  return `${above}L${below.slice(1)}Z`;
}

/** @param {number} value @param {number[]} factors */
function next(value, factors) {
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = factors.find((f) => value <= f * power * (1 + 1e-9)) ?? factors[factors.length - 1];
  return short(factor * power);
}

/** @param {number} value */
const short = (value) => Number(value.toPrecision(6));
/** @param {number} value */
const round = (value) => Math.round(value * 100) / 100;
