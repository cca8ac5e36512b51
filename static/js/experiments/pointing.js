// Hover, keys and tap on a chart of results do the same thing: they light one seed in every chart of the page, and say its
// numbers. A chart is one stop in the tab order: left and right follow the seed, up and down walk through a column.

import { say } from '../site/texts.js';

const NEAR = 14; // px around a dot that count as on it

/** @typedef {{ seed: string, at: string, of: string, panel: string }} At a seed at a value, of an arm or the difference */

export class Pointing {
  /** @type {At | null} */
  #at = null;

  /** @param {HTMLElement} root the section of results, which stays the same element from drawing to drawing */
  constructor(root) {
    this.root = root;
    root.addEventListener('pointermove', (event) => {
      if (event.pointerType === 'mouse') this.#point(nearest(event));
    });
    root.addEventListener('pointerleave', () => this.#point(null));
    root.addEventListener('click', (event) => this.#click(/** @type {PointerEvent} */ (event)));
    root.addEventListener('focusin', ({ target }) => {
      if (plotsOf(target) === target && !this.#at) this.#point(groups(target)[0]?.querySelector('a') ?? null);
    });
    root.addEventListener('focusout', ({ target }) => plotsOf(target) === target && this.#point(null));
    root.addEventListener('keydown', (event) => this.#key(event));
    this.drawn();
  }

  /** There is a new drawing: what was lit is lit in it. */
  drawn() {
    for (const plots of this.root.querySelectorAll('[data-plots]')) plots.setAttribute('tabindex', '0');
    this.#light();
  }

  /** @param {Element | null} dot */
  #point(dot) {
    const at = dot && where(dot);
    if (JSON.stringify(at) === JSON.stringify(this.#at)) return;
    this.#at = at;
    this.#light();
  }

  #light() {
    const at = this.#at;
    for (const part of this.root.querySelectorAll('.lit, .at')) part.classList.remove('lit', 'at');
    this.root.toggleAttribute('data-lit', at !== null);
    const readout = /** @type {HTMLElement} */ (this.root.querySelector('[data-readout]'));
    if (!at) {
      readout.textContent = say('result hint');
      return;
    }
    for (const part of this.root.querySelectorAll(`[data-seed="${at.seed}"]`)) part.classList.add('lit');
    this.#dot(at)?.classList.add('at');
    readout.textContent = say('result seed', { seed: at.seed, at: at.at, ...this.#said(at) });
  }

  /** The dot that is pointed at, in the drawing of now. @param {At} at */
  #dot(at) {
    const group = this.#columns(at).map((column) => column.querySelector(`[data-of="${at.of}"]`)).find(Boolean);
    return group?.querySelector(`[data-seed="${at.seed}"]`) ?? null;
  }

  /** Both columns of a value, of its arms and of its differences. @param {At} at */
  #columns({ at, panel }) {
    const columns = document.getElementById(panel)?.querySelectorAll('.column') ?? [];
    return [...columns].filter((column) => column.getAttribute('data-at') === at);
  }

  /** Its numbers. @param {At} at */
  #said(at) {
    const dots = this.#columns(at).flatMap((column) => [...column.querySelectorAll(`a[data-seed="${at.seed}"]`)]);
    const of = (/** @type {string} */ name) => dots.find((dot) => dot.closest(`[data-of="${name}"]`))?.getAttribute('data-said');
    const [ours, twin, difference] = ['dropout', 'twin', 'difference'].map((name) => of(name) ?? say('result pending'));
    return { ours, twin, difference };
  }

  /** A tap lights a seed first; a second one opens its run, as a click does. @param {PointerEvent} event */
  #click(event) {
    if (!plotsOf(event.target)) return;
    const dot = nearest(event);
    const known = dot && JSON.stringify(where(dot)) === JSON.stringify(this.#at);
    if (!dot || (event.pointerType === 'touch' && !known)) {
      event.preventDefault();
      this.#point(dot);
    } else if (!(/** @type {Element} */ (event.target).closest('a'))) open(dot);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const plots = plotsOf(event.target);
    if (plots !== event.target || !plots) return;
    const dot = this.#at?.panel === panelOf(plots) ? this.#dot(this.#at) : null;
    if (event.key === 'Escape') this.#point(null);
    else if (event.key === 'Enter' && dot) open(dot);
    else {
      const next = moved(plots, dot, event.key);
      if (next === undefined) return;
      this.#point(next);
    }
    event.preventDefault();
  }
}

/** @param {Element} dot */
function where(dot) {
  const part = (/** @type {string} */ name) => dot.closest(`[${name}]`)?.getAttribute(name) ?? '';
  return { seed: part('data-seed'), at: part('data-at'), of: part('data-of'), panel: panelOf(dot) };
}

/** @param {Element} part */
function panelOf(part) {
  return part.closest('.result-panel')?.id ?? '';
}

/** @param {EventTarget | null} part @returns {Element | null} */
function plotsOf(part) {
  return part instanceof Element ? part.closest('[data-plots]') : null;
}

/** Columns of dots from left to right, those of the differences last. @param {EventTarget | Element | null} plots */
function groups(plots) {
  return [.../** @type {Element} */ (plots).querySelectorAll('.column .dots')];
}

/** Where an arrow key leads; undefined for other keys. @param {Element} plots @param {Element | null} dot @param {string} key */
function moved(plots, dot, key) {
  const turn = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  if (!turn) return undefined;
  const all = groups(plots);
  if (!dot) return all[0]?.querySelector('a') ?? null;
  const at = all.indexOf(/** @type {Element} */ (dot.closest('.dots')));
  const group = all[Math.min(all.length - 1, Math.max(0, at + turn[0]))];
  const column = [...group.querySelectorAll('a')].sort((a, b) => height(a) - height(b));
  const same = column.findIndex((other) => other.dataset.seed === dot.getAttribute('data-seed'));
  return column[Math.min(column.length - 1, Math.max(0, same + turn[1]))] ?? null;
}

/** @param {Element} dot */
function height(dot) {
  const mark = /** @type {Element} */ (dot.firstElementChild);
  return parseFloat(mark.getAttribute('cy') ?? mark.getAttribute('y') ?? '0');
}

/** The dot next to the pointer, if one is near. @param {PointerEvent} event @returns {Element | null} */
function nearest(event) {
  const svg = /** @type {Element | null} */ (event.target)?.closest?.('.result-plot')?.querySelector('svg');
  if (!svg) return null;
  const box = svg.getBoundingClientRect();
  const [x, y] = [((event.clientX - box.left) / box.width) * 100, ((event.clientY - box.top) / box.height) * 100];
  let [best, least] = [/** @type {Element | null} */ (null), NEAR];
  for (const dot of svg.querySelectorAll('.dots a')) {
    const mark = /** @type {Element} */ (dot.firstElementChild);
    const across = parseFloat(mark.getAttribute('cx') ?? mark.getAttribute('x') ?? '0');
    const far = Math.hypot(((across - x) * box.width) / 100, ((height(dot) - y) * box.height) / 100);
    if (far < least) [best, least] = [dot, far];
  }
  return best;
}

/** @param {Element} dot */
function open(dot) {
  location.assign(/** @type {string} */ (dot.getAttribute('href')));
}
