// What both networks have learned: patches the pictures and numbers of templates/figures/outcomes.html.

import { base64Bytes } from '../play/moment.js';
import { Picture, scaleColours } from './picture.js';
import { set, write } from './svg.js';

/**
 * @typedef {{t: number, eval: number, test: number[], clean: number[], gap: number[], accuracy: (number | null)[],
 *   say: {test: string[], accuracy: string[], gap: string[], alt: string[], verdict: string},
 *   map?: string[], curve?: number[][], confusion?: number[][][], guess?: number[][]}} Outcome
 */

const SIDE = 100; // of a picture, in its own units

export class Outcomes {
  /** @param {HTMLElement} root @param {import('../play/moment.js').Run} _run @param {AbortSignal} [signal] after which the theme is no longer followed */
  constructor(root, _run, signal) {
    this.root = root;
    this.bounds = (root.dataset.bounds ?? '').split(' ').map(Number);
    this.step = root.querySelector('[data-eval]');
    const colours = () => scaleColours(root);
    this.arms = [...root.querySelectorAll('[data-arm]')].map((arm) => ({
      test: arm.querySelector('[data-test]'),
      accuracy: arm.querySelector('[data-accuracy]'),
      gap: arm.querySelector('[data-gap]'),
      learned: arm.querySelector('.learned'),
      alt: arm.querySelector('.picture'),
      picture: Picture.in(arm, colours),
      guesses: [...root.querySelectorAll(`[data-guess="${/** @type {HTMLElement} */ (arm).dataset.arm}"] td`)],
    }));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
      for (const { picture } of this.arms) picture?.repaint();
    }, { signal });
  }

  /** @param {Outcome} outcome */
  draw(outcome) {
    const { say } = outcome;
    write(this.step, String(outcome.eval));
    this.arms.forEach((arm, i) => {
      write(arm.test, say.test[i]);
      write(arm.accuracy, say.accuracy[i]);
      write(arm.gap, say.gap[i]);
      set(arm.alt, { 'aria-label': say.alt[i] });
      if (outcome.map) arm.picture?.show(Float32Array.from(base64Bytes(outcome.map[i]), (byte) => (byte - 128) / 127));
      if (outcome.confusion) arm.picture?.show(shares(outcome.confusion[i]));
      if (outcome.curve) arm.learned?.setAttribute('d', this.#path(outcome.curve[i]));
      arm.guesses.forEach((cell, digit) => {
        const said = String(outcome.guess?.[i][digit]);
        write(cell, said);
        cell.classList.toggle('wrong', said !== /** @type {HTMLElement} */ (cell).dataset.truth);
      });
    });
  }

  /** @param {number[]} values */
  #path(values) {
    const [, , bottom, top] = this.bounds;
    const points = values.map((y, i) => {
      const down = (SIDE * (top - Math.min(1e3, Math.max(-1e3, y)))) / (top - bottom);
      return `${((SIDE * i) / (values.length - 1)).toFixed(2)} ${down.toFixed(2)}`;
    });
    return `M${points.join('L')}`;
  }
}

/** Counts as shades: the share of a true class, right above 0 and wrong below; the root shows small shares too.
 * @param {number[][]} counts */
function shares(counts) {
  return Float32Array.from(
    counts.flatMap((row, truth) => {
      const all = Math.max(1, row.reduce((sum, count) => sum + count, 0));
      return row.map((count, said) => (said === truth ? 1 : -1) * Math.sqrt(count / all));
    }),
  );
}
