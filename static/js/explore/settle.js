// Once nothing has happened for a while, asks the server for the page of what is on screen.

import { Newest } from '../site/ask.js';
import { handIsFree } from '../site/hand.js';

export const REST = 350; // ms

export class Settle {
  #timer = 0;
  #page = new Newest();

  /** @param {(fresh: Element) => void} take what to do with the server's #scene */
  constructor(take) {
    this.take = take;
  }

  /** Ask soon, unless something happens before. @param {string} address */
  soon(address) {
    this.stop();
    const asked = (this.#timer = window.setTimeout(async () => {
      const fresh = (await this.#page.ask(address, '#scene'))?.getElementById('scene');
      await handIsFree();
      if (fresh && asked === this.#timer) this.take(fresh);
    }, REST));
  }

  /** Something has happened: what was asked for is no longer true. */
  stop() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#page.stop();
  }
}
