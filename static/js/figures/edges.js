// The edges of the dense network: every one, or the strongest between each two layers, where there is no room for all.

import { curve, stroke } from './geometry.js';
import { set } from './svg.js';

/**
 * @typedef {[number, number, number]} Ends its upper layer, a neuron there, and one of the next layer
 * @typedef {{negative: boolean, off: boolean, near: boolean, width: string}} Drawn
 * @typedef {Map<string, ArrayLike<number>>} Factors by what is multiplied: neurons, or weights
 */

export class Edges {
  /** @type {Drawn[]} as they are drawn */
  #drawn;
  /** @type {{layer: number, unit: number} | null} the neuron in focus */
  #at = null;

  /** @param {Element} root of the figure @param {import('./neurons.js').Neurons[]} layers @param {import('../play/moment.js').Net} net */
  constructor(root, layers, net) {
    const lines = root.querySelector('.lines');
    this.layers = layers;
    this.net = net;
    this.pruned = lines?.hasAttribute('data-pruned') ?? false;
    this.paths = [...root.querySelectorAll('.lines path')];
    this.room = this.paths.length / net.weights.length; // between two layers, where not all are drawn
    /** @type {(Ends | null)[]} null where the room is empty */
    this.ends = this.pruned ? this.paths.map(ends) : net.weights.flatMap(([, , , [rows, columns]], k) =>
      Array.from({ length: rows * columns }, (_, n) => /** @type {Ends} */ ([k, Math.floor(n / columns), n % columns])));
    this.#drawn = this.paths.map((path) => {
      const [negative, off, near] = ['n', 'x', 'near'].map((name) => path.classList.contains(name));
      return { negative, off, near, width: path.getAttribute('stroke-width') ?? '' };
    });
  }

  /** Weights or gradients. @param {import('../play/moment.js').Moment} moment @param {Factors} factors of the mask that is drawn */
  draw({ edges, strongest }, factors) {
    if (this.pruned) {
      strongest?.forEach((some, k) => {
        for (let slot = 0; slot < this.room; slot++) this.#strong(k * this.room + slot, k, some[slot]);
      });
    } else if (edges) {
      for (let n = 0; n < edges.length; n++) this.#change(n, { off: edges[n] === 0 || this.#stopped(n, factors), ...strength(edges[n]) });
    }
  }

  /** Light those of one neuron. @param {{layer: number, unit: number} | null} at */
  focus(at) {
    this.#at = at;
    this.ends.forEach((end, n) => this.#change(n, { near: this.#meets(end) }));
  }

  /** Whether a mask puts to 0 what one of all edges carries: a neuron at its ends, or the weight. @param {number} n @param {Factors} factors */
  #stopped(n, factors) {
    const [k, i, j] = /** @type {Ends} */ (this.ends[n]);
    const [name, above, below, [, columns]] = this.net.weights[k];
    if (this.net.places[0]?.[3] === 'byte') return false; // nobody is quite off
    return factors.get(above)?.[i] === 0 || factors.get(below)?.[j] === 0 || factors.get(name)?.[i * columns + j] === 0;
  }

  /** One of few edges, or none in its room. @param {number} n @param {number} k
   * @param {number[]} [edge] from, to, byte, and where weights are masked whether it is kept */
  #strong(n, k, edge) {
    this.ends[n] = null;
    if (!edge) {
      this.#change(n, { off: true, negative: false, near: false });
      return;
    }
    const [i, j, byte, kept] = edge;
    const [left, right] = [this.layers[k], this.layers[k + 1]];
    const [[x0, y0], [x1, y1]] = [left.spots[i], right.spots[j]];
    set(this.paths[n], { d: curve([x0 + left.radius, y0], [x1 - right.radius, y1]) });
    this.ends[n] = [k, i, j];
    this.#change(n, { off: byte === 0 || kept === 0, near: this.#meets(this.ends[n]), ...strength(byte) });
  }

  /** Write what differs. @param {number} n @param {Partial<Drawn>} now */
  #change(n, now) {
    const drawn = this.#drawn[n];
    const { negative, off, near } = drawn;
    Object.assign(drawn, now);
    if (now.width !== undefined) set(this.paths[n], { 'stroke-width': now.width });
    if (drawn.negative === negative && drawn.off === off && drawn.near === near) return;
    const names = [drawn.negative && 'n', drawn.off && 'x', drawn.near && 'near'].filter(Boolean);
    set(this.paths[n], { class: names.join(' ') });
  }

  /** Whether it begins or ends at the neuron in focus. @param {Ends | null} end */
  #meets(end) {
    const { layer, unit } = this.#at ?? {};
    return end !== null && ((end[0] === layer && end[1] === unit) || (end[0] + 1 === layer && end[2] === unit));
  }
}

/** @param {Element} path @returns {Ends | null} */
function ends(path) {
  const text = /** @type {any} */ (path).dataset.ends;
  return text ? text.split(' ').map(Number) : null;
}

/** How a byte is drawn. @param {number} byte @returns {Partial<Drawn>} */
function strength(byte) {
  return { width: stroke(byte), negative: byte > 0 && byte < 128 };
}
