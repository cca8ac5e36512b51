// The network figure: changes attributes of the SVG that the server has drawn. It knows no network but this one.

import { base64Bytes, hexBytes, ownMask, ratesAt } from './frame.js';
import { coordinate, curve, stroke } from './geometry.js';
import { write } from './svg.js';
import { unitsText } from './words.js';

const FLOWING = 700; // ms after the last frame without its mask

/**
 * @typedef {object} Layer
 * @property {Element} group
 * @property {string} kind neurons, cells or image
 * @property {number} radius
 * @property {Element[]} marks
 * @property {[number, number][]} spots
 * @property {Element[]} rings
 * @property {(Element | null)[]} paths strikes, minuses
 *
 * @typedef {{negative: boolean, off: boolean, near: boolean, width: string}} Drawn
 */

export class NetworkFigure {
  /** @type {boolean[][]} */
  #off = [];
  /** @type {number[][]} */
  #dead;
  #flowing = 0;
  /** @type {Drawn[]} as the edges are drawn */
  #drawn = [];
  /** @type {import('./inspector.js').Neuron | null} the neuron in focus */
  at = null;

  /** @param {HTMLElement} root #network @param {any} data of #scene-data */
  constructor(root, data) {
    this.root = root;
    this.sizes = /** @type {number[]} */ (data.sizes);
    this.scene = /** @type {HTMLElement} */ (root.closest('#scene'));
    this.backward = root.dataset.view === 'backward';
    this.query = data.run.query;
    this.#dead = data.outcome.dead;
    this.bind();
    this.scene.addEventListener('edges', (event) => this.#carry(/** @type {CustomEvent} */ (event).detail));
  }

  /** Find what there is to change; again, after the server has drawn the figure anew. */
  bind() {
    const { root } = this;
    this.written = `${root.dataset.step} ${this.scene.dataset.sample} ${this.query}`; // what the server's numbers are of
    this.stack = /** @type {HTMLElement} */ (root.querySelector('.stack'));
    this.layers = [...root.querySelectorAll('.layer')].map(read);
    this.edges = [...root.querySelectorAll('.lines path')];
    this.pruned = root.querySelector('.lines')?.hasAttribute('data-pruned') ?? false;
    this.ends = this.pruned ? this.edges.map((edge) => ends(edge)) : everyEdge(this.sizes);
    this.counts = this.sizes.map((_, k) => root.querySelector(`[data-off="${k}"]`)?.firstChild);
    this.maskStep = root.querySelector('[data-mask-step]');
    this.#off = this.layers.map(({ marks }) => marks.map((mark) => mark.classList.contains('dropped')));
    this.#drawn = this.edges.map((edge) => {
      const [negative, off, near] = ['n', 'x', 'near'].map((name) => edge.classList.contains(name));
      return { negative, off, near, width: edge.getAttribute('stroke-width') ?? '' };
    });
    const { stack } = this;
    stack.tabIndex = 0;
    set(stack, 'role', 'application');
    set(stack, 'aria-roledescription', 'network figure, arrow keys move between neurons');
    if (this.at) this.#light(this.at.layer, this.at.unit);
  }

  /** The exact mask and activations of a step. @param {any} frame @param {any} run */
  draw(frame, run) {
    if (this.backward && this.#wrote(frame.t, run.query)) return; // arrows and all: a frame has no gradients
    const kept = ownMask(frame, run, this.sizes);
    this.#off = this.sizes.map((size, k) => Array.from({ length: size }, (_, i) => !(kept.get(k)?.[i] ?? true)));
    const shades = hexBytes(frame.a);
    let start = 0;
    this.layers.forEach((layer, k) => {
      this.#drawLayer(layer, k, shades.subarray(start, start + this.sizes[k]), run.place.includes(k));
      start += this.sizes[k];
    });
    this.#weights(frame);
    this.ends.forEach(([k, i, j], n) => this.#edge(n, { off: this.#off[k][i] || this.#off[k + 1][j] }));
    this.#rings(frame, run);
    this.#gates(ratesAt(run, frame.t));
    this.#moved(frame.t, run.query);
    write(this.maskStep, `the mask drawn is that of step ${frame.t}`);
    set(this.stack, 'aria-label', this.#summary(frame.t, run));
  }

  /** Weights and keep rings, not the mask. @param {any} frame @param {any} run */
  flow(frame, run) {
    this.#weights(frame);
    this.#rings(frame, run);
    this.#moved(frame.t, run.query);
    this.root.classList.add('flowing');
    clearTimeout(this.#flowing);
    this.#flowing = window.setTimeout(() => this.root.classList.remove('flowing'), FLOWING);
  }

  /** Which hidden neurons are 0 for every sample; dead are those of them that are silent in what is drawn.
   * @param {{dead: number[][]}} outcome */
  learned(outcome) {
    this.#dead = outcome.dead;
    this.layers.slice(1, -1).forEach(({ marks }, k) => marks.forEach((mark, i) => {
      if (mark.classList.contains('silent') || mark.classList.contains('dead')) set(mark, 'class', this.#quiet(k + 1, i));
    }));
  }

  /** Of a hidden neuron whose activation is 0. @param {number} layer @param {number} unit */
  #quiet(layer, unit) {
    return this.#dead[layer - 1].includes(unit) ? 'dead' : 'silent';
  }

  /** @param {number} sample */
  select(sample) {
    this.scene.dataset.sample = String(sample);
  }

  /** Point at one neuron, or with null at none. @param {number | null} layer @param {number} [unit] */
  focusNeuron(layer, unit = 0) {
    this.#light(layer, unit);
    if (this.pruned) this.root.querySelector('.focus-lines')?.replaceChildren();
  }

  /** @param {number | null} layer @param {number} unit */
  #light(layer, unit) {
    this.layers.forEach(({ group, spots }, k) => {
      const ring = group.querySelector('.focus');
      ring?.setAttribute('visibility', k === layer ? 'visible' : 'hidden');
      if (k !== layer) return;
      ring?.setAttribute('cx', String(spots[unit][0]));
      ring?.setAttribute('cy', String(spots[unit][1]));
    });
    this.root.classList.toggle('focusing', layer !== null);
    this.ends.forEach(([k, i, j], n) => {
      this.#edge(n, { near: (k === layer && i === unit) || (k + 1 === layer && j === unit) });
    });
  }

  /** @param {Layer} layer @param {number} k @param {Uint8Array} shades @param {boolean} placed */
  #drawLayer({ group, kind, radius, marks, spots, paths }, k, shades, placed) {
    const off = this.#off[k];
    const hidden = k > 0 && k < this.sizes.length - 1;
    let strikes = '';
    let minuses = '';
    marks.forEach((mark, i) => {
      const byte = shades[i];
      const [x, y] = spots[i];
      const negative = byte > 0 && byte < 128;
      const state = off[i] ? 'dropped' : byte === 0 && hidden ? this.#quiet(k, i) : 'kept';
      set(mark, 'class', state === 'kept' && negative && !this.backward ? 'kept n' : state);
      set(mark, 'fill-opacity', this.backward || byte === 0 ? '0.00' : (Math.abs(byte - 128) / 127).toFixed(2));
      const d = 0.66 * radius;
      if (off[i]) strikes += `M${coordinate(x - d)} ${coordinate(y + d)}l${coordinate(2 * d)} ${coordinate(-2 * d)}`;
      else if (state === 'kept' && negative) minuses += `M${coordinate(x - 0.35 * radius)} ${coordinate(y)}h${coordinate(0.7 * radius)}`;
    });
    set(paths[0], 'd', strikes);
    set(paths[1], 'd', this.backward || kind === 'image' ? '' : minuses);
    if (this.backward) for (const part of group.querySelectorAll('.arrows, .stops')) set(part, 'd', '');
    const [count, text] = [this.counts?.[k], `${off.filter(Boolean).length} `];
    if (placed && count && count.textContent !== text) count.textContent = text;
  }

  /** @param {any} frame */
  #weights({ w, e }) {
    if (w && !this.pruned) {
      base64Bytes(w).forEach((byte, n) => this.#edge(n, weight(byte)));
    } else if (e) {
      const flat = e.flatMap((/** @type {number[][]} */ layer, /** @type {number} */ k) => layer.map(([i, j, byte]) => [k, i, j, byte]));
      flat.slice(0, this.edges.length).forEach((/** @type {number[]} */ [k, i, j, byte], /** @type {number} */ n) => {
        const [left, right] = [this.layers[k], this.layers[k + 1]];
        const [[x0, y0], [x1, y1]] = [left.spots[i], right.spots[j]];
        set(this.edges[n], 'd', curve([x0 + left.radius, y0], [x1 - right.radius, y1]));
        this.ends[n] = [k, i, j];
        this.#edge(n, { off: this.#off[k][i] || this.#off[k + 1][j], ...weight(byte) });
      });
    }
  }

  /** Change what differs of an edge. @param {number} n @param {Partial<Drawn>} now */
  #edge(n, now) {
    const drawn = this.#drawn[n];
    const { negative, off, near } = drawn;
    Object.assign(drawn, now);
    if (now.width !== undefined) set(this.edges[n], 'stroke-width', drawn.width);
    if (drawn.negative === negative && drawn.off === off && drawn.near === near) return;
    const names = [drawn.negative && 'n', drawn.off && 'x', drawn.near && 'near'].filter(Boolean);
    this.edges[n].setAttribute('class', names.join(' '));
  }

  /** @param {any} frame @param {any} run */
  #rings({ k: text, t }, run) {
    if (!text) return;
    const shares = hexBytes(text);
    const rates = ratesAt(run, t);
    let start = 0;
    for (const place of run.place) {
      if (!rates[place]) continue;
      this.layers[place].rings.forEach((ring, i) => {
        set(ring, 'stroke-dasharray', `${Math.round(shares[start + i] / 2.55)} 100`);
      });
      start += this.sizes[place];
    }
  }

  /** @param {number[]} rates */
  #gates(rates) {
    for (const gate of this.root.querySelectorAll('.gate.on')) {
      const place = Number(/** @type {HTMLElement} */ (gate).dataset.place);
      const text = gate.lastChild;
      const p = String(Number(rates[place].toPrecision(3)));
      if (!text || text.textContent === p) continue;
      text.textContent = p;
      set(gate, 'aria-label', (gate.getAttribute('aria-label') ?? '').replace(/p = [\d.e-]+/, `p = ${p}`));
    }
  }

  /** Whether the server wrote this figure for that step. @param {number} step @param {string} query */
  #wrote(step, query) {
    return `${step} ${this.scene.dataset.sample} ${query}` === this.written;
  }

  /** What the server wrote for one step does not hold for another. @param {number} step @param {string} query */
  #moved(step, query) {
    this.query = query;
    this.root.classList.toggle('stale-numbers', !this.#wrote(step, query));
  }

  /** Edges of the neuron in focus, from the server, where not all are drawn. @param {string} paths */
  #carry(paths) {
    const group = this.root.querySelector('.focus-lines');
    if (group && this.at) group.innerHTML = paths;
  }

  /** The same words as app/web/figure.py. @param {number} step @param {any} run */
  #summary(step, run) {
    const name = (/** @type {number} */ k) => (k ? `Hidden ${k}` : 'Input');
    const parts = run.place.map((/** @type {number} */ k) => `${name(k)}: ${unitsText(this.#off[k], k ? 'neuron' : 'input')}`);
    const found = parts.length ? `Off are, in ${parts.join('; in ')}.` : 'No neuron is off.';
    const sample = Number(this.scene.dataset.sample) + 1;
    return `Network with layers of ${this.sizes.join(', ')} neurons at step ${step}, sample ${sample}. ${found}`;
  }
}

