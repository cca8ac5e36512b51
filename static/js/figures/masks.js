// The mask matrices: one path a row. Their root tells of a row that is chosen, `sample`, and of a cell, `neuron`.

import { listenMaskPointing } from './mask_pointing.js';
import { hundredths, share } from './geometry.js';
import { write } from './svg.js';

/**
 * @typedef {object} Matrix
 * @property {SVGSVGElement} svg
 * @property {number} place
 * @property {number} units
 * @property {number} cell pitch, of which `side` is filled
 * @property {number} row
 * @property {number} side
 * @property {number} tall
 * @property {Element[]} rows
 * @property {(Element | null)[]} paths the kept cells of each row
 * @property {string[]} drawn ... and their factors
 * @property {boolean} sized whether a cell is as large as its factor
 * @property {string[][]} cells the outline of each cell, as in a path
 * @property {Element | null} keep
 */

export class MaskMatrices {
  stop = 0; // the matrix whose chosen row is in the tab order
  /** @type {import('./dense.js').Neuron | null} in focus, here or in the network */
  neuron = null;

  /** @param {HTMLElement} root @param {import('../play/moment.js').Run} run */
  constructor(root, run) {
    this.root = root;
    this.batch = run.batch;
    this.places = run.net.places.map(([, on]) => on);
    this.weights = run.net.weights.some(([name]) => name === this.places[0]); // of which a row is a neuron, and no sample
    this.sample = Number(root.dataset.sample);
    this.matrices = [...root.querySelectorAll('.matrix')].map((figure) => read(/** @type {HTMLElement} */ (figure)));
    this.select(this.sample);
    this.reveal();
    listenMaskPointing(this);
  }

  /** Draw every row, or, where a frame leaves the batch out, the chosen one. @param {import('../play/moment.js').Moment} moment */
  draw({ batch: all, factors, scale }) {
    this.root.classList.toggle('partly', !all && !this.weights);
    this.matrices.forEach((matrix, n) => {
      const { units, paths, drawn, keep } = matrix;
      const own = (all ?? factors).get(this.places[n]);
      paths.forEach((path, i) => {
        if (!all && !this.weights && i !== this.sample) return;
        const start = all || this.weights ? i * units : 0;
        const row = Array.from({ length: units }, (_, unit) => own?.[start + unit] ?? 1);
        const now = row.join();
        if (now === drawn[i]) return;
        drawn[i] = now;
        path?.setAttribute('d', matrix.sized ? squares(matrix, i, row) : outline(matrix.cells[i], row));
        if (!this.weights) unsay(matrix.rows[i]);
      });
      if (!all && !this.weights) this.#forget(matrix);
      write(keep, scale[n]);
    });
  }

  /** The server has drawn the rows anew. */
  renewed() {
    for (const matrix of this.matrices) matrix.drawn = [];
    this.select(this.sample);
    this.focus(this.neuron);
  }

  /** Of the other rows it is not known what this step drops. @param {Matrix} matrix */
  #forget({ rows, drawn }) {
    rows.forEach((link, i) => {
      if (i === this.sample) return;
      drawn[i] = '';
      unsay(link);
    });
  }

  /** @param {number} sample */
  select(sample) {
    this.sample = sample;
    write(this.root.querySelector('[data-sample-now]'), String(sample + 1));
    if (this.weights) return;
    for (const { svg, rows, row, tall } of this.matrices) {
      rows.forEach((link, i) => {
        link.classList.toggle('chosen', i === sample);
        link.setAttribute('tabindex', i === sample && svg === this.matrices[this.stop].svg ? '0' : '-1');
        if (i === sample) link.setAttribute('aria-current', 'true');
        else link.removeAttribute('aria-current');
      });
      svg.querySelector('.frame')?.setAttribute('y', String(sample * row - 2));
      svg.querySelector('.frame')?.setAttribute('height', String(tall + 4));
    }
  }

  /** Scroll each matrix to its chosen row where that is out of sight, and nothing else.
   * @param {Matrix} [pointed] where the reader has just seen the row */
  reveal(pointed) {
    for (const matrix of this.matrices) {
      const box = matrix.svg.parentElement;
      const frame = matrix.svg.querySelector('.frame');
      if (!box || !frame || matrix === pointed) continue;
      const [row, seen] = [frame.getBoundingClientRect(), box.getBoundingClientRect()];
      const [above, below] = [seen.top - row.top, row.bottom - (seen.top + box.clientHeight)];
      if (Math.max(above, below) > row.height) box.scrollTop += (below - above) / 2; // far away: to the middle
      else if (above > 0) box.scrollTop -= above;
      else if (below > 0) box.scrollTop += below;
    }
  }

  /** Frame the column of the neuron in focus. @param {import('./dense.js').Neuron | null} neuron */
  focus(neuron) {
    this.neuron = neuron;
    for (const { svg, place, cell, side } of this.matrices) {
      const column = svg.querySelector('.column');
      const here = neuron?.layer === place;
      column?.setAttribute('visibility', here ? 'visible' : 'hidden');
      if (here) column?.setAttribute('x', String(neuron.unit * cell - (cell - side) / 2));
    }
  }
}

/** @param {HTMLElement} figure @returns {Matrix} */
function read(figure) {
  const [place, units, cell, row, side, tall] = ['place', 'units', 'cell', 'row', 'side', 'tall'].map((name) => Number(figure.dataset[name]));
  const svg = /** @type {SVGSVGElement} */ (figure.querySelector('svg'));
  const rows = [...svg.querySelectorAll('.row')];
  const cells = rows.map((_, i) => Array.from({ length: units }, (_, unit) =>
    `M${(unit * cell).toFixed(1)} ${(i * row).toFixed(1)}h${side}v${tall}h${-side}z`));
  const paths = rows.map((link) => link.querySelector('.kept'));
  return { svg, rows, paths, cells, place, units, cell, row, side, tall, drawn: [], sized: 'factors' in figure.dataset, keep: figure.querySelector('[data-keep]') };
}

/** Who is off in it is said again when the server has drawn it. @param {Element} row */
function unsay(row) {
  row.setAttribute('aria-label', /** @type {any} */ (row).dataset.name);
}

/** The kept cells of one row as one path. @param {string[]} cells @param {number[]} factors */
function outline(cells, factors) {
  return cells.reduce((path, cell, unit) => (factors[unit] === 0 ? path : path + cell), '');
}

/** The cells of a row as large as their factors, hollow where negative, as app/web/figures/masks.py.
 * @param {Matrix} matrix @param {number} i @param {number[]} factors */
function squares({ cell, row, side, tall }, i, factors) {
  return factors.map((factor, unit) => {
    if (factor === 0) return '';
    const [wide, high] = [side, tall].map((whole) => hundredths(whole * share(factor)));
    const [x, y] = [hundredths(unit * cell + (side - wide) / 2), hundredths(i * row + (tall - high) / 2)];
    const outer = `M${x} ${y}h${wide}v${high}h${-wide}z`;
    if (factor > 0) return outer;
    const [a, b] = [hundredths(wide / 2), hundredths(high / 2)];
    return `${outer}M${hundredths(x + wide / 4)} ${hundredths(y + high / 4)}v${b}h${a}v${-b}z`;
  }).join('');
}
