// One step's frame: of many wishes, the newest wins. No DOM.

/** @typedef {import('./source.js').Wish} Wish */

const PATIENCE = 120; // ms after which a request gives way to a newer wish

export class Seek {
  /** @type {{since: number, abort: AbortController} | null} */
  #asked = null;
  /** @type {Wish | null} */
  #next = null;
  #again = 0;

  /**
   * @param {import('./source.js').Source} source
   * @param {(answer: {run: any, frame: any, outcome: any}, wish: Wish) => void} found
   * @param {(message: string, seconds: number) => void} failed seconds: after which it is asked for again, or 0
   */
  constructor(source, found, failed) {
    this.source = source;
    this.found = found;
    this.failed = failed;
  }

  /** Ask for a step. A request on its way is waited for while it is young, so that a scrub shows steps on its way.
   * @param {Wish} wish */
  ask(wish) {
    clearTimeout(this.#again);
    this.#next = wish;
    if (!this.#asked) this.#send();
    else if (performance.now() - this.#asked.since > PATIENCE) this.#asked.abort.abort();
  }

  /** Forget every wish. */
  stop() {
    clearTimeout(this.#again);
    this.#next = null;
    this.#asked?.abort.abort();
    this.#asked = null;
  }

  async #send() {
    const wish = this.#next;
    this.#next = null;
    if (!wish) return;
    const asked = (this.#asked = { since: performance.now(), abort: new AbortController() });
    const { ok, answer, message, patience } = await this.source.frame(wish, asked.abort.signal);
    if (this.#asked !== asked) return;
    this.#asked = null;
    if (ok) this.found(answer, wish);
    else if (!asked.abort.signal.aborted) {
      if (patience) this.#again = window.setTimeout(() => this.ask(wish), 1000 * patience);
      this.failed(message, patience);
    }
    if (!this.#asked) this.#send();
  }
}
