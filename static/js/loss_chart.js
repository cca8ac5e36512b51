// The loss chart: redraws the shapes that templates/explore/loss_chart.html has drawn. Geometry is loss_axes.js.

import * as axes from './loss_axes.js';
import { LossCursor } from './loss_cursor.js';
import { finding } from './loss_finding.js';
import { gapsAt } from './loss_gaps.js';
import { tableRows } from './loss_table.js';
import { lossText } from './numbers.js';
import { set, svg, write } from './svg.js';

const LINES = /** @type {const} */ (['train', 'clean', 'test']);
const ARMS = /** @type {const} */ (['dropout', 'twin']);

/**
 * @typedef {{train: axes.Losses, low: axes.Losses, high: axes.Losses, clean: axes.Losses, test: axes.Losses,
 *   accuracy: axes.Losses, best?: axes.Losses}} ArmCurve
 * @typedef {{steps: number, rhythm: number, head: number, complete: boolean, dropout: ArmCurve, twin: ArmCurve}} Curve
 */

export class LossChart {
  #top = 0;
  /** @type {Curve | null} */
  #ghost = null;
  #holding = false;
  /** @type {Curve | null} */
  #shorter = null; // of the run on screen, kept until it is whole or the hand lets go

  /** @param {HTMLElement} root @param {Curve} curve @param {number} step @param {(step: number, done: boolean) => void} scrub */
  constructor(root, curve, step, scrub) {
    this.root = root;
    this.curve = curve;
    this.step = step;
    this.svg = /** @type {SVGSVGElement} */ (root.querySelector('svg.chart'));
    /** @type {Map<string, Element>} */
    this.paths = new Map([...this.svg.querySelectorAll('[data-line]')].map((p) => [p.getAttribute('data-line') ?? '', p]));
    this.part = (/** @type {string} */ name) => /** @type {Element} */ (this.svg.querySelector(`[data-${name}]`));
    this.table = /** @type {HTMLDetailsElement} */ (root.querySelector('details'));
    this.table.addEventListener('toggle', () => this.#rows());
    this.#top = axes.axisTop(this.#lines(curve), this.#start(curve));
    this.cursor = new LossCursor(this.svg, (x) => this.#beside(x));
    this.#scrubs(scrub);
  }

  /** The curves as far as they are trained. While a hand moves p, whole ones stay until others are as long: of the twin
   * they are the same, and those of each value that the hand comes by begin at its step. @param {Curve} curve */
  draw(curve) {
    const shorter = !curve.complete && curve.twin.test.length < this.curve.twin.test.length;
    this.#shorter = this.#holding && shorter ? curve : null;
    if (this.#shorter) return;
    this.curve = curve;
    const top = axes.axisTop(this.#lines(curve), this.#start(curve));
    // While a hand moves p or a run is still being trained the axis may grow, and does not shrink.
    this.#scale(this.#holding || !curve.complete ? Math.max(top, this.#top) : top);
    this.#paths(curve);
    this.moved(this.step);
    if (curve.complete) this.#rows();
  }

  /** The step on screen; while it plays, the numbers beside the cursor follow a few times a second.
   * @param {number} step @param {boolean} [playing] */
  moved(step, playing = false) {
    this.step = step;
    const x = axes.xOf(step, this.curve.steps);
    if (playing) this.cursor.glide(x);
    else this.cursor.write(x);
  }

  /** Another run: where it changes. @param {{changes?: [number, string, number[]][]}} run */
  run(run) {
    this.#shorter = null;
    const marks = (run.changes ?? []).flatMap(([step, name, values]) => {
      const x = axes.xOf(step, this.curve.steps);
      const text = `${name} ${new Set(values).size === 1 ? values[0] : values.join(',')}`;
      return [svg('path', { d: `M${x} ${axes.TOP}V${axes.BOTTOM}` }), svg('text', { x: x + 3, y: axes.TOP + 8 }, text)];
    });
    this.part('marks').replaceChildren(...marks);
  }

  /** Keep the curves of now as a ghost while a hand moves p, or let it go. @param {boolean} holding */
  hold(holding) {
    if (holding && !this.#holding) {
      this.#ghost = this.curve;
      this.#drawGhost();
    }
    this.#holding = holding;
    this.svg.classList.toggle('holding', holding);
    if (!holding && this.#shorter) this.draw(this.#shorter);
  }

  /** The ghost has been seen. */
  forget() {
    if (!this.#ghost || this.#holding) return;
    this.#ghost = null;
    this.#drawGhost();
    this.draw(this.curve);
  }

  /** @param {Curve} curve */
  #lines(curve) {
    return ARMS.flatMap((arm) => LINES.map((name) => axes.finite(curve[arm][name])));
  }

  /** @param {Curve} curve */
  #start(curve) {
    return Math.max(0, ...ARMS.map((arm) => axes.finite(curve[arm].test)[0] ?? 0));
  }

  /** @param {Curve} curve */
  #paths(curve) {
    const { steps } = curve;
    for (const arm of ARMS) {
      const { low, high } = curve[arm];
      const at = axes.pointSteps(curve, low.length);
      set(this.paths.get(`${arm} band`), { d: axes.bandPath(at, low, high, steps, this.#top) });
      for (const name of LINES) set(this.paths.get(`${arm} ${name}`), { d: axes.linePath(at, curve[arm][name], steps, this.#top) });
    }
    const highest = Math.max(0, ...this.#lines(curve).flat());
    set(this.svg.querySelector('.cut'), { display: highest > this.#top ? null : 'none' });
  }

  #drawGhost() {
    const curve = this.#ghost;
    const lines = !curve
      ? []
      : (/** @type {const} */ (['clean', 'test'])).map((name) => {
          const losses = curve.dropout[name];
          const d = axes.linePath(axes.pointSteps(curve, losses.length), losses, curve.steps, this.#top);
          return svg('path', { class: `${name} dropout`, d });
        });
    this.part('ghost').replaceChildren(...lines);
  }

  /** @param {number} top */
  #scale(top) {
    if (top === this.#top) return;
    this.#top = top;
    const ticks = axes.lossTicks(top).flatMap((loss) => {
      const y = axes.yOf(loss, top);
      return [
        svg('line', { x1: axes.LEFT, x2: axes.RIGHT, y1: y, y2: y }),
        svg('text', { x: axes.LEFT - 6, y: y + 3.5 }, String(loss)),
      ];
    });
    this.svg.querySelector('.ticks.y')?.replaceChildren(...ticks);
    this.#drawGhost();
  }

  /** @param {number} x of the cursor */
  #beside(x) {
    const now = Math.min(axes.pointAt(this.curve, this.step), axes.finite(this.curve.twin.test).length - 1);
    this.#best(now);
    this.#gaps(now, x);
    set(this.svg, { 'aria-label': finding(this.curve, now) });
  }

  /** The twin's best test loss up to a point. @param {number} now */
  #best(now) {
    const best = this.curve.twin.best?.[now];
    const group = this.part('best');
    set(group, { display: best == null ? 'none' : null });
    if (best == null) return;
    const y = axes.yOf(best, this.#top);
    set(group.querySelector('line'), { y1: y, y2: y });
    set(group.querySelector('text'), { y });
    write(group.querySelector('[data-best-text]'), `best ${lossText(best)}`);
  }

  /** @param {number} now @param {number} x of the cursor */
  #gaps(now, x) {
    const drawn = gapsAt(this.curve, now, x, this.#top).flatMap((gap) => [
      svg('line', { class: gap.arm, x1: gap.x, x2: gap.x, y1: gap.y1, y2: gap.y2 }),
      svg('text', { class: gap.arm, x: gap.labelX, y: gap.y, 'text-anchor': gap.anchor }, gap.text),
    ]);
    this.part('gaps').replaceChildren(...drawn);
  }

  /** The table of the same numbers, while it is open. */
  #rows() {
    if (this.table.open) this.root.querySelector('[data-rows]')?.replaceChildren(...tableRows(this.curve));
  }

  /** @param {(step: number, done: boolean) => void} scrub */
  #scrubs(scrub) {
    const { svg: figure } = this;
    /** @param {PointerEvent} event */
    const step = (event) => {
      const box = figure.getBoundingClientRect();
      return axes.stepAt(((event.clientX - box.left) * axes.WIDTH) / box.width, this.curve.steps);
    };
    figure.addEventListener('pointerdown', (event) => {
      if (event.button) return;
      figure.setPointerCapture(event.pointerId);
      scrub(step(event), false);
    });
    figure.addEventListener('pointermove', (event) => {
      if (figure.hasPointerCapture(event.pointerId)) scrub(step(event), false);
    });
    figure.addEventListener('pointerup', (event) => scrub(step(event), true));
    figure.addEventListener('pointercancel', (event) => scrub(step(event), true));
  }
}
