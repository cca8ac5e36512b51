// The figures of a scene, which draw one run together. Each knows its own root alone (static/js/figures): it is made of the
// element that says its kind, and does of all this what it can.

import { Passes } from '../figures/passes.js';
import { write } from '../figures/svg.js';

/**
 * @typedef {import('../figures/dense.js').Neuron} Neuron
 * @typedef {import('../play/moment.js').Moment} Moment
 *
 * @typedef {object} Figure
 * @property {(moment: Moment, exact: boolean) => void} [frame] draw a step: its exact mask, or all but the mask
 * @property {(outcome: any) => void} [outcome]
 * @property {(curve: any) => void} [curve]
 * @property {(step: number, playing: boolean) => void} [moved] the cursor
 * @property {() => void} [run] another run is on screen
 * @property {(holding: boolean) => void} [hold] whether a hand moves p
 * @property {(sample: number, pointed?: any) => void} [select] another row of the batch; pointed: where it was seen
 * @property {(neuron: Neuron | null) => void} [focus]
 * @property {(passes: any) => void} [passes] of Monte-Carlo dropout
 * @property {() => void} [renewed] the server has drawn it anew
 */

export class Figures {
  /** @type {any} the moment whose mask and words are on screen */
  shown = null;
  /** @type {any} what is written of both networks, and of which step */
  learned = null;

  /**
   * @param {Element} scene @param {Record<string, new (root: any, run: any, signal: AbortSignal) => Figure>} kinds by the name that an element gives
   * @param {import('../play/moment.js').Run} run @param {AbortSignal} signal
   */
  constructor(scene, kinds, run, signal) {
    const roots = [.../** @type {NodeListOf<HTMLElement>} */ (scene.querySelectorAll('[data-figure]'))];
    /** @type {Figure[]} */
    this.all = roots.map((root) => new kinds[root.dataset.figure ?? ''](root, run, signal));
    const passes = /** @type {HTMLElement | null} */ (scene.querySelector('#passes'));
    if (passes) this.all.push(new Passes(passes, signal));
    this.sentence = scene.querySelector('#sentence');
    this.verdict = scene.querySelector('#verdict');
  }

  /** The network in which edges can be lit, where there is one. @returns {any} */
  get network() {
    return this.all.find((figure) => 'carry' in figure);
  }

  /** @param {Moment} moment @param {boolean} exact */
  frame(moment, exact) {
    for (const figure of this.all) figure.frame?.(moment, exact);
    if (exact) this.shown = moment;
    if (exact && this.sentence) moment.say.sentence.forEach((/** @type {string} */ text, /** @type {number} */ i) => write(this.sentence?.children[i], text));
  }

  /** @param {any} outcome */
  outcome(outcome) {
    for (const figure of this.all) figure.outcome?.(outcome);
    this.learned = { ...outcome.say, eval: outcome.eval };
    write(this.verdict, outcome.say.verdict);
  }

  /** @param {'curve' | 'moved' | 'run' | 'hold' | 'select' | 'focus' | 'passes' | 'renewed'} what @param {any[]} how */
  tell(what, ...how) {
    for (const figure of this.all) /** @type {any} */ (figure)[what]?.(...how);
  }
}
