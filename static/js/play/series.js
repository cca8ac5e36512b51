// A series of events as app/web/live/series.py packs it, put together again one by one. No DOM.

import { Column } from './columns.js';

export class Series {
  /** @param {any} head @param {(size: number) => Uint8Array} take the next bytes */
  constructor(head, take) {
    /** @type {number[]} rows of the batch */
    this.samples = head.samples;
    this.batch = head.batch;
    /** @type {number[][]} what `k` says where a neuron was kept so often in the last 1, 2, ... steps */
    this.rings = head.rings;
    /** @type {Part[]} */
    this.parts = head.parts.map((/** @type {any} */ part) => new Part(part, this, take));
    this.length = this.parts.reduce((sum, { steps }) => sum + steps, 0);
  }

  /** @param {number} number which of the steps @param {number} [place] which of the samples @returns {any} */
  event(number, place = 0) {
    let from = 0;
    const part = /** @type {Part} */ (this.parts.find(({ steps }) => number < (from += steps)));
    return part.event(number - from + part.steps, place);
  }
}

/** Steps whose events have one shape. A column has a place for each step and sample, sample after sample of a step. */
export class Part {
  /** @type {Map<string, Uint32Array>} */
  #orders = new Map();

  /** @param {any} head @param {Series} series @param {(size: number) => Uint8Array} take */
  constructor({ steps, places, given, form, columns }, series, take) {
    this.steps = steps;
    /** @type {number[]} how many neurons each place has that drops */
    this.places = places;
    this.form = form;
    this.series = series;
    this.count = steps * series.samples.length;
    this.given = given ? take(2 * this.count) : new Uint8Array();
    /** @type {Column[]} */
    this.columns = columns.map((/** @type {import('./columns.js').Head} */ column) => new Column(column, this, take));
  }

  /** @param {number} step @param {number} place */
  event(step, place) {
    /** @param {any} form @returns {any} */
    const filled = (form) => {
      if (typeof form === 'number') return this.columns[form].value(step, place);
      if (Array.isArray(form)) return form.map(filled);
      if (form.joined) return form.joined.map(filled).join('');
      return Object.fromEntries(Object.entries(form).map(([name, of]) => [name, filled(of)]));
    };
    return filled(this.form);
  }

  /** Where each byte of a sorted column belongs. @param {string} name */
  order(name) {
    let order = this.#orders.get(name);
    if (!order) {
      const keys = Array.from({ length: this.count }, name === 'given' ? (_, i) => this.#given(i) : (_, i) => this.#mask(Number(name.split(' ')[1]), i));
      order = Uint32Array.from(keys.keys()).sort((i, j) => (keys[i] < keys[j] ? -1 : keys[i] > keys[j] ? 1 : i - j));
      this.#orders.set(name, order);
    }
    return order;
  }

  /** @param {number} i */
  #given(i) {
    return 256 * this.given[i] + this.given[this.count + i];
  }

  /** @param {number} place @param {number} i */
  #mask(place, i) {
    let key = '';
    const from = this.places.slice(0, place).reduce((sum, units) => sum + units, 0);
    for (let unit = from; unit < from + this.places[place]; unit++) key += this.#bit(unit, i);
    return key;
  }

  /** Whether a neuron is kept. @param {number} unit @param {number} i */
  #bit(unit, i) {
    return (this.columns[this.form.m].planes[(unit >> 3) * this.count + i] >> (7 - (unit & 7))) & 1;
  }

  /** The samples' own masks, of those of the batch: a bit for each neuron, or a byte. @param {number} width @param {boolean} bits */
  rows(width, bits) {
    const { steps, count, series: { samples, batch } } = this;
    const { planes: masks, width: whole } = this.columns[this.form.M];
    const planes = new Uint8Array(width * count);
    const [shift, units] = bits ? [3, 8 * width] : [0, width]; // so many neurons a byte
    for (let unit = 0; unit < units; unit++) {
      samples.forEach((row, place) => {
        const at = unit * batch + row;
        if (at >> shift >= whole) return; // neurons that are none: the last byte is filled up
        for (let step = 0; step < steps; step++) {
          const byte = masks[(at >> shift) * steps + step];
          planes[(unit >> shift) * count + step * samples.length + place] |= bits ? ((byte >> (7 - (at & 7))) & 1) << (7 - (unit & 7)) : byte;
        }
      });
    }
    return planes;
  }

  /** In which share of the last steps each neuron was kept, a byte each. @param {number} width */
  lately(width) {
    const { steps, count, series: { samples: { length: samples }, rings } } = this;
    const planes = new Uint8Array(width * count);
    for (let unit = 0; unit < width; unit++) {
      for (let place = 0; place < samples; place++) {
        let kept = 0;
        for (let step = 0; step < steps; step++) {
          kept += this.#bit(unit, step * samples + place);
          if (step >= rings.length) kept -= this.#bit(unit, (step - rings.length) * samples + place);
          planes[unit * count + step * samples + place] = rings[Math.min(step, rings.length - 1)][kept];
        }
      }
    }
    return planes;
  }
}
