// An experiment that runs: the server says over a stream how far it is, and the page asks for the drawing of what is there,
// a few times a second at most, and seldom where a drawing is large. What is drawn stays where it is; a hidden page asks
// for nothing and goes on counting. Where no stream speaks, drawings are asked for all the same: each keeps it running.

import { ask } from '../site/ask.js';
import { morph } from '../site/morph.js';

const OFTEN = 300; // ms between two drawings at least,
const SHARE = 4; // and so many times what one took
const LOOK = 2000; // ms between two looks whether the stream still speaks,
const QUIET = 5000; // which it does at least so often

export class Live {
  #stream = /** @type {EventSource | null} */ (null);
  #heard = 0; // when the stream last spoke
  #asking = false;
  #stale = false; // whether there is more than is drawn
  #next = 0; // when the next drawing may be asked for
  #timer = 0;

  /** @param {HTMLElement} part what the server draws anew: data-drawn says where from, data-stream where it is told @param {() => void} drawn */
  constructor(part, drawn) {
    this.part = part;
    this.drawn = drawn;
    document.addEventListener('visibilitychange', () => this.#soon());
    window.addEventListener('pagehide', () => this.#end());
    window.addEventListener('pageshow', ({ persisted }) => persisted && this.#look());
    setInterval(() => this.#look(), LOOK);
    this.#begin();
  }

  get #running() {
    return this.part.dataset.state === 'running';
  }

  #begin() {
    this.#heard = performance.now();
    if (!this.#running) return;
    const stream = (this.#stream = new EventSource(/** @type {string} */ (this.part.dataset.stream)));
    stream.addEventListener('progress', ({ data }) => this.#told(JSON.parse(data)));
    stream.addEventListener('error', () => {
      if (stream !== this.#stream) return;
      if (stream.readyState === EventSource.CLOSED) this.#heard = -Infinity; // it does not come again by itself
      this.#stale = true; // and a reader is told whether anybody is there
      this.#soon();
    });
  }

  #end() {
    this.#stream?.close();
    this.#stream = null;
  }

  /** A stream that says nothing is begun anew, and meanwhile the server is asked. */
  #look() {
    if (!this.#running || performance.now() - this.#heard < QUIET) return;
    this.#end();
    this.#begin();
    this.#stale = true;
    this.#soon();
  }

  /** @param {{ said: string, done: number, total: number, state: string }} progress */
  #told({ said, done, total, state }) {
    this.#heard = performance.now();
    const bar = /** @type {HTMLProgressElement} */ (this.part.querySelector('progress'));
    [bar.max, bar.value] = [total, done];
    this.#say(said);
    if (state !== 'running') this.#end(); // what is drawn next says so too
    if (state !== 'running' || String(done) !== this.part.dataset.done) this.#stale = true;
    this.#soon();
  }

  /** @param {string} said */
  #say(said) {
    /** @type {Element} */ (this.part.querySelector('[data-progress]')).textContent = said;
  }

  /** A drawing of what is there, as soon as the last one lets it. */
  #soon() {
    clearTimeout(this.#timer);
    if (!this.#stale || this.#asking || document.hidden) return;
    this.#timer = window.setTimeout(() => this.#draw(), Math.max(0, this.#next - performance.now()));
  }

  async #draw() {
    this.#asking = true;
    this.#stale = false;
    const begun = performance.now();
    const { page, why } = await ask(/** @type {string} */ (this.part.dataset.drawn), `#${this.part.id}`);
    const fresh = page?.getElementById(this.part.id);
    if (fresh) {
      morph(this.part, fresh, () => false);
      this.drawn();
    } else this.#say(why);
    this.#next = performance.now() + Math.max(OFTEN, SHARE * (performance.now() - begun));
    this.#asking = false;
    if (!this.#running) this.#end();
    this.#soon();
  }
}
