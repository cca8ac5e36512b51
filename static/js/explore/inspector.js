// The neuron in focus: the server's fragment with its numbers, formula and map.

import { Newest } from '../site/ask.js';
import { fill } from '../site/morph.js';
import { write } from '../figures/svg.js';

const WAIT = 90; // ms that a pointer must rest on a neuron
const PASSING = 400; // ms, where nothing is open: a pointer that only passes by opens nothing
const RHYTHM = 480; // ms between two looks at a neuron while it plays
const MARGIN = 8; // px between the card and what it must not cover

/** @typedef {import('../figures/dense.js').Neuron} Neuron */

export class Inspector {
  /** @type {Neuron | null} */
  #shown = null;
  #timer = 0;
  #askedAt = -Infinity;
  #card = new Newest();
  #step = 0;
  #quiet = false;

  /**
   * @param {HTMLElement} root #inspector
   * @param {Element} said what is read out of it
   * @param {(path: string, wishes: Record<string, unknown>) => string} link an address of the step on screen
   * @param {() => number} sample the one that is drawn
   * @param {import('../figures/dense.js').DenseFigure} network that it must leave in sight
   */
  constructor(root, said, link, sample, network) {
    this.root = root;
    this.said = said;
    this.link = link;
    this.sample = sample;
    this.network = network;
  }

  /** The neuron that the server has drawn, where the link names one. @returns {Neuron | null} */
  get drawn() {
    const { layer, unit } = /** @type {HTMLElement | null} */ (this.root.querySelector('[data-unit]'))?.dataset ?? {};
    return unit === undefined ? null : { layer: Number(layer), unit: Number(unit), pinned: true };
  }

  /** Show a neuron of the step on screen, soon. @param {Neuron} neuron */
  show(neuron) {
    const shown = this.#shown ?? this.drawn;
    const wait = neuron.pinned || this.root.firstElementChild ? WAIT : PASSING;
    this.#shown = neuron;
    if (['layer', 'unit', 'sample'].some((name) => /** @type {any} */ (shown)?.[name] !== /** @type {any} */ (neuron)[name])) this.#ask(wait);
    else if (neuron.pinned) this.#uncover();
  }

  /** Ask again: the step on screen is another. */
  refresh() {
    this.#ask(WAIT);
  }

  /** @param {number} wait */
  #ask(wait) {
    clearTimeout(this.#timer);
    this.#card.stop();
    if (this.#shown) this.#timer = window.setTimeout(() => this.#load(this.#shown), wait);
  }

  /** The same while it plays, a few times a second at most. */
  keepUp() {
    if (this.root.firstElementChild && this.#shown && performance.now() - this.#askedAt > RHYTHM) this.#load(this.#shown);
  }

  /** Which step is on screen, and whether it goes on: nothing is read out then, and a card of an earlier step says so.
   * @param {number} step @param {boolean} playing */
  at(step, playing) {
    this.#step = step;
    this.#quiet = playing;
    this.#mark();
  }

  #mark() {
    const card = /** @type {HTMLElement | null} */ (this.root.querySelector('.neuron'));
    const behind = card !== null && Number(card.dataset.step) !== this.#step;
    this.root.classList.toggle('behind', behind);
    card?.querySelector('.moved-on')?.toggleAttribute('hidden', !behind);
  }

  /** Name and state are read out, no more. */
  #say() {
    const { said = '' } = /** @type {HTMLElement | null} */ (this.root.querySelector('.neuron'))?.dataset ?? {};
    if (this.#shown?.pinned && !this.#quiet) write(this.said, said);
  }

  hide() {
    this.#shown = null;
    clearTimeout(this.#timer);
    this.#card.stop();
    this.root.replaceChildren();
    this.#mark();
    write(this.said, '');
  }

  /** @param {Neuron | null} neuron */
  async #load(neuron) {
    if (!neuron) return;
    const { layer, unit, sample } = neuron;
    this.#askedAt = performance.now();
    const page = await this.#card.ask(this.link('neuron', { layer, unit, ...(sample === undefined ? {} : { sample }) }), '.neuron');
    if (!page) return;
    fill(this.root, page.body);
    const other = sample !== undefined && sample !== this.sample();
    this.root.querySelector('.other-sample')?.toggleAttribute('hidden', !other);
    this.#mark();
    this.#say();
    if (neuron.pinned) this.#uncover();
    this.network.carry(other ? '' : this.root.querySelector('.carried')?.innerHTML ?? '');
  }

  /** At the foot of the window the card may lie over the figure: scroll as far as the figure's top stays in sight. */
  #uncover() {
    const figure = /** @type {Element} */ (this.network.stack);
    if (getComputedStyle(this.root).position !== 'fixed') return;
    const [seen, card] = [figure, this.root].map((part) => part.getBoundingClientRect());
    const by = Math.min(seen.bottom + MARGIN - card.top, seen.top - MARGIN);
    if (by > 0 && seen.bottom > card.top) window.scrollBy({ top: by });
  }
}
