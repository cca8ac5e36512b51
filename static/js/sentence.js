// The sentence above the figure; the same words as app/web/sentence.py.

import { ownMask, ratesAt } from './frame.js';
import { write } from './svg.js';

/**
 * @param {HTMLElement} root #sentence
 * @param {import('./frame.js').Frame} frame
 * @param {import('./frame.js').Run} run
 */
export function drawSentence(root, frame, run) {
  const sizes = (root.dataset.sizes ?? '').split(',').map(Number);
  const scene = /** @type {HTMLElement} */ (root.closest('#scene'));
  const [before, count, after] = sentence(frame, run, sizes, Number(scene.dataset.sample) + 1);
  [before, count, after].forEach((text, i) => write(root.children[i], text));
}

/**
 * @param {import('./frame.js').Frame} frame @param {import('./frame.js').Run} run
 * @param {number[]} sizes @param {number} sample counted from 1
 */
export function sentence(frame, run, sizes, sample) {
  const rates = ratesAt(run, frame.t);
  if (!rates.some((p) => p > 0)) {
    return [`At step ${frame.t} nothing is dropped. Every neuron works for every sample, as it does in evaluation.`, '', ''];
  }
  const off = new Map([...ownMask(frame, run, sizes)].map(([place, kept]) => [place, kept.filter((one) => !one).length]));
  const hidden = sizes.slice(1, -1).reduce((a, b) => a + b, 0);
  const hiddenOff = [...off].reduce((sum, [place, count]) => sum + (place ? count : 0), 0);
  const parts = [];
  if (rates.slice(1).some((p) => p > 0)) parts.push([hiddenOff, hidden, 'hidden neuron']);
  if (rates[0] > 0) parts.push([off.get(0) ?? 0, sizes[0], 'input']);
  const total = parts.reduce((sum, [count]) => sum + Number(count), 0);
  const [[first, of, what], ...rest] = parts;
  const more = rest.map(([count, whole, word]) => ` and ${count} of ${whole} ${word}s`).join('');
  const ending =
    total === 0 ? 'Chance kept every neuron; outputs are still scaled up by 1/(1 − p).'
    : total === 1 ? 'It passes nothing forward, and no gradient flows back through it.'
    : 'They pass nothing forward, and no gradient flows back through them.';
  const after = ` ${what}s${more} ${total === 1 ? 'is' : 'are'} off for sample ${sample}. ${ending}`;
  return [`At step ${frame.t}, `, `${first} of ${of}`, after];
}
