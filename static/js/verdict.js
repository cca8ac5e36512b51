// The sentence under the pictures: which arm is ahead, by how much. The words and the rule are app/web/outcome.py's. No DOM.

import { lossText, writtenDifference } from './numbers.js';

const LARGE = 1000; // a difference from here on is written as a loss is

/**
 * @param {Record<string, string>} words
 * @param {{t: number, eval: number, test: (number | null)[], accuracy: (number | null)[]}} outcome
 * @param {number} best the twin's lowest test loss so far @param {number} at its step
 * @param {boolean} diverged whether the run ended before its last step
 */
export function sayOutcome(words, outcome, best, at, diverged) {
  const { t: shown, eval: step } = outcome;
  const untested = diverged && shown > step ? fill(words.diverged, { shown, step }) : '';
  return untested + sayWhoIsAhead(words, outcome, best, at);
}

/**
 * @param {Record<string, string>} words
 * @param {{eval: number, test: (number | null)[], accuracy: (number | null)[]}} outcome
 * @param {number} best @param {number} at
 */
function sayWhoIsAhead(words, outcome, best, at) {
  const [dropout, twin] = outcome.test;
  const step = outcome.eval;
  if (dropout == null || twin == null) return fill(words.not_finite, { step });
  const loss = writtenDifference(dropout, twin);
  const way = Number(loss) === 0 ? 'equal' : dropout < twin ? 'lower' : 'higher';
  const accuracy = sayAccuracy(words, way, outcome.accuracy);
  const text = fill(words[way], { step, loss: Number(loss) < LARGE ? loss : lossText(Number(loss)), accuracy });
  if (!Number.isFinite(best) || at === step) return text;
  const same = lossText(best) === lossText(dropout);
  const stop = same ? words.stop_equal : best < dropout ? words.stop_better : words.stop_worse;
  return text + fill(stop, { at, best: lossText(best) });
}

/** @param {Record<string, string>} words @param {string} way @param {(number | null)[]} accuracy */
function sayAccuracy(words, way, [dropout, twin]) {
  if (dropout == null || twin == null) return '';
  const points = Number((100 * (dropout - twin)).toFixed(1));
  if (points === 0) return words.accuracy_equal;
  const more = points > 0 ? 'higher' : 'lower';
  return fill(words[`accuracy_${way === more ? 'but_' : ''}${more}`], { points: Math.abs(points).toFixed(1) });
}

/** @param {string} words @param {Record<string, string | number>} values */
function fill(words, values) {
  return words.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}
