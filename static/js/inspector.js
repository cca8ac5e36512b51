// The neuron in focus: the server's fragment with its numbers, formula and map.

const WAIT = 90; // ms that a pointer must rest on a neuron

/** @typedef {{layer: number, unit: number}} Neuron */

export class Inspector {
  /** @type {Neuron | null} */
  #shown = null;
  #timer = 0;
  #request = new AbortController();

  /**
   * @param {HTMLElement} root #inspector
   * @param {(path: string, wishes: Record<string, unknown>) => string} link an address of the step on screen
   */
  constructor(root, link) {
    this.root = root;
    this.link = link;
  }

  /** Show a neuron of the step on screen, soon. @param {number} layer @param {number} unit */
  show(layer, unit) {
    if (this.#shown?.layer === layer && this.#shown?.unit === unit) return;
    this.#shown = { layer, unit };
    this.refresh();
  }

  /** Ask again: the step on screen is another. */
  refresh() {
    clearTimeout(this.#timer);
    this.#request.abort();
    if (this.#shown) this.#timer = window.setTimeout(() => this.#load(), WAIT);
  }

  hide() {
    this.#shown = null;
    clearTimeout(this.#timer);
    this.#request.abort();
    this.root.replaceChildren();
  }

  async #load() {
    const { layer, unit } = /** @type {Neuron} */ (this.#shown);
    this.#request = new AbortController();
    const { signal } = this.#request;
    try {
      const response = await fetch(this.link('/neuron', { layer, unit }), { headers: { 'HX-Request': 'true' }, signal });
      if (!response.ok) return;
      const html = await response.text();
      if (signal.aborted) return;
      this.root.innerHTML = html;
      const paths = this.root.querySelector('.carried')?.innerHTML ?? '';
      this.root.closest('#scene')?.dispatchEvent(new CustomEvent('edges', { detail: paths }));
    } catch (error) {
      if (/** @type {Error} */ (error).name !== 'AbortError') throw error;
    }
  }
}
