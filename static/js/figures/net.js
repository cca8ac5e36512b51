// A network that is no columns of neurons, drawn by the server: script fills in what a frame holds, and knows no more of it
// than what its elements say. `data-values`: its children are a signal's numbers, in order. `data-mask`: its children are
// what a place's mask multiplies, an element of the mask each, in order. `data-first`: where children are not all of them, the
// number of the first. `data-part`: a path, or a text, that a frame has.
// `data-survival`: as tall as 1 - p of that place, of those that have dropout.
// Its numbers stand in rows of `data-across`, or in columns of `data-down`.

import { SequenceTime } from './sequence_time.js';
import { set, tell, write } from './svg.js';

/** @typedef {import('../play/moment.js').Moment} Moment */

/** @param {HTMLElement} of the number of its first child */
const first = (of) => Number(of.dataset.first ?? 0);
const SHADES = Array.from({ length: 128 }, (_, level) => (level / 127).toFixed(2));

/** What is read out of a number, where its signal has a name: that, and which of its numbers it is. @param {HTMLElement} cell */
function named(cell) {
  const group = cell.parentElement;
  const name = group?.dataset.name;
  return name && group ? { role: 'button', 'aria-label': `${name}: ${[...group.children].indexOf(cell) + 1}` } : {};
}

export class NetFigure {
  /** @param {HTMLElement} root @param {import('../play/moment.js').Run} run @param {AbortSignal} signal */
  constructor(root, run, signal) {
    this.root = root;
    this.#read();
    if (root.querySelector('[data-time]')) this.time = new SequenceTime(root, signal);
    root.addEventListener('click', (event) => this.#point(event, true), { signal });
    root.addEventListener('keydown', (event) => this.#press(event), { signal });
  }

  #read() {
    const all = (/** @type {string} */ name) => [.../** @type {NodeListOf<HTMLElement>} */ (this.root.querySelectorAll(`[data-${name}]`))];
    this.values = all('values').map((of) => ({ of: of.dataset.values ?? '', first: first(of), cells: [...of.children], drawn: new Int16Array(of.children.length).fill(-1) }));
    this.masks = all('mask').map((of) => ({ of: of.dataset.mask ?? '', first: first(of), cells: [...of.children] }));
    this.parts = all('part');
    this.survivals = all('survival');
  }

  /** What a card must leave in sight. */
  get stack() {
    return this.root.querySelector('[data-summary]');
  }

  /** There are no edges to light. */
  carry() {}

  /** What is pointed at. @param {import('./dense.js').Neuron | null} at */
  focus(at) {
    this.at = at;
  }

  /** @param {Moment} moment @param {boolean} exact */
  frame(moment, exact) {
    for (const { of, first, cells, drawn } of this.values) {
      const levels = moment.shades.get(of);
      if (levels) cells.forEach((cell, i) => {
        const byte = levels[first + i];
        if (byte === drawn[i]) return;
        drawn[i] = byte;
        const level = byte ? byte - 128 : 0;
        cell.setAttribute('fill-opacity', SHADES[Math.abs(level)]);
        cell.classList.toggle('n', level < 0);
      });
    }
    if (!exact) return;
    for (const { of, first, cells } of this.masks) {
      const factors = moment.factors.get(of);
      cells.forEach((cell, i) => cell.classList.toggle('off', factors?.[first + i] === 0));
    }
    const parts = moment.say?.parts ?? {};
    for (const part of this.parts) {
      const text = parts[part.dataset.part ?? ''];
      if (text === undefined) continue;
      if (part.localName === 'path') set(part, { d: text });
      else write(part, text);
    }
    for (const of of this.survivals) set(of, { transform: `scale(1 ${(1 - moment.rates[Number(of.dataset.survival)]).toFixed(4)})` });
    const summary = moment.say?.summary ?? moment.say?.sentence.join(''); // of a recording the sentence alone
    if (summary) set(this.root.querySelector('[data-summary]'), { 'aria-label': summary });
  }

  /** The server has drawn it anew. */
  renewed() {
    this.#read();
    this.time?.renewed();
  }

  /** What is pointed at is shown with its numbers. @param {Event} event @param {boolean} pinned */
  #point(event, pinned) {
    const cell = /** @type {Element} */ (event.target).closest('[data-values] > *');
    const group = /** @type {HTMLElement | null} */ (cell?.parentElement ?? null);
    if (!cell || !group?.dataset.layer) return;
    const { layer = group.dataset.layer, unit = first(group) + [...group.children].indexOf(cell) } = /** @type {HTMLElement} */ (cell).dataset; // of its own, where each stands for another signal
    tell(this.root, 'neuron', { layer: Number(layer), unit: Number(unit), pinned });
  }

  /** Within a signal arrow keys go from number to number; Escape closes what was looked into. @param {KeyboardEvent} event */
  #press(event) {
    if (event.key === 'Escape' && this.at) {
      event.preventDefault();
      return tell(this.root, 'neuron', null);
    }
    const cell = /** @type {Element} */ (event.target);
    const group = /** @type {HTMLElement | null} */ (cell.parentElement);
    if (!group?.dataset.values || !group.dataset.layer) return;
    const cells = /** @type {HTMLElement[]} */ ([...group.children]);
    const across = Number(group.dataset.across ?? cells.length);
    const down = Number(group.dataset.down ?? 0);
    const [aside, below] = down ? [down, 1] : [1, across];
    const step = /** @type {Record<string, number>} */ ({ ArrowRight: aside, ArrowLeft: -aside, ArrowDown: below, ArrowUp: -below })[event.key];
    if (event.key === 'Enter') this.#point(event, true);
    const at = cells.indexOf(/** @type {HTMLElement} */ (cell)) + (step ?? 0);
    const next = step && (cells[at] ?? this.#beside(group, at));
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    set(cell, { tabindex: -1 });
    set(next, { tabindex: 0, ...named(next) });
    next.focus();
  }

  /** The nearest number of the part of the same signal before or after this one, where it has several.
   * @param {HTMLElement} group @param {number} at */
  #beside(group, at) {
    const parts = /** @type {HTMLElement[]} */ ([...this.root.querySelectorAll(`[data-values="${group.dataset.values}"]`)]);
    const other = parts[parts.indexOf(group) + (at < 0 ? -1 : 1)];
    return /** @type {HTMLElement | undefined} */ (at < 0 ? other?.lastElementChild : other?.firstElementChild);
  }
}
