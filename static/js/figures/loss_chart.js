// The loss chart: puts what the server sends where templates/figures/loss_chart.html has drawn it. Lines are in steps and
// losses; all else is placed in percent of the plot. Words, numbers and what the curves alone decide are the server's
// (docs/stream.md). Its root tells of a hand that scrubs: a `scrub` event, {step, done}.

import { set, svg, tell, write } from './svg.js';

export class LossChart {
  /** @type {any} the newest `outcome` event's data */
  #now = null;
  #holding = false;
  /** @type {any} a `curve` event's data, of the run on screen, kept until it is whole or the hand lets go */
  #shorter = null;

  /** @param {HTMLElement} root @param {import('../play/moment.js').Run} run */
  constructor(root, { steps }) {
    this.root = root;
    this.steps = steps;
    /** @type {{head: number, complete: boolean}} what the server has drawn, or what is drawn by now */
    this.drawn = { head: Number(root.dataset.head), complete: root.hasAttribute('data-complete') };
    /** @param {string} selector */
    this.all = (selector) => /** @type {Element[]} */ ([...root.querySelectorAll(selector)]);
    this.top = -Number(root.querySelector('.loss-lines')?.getAttribute('viewBox')?.split(' ')[1]);
    this.ghost = /** @type {Element} */ (root.querySelector('[data-ghost]'));
    this.veils = this.all('[data-veil]');
    this.cursors = this.all('[data-cursor]');
    for (const plot of this.all('.plot')) this.#scrubs(/** @type {HTMLElement} */ (plot));
  }

  /** The run as far as it is trained. While a hand moves p, whole curves stay until others are as long: of the twin they
   * are the same, and those of each value that the hand comes by begin at its step. @param {any} curve */
  curve(curve) {
    this.#shorter = this.#holding && !curve.complete && curve.head < this.drawn.head ? curve : null;
    if (this.#shorter) return;
    this.drawn = curve;
    this.top = curve.top;
    for (const lines of this.all('.loss-lines')) set(lines, { viewBox: `0 ${-curve.top} ${this.steps} ${curve.top}` });
    for (const grid of this.all('[data-grid]')) set(grid, { d: curve.grid });
    const { masks_on: on, clean } = curve.lines.dropout;
    const cost = on && clean ? `${on}V0H0Z${clean}V0H0Z` : ''; // even-odd: what lies between the two
    for (const line of this.all('[data-line]')) {
      const [arm, name] = (line.getAttribute('data-line') ?? '').split(' ');
      set(line, { d: name === 'cost' ? cost : curve.lines[arm][name] });
    }
    for (const label of this.all('[data-slot]')) {
      const [row, side] = curve.slots[label.getAttribute('data-slot') ?? ''];
      set(label, { 'data-row': row, 'data-side': side });
    }
    for (const part of this.all('[data-part]')) {
      const drawn = curve.parts[part.getAttribute('data-part') ?? ''];
      if (drawn !== undefined) part.innerHTML = drawn;
    }
    this.#place();
  }

  /** The step on screen; playing, the ghost has been seen. @param {number} step @param {boolean} playing */
  moved(step, playing) {
    if (playing && !this.#holding && this.ghost.firstChild) this.ghost.replaceChildren();
    const x = this.#across(step);
    for (const cursor of this.cursors) set(cursor, { x1: x, x2: x });
    for (const veil of this.veils) set(veil, { x, width: this.#across(this.steps - step) });
  }

  /** What stands at the last evaluation. @param {any} outcome */
  outcome(outcome) {
    this.#now = outcome;
    const { say } = outcome;
    if (say.finding) set(this.root.querySelector('[data-panels]'), { 'aria-label': say.finding });
    for (const node of this.all('[data-said]')) {
      const [name, i] = (node.getAttribute('data-said') ?? '').split(' ');
      if (name in say) write(node, i ? say[name][i] : say[name]);
    }
    this.#place();
  }

  /** Keep the curves of now as a ghost while a hand moves p, or let it go. @param {boolean} holding */
  hold(holding) {
    if (holding && !this.#holding) {
      const kept = ['clean', 'test'].map((name) => this.root.querySelector(`[data-line="dropout ${name}"]`));
      this.ghost.replaceChildren(...kept.map((line) => svg('path', { class: line?.getAttribute('class'), d: line?.getAttribute('d') })));
    }
    this.#holding = holding;
    this.root.classList.toggle('holding', holding);
    if (!holding && this.#shorter) this.curve(this.#shorter);
  }

  /** Another run. */
  run() {
    this.#shorter = null;
  }

  /** @param {number} step */
  #across(step) {
    return percent(step / this.steps);
  }

  /** @param {number} loss what is above the plot is at its top */
  #down(loss) {
    return percent(1 - Math.min(loss, this.top) / this.top);
  }

  /** Everything that stands at the cursor, on the scale of now. */
  #place() {
    const { eval: step, clean, test, stop, places } = this.#now ?? {};
    if (!places) return; // nothing is evaluated yet
    const losses = /** @type {any} */ ({ clean, test, stop });
    for (const mark of this.all('[data-at]')) {
      const [name, i] = (mark.getAttribute('data-at') ?? '').split(' ');
      const loss = losses[name][i];
      set(mark, { y: this.#down(loss ?? 0), 'data-above': loss > this.top ? '' : null, display: loss == null ? 'none' : null });
    }
    this.all('[data-now]').forEach((mark, i) => {
      set(mark, { x: this.#across(step), 'data-side': places.side, display: clean[i] == null || test[i] == null ? 'none' : null });
      set(mark.querySelector('[data-bar]'), { y1: this.#down(clean[i] ?? 0), y2: this.#down(test[i] ?? 0) });
      set(mark.querySelector('text'), { x: places.side === 'left' ? -10 : 10, y: `${places.gap[i]}%` });
    });
    const x = places.stop.endsWith('right') ? '100%' : 0;
    set(this.root.querySelector('[data-stop] text'), { x, 'data-place': places.stop, display: places.stop ? null : 'none' });
    set(this.root.querySelector('[data-ring]'), { cx: this.#across(stop[0]) });
  }

  /** @param {HTMLElement} plot */
  #scrubs(plot) {
    /** @param {PointerEvent} event */
    const scrub = ({ type, button, pointerId, clientX }) => {
      if (type === 'pointerdown' && !button) plot.setPointerCapture(pointerId);
      if (!plot.hasPointerCapture(pointerId)) return;
      const { left, width } = plot.getBoundingClientRect();
      const step = Math.round(Math.min(1, Math.max(0, (clientX - left) / width)) * this.steps);
      tell(this.root, 'scrub', { step, done: /up|cancel/.test(type) });
    };
    for (const of of ['down', 'move', 'up', 'cancel']) plot.addEventListener(`pointer${of}`, /** @type {any} */ (scrub));
  }
}

/** @param {number} share */
const percent = (share) => `${Number((100 * share).toPrecision(6))}%`;
