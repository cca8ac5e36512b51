// All numbers of the step on screen: asked for while they are open, and again when another step stays on screen.

import { fill } from '../site/morph.js';

export class Tables {
  #shown = '';
  #request = new AbortController();

  /** @param {HTMLDetailsElement} root #numbers @param {() => string} address of the tables of what is on screen */
  constructor(root, address) {
    this.root = root;
    this.address = address;
    this.body = /** @type {Element} */ (root.querySelector('.numbers-body'));
    root.addEventListener('toggle', () => this.refresh());
  }

  /** Another step may be on screen. */
  async refresh() {
    const address = this.address();
    if (!this.root.open || address === this.#shown) return;
    this.#request.abort();
    const { signal } = (this.#request = new AbortController());
    const response = await fetch(address, { headers: { 'HX-Request': 'true' }, signal }).catch(() => null);
    const html = response?.ok ? await response.text() : '';
    if (!html || signal.aborted) return;
    fill(this.body, html);
    this.#shown = address;
  }
}
