// What a hand has changed and the server has not answered yet: changes of what is on screen, in their order
// (docs/decisions/0010-edits-are-changes.md). None is lost, however fast the hand is.

import { ask } from './ask.js';
import { handIsFree } from './hand.js';
import { again, tellFound, tellSlow } from './telling.js';

const EACH_COUNTS = /[:=](next|back|other)$|^(place|cut|off):/; // also where the one before is of the same name

/**
 * @typedef {object} ChangesView
 * @property {(changes: string[]) => {address: string, put: (page: Document) => void}} wish what is asked for, on top of
 *   what is on screen now; and how its page is put in place
 * @property {(changes: string[]) => string | undefined} back the controls show again what is in force; may say what that is
 * @property {() => void} [letGo] what a hand is still moving is a change now
 * @property {boolean} [follows] the screen follows a hand that moves on: one request at a time, and what is changed
 *   meanwhile is asked for next. Else with each change all are asked for anew, and seen once the hand is free
 */

export class Changes {
  /** @type {string[]} */
  #list = [];
  #sent = 0; // how many of them, the first, an answer will take away whatever follows
  /** @type {Element | null} where the hand was */
  #near = null;
  #request = new AbortController();
  /** @type {Promise<void> | null} */
  #working = null;

  /** @param {import('./telling.js').Part} part @param {ChangesView} view */
  constructor(part, view) {
    this.part = part;
    this.view = view;
  }

  get pending() {
    return this.#list.length > 0;
  }

  /** The last change of a name that has no answer yet. @param {string} name as batch, or p of any place */
  last(name) {
    return this.#list.findLast((change) => change.split(/[.:=]/)[0] === name);
  }

  /** Resolves when what is on screen is what was asked for, or it is said that it is not. */
  async settled() {
    await this.#working;
  }

  /** @param {string[]} changes as batch:16, x34=0.7 or seed=next @param {Element | null} near the control */
  add(changes, near) {
    const made = changes.filter((change) => EACH_COUNTS.test(change) || change !== this.#list.at(-1));
    if (!made.length) return; // it is on its way
    for (const change of made) {
      const before = this.#list.length > this.#sent ? this.#list.at(-1) : undefined;
      if (before && nameOf(before) === nameOf(change) && !EACH_COUNTS.test(change)) this.#list.pop();
      this.#list.push(change);
    }
    this.#near = near;
    if (!this.view.follows) this.#request.abort();
    if (!this.view.follows || !this.#working) tellFound(this.part);
    this.#working ??= this.#work().finally(() => {
      this.#working = null;
      this.#asking(false);
    });
  }

  async #work() {
    const { part, view } = this;
    this.#asking(true);
    while (this.#list.length) {
      await handIsFree(true);
      const changes = [...this.#list];
      const { signal } = (this.#request = new AbortController());
      const { address, put } = view.wish(changes);
      this.#sent = view.follows ? changes.length : 0;
      const found = tellSlow(part, () => this.#near, () => this.#leave());
      const answer = await ask(address, `#${part}`, signal);
      found();
      if (answer.page) await handIsFree(view.follows);
      if (answer.page && !signal.aborted) view.letGo?.();
      this.#sent = 0;
      if (signal.aborted) continue; // there are more by now, or they were left
      if (answer.page) {
        this.#list.splice(0, changes.length);
        put(answer.page);
      } else if (!answer.seconds) this.#lose(answer);
      else if (!(await again(part, this.#near, answer, undefined, signal))) this.#leave();
    }
  }

  /** Whether the page waits for an answer. @param {boolean} asking */
  #asking(asking) {
    document.getElementById(this.part)?.classList.toggle('asking', asking);
  }

  /** @param {import('./ask.js').Answer} answer */
  #lose(answer) {
    const [lost, near] = [[...this.#list], this.#near];
    const holds = this.#leave();
    again(this.part, near, answer, holds).then(() => this.add(lost, near));
  }

  /** What holds. */
  #leave() {
    this.#request.abort();
    return this.view.back(this.#list.splice(0));
  }
}

/** @param {string} change */
function nameOf(change) {
  return change.split(/[:=]/)[0];
}
