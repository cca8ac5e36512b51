// The network figure: changes attributes of the SVG that the server has drawn. It knows no network but this one.

import { base64Bytes, hexBytes, ownMask, ratesAt, writtenAt } from '../play/frame.js';
import { coordinate, curve, stroke } from './geometry.js';
import { write } from './svg.js';
import { say } from '../site/texts.js';

const FLOWING = 700; // ms after the last frame without its mask
const STRONGEST = 16; // edges drawn between two layers, where there is no room for all
const [ARRIVES, LEAVES, MASKED, FLAT] = [1, 2, 4, 8]; // how the gradient goes through a neuron
const ARROW = 13;

/**
 * @typedef {object} Layer
 * @property {Element} group
 * @property {string} kind neurons, cells or image
 * @property {number} radius
 * @property {Element[]} marks
 * @property {[number, number][]} spots
 * @property {Element[]} rings
 * @property {(Element | null)[]} paths strikes, minuses, arrows, stops
 *
 * @typedef {{negative: boolean, off: boolean, near: boolean, width: string}} Drawn
 */

export class NetworkFigure {
  /** @type {boolean[][]} */
  #off = [];
  /** @type {number[][]} */
  #dead;
  #flowing = 0;
  #told = ''; // of what the text alternative is
  /** @type {Drawn[]} as the edges are drawn */
  #drawn = [];
  /** @type {import('../explore/inspector.js').Neuron | null} the neuron in focus */
  at = null;

