// Hover, focus and tap on the network do the same thing: its root tells which neuron is pointed at.

import { tell } from './svg.js';

const NEAR = 1.7; // radii around a neuron that count as on it

/** @typedef {import('./dense.js').DenseFigure} DenseFigure @typedef {import('./dense.js').Neuron} Neuron */

/** Make a figure point: one stop in the tab order, with arrow keys inside. @param {DenseFigure} figure */
export function listenPointing(figure) {
  const stack = /** @type {HTMLElement} */ (figure.stack);
  /** @param {Neuron | null} neuron */
  const point = (neuron) => {
    const { at } = figure;
    if (neuron?.layer !== at?.layer || neuron?.unit !== at?.unit || neuron?.pinned !== at?.pinned) tell(figure.root, 'neuron', neuron);
  };
  stack.addEventListener('pointermove', (event) => {
    if (event.pointerType === 'mouse' && !figure.at?.pinned) point(nearest(figure, event));
  });
  stack.addEventListener('pointerleave', () => {
    if (!figure.at?.pinned) point(null);
  });
  stack.addEventListener('click', (event) => {
    const neuron = nearest(figure, event);
    const again = figure.at?.pinned && neuron?.layer === figure.at.layer && neuron.unit === figure.at.unit;
    point(neuron && !again ? { ...neuron, pinned: true } : null);
  });
  stack.addEventListener('keydown', (event) => {
    const next = event.key === 'Escape' && figure.at ? null : moved(figure, event.key);
    if (next === undefined) return;
    event.preventDefault();
    point(next && { ...next, pinned: true });
  });
}

/** @param {DenseFigure} figure @param {MouseEvent} event @returns {Neuron | null} */
function nearest({ root, layers }, event) {
  const svg = /** @type {SVGSVGElement} */ (root.querySelector('.neurons'));
  const box = svg.getBoundingClientRect();
  const scale = svg.viewBox.baseVal.width / box.width;
  const [x, y] = [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
  let best = null;
  let least = 1;
  layers?.forEach(({ spots, radius }, layer) => {
    spots.forEach(([sx, sy], unit) => {
      const distance = Math.hypot(sx - x, sy - y) / (NEAR * radius);
      if (distance < least) [best, least] = [{ layer, unit }, distance];
    });
  });
  return best;
}

/** Where an arrow key leads; undefined for other keys. @param {DenseFigure} figure @param {string} key */
function moved({ layers, at }, key) {
  const turn = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[key];
  if (!turn || !layers) return undefined;
  if (!at) return { layer: Math.min(1, layers.length - 1), unit: 0 };
  const layer = Math.min(layers.length - 1, Math.max(0, at.layer + turn[0]));
  const share = layer === at.layer ? 1 : layers[layer].spots.length / layers[at.layer].spots.length;
  const unit = Math.floor((at.unit + 0.5) * share) + turn[1];
  return { layer, unit: Math.min(layers[layer].spots.length - 1, Math.max(0, unit)) };
}
