// All numbers of the step on screen: asked for while they are open, and again when another step stays on screen.

import { Newest } from '../site/ask.js';
import { fill } from '../site/morph.js';

export class Tables {
  #shown = '';
  #tables = new Newest();

  /** @param {HTMLDetailsElement} root #numbers @param {() => string} address of the tables of what is on screen */
  constructor(root, address) {
    this.root = root;
    this.address = address;
    root.addEventListener('toggle', () => this.refresh());
  }

  /** Another step may be on screen. */
  async refresh() {
    const address = this.address();
    if (!this.root.open || address === this.#shown) return;
    const page = await this.#tables.ask(address, '.tables');
    if (!page) return;
    fill(/** @type {Element} */ (this.root.querySelector('.numbers-body')), page.body);
    this.#shown = address;
  }
}
