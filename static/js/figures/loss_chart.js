// The loss chart: writes what the server sends into what templates/figures/loss_chart.html has drawn. Lines are in steps
// and losses; all else is placed in percent of the plot. Words and numbers are the server's (docs/stream.md). Its root
// tells of a hand that scrubs: a `scrub` event, {step, done}.

import { set, svg, tell, write } from './svg.js';

/**
 * @typedef {{head: number, complete: boolean, top: number, grid: string, ticks: [number, string][],
 *   lines: Record<string, Record<string, string>>, exits: [string, string, number, string, string, string][],
 *   slots: Record<string, [number, string]>, marks: [number, string, string, number, string, boolean][],
 *   least: [number, string, string, string] | null, rows?: string[][]}} Curve
 * @typedef {{eval: number, clean: (number | null)[], test: (number | null)[], stop?: [number, number | null],
 *   places?: {side: string, gap: number[], stop: string}, say: Record<string, any>}} Outcome
 */

const ARMS = ['dropout', 'twin'];

export class LossChart {
  /** @type {Outcome | null} */
  #now = null;
  #holding = false;
  /** @type {Curve | null} */
  #shorter = null; // of the run on screen, kept until it is whole or the hand lets go

  /** @param {HTMLElement} root @param {import('../play/moment.js').Run} run */
  constructor(root, { steps }) {
    this.root = root;
    this.steps = steps;
    /** @type {{head: number, complete: boolean}} what the server has drawn, or what is drawn by now */
    this.curve = { head: Number(root.dataset.head), complete: root.hasAttribute('data-complete') };
    /** @param {string} selector */
    this.all = (selector) => /** @type {Element[]} */ ([...root.querySelectorAll(selector)]);
    this.top = -Number(root.querySelector('.loss-lines')?.getAttribute('viewBox')?.split(' ')[1]);
    this.ghost = /** @type {Element} */ (root.querySelector('[data-ghost]'));
    this.panels = /** @type {Element} */ (root.querySelector('[data-panels]'));
    this.veils = this.all('[data-veil]');
    this.cursors = this.all('[data-cursor]');
    for (const plot of this.all('.plot')) this.#scrubs(/** @type {HTMLElement} */ (plot));
  }