  /** @param {HTMLElement} root #network @param {any} data of #scene-data @param {AbortSignal} signal */
  constructor(root, data, signal) {
    this.root = root;
    this.sizes = /** @type {number[]} */ (data.sizes);
    this.scene = /** @type {HTMLElement} */ (root.closest('#scene'));
    this.backward = root.dataset.view === 'backward';
    this.query = data.run.query;
    this.#dead = data.outcome.dead;
    this.bind();
    this.scene.addEventListener('edges', (event) => this.#carry(/** @type {CustomEvent} */ (event).detail), { signal });
  }

  /** Find what there is to change; again, after the server has drawn the figure anew. */
  bind() {
    const { root } = this;
    this.written = this.#at(Number(root.dataset.step), this.query); // what the server's numbers are of
    this.#told = this.written;
    this.stack = /** @type {HTMLElement} */ (root.querySelector('.stack'));
    this.layers = [...root.querySelectorAll('.layer')].map(read);
    this.edges = [...root.querySelectorAll('.lines path')];
    this.pruned = root.querySelector('.lines')?.hasAttribute('data-pruned') ?? false;
    this.ends = /** @type {([number, number, number] | null)[]} */ (this.pruned ? this.edges.map(ends) : everyEdge(this.sizes));
    this.counts = [...root.querySelectorAll('[data-off]')];
    this.maskStep = root.querySelector('[data-mask-step]');
    this.#off = this.layers.map(({ marks }) => marks.map((mark) => mark.classList.contains('dropped')));
    this.#drawn = this.edges.map((edge) => {
      const [negative, off, near] = ['n', 'x', 'near'].map((name) => edge.classList.contains(name));
      return { negative, off, near, width: edge.getAttribute('stroke-width') ?? '' };
    });
    const { stack } = this;
    stack.tabIndex = 0;
    set(stack, 'role', 'application');
    set(stack, 'aria-roledescription', say('network'));
    if (this.at) this.#light(this.at.layer, this.at.unit);
  }

  /** A step with its exact mask: activations and weights, or gradients. @param {any} frame @param {any} run */
  draw(frame, run) {
    const { say, b: back } = frame;
    const kept = ownMask(frame, run, this.sizes);
    this.#off = this.sizes.map((size, k) => Array.from({ length: size }, (_, i) => !(kept.get(k)?.[i] ?? true)));
    const [levels, shades] = [hexBytes(frame.a), hexBytes(back?.a ?? frame.a)];
    let start = 0;
    this.layers.forEach((layer, k) => {
      const end = start + this.sizes[k];
      this.#drawLayer(layer, k, levels.subarray(start, end), shades.subarray(start, end));
      if (back) drawGradient(layer, [...back.g.slice(start, end)].map((way) => parseInt(way, 16)));
      start = end;
    });
    this.#lines(back ?? frame);
    this.#rings(frame, run);
    this.#gates(writtenAt(run, frame.t)[1]);
    this.#moved(frame.t, run.query);
    write(this.maskStep, String(frame.t));
    this.counts.forEach((count, i) => write(count, say.off[i]));
    this.#tell(frame.t, run.query, say.summary);
  }

  /** All that may move on while the mask stays: keep rings, and weights where each is drawn.
   * @param {any} frame @param {any} run */
  flow(frame, run) {
    if (!this.backward && !this.pruned) this.#lines(frame);
    this.#rings(frame, run);
    this.#moved(frame.t, run.query);
    this.#tell(frame.t, run.query);
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
    this.ends.forEach((end, n) => this.#edge(n, { near: meets(end, layer, unit) }));
  }

  /** @param {Layer} layer @param {number} k @param {Uint8Array} levels its activations
   * @param {Uint8Array} shades what its neurons are filled by */
  #drawLayer({ kind, radius, marks, spots, paths }, k, levels, shades) {
    const off = this.#off[k];
    const hidden = k > 0 && k < this.sizes.length - 1;
    let strikes = '';
    let minuses = '';
    marks.forEach((mark, i) => {
      const byte = shades[i];
      const [x, y] = spots[i];
      const negative = byte > 0 && byte < 128;
      const state = off[i] ? 'dropped' : levels[i] === 0 && hidden ? this.#quiet(k, i) : 'kept';
      set(mark, 'class', state === 'kept' && negative ? 'kept n' : state);
      set(mark, 'fill-opacity', byte === 0 ? '0.00' : (Math.abs(byte - 128) / 127).toFixed(2));
      const d = 0.66 * radius;
      if (off[i]) strikes += `M${coordinate(x - d)} ${coordinate(y + d)}l${coordinate(2 * d)} ${coordinate(-2 * d)}`;
      else if (state === 'kept' && negative) minuses += `M${coordinate(x - 0.35 * radius)} ${coordinate(y)}h${coordinate(0.7 * radius)}`;
    });
    set(paths[0], 'd', strikes);
    set(paths[1], 'd', kind === 'image' ? '' : minuses);
  }

  /** Weights or gradients: every edge, or the strongest between each two layers. @param {any} frame */
  #lines({ w, e }) {
    if (w && !this.pruned) {
      base64Bytes(w).forEach((byte, n) => {
        const [k, i, j] = /** @type {[number, number, number]} */ (this.ends[n]);
        this.#edge(n, { off: byte === 0 || this.#off[k][i] || this.#off[k + 1][j], ...strength(byte) });
      });
    } else if (e && this.pruned) {
      e.forEach((/** @type {number[][]} */ some, /** @type {number} */ k) => {
        for (let slot = 0; slot < STRONGEST; slot++) this.#strong(k * STRONGEST + slot, k, some[slot]);
      });
    }
  }

  /** One of few edges, or none in its room. @param {number} n @param {number} k @param {number[]} [edge] from, to, byte */
  #strong(n, k, edge) {
    if (!edge) {
      this.ends[n] = null;
      this.#edge(n, { off: true, negative: false, near: false });
      return;
    }
    const [i, j, byte] = edge;
    const [left, right] = [this.layers[k], this.layers[k + 1]];
    const [[x0, y0], [x1, y1]] = [left.spots[i], right.spots[j]];
    set(this.edges[n], 'd', curve([x0 + left.radius, y0], [x1 - right.radius, y1]));
    this.ends[n] = [k, i, j];
    this.#edge(n, { off: byte === 0, near: meets([k, i, j], this.at?.layer ?? null, this.at?.unit ?? 0), ...strength(byte) });
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

  /** @param {string[]} ps as they are written */
  #gates(ps) {
    this.root.querySelectorAll('.gate.on').forEach((gate, i) => {
      write(gate.querySelector('[data-p]'), ps[i]);
      set(gate, 'aria-label', (/** @type {HTMLElement} */ (gate).dataset.label ?? '').replace('{p}', ps[i]));
    });
  }

  /** Who is off is said of what rests; of other steps what always holds. @param {number} step @param {string} query
   * @param {string} [summary] */
  #tell(step, query, summary) {
    const now = this.#at(step, query);
    if (summary) this.#told = now;
    else if (this.#told === now) return;
    else this.#told = '';
    set(this.stack, 'aria-label', summary ?? this.stack.dataset.briefly ?? '');
  }

  /** @param {number} step @param {string} query */
  #at(step, query) {
    return `${step} ${this.scene.dataset.sample} ${query}`;
  }

  /** Whether the server wrote this figure for that step. @param {number} step @param {string} query */
  #wrote(step, query) {
    return this.#at(step, query) === this.written;
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
}

