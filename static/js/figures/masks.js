// The mask matrices: one path a row. Their root tells of a row that is chosen, `sample`, and of a cell, `neuron`.

import { listenMaskPointing } from './mask_pointing.js';
import { hundredths, share } from './geometry.js';
import { set, write } from './svg.js';

/** @typedef {ReturnType<typeof read>} Matrix */

export class MaskMatrices {
  stop = 0; // the matrix whose chosen row is in the tab order
  /** @type {import('./dense.js').Neuron | null} in focus, here or in the network */
  neuron = null;

  /** @param {HTMLElement} root @param {import('../play/moment.js').Run} run */
  constructor(root, run) {
    this.root = root;
    this.batch = run.batch;
    this.columns = run.net.kind === 'dense'; // whether a place is a layer, and a cell of its mask a neuron
    const weights = run.net.weights.map(([name]) => name);
    this.weights = run.net.places.some(([, on]) => weights.includes(on)); // of which a row is a neuron, and no sample
    this.sample = Number(root.dataset.sample);
    this.matrices = [...root.querySelectorAll('.matrix')].map((figure) => read(/** @type {HTMLElement} */ (figure)));
    this.select(this.sample);
    listenMaskPointing(this);
  }

  /** Draw every row, or, where a frame leaves the batch out, the chosen one: of the others it is not known what this
   * step drops. @param {import('../play/moment.js').Moment} moment @param {boolean} exact */
  frame({ batch, factors, scale }, exact) {
    if (!exact) return;
    const all = this.weights ? factors : batch;
    this.root.classList.toggle('partly', !all);
    this.matrices.forEach((matrix, n) => {
      const { of, units, rows, paths, drawn, keep } = matrix;
      const own = of.map((name) => (all ?? factors).get(name));
      const each = units / of.length;
      const factor = (/** @type {number} */ i, /** @type {number} */ unit) => own[Math.floor(unit / each)]?.[(all ? i * each : 0) + (unit % each)] ?? 1;
      rows.forEach((link, i) => {
        const known = all || i === this.sample;
        const row = Array.from({ length: known ? units : 0 }, (_, unit) => factor(i, unit));
        const now = row.join();
        if (known && now === drawn[i]) return;
        drawn[i] = now;
        if (known) paths[i]?.setAttribute('d', matrix.sized ? squares(matrix, i, row) : outline(matrix.cells[i], row));
        if (!this.weights) set(link, { 'aria-label': link.dataset.name }); // who is off is said again when the server has drawn it
      });
      if (of.length === 1) write(keep, scale[n]);
    });
  }

  /** The server has drawn the rows anew. */
  renewed() {
    for (const matrix of this.matrices) matrix.drawn = [];
    this.#choose(this.sample);
    this.focus(this.neuron);
  }

  /** @param {number} sample @param {Matrix} [pointed] where the reader has just seen the row */
  select(sample, pointed) {
    this.#choose(sample);
    this.#reveal(pointed);
  }

  /** Another matrix's chosen row is in the tab order. @param {number} stop */
  stopAt(stop) {
    this.stop = stop;
    this.#choose(this.sample);
  }

  /** @param {number} sample */
  #choose(sample) {
    this.sample = sample;
    write(this.root.querySelector('[data-sample-now]'), String(sample + 1));
    if (this.weights) return;
    for (const { svg, rows, row, tall } of this.matrices) {
      rows.forEach((link, i) => {
        const chosen = i === sample;
        link.classList.toggle('chosen', chosen);
        set(link, { tabindex: chosen && svg === this.matrices[this.stop].svg ? 0 : -1, 'aria-current': chosen ? 'true' : null });
      });
      set(svg.querySelector('.frame'), { y: sample * row - 2, height: tall + 4 });
    }
  }

  /** Scroll each matrix to its chosen row where that is out of sight, and nothing else.
   * @param {Matrix} [pointed] where the reader has just seen the row */
  #reveal(pointed) {
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
      const unit = this.columns && neuron?.layer === place ? neuron.unit : null;
      set(column, { visibility: unit === null ? 'hidden' : 'visible' });
      if (unit !== null) set(column, { x: unit * cell - (cell - side) / 2 });
    }
  }
}

/** @param {HTMLElement} figure */
function read(figure) {
  const [place, units, cell, row, side, tall] = ['place', 'units', 'cell', 'row', 'side', 'tall'].map((name) => Number(figure.dataset[name]));
  const svg = /** @type {SVGSVGElement} */ (figure.querySelector('svg'));
  const rows = [.../** @type {NodeListOf<SVGAElement>} */ (svg.querySelectorAll('.row'))];
  const paths = rows.map((link) => link.querySelector('.kept'));
  const cells = rows.map((_, i) => Array.from({ length: units }, (_, unit) =>
    `M${(unit * cell).toFixed(1)} ${(i * row).toFixed(1)}h${side}v${tall}h${-side}z`));
  /** @type {string[]} the factors of each row, as they are drawn */
  const drawn = [];
  const sized = 'factors' in figure.dataset; // a cell is as large as its factor
  const of = (figure.dataset.of ?? '').split(' ');
  return { svg, of, rows, paths, cells, place, units, cell, row, side, tall, drawn, sized, keep: figure.querySelector('[data-keep]') };
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
