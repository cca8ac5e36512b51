// The neuron in focus: the server's fragment with its numbers, formula and map.

import { fill } from './morph.js';
import { set } from './svg.js';

const WAIT = 90; // ms that a pointer must rest on a neuron
const RHYTHM = 500; // ms between two looks at a neuron while it plays

/** @typedef {{layer: number, unit: number, sample?: number, pinned?: boolean}} Neuron sample: another than the one drawn;
 * pinned: it stays when the pointer leaves */

export class Inspector {
  /** @type {Neuron | null} */
  #shown = null;
  #timer = 0;
  #askedAt = -Infinity;
  #request = new AbortController();

  /**
   * @param {HTMLElement} root #inspector
   * @param {(path: string, wishes: Record<string, unknown>) => string} link an address of the step on screen
   */
  constructor(root, link) {
    this.root = root;
    this.link = link;
  }

  /** The neuron that the server has drawn, where the link names one. @returns {Neuron | null} */
  get drawn() {
    const { layer, unit } = /** @type {HTMLElement | null} */ (this.root.querySelector('[data-unit]'))?.dataset ?? {};
    return unit === undefined ? null : { layer: Number(layer), unit: Number(unit), pinned: true };
  }

  /** Show a neuron of the step on screen, soon. @param {Neuron} neuron */
  show(neuron) {
    const shown = this.#shown ?? this.drawn;
    this.#shown = neuron;
    if (['layer', 'unit', 'sample'].some((name) => /** @type {any} */ (shown)?.[name] !== /** @type {any} */ (neuron)[name])) this.refresh();
  }

  /** Ask again: the step on screen is another. */
  refresh() {
    clearTimeout(this.#timer);
    this.#request.abort();
    if (this.#shown) this.#timer = window.setTimeout(() => this.#load(this.#shown), WAIT);
  }

  /** The same while it plays, a few times a second at most. */
  keepUp() {
    if (this.#shown && performance.now() - this.#askedAt > RHYTHM) this.#load(this.#shown);
  }

  /** What changes while it plays is not read out. @param {boolean} quiet */
  quiet(quiet) {
    set(this.root, { 'aria-live': quiet ? 'off' : 'polite' });
  }

  hide() {
    this.#shown = null;
    clearTimeout(this.#timer);
    this.#request.abort();
    this.root.replaceChildren();
  }

  /** @param {Neuron | null} neuron */
  async #load(neuron) {
    if (!neuron) return;
    const { layer, unit, sample } = neuron;
    this.#askedAt = performance.now();
    const { signal } = (this.#request = new AbortController());
    const scene = /** @type {HTMLElement} */ (this.root.closest('#scene'));
    try {
      const address = this.link('/neuron', { layer, unit, ...(sample === undefined ? {} : { sample }) });
      const response = await fetch(address, { headers: { 'HX-Request': 'true' }, signal });
      const html = response.ok ? await response.text() : '';
      if (!html || signal.aborted) return;
      fill(this.root, html);
      const other = sample !== undefined && sample !== Number(scene.dataset.sample);
      if (other) this.root.querySelector('.when')?.append(', not the one drawn');
      const paths = other ? '' : this.root.querySelector('.carried')?.innerHTML ?? '';
      scene.dispatchEvent(new CustomEvent('edges', { detail: paths }));
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}
