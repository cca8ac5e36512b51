// The dense network: changes what the server has drawn (templates/figures/dense.html). It knows no network but this one,
// and nothing outside its root, on which it tells what is pointed at: a `neuron` event, {layer, unit, pinned} or null.

import { Edges } from './edges.js';
import { Neurons } from './neurons.js';
import { listenPointing } from './pointing.js';
import { set, write } from './svg.js';
import { say } from '../site/texts.js';

const FLOWING = 700; // ms after the last frame without its mask

/**
 * @typedef {import('../play/moment.js').Moment} Moment
 * @typedef {{layer: number, unit: number, sample?: number, pinned?: boolean}} Neuron sample: another than the one drawn;
 * pinned: it stays when the pointer leaves
 */

export class DenseFigure {
  /** @type {Map<string, ArrayLike<number>>} of the mask that is drawn */
  #factors = new Map();
  /** @type {number[][]} the hidden neurons that are 0 for every sample */
  #dead = [];
  #flowing = 0;
  #told = ''; // of what the text alternative is
  /** @type {Neuron | null} in focus */
  at = null;

  /** @param {HTMLElement} root @param {import('../play/moment.js').Run} run */
  constructor(root, run) {
    this.root = root;
    this.net = run.net;
    this.query = run.query;
    this.sample = Number(root.dataset.sample); // of which the next frame is
    this.renewed();
    listenPointing(this);
  }

  /** Find what there is to change; again, after the server has drawn the figure anew. */
  renewed() {
    const { root } = this;
    this.backward = root.dataset.view === 'backward';
    this.written = this.#of(Number(root.dataset.step), this.query); // what the server's numbers are of
    this.#told = this.written;
    this.stack = /** @type {HTMLElement} */ (root.querySelector('.stack'));
    this.layers = [...root.querySelectorAll('.layer')].map((group) => new Neurons(group));
    this.edges = new Edges(root, this.layers, this.net);
    this.carried = /** @type {Element} */ (root.querySelector('.focus-lines'));
    this.#factors = new Map(this.net.signals.map(([name], k) => [name, this.layers[k].factors]));
    this.stack.tabIndex = 0;
    set(this.stack, { role: 'application', 'aria-roledescription': say('network') });
    if (this.at) this.#light();
  }

  /** A step: its exact mask, or all but the mask. @param {Moment} moment @param {boolean} exact */
  frame(moment, exact) {
    if (exact) this.#draw(moment);
    else this.#flow(moment);
  }

  /** Another row of the batch is that of the next frame. @param {number} sample */
  select(sample) {
    this.sample = sample;
  }

  /** With its mask: activations and weights, or gradients. @param {Moment} moment */
  #draw(moment) {
    const { factors, levels, shades, ways, step, query, say: said, p } = moment;
    this.#factors = factors;
    this.layers.forEach((layer, k) => {
      const [name] = this.net.signals[k];
      const [own, seen] = [levels, shades].map((of) => /** @type {ArrayLike<number>} */ (of.get(name)));
      const hidden = k > 0 && k < this.layers.length - 1;
      layer.draw(own, seen, factors.get(name), hidden ? this.#dead[k - 1] ?? [] : undefined);
      if (ways) layer.drawGradient(/** @type {ArrayLike<number>} */ (ways.get(name)));
    });
    this.edges.draw(moment, factors);
    this.#rings(moment);
    this.root.querySelectorAll('.gate.on').forEach((gate, i) => {
      write(gate.querySelector('[data-p]'), p[i]);
      set(gate, { 'aria-label': /** @type {HTMLElement} */ (gate).dataset.label?.replace('{p}', p[i]) ?? null });
    });
    write(this.root.querySelector('[data-mask-step]'), String(step));
    this.root.querySelectorAll('[data-off]').forEach((count, i) => write(count, said.off[i]));
    this.#moved(step, query, said.summary);
  }

  /** All that may move on while the mask stays: keep rings, and weights where each is drawn. @param {Moment} moment */
  #flow(moment) {
    if (!this.backward && !this.edges.pruned) this.edges.draw(moment, this.#factors);
    this.#rings(moment);
    this.#moved(moment.step, moment.query);
    this.root.classList.add('flowing');
    clearTimeout(this.#flowing);
    this.#flowing = window.setTimeout(() => this.root.classList.remove('flowing'), FLOWING);
  }

  /** Which hidden neurons are 0 for every sample; dead are those of them that are silent in what is drawn.
   * @param {{dead: number[][]}} outcome */
  outcome({ dead }) {
    this.#dead = dead;
    dead.forEach((units, k) => this.layers[k + 1].learned(units));
  }

  /** Point at one neuron, or with null at none. @param {Neuron | null} neuron */
  focus(neuron) {
    this.at = neuron;
    this.#light();
    if (this.edges.pruned) this.carried.replaceChildren();
  }

  /** Edges of the neuron in focus, from the server, where not all are drawn. @param {string} paths */
  carry(paths) {
    if (this.at) this.carried.innerHTML = paths;
  }

  #light() {
    const { at } = this;
    this.layers.forEach((layer, k) => layer.focus(at?.layer === k ? at.unit : null));
    this.root.classList.toggle('focusing', at !== null);
    this.edges.focus(at);
  }

  /** @param {Moment} moment */
  #rings({ shares }) {
    this.net.signals.forEach(([name], k) => this.layers[k].drawRings(shares?.get(name) ?? []));
  }

  /** What the server wrote for one step does not hold for another: exact numbers, and who is off. Its text alternative
   * then says what always holds. @param {number} step @param {string} query @param {string} [summary] */
  #moved(step, query, summary) {
    const now = this.#of(step, query);
    this.query = query;
    this.root.classList.toggle('stale-numbers', now !== this.written);
    if (summary) this.#told = now;
    if (summary || this.#told !== now) set(this.stack, { 'aria-label': summary ?? this.stack.dataset.briefly });
  }

  /** @param {number} step @param {string} query */
  #of(step, query) {
    return `${step} ${this.sample} ${query}`;
  }
}
