// p, learning rate and decay in force at a step; the same as app/runs/spec/run_spec.py. No DOM.

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

/** What a hand types into a field for one number, as a link writes it: 0,5 is 0.5 (as_typed in app/runs/spec/reading.py).
 * @param {string} text */
export function asTyped(text) {
  return text.trim().replaceAll('−', '-').replace(/^(-?[0-9]*),([0-9]+)$/, '$1.$2');
}

/**
 * What is wrong with a number that was typed, or nothing; the sentences are the server's, with {got} for what was typed.
 * @param {string} text
 * @param {{min: number, max: number, open: boolean[], said: {number: string, outside: string, end: string}}} limits
 */
export function wrongNumber(text, { min, max, open, said }) {
  if (!/^-?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?$/i.test(text)) return sentence(said.number, text);
  const value = Number(text);
  const holds = (open[0] ? value > min : value >= min) && (open[1] ? value < max : value <= max);
  return holds ? '' : sentence(value === max ? said.end : said.outside, text);
}

/** @param {string} said @param {string} got */
export function sentence(said, got) {
  return said.replace('{got}', () => (got.length > 60 ? `${got.slice(0, 59)}…` : got));
}
