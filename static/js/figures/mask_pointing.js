// Pointer, tap and keys on the masks: a row chosen is a `sample` event, a cell a `neuron` event, as on the network.

import { tell } from './svg.js';

/** @typedef {import('./masks.js').MaskMatrices} MaskMatrices @typedef {import('./masks.js').Matrix} Matrix */

/** Make the masks one stop in the tab order, with arrow keys inside. @param {MaskMatrices} masks */
export function listenMaskPointing(masks) {
  const { root } = masks;
  root.addEventListener('focusin', (event) => {
    const stop = masks.matrices.findIndex(({ svg }) => svg.contains(/** @type {Node} */ (event.target)));
    if (stop >= 0 && stop !== masks.stop) masks.stopAt(stop);
  });
  root.addEventListener('click', (event) => {
    const beside = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest('[data-by]'));
    if (!beside || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    tell(masks.root, 'sample', { sample: (masks.sample + Number(beside.dataset.by) + masks.batch) % masks.batch });
  });
  if (!masks.weights) for (const matrix of masks.matrices) listen(masks, matrix);
}

/** @param {MaskMatrices} masks @param {Matrix} matrix */
function listen(masks, matrix) {
  const { svg, place } = matrix;
  let touch = false; // a finger does not hover: its tap does that too
  svg.addEventListener('pointerdown', (event) => {
    touch = event.pointerType !== 'mouse';
  });
  const { columns } = masks; // of other networks a cell has no card
  svg.addEventListener('click', (event) => {
    const link = /** @type {Element} */ (event.target).closest('a.row'); // one of no link is of a sample that was not recorded
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const cell = event.detail && touch && columns ? cellAt(matrix, event) : null;
    const pointed = event.detail ? matrix : undefined; // a click by key has none
    tell(masks.root, 'sample', { sample: Number(/** @type {any} */ (link).dataset.sample), pointed });
    if (cell) tell(masks.root, 'neuron', { layer: place, unit: cell.unit, pinned: true });
  });
  svg.addEventListener('pointermove', (event) => {
    const cell = columns && cellAt(matrix, event);
    if (event.pointerType !== 'mouse' || masks.neuron?.pinned || !cell) return;
    const { layer, unit, sample } = masks.neuron ?? {};
    if (layer !== place || unit !== cell.unit || sample !== cell.sample) tell(masks.root, 'neuron', { layer: place, ...cell });
  });
  svg.addEventListener('pointerleave', () => {
    if (masks.neuron && !masks.neuron.pinned) tell(masks.root, 'neuron', null);
  });
  svg.addEventListener('keydown', (event) => {
    if (!pressed(masks, matrix, event.key)) return;
    event.preventDefault();
    /** @type {any} */ (masks.matrices[masks.stop].rows[masks.sample]).focus();
  });
}

/** From row to row, and from cell to cell; whether it is a key of the masks.
 * @param {MaskMatrices} masks @param {Matrix} matrix @param {string} key */
function pressed(masks, matrix, key) {
  if (key === 'ArrowUp' || key === 'ArrowDown') {
    const sample = masks.sample + (key === 'ArrowUp' ? -1 : 1);
    if (sample >= 0 && sample < masks.batch) tell(masks.root, 'sample', { sample });
  } else if (key === 'ArrowLeft' || key === 'ArrowRight') masks.columns && goAcross(masks, matrix, key === 'ArrowLeft' ? -1 : 1);
  else if (key === 'Escape') tell(masks.root, 'neuron', null);
  else return false;
  return true;
}

/** To the cell beside the one in focus, or into the next matrix.
 * @param {MaskMatrices} masks @param {Matrix} matrix @param {number} by */
function goAcross(masks, matrix, by) {
  const here = masks.neuron?.layer === matrix.place ? masks.neuron.unit + by : by > 0 ? 0 : matrix.units - 1;
  const to = masks.matrices.indexOf(matrix) + (here < 0 ? -1 : here >= matrix.units ? 1 : 0);
  const next = masks.matrices[to];
  if (!next) return;
  masks.stopAt(to);
  const unit = next === matrix ? here : by > 0 ? 0 : next.units - 1;
  tell(masks.root, 'neuron', { layer: next.place, unit, pinned: true });
}

/** @param {Matrix} matrix @param {MouseEvent} event */
function cellAt({ svg, units, rows, cell, row }, { clientX, clientY }) {
  const box = svg.getBoundingClientRect();
  const { width, height, x, y } = svg.viewBox.baseVal;
  const unit = Math.floor((((clientX - box.left) / box.width) * width + x) / cell);
  const sample = Math.floor((((clientY - box.top) / box.height) * height + y) / row);
  return unit >= 0 && unit < units && sample >= 0 && sample < rows.length ? { unit, sample } : null;
}
