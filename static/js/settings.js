// p, learning rate and decay in force at a step; the same as app/runs/spec.py. No DOM.

import { ratesAt } from './frame.js';

/** @typedef {import('./frame.js').Run} Run */

/**
 * p of each position, input first, and the numbers that the optimizer works with.
 * @param {Run} run @param {Record<string, number>} usual lr and decay where the link does not say @param {number} step
 */
export function settingsAt(run, usual, step) {
  return { rates: ratesAt(run, step), lr: numberAt(run, 'lr', usual.lr, step), decay: numberAt(run, 'decay', usual.decay, step) };
}

/** @param {Run} run @param {string} name @param {number} usual @param {number} step */
function numberAt(run, name, usual, step) {
  const start = new URLSearchParams(run.query).get(name);
  const changes = run.changes.filter(([at, what]) => what === name && at <= step);
  return changes.length ? changes[changes.length - 1][2][0] : start === null ? usual : Number(start);
}

/** How many changes a branch has that leaves this run at a step. @param {Run} run @param {number} at @param {string} name */
export function changesOf(run, at, name) {
  return run.changes.filter(([step, what]) => step < at || (step === at && what !== name)).length + (at > 0 ? 1 : 0);
}

/**
 * What is wrong with a number that was typed, in the server's words (app/runs/reading.py), or nothing.
 * @param {string} name @param {string} text
 * @param {{min: number, max: number, open: boolean[], interval: string, why: string}} limits
 */
export function wrongNumber(name, text, { min, max, open, interval, why }) {
  if (!/^-?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?$/i.test(text)) return `${name} must be a number, got '${text.slice(0, 60)}'`;
  const value = Number(text);
  const holds = (open[0] ? value > min : value >= min) && (open[1] ? value < max : value <= max);
  return holds ? '' : `${name} must lie in ${interval}, got ${text.slice(0, 60)}${why ? `; ${why}` : ''}`;
}
