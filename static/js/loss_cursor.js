// What moves over the loss chart: the cursor with the gaps beside it, and the veil beyond. Each is a layer of its own
// (`will-change`), which a transform moves without painting; a few times a second it is written anew where it is.

import { RIGHT } from './loss_axes.js';
import { set } from './svg.js';

const REWRITE = 250; // ms

export class LossCursor {
  #x = 0;
  #writtenX = NaN;
  #writtenAt = -Infinity;
  #timer = 0;

  /** @param {SVGSVGElement} svg @param {(x: number) => void} write what else depends on the cursor */
  constructor(svg, write) {
    const part = (/** @type {string} */ name) => /** @type {Element} */ (svg.querySelector(`[data-${name}]`));
    this.line = part('cursor');
    this.veil = part('veil');
    this.moving = [part('now'), this.veil];
    this.writeMore = write;
  }

  /** Go on to the right; what is beside it follows soon. @param {number} x */
  glide(x) {
    const wait = this.#writtenAt + REWRITE - performance.now();
    if (wait <= 0 || !(x >= this.#writtenX)) {
      this.write(x);
      return;
    }
    if (x === this.#x) return;
    this.#x = x;
    for (const part of this.moving) part.setAttribute('transform', `translate(${(x - this.#writtenX).toFixed(2)} 0)`);
    if (!this.#timer) this.#timer = window.setTimeout(() => this.write(this.#x), wait);
  }

  /** Be at x, with all that depends on it. @param {number} x */
  write(x) {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#writtenAt = performance.now();
    if (x !== this.#writtenX) {
      set(this.line, { x1: x, x2: x });
      set(this.veil, { x, width: Math.max(0, RIGHT + 2 - x) });
    }
    for (const part of this.moving) part.removeAttribute('transform');
    this.#x = this.#writtenX = x;
    this.writeMore(x);
  }
}
