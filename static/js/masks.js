// The mask matrices: one path a row, redrawn from a frame. A row chosen is a `sample` event, a cell a `neuron` event.

import { batchMask, ownMask, ratesAt } from './frame.js';
import { write } from './svg.js';
import { unitsText } from './words.js';

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
 * @property {string[]} drawn ... and their bits, 1 = kept
 * @property {string} noun of one of its numbers
 * @property {string[][]} cells the outline of each cell, as in a path
 * @property {Element | null} keep
 */

export class MaskMatrices {
  #stop = 0; // the matrix whose chosen row is in the tab order
  /** @type {import('./inspector.js').Neuron | null} in focus, here or in the network */
  #neuron = null;

  /** @param {HTMLElement} root #masks @param {any} data of #scene-data */
  constructor(root, data) {
    this.root = root;
    this.sizes = data.sizes;
    this.batch = data.batch;
    this.sample = data.view.sample;
    this.scene = /** @type {HTMLElement} */ (root.closest('#scene'));
    this.matrices = [...root.querySelectorAll('.matrix')].map((figure) => read(/** @type {HTMLElement} */ (figure)));
    for (const matrix of this.matrices) this.#listen(matrix);
    this.scene.addEventListener('neuron', (event) => {
      this.#neuron = /** @type {CustomEvent} */ (event).detail;
      this.#column(this.#neuron);
    });
    root.addEventListener('focusin', (event) => {
      const stop = this.matrices.findIndex(({ svg }) => svg.contains(/** @type {Node} */ (event.target)));
      if (stop < 0 || stop === this.#stop) return;
      this.#stop = stop;
      this.select(this.sample);
    });
    this.select(this.sample);
  }

  /** Draw every row, or, where a frame leaves the batch out, the chosen one. @param {any} frame @param {any} run */
  draw(frame, run) {
    const rates = ratesAt(run, frame.t);
    const all = batchMask(frame, run, this.sizes, this.batch);
    const own = all ? null : ownMask(frame, run, this.sizes);
    this.root.classList.toggle('partly', !all);
    for (const matrix of this.matrices) {
      const { place, units, paths, drawn, keep } = matrix;
      const kept = (all ?? own)?.get(place);
      paths.forEach((path, i) => {
        if (!all && i !== this.sample) return;
        const start = all ? i * units : 0;
        let bits = '';
        for (let unit = 0; unit < units; unit++) bits += kept?.[start + unit] ?? true ? '1' : '0';
        if (bits === drawn[i]) return;
        drawn[i] = bits;
        path?.setAttribute('d', outline(matrix.cells[i], bits));
        const off = unitsText([...bits].map((one) => one === '0'), matrix.noun);
        matrix.rows[i].setAttribute('aria-label', `Sample ${i + 1}: ${off} off`);
      });
      if (!all) this.#forget(matrix);
      write(keep, `kept × ${Number((1 / (1 - rates[place])).toPrecision(3))}`);
    }
  }

  /** The server has drawn the rows anew. */
  renewed() {
    for (const matrix of this.matrices) matrix.drawn = [];
    this.select(this.sample);
    if (this.#neuron) this.#column(this.#neuron);
  }

  /** Of the other rows it is not known what this step drops. @param {Matrix} matrix */
  #forget({ rows, drawn }) {
    rows.forEach((link, i) => {
      if (i === this.sample) return;
      drawn[i] = '';
      link.setAttribute('aria-label', `Sample ${i + 1}`);
    });
  }

  /** @param {number} sample */
  select(sample) {
    this.sample = sample;
    for (const { svg, rows, row, tall } of this.matrices) {
      rows.forEach((link, i) => {
        link.classList.toggle('chosen', i === sample);
        link.setAttribute('tabindex', i === sample && svg === this.matrices[this.#stop].svg ? '0' : '-1');
        if (i === sample) link.setAttribute('aria-current', 'true');
        else link.removeAttribute('aria-current');
      });
      svg.querySelector('.frame')?.setAttribute('y', String(sample * row - 2));
      svg.querySelector('.frame')?.setAttribute('height', String(tall + 4));
    }
  }

  /** @param {Matrix} matrix */
  #listen(matrix) {
    const { svg, place } = matrix;
    let touch = false; // a finger does not hover: its tap does that too
    svg.addEventListener('pointerdown', (event) => {
      touch = event.pointerType !== 'mouse';
    });
    svg.addEventListener('click', (event) => {
      const link = /** @type {Element} */ (event.target).closest('.row');
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const sample = Number(/** @type {any} */ (link).dataset.sample);
      const unit = event.detail && touch ? unitAt(matrix, event) : null;
      this.#tell('sample', { sample });
      if (unit !== null) this.#tell('neuron', { layer: place, unit, pinned: true });
    });
    svg.addEventListener('pointermove', (event) => {
      const [unit, sample] = [unitAt(matrix, event), sampleAt(matrix, event)];
      if (event.pointerType !== 'mouse' || this.#neuron?.pinned || unit === null || sample === null) return;
      const { layer, unit: at, sample: of } = this.#neuron ?? {};
      if (layer !== place || at !== unit || of !== sample) this.#tell('neuron', { layer: place, unit, sample });
    });
    svg.addEventListener('pointerleave', () => {
      if (this.#neuron && !this.#neuron.pinned) this.#tell('neuron', null);
    });
    svg.addEventListener('keydown', (event) => {
      if (!this.#key(matrix, event.key)) return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  /** @param {string} name @param {any} detail */
  #tell(name, detail) {
    this.scene.dispatchEvent(new CustomEvent(name, { detail }));
  }

  /** Arrow keys go from row to row and from cell to cell. @param {Matrix} matrix @param {string} key */
  #key(matrix, key) {
    if (key === 'ArrowUp' || key === 'ArrowDown') {
      const sample = this.sample + (key === 'ArrowUp' ? -1 : 1);
      if (sample >= 0 && sample < this.batch) this.#tell('sample', { sample });
    } else if (key === 'ArrowLeft' || key === 'ArrowRight') this.#goAcross(matrix, key === 'ArrowLeft' ? -1 : 1);
    else if (key === 'Escape') this.#tell('neuron', null);
    else return false;
    /** @type {any} */ (this.matrices[this.#stop].rows[this.sample]).focus();
    return true;
  }

  /** To the cell beside the one in focus, or into the next matrix. @param {Matrix} matrix @param {number} by */
  #goAcross(matrix, by) {
    const here = this.#neuron?.layer === matrix.place ? this.#neuron.unit + by : by > 0 ? 0 : matrix.units - 1;
    const to = this.matrices.indexOf(matrix) + (here < 0 ? -1 : here >= matrix.units ? 1 : 0);
    const next = this.matrices[to];
    if (!next) return;
    this.#stop = to;
    this.select(this.sample);
    const unit = next === matrix ? here : by > 0 ? 0 : next.units - 1;
    this.#tell('neuron', { layer: next.place, unit, pinned: true });
  }

  /** Frame the column of the neuron in focus. @param {import('./inspector.js').Neuron | null} neuron */
  #column(neuron) {
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
  return { svg, rows, paths, cells, noun: figure.dataset.noun ?? '', place, units, cell, row, side, tall, drawn: [], keep: figure.querySelector('[data-keep]') };
}

/** The kept cells of one row as one path. @param {string[]} cells @param {string} bits */
function outline(cells, bits) {
  return cells.reduce((path, cell, unit) => (bits[unit] === '1' ? path + cell : path), '');
}

/** @param {Matrix} matrix @param {MouseEvent} event */
function unitAt({ svg, units, cell }, event) {
  const box = svg.getBoundingClientRect();
  const x = ((event.clientX - box.left) / box.width) * svg.viewBox.baseVal.width + svg.viewBox.baseVal.x;
  const unit = Math.floor(x / cell);
  return unit >= 0 && unit < units ? unit : null;
}

/** @param {Matrix} matrix @param {MouseEvent} event */
function sampleAt({ svg, rows, row }, event) {
  const box = svg.getBoundingClientRect();
  const y = ((event.clientY - box.top) / box.height) * svg.viewBox.baseVal.height + svg.viewBox.baseVal.y;
  const sample = Math.floor(y / row);
  return sample >= 0 && sample < rows.length ? sample : null;
}
