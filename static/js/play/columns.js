// Columns of bytes as app/web/live/columns.py writes them, each of one leaf of all events. No DOM.

/** @typedef {{each: boolean, code: string | null, width: number, way: number[] | string, table?: any[]}} Head of a column */

const FOLLOWS = ['bits', 'bytes', 'kept']; // ways of what is not written, since it follows from the masks of the batch

/** @type {Record<string, (bytes: number[]) => string>} how an event writes bytes */
const WRITE = {
  hex: (bytes) => bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(''),
  base64: (bytes) => btoa(WRITE.text(bytes)),
  text: (bytes) => bytes.map((byte) => String.fromCharCode(byte)).join(''),
};

export class Column {
  /** @type {Uint8Array | null} once they are asked for */
  #planes = null;

  /** @param {Head} head @param {import('./series.js').Part} part @param {(size: number) => Uint8Array} take the next bytes */
  constructor({ each, code, width, way, table = [] }, part, take) {
    this.each = each; // whether each sample has its own
    this.code = code;
    this.width = width;
    this.way = way;
    this.table = table;
    this.part = part;
    this.count = each ? part.count : part.steps;
    this.written = FOLLOWS.includes(String(way)) ? new Uint8Array() : take(width * this.count);
  }

  /** @param {number} step @param {number} place */
  value(step, place) {
    const { planes, count, width, code } = this;
    const at = this.each ? step * (count / this.part.steps) + place : step;
    const bytes = Array.from({ length: width }, (_, i) => planes[i * count + at]);
    return code ? WRITE[code](bytes) : this.table[256 * bytes[0] + bytes[1]];
  }

  /** Byte after byte, each of all steps and samples. */
  get planes() {
    this.#planes ??= this.#read();
    return this.#planes;
  }

  #read() {
    const { way, part, width } = this;
    if (way === 'kept') return part.lately(width);
    if (way === 'bits' || way === 'bytes') return part.rows(width, way === 'bits');
    return typeof way === 'string' ? this.#sorted(part.order(way)) : this.#summed(way);
  }

  /** @param {number[]} way */
  #summed(way) {
    const { written } = this;
    for (const before of way) for (let i = before; i < written.length; i++) written[i] += written[i - before];
    return written;
  }

  /** @param {Uint32Array} order */
  #sorted(order) {
    const { written, count, width } = this;
    const planes = new Uint8Array(written.length);
    for (let i = 0; i < width; i++) order.forEach((at, n) => { planes[i * count + at] = written[i * count + n]; });
    return planes;
  }
}
