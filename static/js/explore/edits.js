// What a hand has changed and the server has not answered yet: edits relative to the run on screen, in their order
// (docs/decisions/0010-edits-are-changes.md). With each new one the whole list is asked for again, so that none is lost,
// however fast the hand is.

import { handIsFree } from '../site/hand.js';
import { telling } from '../site/telling.js';
import { say } from '../site/texts.js';

const SLOW = 3000; // ms without an answer, after which the page says so
const COUNTED = /^masks:/; // twice is not once

/**
 * @typedef {{edits: string[], step: number, sample: number, pinned: string}} Asked what was asked for, and where the player was
 * @typedef {object} EditsView
 * @property {() => {address: string, step: number, sample: number, pinned: string}} base the run on screen
 * @property {() => void} letGo what a hand is still moving is an edit now
 * @property {(scene: Element, address: string, asked: Asked) => void} put the server's page of the new run
 * @property {(edits: string[]) => string} back the controls show again what is in force; says what that is
 */

export class Edits {
  /** @type {string[]} */
  #list = [];
  /** @type {Asked | null} of the request on its way, or the answer that waits for the hand */
  #asked = null;
  /** @type {XMLHttpRequest | null} */
  #request = null;
  /** @type {Element | null} where the hand was */
  #near = null;
  #timer = 0;

  /** @param {EditsView} view */
  constructor(view) {
    this.view = view;
    document.addEventListener('htmx:beforeSend', (event) => this.#sent(/** @type {CustomEvent} */ (event).detail));
  }

  get pending() {
    return this.#list.length > 0;
  }

  /** Whether an edit of this field has no answer yet. @param {string} name */
  has(name) {
    return this.#list.some((edit) => edit.split(/[.:]/)[0] === name);
  }

  /** @param {string[]} edits as batch:16 or place:-2 @param {Element | null} near the control */
  add(edits, near) {
    if (edits.length === 1 && edits[0] === this.#list.at(-1) && !COUNTED.test(edits[0])) return; // it is on its way
    for (const edit of edits) {
      const last = this.#list.at(-1);
      if (last && !COUNTED.test(edit) && last.split(':')[0] === edit.split(':')[0] && !edit.startsWith('place:')) this.#list.pop();
      this.#list.push(edit);
    }
    this.#near = near;
    this.#ask();
  }

  #ask() {
    this.#stop();
    const { address, ...where } = this.view.base();
    const asked = (this.#asked = { edits: [...this.#list], ...where });
    const words = this.#list.map((edit) => `edit=${encodeURIComponent(edit)}`).join('&');
    const handler = (/** @type {Element} */ _, /** @type {{xhr: XMLHttpRequest}} */ { xhr }) => {
      if (asked === this.#asked) this.#answered(xhr, asked);
    };
    this.#timer = window.setTimeout(() => this.#slow(), SLOW);
    this.#asking(true);
    /** @type {any} */ (window).htmx
      .ajax('GET', `${address}${address.includes('?') ? '&' : '?'}${words}`, { source: '#scene', handler })
      .catch(() => asked === this.#asked && this.#lost(say('silent')));
  }

  /** A request that a newer one takes the place of ends like one whose answer nobody wants; htmx would log an error.
   * @param {{elt: Element, xhr: XMLHttpRequest}} detail */
  #sent({ elt, xhr }) {
    if (elt.id !== 'scene') return;
    this.#request = xhr;
    xhr.onabort = xhr.onload;
  }

  /** Whether the page waits for an answer. @param {boolean} asking */
  #asking(asking) {
    document.getElementById('scene')?.classList.toggle('asking', asking);
  }

  /** Forget the request on its way, and what was said of it. */
  #stop() {
    clearTimeout(this.#timer);
    this.#asked = null;
    this.#request?.abort();
    this.#request = null;
    telling.end();
  }

  /** @param {XMLHttpRequest} xhr @param {Asked} asked */
  async #answered(xhr, asked) {
    clearTimeout(this.#timer);
    this.#request = null;
    const html = xhr.responseText;
    const scene = new DOMParser().parseFromString(html, 'text/html').getElementById('scene');
    if (xhr.status === 503) this.#busy(html, Number(xhr.getResponseHeader('Retry-After')) || 2);
    else if (!scene) this.#lost(xhr.status === 422 ? html : say(xhr.status ? 'status' : 'broken off', { status: xhr.status }));
    else {
      await handIsFree();
      if (asked === this.#asked) this.view.letGo();
      if (asked !== this.#asked) return; // there are more by now
      this.#list = [];
      this.#asked = null;
      telling.end();
      this.#asking(false);
      this.view.put(scene, xhr.getResponseHeader('HX-Push-Url') ?? '', asked);
    }
  }

  #slow() {
    telling.say(this.#near, say('slow edit'), {
      [say('leave')]: () => this.#leave(),
    });
  }

  /** The server asks for patience, which it gets. @param {string} why @param {number} seconds */
  #busy(why, seconds) {
    this.#timer = window.setTimeout(() => this.#ask(), 1000 * seconds);
    telling.say(this.#near, say('edit again', { why: why.trim(), seconds }), { [say('leave')]: () => this.#leave() });
  }

  /** @param {string} why */
  #lost(why) {
    const [edits, near] = [this.#list, this.#near];
    const holds = this.#leave();
    telling.say(near, `${why.trim()} ${holds}`, { [say('again')]: () => this.add(edits, near) });
  }

  #leave() {
    const edits = this.#list;
    this.#list = [];
    this.#stop();
    this.#asking(false);
    return this.view.back(edits);
  }
}
