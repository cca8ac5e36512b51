// What both networks have learned: patches the pictures, numbers and sentence of templates/explore/outcomes.html.

import { pointAt } from './loss_axes.js';
import { lossText, percentText } from './numbers.js';
import { Picture, scaleColours } from './picture.js';
import { set, write } from './svg.js';
import { sayOutcome } from './verdict.js';

/**
 * @typedef {{t: number, eval: number, test: number[], clean: number[], gap: number[], accuracy: (number | null)[],
 *   map?: string[], curve?: number[][], confusion?: number[][][], guess?: number[][]}} Outcome
 */

const SIDE = 100; // of a picture, in its own units

export class Outcomes {
  /** @type {Outcome | null} */
  #outcome = null;
  #diverged = false;
  /** @type {import('./loss_chart.js').Curve | null} */
  #curve = null;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.words = JSON.parse(root.dataset.words ?? '{}');
    this.bounds = (root.dataset.bounds ?? '').split(' ').map(Number);
    this.sentence = /** @type {Element} */ (root.parentElement?.querySelector('[data-sentence]'));
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
    });
  }

  /** @param {Outcome} outcome @param {boolean} diverged whether the run ended before its last step */
  draw(outcome, diverged) {
    this.#outcome = outcome;
    this.#diverged = diverged;
    write(this.step, String(outcome.eval));
    this.arms.forEach((arm, i) => {
      write(arm.test, lossText(outcome.test[i]));
      write(arm.accuracy, percentText(outcome.accuracy[i]));
      if (outcome.accuracy[i] != null) this.#describe(arm.alt, percentText(outcome.accuracy[i]));
      write(arm.gap, lossText(outcome.test[i] - outcome.clean[i])); // of the digits beside it
      if (outcome.map) arm.picture?.show(Float32Array.from(bytes(outcome.map[i]), (byte) => (byte - 128) / 127));
      if (outcome.confusion) arm.picture?.show(shares(outcome.confusion[i]));
      if (outcome.curve) arm.learned?.setAttribute('d', this.#path(outcome.curve[i]));
      arm.guesses.forEach((cell, digit) => {
        const said = String(outcome.guess?.[i][digit]);
        write(cell, said);
        cell.classList.toggle('wrong', said !== /** @type {HTMLElement} */ (cell).dataset.truth);
      });
    });
    this.#say();
  }

  /** @param {Element | null} picture @param {string} share */
  #describe(picture, share) {
    const [what] = (picture?.getAttribute('aria-label') ?? '').split(': ');
    set(picture, { 'aria-label': `${what}: ${share} of the test set is right.` });
  }

  /** The curves tell when the twin was at its best. @param {import('./loss_chart.js').Curve} curve */
  curves(curve) {
    this.#curve = curve;
    this.#say();
  }

  #say() {
    if (!this.#outcome || !this.#curve) return;
    const { test, best = [] } = this.#curve.twin;
    const lowest = best[Math.min(best.length - 1, pointAt(this.#curve, this.#outcome.eval))];
    const at = Math.min(this.#curve.steps, test.indexOf(lowest) * this.#curve.rhythm);
    write(this.sentence, sayOutcome(this.words, this.#outcome, lowest ?? NaN, at, this.#diverged));
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

/** @param {string} base64 */
function bytes(base64) {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
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
