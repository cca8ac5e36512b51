// Once nothing has happened for a while, asks the server for the page of what is on screen.

import { handIsFree } from '../site/hand.js';

export const REST = 350; // ms

export class Settle {
  #timer = 0;
  #request = new AbortController();

  /** @param {(fresh: Document) => void} take what to do with the server's page */
  constructor(take) {
    this.take = take;
  }

  /** Ask soon, unless something happens before. @param {string} address */
  soon(address) {
    this.stop();
    this.#timer = window.setTimeout(() => this.#ask(address), REST);
  }

  /** Something has happened: what was asked for is no longer true. */
  stop() {
    clearTimeout(this.#timer);
    this.#request.abort();
  }

  /** @param {string} address */
  async #ask(address) {
    this.#request = new AbortController();
    const { signal } = this.#request;
    try {
      const response = await fetch(address, { headers: { 'HX-Request': 'true' }, signal });
      const html = await response.text();
      await handIsFree();
      if (response.ok && !signal.aborted) this.take(new DOMParser().parseFromString(html, 'text/html'));
    } catch {
      // Something happened meanwhile, or the server is gone: the figures say so themselves.
    }
  }
}
