// One step's frame from GET /frame (docs/stream.md): of many wishes, the newest wins. No DOM.

import { address } from './stream.js';

const PATIENCE = 120; // ms after which a request gives way to a newer wish

/** @typedef {{query: string, step: number, sample: number, view?: string | null, at?: number, set?: string}} Wish */

export class Seek {
  /** @type {{wish: Wish, since: number, abort: AbortController} | null} */
  #asked = null;
  /** @type {Wish | null} */
  #next = null;

  /**
   * @param {(answer: {run: any, frame: any, outcome: any}, wish: Wish) => void} found
   * @param {(message: string, wish: Wish) => void} failed
   */
  constructor(found, failed) {
    this.found = found;
    this.failed = failed;
  }

  /** Ask for a step. A request on its way is waited for while it is young, so that a scrub shows steps on its way.
   * @param {Wish} wish */
  ask(wish) {
    this.#next = wish;
    if (!this.#asked) this.#send();
    else if (performance.now() - this.#asked.since > PATIENCE) this.#asked.abort.abort();
  }

  /** Forget every wish. */
  stop() {
    this.#next = null;
    this.#asked?.abort.abort();
    this.#asked = null;
  }

  async #send() {
    const wish = this.#next;
    this.#next = null;
    if (!wish) return;
    const asked = (this.#asked = { wish, since: performance.now(), abort: new AbortController() });
    try {
      const { query, ...view } = wish;
      const response = await fetch(`/frame?${address(query, view)}`, { signal: asked.abort.signal });
      const answer = await response.json();
      if (this.#asked !== asked) return;
      if (response.ok) this.found(answer, wish);
      else this.failed(Object.values(answer.errors ?? {}).join(' ') || `The server answered ${response.status}.`, wish);
    } catch (error) {
      if (this.#asked === asked && !asked.abort.signal.aborted) this.failed('The server cannot be reached.', wish);
    } finally {
      if (this.#asked === asked) {
        this.#asked = null;
        this.#send();
      }
    }
  }
}
