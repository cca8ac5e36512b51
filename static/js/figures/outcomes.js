// What both networks have learned: patches the pictures and numbers of templates/figures/outcomes.html.

import { coordinate } from './geometry.js';
import { base64Bytes } from '../play/moment.js';
import { Picture } from './picture.js';
import { set, write } from './svg.js';

const SIDE = 100; // of a picture, in its own units
const FAR = 1000; // a curve is drawn no farther than that

export class Outcomes {
  /** @param {HTMLElement} root @param {import('../play/moment.js').Run} _run @param {AbortSignal} [signal] after which the theme is no longer followed */
  constructor(root, _run, signal) {
    this.root = root;
    this.bounds = (root.dataset.bounds ?? '').split(' ').map(Number);
    this.arms = [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('[data-arm]'))];
    this.guesses = this.arms.map(({ dataset: { arm } }) => [...root.querySelectorAll(`[data-guess="${arm}"] td`)]);
    this.pictures = Picture.of(root);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
      for (const picture of this.pictures) picture.repaint();
    }, { signal });
  }

  /** The data of an `outcome` event (docs/stream.md). @param {any} outcome */
  outcome({ eval: step, say, map, shades = map, curve }) {
    write(this.root.querySelector('[data-eval]'), String(step));
    this.pictures.forEach((picture, i) => picture.show(base64Bytes(shades[i])));
    this.arms.forEach((arm, i) => {
      for (const name of ['test', 'accuracy', 'gap']) write(arm.querySelector(`[data-${name}]`), say[name][i]);
      set(arm.querySelector('.picture'), { 'aria-label': say.alt[i] });
      if (curve) set(arm.querySelector('.learned'), { d: this.#path(curve[i]) });
      this.guesses[i].forEach((cell, digit) => {
        const said = say.guess[i][digit];
        write(cell, said);
        cell.classList.toggle('wrong', said !== /** @type {HTMLElement} */ (cell).dataset.truth);
      });
    });
  }

  /** @param {number[]} values */
  #path(values) {
    const [, , bottom, top] = this.bounds;
    const down = (/** @type {number} */ y) => (SIDE * (top - Math.min(FAR, Math.max(-FAR, y)))) / (top - bottom);
    return `M${values.map((y, i) => `${coordinate((SIDE * i) / (values.length - 1))} ${coordinate(down(y))}`).join('L')}`;
  }
}
