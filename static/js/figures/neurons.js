// One layer of the dense network: the marks of its neurons, and what is drawn on and beside them.

import { coordinate, sized } from './geometry.js';
import { set } from './svg.js';

const [ARRIVES, LEAVES, MASKED, FLAT] = [1, 2, 4, 8]; // how the gradient goes through a neuron, as app/web/moment.py
const ARROW = 13;

export class Neurons {
  /** @param {Element} group as the server has drawn it */
  constructor(group) {
    const find = (/** @type {string} */ part) => group.querySelector(part);
    this.kind = group.classList[1]; // neurons, cells or image
    this.radius = Number(/** @type {any} */ (group).dataset.radius);
    this.one = Number(/** @type {any} */ (group).dataset.one ?? 0); // the radius at factor 1, where factors are any number
    this.marks = [...group.querySelectorAll('.marks > *')];
    this.spots = this.marks.map((mark) => this.#spot(mark));
    this.rings = [...group.querySelectorAll('.rings > *')];
    this.frame = find('.focus');
    [this.strikes, this.minuses, this.arrows, this.stops] = ['.strikes', '.minuses', '.arrows', '.stops'].map(find);
  }

  /** Each factor as it is drawn. */
  get factors() {
    return this.marks.map((mark) => (mark.classList.contains('dropped') ? 0 : 1));
  }

  /**
   * @param {ArrayLike<number>} levels activations @param {ArrayLike<number>} shades what fills the marks
   * @param {ArrayLike<number> | undefined} factors none where no mask acts @param {number[]} [dead] of a hidden layer
   */
  draw(levels, shades, factors, dead) {
    const { one, radius, kind } = this;
    const d = 0.66 * radius;
    let strikes = '';
    let minuses = '';
    this.marks.forEach((mark, i) => {
      const byte = shades[i];
      const [x, y] = this.spots[i];
      const negative = byte > 0 && byte < 128;
      const factor = factors?.[i] ?? 1;
      const r = one ? sized(one, factor) : radius;
      const passes = one && factor < 0 ? 'kept turned' : 'kept';
      const state = !one && factor === 0 ? 'dropped' : levels[i] === 0 && dead ? quiet(dead, i) : passes;
      const opacity = byte === 0 ? '0.00' : (Math.abs(byte - 128) / 127).toFixed(2);
      set(mark, { class: state === passes && negative ? `${state} n` : state, 'fill-opacity': opacity });
      if (one) set(mark, kind === 'neurons' ? { r: coordinate(r) } : square(x, y, r));
      if (state === 'dropped') strikes += `M${coordinate(x - d)} ${coordinate(y + d)}l${coordinate(2 * d)} ${coordinate(-2 * d)}`;
      else if (state === 'kept turned' || (state === 'kept' && negative)) minuses += `M${coordinate(x - 0.35 * r)} ${coordinate(y)}h${coordinate(0.7 * r)}`;
    });
    set(this.strikes, { d: strikes });
    set(this.minuses, { d: kind === 'image' ? '' : minuses });
  }

  /** Which of those that are silent are dead. @param {number[]} dead */
  learned(dead) {
    this.marks.forEach((mark, i) => {
      if (mark.matches('.silent, .dead')) set(mark, { class: quiet(dead, i) });
    });
  }

  /** As app/web/figures/marks.py. @param {ArrayLike<number>} ways */
  drawGradient(ways) {
    if (this.kind !== 'neurons') return;
    const before = this.radius + 3;
    /** @param {number} way @param {(x: number, y: number) => string} mark */
    const those = (way, mark) => this.spots.map(([x, y], i) => (ways[i] & way ? mark(x, y) : '')).join('');
    set(this.arrows, { d: those(ARRIVES, (x, y) => arrow(x + before + ARROW, y)) + those(LEAVES, (x, y) => arrow(x - before, y)) });
    set(this.stops, { d: those(MASKED, (x, y) => bar(x + before - 1, y)) + those(FLAT, (x, y) => bar(x - before, y)) });
  }

  /** In which share of the last steps each was kept. @param {ArrayLike<number>} shares none where it is not known */
  drawRings(shares) {
    if (shares.length) this.rings.forEach((ring, i) => set(ring, { 'stroke-dasharray': `${Math.round(shares[i] / 2.55)} 100` }));
  }

  /** Frame one, or with null none. @param {number | null} unit */
  focus(unit) {
    set(this.frame, { visibility: unit === null ? 'hidden' : 'visible' });
    if (unit !== null) set(this.frame, { cx: this.spots[unit][0], cy: this.spots[unit][1] });
  }

  /** Its middle: of a cell with one decimal, as the server has it. @param {Element} mark @returns {[number, number]} */
  #spot(mark) {
    const at = (/** @type {string} */ name) => Number(mark.getAttribute(name));
    const middle = (/** @type {string} */ name) => Math.round(10 * (at(name) + at('width') / 2)) / 10;
    return this.kind === 'neurons' ? [at('cx'), at('cy')] : [middle('x'), middle('y')];
  }
}

/** What a hidden neuron is whose activation is 0. @param {number[]} dead @param {number} unit */
function quiet(dead, unit) {
  return dead.includes(unit) ? 'dead' : 'silent';
}

/** @param {number} x @param {number} y @param {number} r */
function square(x, y, r) {
  const side = coordinate(2 * r);
  return { x: coordinate(x - r), y: coordinate(y - r), width: side, height: side };
}

/** @param {number} x @param {number} y */
function arrow(x, y) {
  return `M${coordinate(x)} ${coordinate(y)}h${-ARROW}m4 -3l-4 3l4 3`;
}

/** @param {number} x @param {number} y */
function bar(x, y) {
  return `M${coordinate(x)} ${coordinate(y - 6)}v12`;
}