/** @param {Element} group @returns {Layer} */
function read(group) {
  const { kind, radius } = { kind: group.classList[1], radius: Number(/** @type {any} */ (group).dataset.radius) };
  const marks = [...group.querySelectorAll('.marks > *')];
  const spots = marks.map((mark) => {
    const at = (/** @type {string} */ name) => Number(mark.getAttribute(name));
    return /** @type {[number, number]} */ (kind === 'neurons' ? [at('cx'), at('cy')] : [middle(at('x'), radius), middle(at('y'), radius)]);
  });
  const paths = ['.strikes', '.minuses'].map((part) => group.querySelector(part));
  return { group, kind, radius, marks, spots, paths, rings: [...group.querySelectorAll('.rings > *')] };
}

/** Of a cell, with one decimal as the server has it. @param {number} edge @param {number} radius */
function middle(edge, radius) {
  return Math.round(10 * (edge + radius)) / 10;
}

/** @param {Element} edge @returns {[number, number, number]} */
function ends(edge) {
  const [k, i, j] = (/** @type {any} */ (edge).dataset.ends).split(' ').map(Number);
  return [k, i, j];
}

/** How an edge's byte is drawn. @param {number} byte @returns {Partial<Drawn>} */
function weight(byte) {
  return { width: stroke(byte), negative: byte > 0 && byte < 128 };
}

/** Layer by layer, row by row of W, as the stream sends them. @param {number[]} sizes @returns {[number, number, number][]} */
function everyEdge(sizes) {
  /** @type {[number, number, number][]} */
  const found = [];
  for (let k = 0; k + 1 < sizes.length; k++) {
    for (let i = 0; i < sizes[k]; i++) for (let j = 0; j < sizes[k + 1]; j++) found.push([k, i, j]);
  }
  return found;
}

/** Write only what changes. @param {Element | null} element @param {string} name @param {string} value */
function set(element, name, value) {
  if (element && element.getAttribute(name) !== value) element.setAttribute(name, value);
}
