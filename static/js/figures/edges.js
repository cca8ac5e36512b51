// The edges of the dense network: every one, or the strongest between each two layers, where there is no room for all.

import { curve, stroke } from './geometry.js';
import { set } from './svg.js';

/**
 * @typedef {[number, number, number]} Ends its upper layer, a neuron there, and one of the next layer
 * @typedef {Map<string, ArrayLike<number>>} Factors by what is multiplied: neurons, or weights
 */

export class Edges {
  /** @type {{layer: number, unit: number} | null} the neuron in focus */
  #at = null;

  /** @param {Element} root of the figure @param {import('./neurons.js').Neurons[]} layers @param {import('../play/moment.js').Net} net */
  constructor(root, layers, net) {
    this.layers = layers;
    this.net = net;
    this.pruned = root.querySelector('.lines')?.hasAttribute('data-pruned') ?? false;
    this.paths = [.../** @type {NodeListOf<SVGPathElement>} */ (root.querySelectorAll('.lines path'))];
    this.room = this.paths.length / net.weights.length; // between two layers, where not all are drawn
    /** @type {(Ends | null)[]} null where the room is empty */
    this.ends = this.pruned
      ? this.paths.map(({ dataset }) => /** @type {Ends} */ (dataset.ends?.split(' ').map(Number) ?? null))
      : net.weights.flatMap(([, , , [rows, columns]], k) =>
        Array.from({ length: rows * columns }, (_, n) => /** @type {Ends} */ ([k, Math.floor(n / columns), n % columns])));
  }

  /** Weights or gradients. @param {import('../play/moment.js').Moment} moment @param {Factors} factors of the mask that is drawn */
  draw({ edges, strongest }, factors) {
    if (this.pruned) {
      strongest?.forEach((some, k) => {
        for (let slot = 0; slot < this.room; slot++) this.#strong(k * this.room + slot, k, some[slot]);
      });
    } else if (edges) {
      for (let n = 0; n < edges.length; n++) this.#change(n, edges[n], this.#stopped(n, factors));
    }
  }

  /** Light those of one neuron. @param {{layer: number, unit: number} | null} at */
  focus(at) {
    this.#at = at;
    this.ends.forEach((end, n) => this.paths[n].classList.toggle('near', this.#meets(end)));
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
    if (!edge) {
      this.ends[n] = null;
      set(this.paths[n], { class: 'x' });
      return;
    }
    const [i, j, byte, kept] = edge;
    const [left, right] = [this.layers[k], this.layers[k + 1]];
    const [[x0, y0], [x1, y1]] = [left.spots[i], right.spots[j]];
    set(this.paths[n], { d: curve([x0 + left.radius, y0], [x1 - right.radius, y1]) });
    this.ends[n] = [k, i, j];
    this.#change(n, byte, kept === 0);
  }

  /** @param {number} n @param {number} byte @param {boolean} off whether a mask stops it */
  #change(n, byte, off) {
    const [negative, near] = [byte > 0 && byte < 128, this.#meets(this.ends[n])];
    const names = `${negative ? 'n ' : ''}${off || byte === 0 ? 'x ' : ''}${near ? 'near' : ''}`;
    set(this.paths[n], { class: names.trimEnd(), 'stroke-width': stroke(byte) });
  }

  /** Whether it begins or ends at the neuron in focus. @param {Ends | null} end */
  #meets(end) {
    if (!this.#at) return false;
    const { layer, unit } = this.#at;
    return end !== null && ((end[0] === layer && end[1] === unit) || (end[0] + 1 === layer && end[2] === unit));
  }
}
