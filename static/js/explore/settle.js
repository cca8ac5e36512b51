// Once nothing has happened for a while, asks the server for the page of what is on screen.

import { Fragment } from '../site/fragment.js';
import { handIsFree } from '../site/hand.js';

export const REST = 350; // ms

export class Settle {
  #timer = 0;
  #page = new Fragment();

  /** @param {(fresh: Document) => void} take what to do with the server's page */
  constructor(take) {
    this.take = take;
  }

  /** Ask soon, unless something happens before. @param {string} address */
  soon(address) {
    this.stop();
    const asked = (this.#timer = window.setTimeout(async () => {
      const html = await this.#page.get(address);
      await handIsFree();
      if (html && asked === this.#timer) this.take(new DOMParser().parseFromString(html, 'text/html'));
    }, REST));
  }

  /** Something has happened: what was asked for is no longer true. */
  stop() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#page.stop();
  }
}