/** As app/web/figures/marks.py. @param {Layer} layer @param {number[]} ways of each neuron */
function drawGradient({ radius: r, spots, paths, kind }, ways) {
  if (kind !== 'neurons') return;
  let arrows = '';
  let stops = '';
  spots.forEach(([x, y], i) => {
    if (ways[i] & ARRIVES) arrows += arrow(x + r + 3 + ARROW, y);
    if (ways[i] & MASKED) stops += bar(x + r + 2, y);
    if (ways[i] & FLAT) stops += bar(x - r - 3, y);
    if (ways[i] & LEAVES) arrows += arrow(x - r - 3, y);
  });
  set(paths[2], 'd', arrows);
  set(paths[3], 'd', stops);
}

/** @param {number} x @param {number} y */
function arrow(x, y) {
  return `M${coordinate(x)} ${coordinate(y)}h${-ARROW}m4 -3l-4 3l4 3`;
}

/** @param {number} x @param {number} y */
function bar(x, y) {
  return `M${coordinate(x)} ${coordinate(y - 6)}v12`;
}

/** Whether an edge begins or ends at this neuron. @param {[number, number, number] | null} end
 * @param {number | null} layer @param {number} unit */
function meets(end, layer, unit) {
  return end !== null && ((end[0] === layer && end[1] === unit) || (end[0] + 1 === layer && end[2] === unit));
}

/** @param {Element} group @returns {Layer} */
function read(group) {
  const { kind, radius } = { kind: group.classList[1], radius: Number(/** @type {any} */ (group).dataset.radius) };
  const marks = [...group.querySelectorAll('.marks > *')];
  const spots = marks.map((mark) => {
    const at = (/** @type {string} */ name) => Number(mark.getAttribute(name));
    return /** @type {[number, number]} */ (kind === 'neurons' ? [at('cx'), at('cy')] : [middle(at('x'), radius), middle(at('y'), radius)]);
  });
  const paths = ['.strikes', '.minuses', '.arrows', '.stops'].map((part) => group.querySelector(part));
  return { group, kind, radius, marks, spots, paths, rings: [...group.querySelectorAll('.rings > *')] };
}

/** Of a cell, with one decimal as the server has it. @param {number} edge @param {number} radius */
function middle(edge, radius) {
  return Math.round(10 * (edge + radius)) / 10;
}

/** Null where its room is empty. @param {Element} edge @returns {[number, number, number] | null} */
function ends(edge) {
  const text = /** @type {any} */ (edge).dataset.ends;
  if (!text) return null;
  const [k, i, j] = text.split(' ').map(Number);
  return [k, i, j];
}

/** How an edge's byte is drawn. @param {number} byte @returns {Partial<Drawn>} */
function strength(byte) {
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
