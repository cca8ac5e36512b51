// Presentation, for a projector: figure, sentence, transport and loss fill the screen (static/css/present.css). One key
// brings the settings, one the code of the link of the moment. The link says so, `present=1`: all of this works by plain
// links as well, where there is no script.

import { Newest } from '../site/ask.js';
import { fill } from '../site/morph.js';
import { listenKeys } from '../site/keys.js';

/** @typedef {import('./scene.js').Scene} Scene @typedef {'settings' | 'code'} Part that is one key away */

const REST = 350; // ms without another moment, after which the code is of the one on screen
const FIELD = 'input[type=range]:not(:disabled), a[href]'; // in none of them is the key that closes it a letter

export class Presentation {
  #code = new Newest();
  #coded = ''; // the link of which a code is shown, or asked for
  #timer = 0;
  /** @type {HTMLElement | null} where the focus was before the settings came */
  #from = null;
  #page = document.documentElement.classList;

  /** @param {() => Scene | null} scene that is on screen */
  constructor(scene) {
    this.scene = scene;
    const there = (/** @type {() => void} */ act) => () => this.on && act();
    listenKeys({ f: () => this.toggle(), c: there(() => this.#turn('settings')), q: there(() => this.#turn('code')) });
    document.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || event.defaultPrevented || !this.on) return;
      event.preventDefault();
      this.#escape();
    });
    document.addEventListener('click', (event) => this.#clicked(event));
    document.addEventListener('pointerdown', ({ target }) => this.#point(target), true);
    document.addEventListener('focusin', ({ target }) => this.#point(target));
    document.addEventListener('fullscreenchange', () => document.fullscreenElement || !this.on || this.#escape()); // by the browser's own Escape
  }

  get on() {
    return this.#page.contains('presenting');
  }

  /** What a link of the page says of this. @returns {Record<string, string | null>} */
  get wishes() {
    return { present: this.on ? '1' : null };
  }

  toggle() {
    const entering = !this.on;
    const entrance = /** @type {HTMLElement | null} */ (document.getElementById('present'));
    const own = document.activeElement?.closest('.present-bar, .top');
    this.#close();
    this.#page.toggle('presenting', entering);
    this.scene()?.wish(this.wishes);
    if (entering) document.documentElement.requestFullscreen?.().catch(() => {}); // where it can be had
    else if (document.fullscreenElement) document.exitFullscreen();
    if (!entering && own) entrance?.focus({ preventScroll: true });
  }

  /** Another moment is on screen; while it plays the code stays that of the step at which it was asked for.
   * @param {Scene} scene */
  moved(scene) {
    clearTimeout(this.#timer);
    if (this.#open('code') && !scene.player.playing) this.#timer = window.setTimeout(() => this.#ask(), REST);
  }

  /** @param {Part} part */
  #open(part) {
    return this.on && this.#page.contains(`with-${part}`);
  }

  /** @param {Part} part */
  #turn(part) {
    const open = this.#page.toggle(`with-${part}`);
    if (part === 'settings') this.#focus(open);
    else if (open) this.#ask();
    else this.#forget();
  }

  /** The focus goes to the settings, and back to where it was. @param {boolean} there */
  #focus(there) {
    const from = this.#from;
    if (there) this.#from = /** @type {HTMLElement} */ (document.activeElement);
    const to = there ? /** @type {HTMLElement | null} */ (document.querySelector(`#controls :is(${FIELD})`)) : from;
    if (to?.isConnected && to !== document.body) to.focus({ preventScroll: true });
    else /** @type {HTMLElement} */ (document.activeElement).blur();
  }

  /** The code of the link of the moment. */
  async #ask() {
    const link = this.scene()?.coded ?? '';
    if (link === this.#coded) return;
    this.#coded = link;
    const page = await this.#code.ask(link, '.code-words');
    const place = document.getElementById('code');
    if (page && place && this.#open('code')) fill(place, page.body);
    else if (link === this.#coded) this.#coded = ''; // it may be asked for again
  }

  #forget() {
    this.#code.stop();
    clearTimeout(this.#timer);
    this.#coded = '';
    document.getElementById('code')?.replaceChildren();
  }

  /** Away with what is open. @returns {boolean} whether anything was */
  #close() {
    const open = /** @type {Part[]} */ (['settings', 'code']).filter((part) => this.#open(part));
    for (const part of open) this.#turn(part);
    return open.length > 0;
  }

  /** What is open goes first, the card of a neuron too. */
  #escape() {
    const card = document.querySelector('#inspector > *');
    if (card) card.dispatchEvent(new CustomEvent('neuron', { detail: null, bubbles: true }));
    else if (!this.#close()) this.toggle();
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const act = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest('[data-act]'))?.dataset.act;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return; // a link may be opened elsewhere
    if (act !== 'present' && act !== 'settings' && act !== 'code') return;
    event.preventDefault();
    if (act === 'present') this.toggle();
    else this.#turn(act);
  }

  /** The way in leads to the moment on screen, wherever it is opened. @param {EventTarget | null} target */
  #point(target) {
    const scene = this.scene();
    if (scene && target instanceof HTMLAnchorElement && target.id === 'present') target.href = scene.at(scene.path, { present: '1' });
  }
}
