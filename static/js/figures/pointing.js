// Hover, focus and tap on the network do the same thing: a `neuron` event on #scene, {layer, unit} or null.

const NEAR = 1.7; // radii around a neuron that count as on it

/** @typedef {import('./dense.js').NetworkFigure} NetworkFigure @typedef {import('../explore/inspector.js').Neuron} Neuron */

/** Make a figure point: one stop in the tab order, with arrow keys inside. @param {NetworkFigure} figure @param {AbortSignal} signal */
export function listenPointing(figure, signal) {
  const { scene } = figure;
  const stack = /** @type {HTMLElement} */ (figure.stack);
  /** @param {Neuron | null} neuron */
  const tell = (neuron) => {
    if (neuron?.layer === figure.at?.layer && neuron?.unit === figure.at?.unit && neuron?.pinned === figure.at?.pinned) return;
    scene.dispatchEvent(new CustomEvent('neuron', { detail: neuron }));
  };
  scene.addEventListener('neuron', (event) => {
    const { detail } = /** @type {CustomEvent<Neuron | null>} */ (event);
    figure.at = detail;
    figure.focusNeuron(detail ? detail.layer : null, detail?.unit);
  }, { signal });
  stack.addEventListener('pointermove', (event) => {
    if (event.pointerType === 'mouse' && !figure.at?.pinned) tell(nearest(figure, event));
  });
  stack.addEventListener('pointerleave', () => {
    if (!figure.at?.pinned) tell(null);
  });
  stack.addEventListener('click', (event) => {
    const neuron = nearest(figure, event);
    const again = figure.at?.pinned && neuron?.layer === figure.at.layer && neuron.unit === figure.at.unit;
    tell(neuron && !again ? { ...neuron, pinned: true } : null);
  });
  stack.addEventListener('keydown', (event) => {
    const next = event.key === 'Escape' ? null : moved(figure, figure.at, event.key);
    if (next === undefined) return;
    event.preventDefault();
    tell(next && { ...next, pinned: true });
  });
}

/** @param {NetworkFigure} figure @param {MouseEvent} event @returns {Neuron | null} */
function nearest({ stack, layers }, event) {
  const svg = /** @type {SVGSVGElement} */ (/** @type {HTMLElement} */ (stack).querySelector('.neurons'));
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

/** Where an arrow key leads; undefined for other keys. @param {NetworkFigure} figure @param {Neuron | null} at @param {string} key */
function moved({ layers }, at, key) {
  const turn = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[key];
  if (!turn || !layers) return undefined;
  if (!at) return { layer: Math.min(1, layers.length - 1), unit: 0 };
  const layer = Math.min(layers.length - 1, Math.max(0, at.layer + turn[0]));
  const share = layer === at.layer ? 1 : layers[layer].spots.length / layers[at.layer].spots.length;
  const unit = Math.floor((at.unit + 0.5) * share) + turn[1];
  return { layer, unit: Math.min(layers[layer].spots.length - 1, Math.max(0, unit)) };
}
