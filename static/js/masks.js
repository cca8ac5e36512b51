// The mask matrices: one path a row, redrawn from a frame. A row chosen is a `sample` event, a cell a `neuron` event.

import { batchMask, ownMask, ratesAt } from './frame.js';
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
 * @property {string[]} drawn ... and their bits, 1 = kept
 * @property {string[][]} cells the outline of each cell, as in a path
 * @property {Element | null} keep
 */

export class MaskMatrices {
  /** @param {HTMLElement} root #masks @param {any} data of #scene-data */
  constructor(root, data) {
    this.root = root;
    this.sizes = data.sizes;
    this.batch = data.batch;
    this.sample = data.view.sample;
    this.scene = /** @type {HTMLElement} */ (root.closest('#scene'));
    this.matrices = [...root.querySelectorAll('.matrix')].map((figure) => read(/** @type {HTMLElement} */ (figure)));
    for (const matrix of this.matrices) this.#listen(matrix);
    this.scene.addEventListener('neuron', (event) => this.#column(/** @type {CustomEvent} */ (event).detail));
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
      });
      write(keep, `keep → ${Number((1 / (1 - rates[place])).toPrecision(3))}`);
    }
  }

  /** @param {number} sample */
  select(sample) {
    this.sample = sample;
    for (const { svg, rows, row, tall } of this.matrices) {
      rows.forEach((link, i) => {
        link.classList.toggle('chosen', i === sample);
        link.setAttribute('tabindex', i === sample && svg === this.matrices[0].svg ? '0' : '-1');
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
    /** @param {string} name @param {any} detail */
    const tell = (name, detail) => this.scene.dispatchEvent(new CustomEvent(name, { detail }));
    svg.addEventListener('click', (event) => {
      const link = /** @type {Element} */ (event.target).closest('.row');
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      tell('sample', { sample: Number(/** @type {any} */ (link).dataset.sample) });
    });
    svg.addEventListener('pointermove', (event) => {
      const unit = unitAt(matrix, event);
      if (unit !== null) tell('neuron', { layer: place, unit });
    });
    svg.addEventListener('pointerleave', () => tell('neuron', null));
    svg.addEventListener('keydown', (event) => {
      const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!by) return;
      event.preventDefault();
      const sample = Math.min(this.batch - 1, Math.max(0, this.sample + by));
      tell('sample', { sample });
      /** @type {any} */ (matrix.rows[sample]).focus();
    });
  }

  /** Frame the column of the neuron in focus. @param {{layer: number, unit: number} | null} neuron */
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
  return { svg, rows, paths, cells, place, units, cell, row, side, tall, drawn: [], keep: figure.querySelector('[data-keep]') };
}

/** The kept cells of one row as one path. @param {string[]} cells @param {string} bits */
function outline(cells, bits) {
  return cells.reduce((path, cell, unit) => (bits[unit] === '1' ? path + cell : path), '');
}

/** @param {Matrix} matrix @param {PointerEvent} event */
function unitAt({ svg, units, cell }, event) {
  const box = svg.getBoundingClientRect();
  const x = ((event.clientX - box.left) / box.width) * svg.viewBox.baseVal.width + svg.viewBox.baseVal.x;
  const unit = Math.floor(x / cell);
  return unit >= 0 && unit < units ? unit : null;
}