  /** The run as far as it is trained. While a hand moves p, whole curves stay until others are as long: of the twin they
   * are the same, and those of each value that the hand comes by begin at its step. @param {Curve} curve */
  draw(curve) {
    this.#shorter = this.#holding && !curve.complete && curve.head < this.curve.head ? curve : null;
    if (this.#shorter) return;
    this.curve = curve;
    this.top = curve.top;
    for (const lines of this.all('.loss-lines')) set(lines, { viewBox: `0 ${-curve.top} ${this.steps} ${curve.top}` });
    for (const grid of this.all('[data-grid]')) set(grid, { d: curve.grid });
    this.#lines(curve.lines);
    this.root.querySelector('[data-ticks]')?.replaceChildren(
      ...curve.ticks.map(([loss, text]) => svg('text', { x: -5, y: this.#down(loss), dy: '0.35em' }, text)),
    );
    for (const label of this.all('[data-slot]')) {
      const [row, side] = curve.slots[label.getAttribute('data-slot') ?? ''];
      set(label, { 'data-row': row, 'data-side': side });
    }
    this.#exits(curve.exits);
    this.#marks(curve.marks);
    this.#least(curve.least);
    if (curve.rows) this.#rows(curve.rows);
    this.#place();
  }

  /** The step on screen. @param {number} step */
  moved(step) {
    const x = this.#across(step);
    for (const cursor of this.cursors) set(cursor, { x1: x, x2: x });
    for (const veil of this.veils) set(veil, { x, width: this.#across(this.steps - step) });
  }

  /** What stands at the last evaluation. @param {Outcome} outcome */
  outcome(outcome) {
    this.#now = outcome;
    const { say } = outcome;
    for (const node of this.all('[data-said]')) {
      const [name, arm] = (node.getAttribute('data-said') ?? '').split(' ');
      const text = arm ? say[name]?.[arm] : say[name];
      if (text !== undefined) write(node, text);
    }
    if (say.finding) set(this.panels, { 'aria-label': say.finding });
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
    if (!holding && this.#shorter) this.draw(this.#shorter);
  }

  /** The ghost has been seen. */
  forget() {
    if (!this.#holding && this.ghost.firstChild) this.ghost.replaceChildren();
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

  /** @param {Record<string, Record<string, string>>} arms */
  #lines(arms) {
    const { masks_on: on, clean } = arms.dropout;
    const cost = on && clean ? `${on}V0H0Z${clean}V0H0Z` : ''; // even-odd: what lies between the two
    for (const line of this.all('[data-line]')) {
      const [arm, name] = (line.getAttribute('data-line') ?? '').split(' ');
      set(line, { d: name === 'cost' ? cost : arms[arm][name] });
    }
  }

  /** @param {Curve['exits']} exits */
  #exits(exits) {
    const found = new Map(exits.map(([arm, line, ...exit]) => [`${arm} ${line}`, exit]));
    for (const mark of this.all('[data-exit]')) {
      const exit = found.get(mark.getAttribute('data-exit') ?? '');
      set(mark, { display: exit ? null : 'none' });
      if (!exit) continue;
      const [step, anchor, short, long] = exit;
      set(mark, { x: this.#across(step), 'data-anchor': anchor });
      write(mark.querySelector('.short'), short);
      write(mark.querySelector('.long'), long);
    }
  }

  /** @param {Curve['marks']} marks */
  #marks(marks) {
    this.all('[data-marks]').forEach((group, twin) => {
      const drawn = marks.filter((mark) => !twin || mark[5]).map(([step, short, long, down, side]) => {
        const mark = svg('svg', { x: this.#across(step) });
        mark.append(svg('line', { y2: '100%' }));
        if (!twin) {
          const text = svg('text', { class: side, x: side === 'left' ? -3 : 3, y: `${down}%`, dy: '1.05em' });
          text.append(svg('tspan', { class: 'short' }, short), svg('tspan', { class: 'long' }, long));
          mark.append(text);
        }
        return mark;
      });
      group.replaceChildren(...drawn);
    });
  }

  /** @param {Curve['least']} least */
  #least(least) {
    for (const level of this.all('[data-least]')) {
      set(level, { display: least ? null : 'none' });
      if (!least) continue;
      const [loss, text, arm, place] = least;
      set(level, { y: this.#down(loss) });
      this.#words(level, place);
      set(level.querySelector('text'), { display: level.getAttribute('data-least') === arm ? null : 'none' });
      write(level.querySelector('.value'), text);
    }
  }

  /** Of a line across. @param {Element | null} level @param {string} place as "over right"; none, and they are not shown */
  #words(level, place) {
    const x = place.endsWith('right') ? '100%' : 0;
    set(level?.querySelector('text'), { x, 'data-place': place, display: place ? null : 'none' });
  }

  /** Everything that stands at the cursor, on the scale of now. */
  #place() {
    const { eval: step, clean, test, stop, places } = this.#now ?? {};
    if (step === undefined || !clean || !test || !stop || !places) return;
    const best = stop[1];
    for (const level of this.all('[data-stop]')) set(level, { display: best == null ? 'none' : null, y: this.#down(best ?? 0) });
    this.#words(this.root.querySelector('[data-stop=twin]'), places.stop);
    set(this.root.querySelector('[data-ring]'), { cx: this.#across(stop[0]) });
    ARMS.forEach((arm, i) => {
      const now = /** @type {Element} */ (this.root.querySelector(`[data-now=${arm}]`));
      const [from, to] = [clean[i], test[i]];
      set(now, { display: from == null || to == null ? 'none' : null });
      if (from == null || to == null) return;
      const part = (/** @type {string} */ name) => now.querySelector(`[data-${name}]`);
      const [low, high] = [this.#down(from), this.#down(to)];
      const shown = (/** @type {boolean} */ is) => (is ? null : 'none');
      set(now, { x: this.#across(step), 'data-side': places.side });
      set(part('bar'), { y1: low, y2: high });
      set(part('low'), { y1: low, y2: low });
      set(part('high'), { y1: high, y2: high, display: shown(to <= this.top) });
      set(part('leaves'), { y: high, display: shown(to > this.top) });
      set(part('dot=clean'), { cy: low, display: shown(from <= this.top) });
      set(part('dot=test'), { cy: high, display: shown(to <= this.top) });
      set(part('gap'), { x: places.side === 'left' ? -10 : 10, y: `${places.gap[i]}%` });
    });
  }

  /** The table of the same numbers. @param {string[][]} rows */
  #rows(rows) {
    const drawn = rows.map(([step, ...cells]) => {
      const row = document.createElement('tr');
      const head = row.appendChild(document.createElement('th'));
      head.scope = 'row';
      head.textContent = step;
      for (const text of cells) row.insertCell().textContent = text;
      return row;
    });
    this.root.querySelector('[data-rows]')?.replaceChildren(...drawn);
  }

  /** @param {HTMLElement} plot */
  #scrubs(plot) {
    /** @param {PointerEvent} event @param {boolean} done */
    const scrub = ({ clientX }, done) => {
      const { left, width } = plot.getBoundingClientRect();
      const step = Math.round(Math.min(1, Math.max(0, (clientX - left) / width)) * this.steps);
      tell(this.root, 'scrub', { step, done });
    };
    plot.addEventListener('pointerdown', (event) => {
      if (event.button) return;
      plot.setPointerCapture(event.pointerId);
      scrub(event, false);
    });
    plot.addEventListener('pointermove', (event) => {
      if (plot.hasPointerCapture(event.pointerId)) scrub(event, false);
    });
    plot.addEventListener('pointerup', (event) => scrub(event, true));
    plot.addEventListener('pointercancel', (event) => scrub(event, true));
  }
}

/** @param {number} share */
const percent = (share) => `${Number((100 * share).toPrecision(6))}%`;
