// A small picture of values in [-1, 1], a byte each, that fades from one to the next.

const EASE = 220; // ms

/** The scale's colour of each byte, from the page's --negative, --zero and --positive. @param {Element} element */
function scaleColours(element) {
  const style = getComputedStyle(element);
  const [negative, zero, positive] = ['--negative', '--zero', '--positive'].map((name) => rgb(style.getPropertyValue(name)));
  return Array.from({ length: 256 }, (_, byte) => {
    const share = Math.abs(byte - 128) / 127;
    const end = byte < 128 ? negative : positive;
    return [...zero.map((channel, c) => Math.round(channel + share * (end[c] - channel))), 255];
  });
}

export class Picture {
  /** @type {Uint8Array | null} */
  #shown = null;

  /** Those of a figure's arms. @param {Element} root */
  static of(root) {
    return [...root.querySelectorAll('.arm:has(canvas)')].map((arm) => new Picture(arm, () => scaleColours(root)));
  }

  /** @param {Element} figure that holds its canvas, and the server's picture until there is another @param {() => number[][]} colours */
  constructor(figure, colours) {
    this.canvas = /** @type {HTMLCanvasElement} */ (figure.querySelector('canvas'));
    this.under = /** @type {HTMLCanvasElement} */ (this.canvas.cloneNode()); // what was there before
    this.canvas.before(this.under);
    this.still = figure.querySelector('picture');
    this.makeColours = colours;
    this.colours = colours();
    this.quiet = matchMedia('(prefers-reduced-motion: reduce)');
  }

  /** Painted once; the compositor fades it in. @param {Uint8Array} bytes row by row from the top */
  show(bytes) {
    const before = this.#shown;
    if (before?.every((byte, i) => byte === bytes[i])) return;
    this.#shown = bytes;
    this.#paint(this.canvas, bytes);
    if (!before || this.quiet.matches) return;
    this.#paint(this.under, before);
    this.canvas.animate({ opacity: [0, 1] }, EASE);
  }

  /** The theme has changed. */
  repaint() {
    this.colours = this.makeColours();
    for (const canvas of [this.under, this.canvas]) if (this.#shown) this.#paint(canvas, this.#shown);
  }

  /** @param {HTMLCanvasElement} canvas @param {Uint8Array} bytes */
  #paint(canvas, bytes) {
    const context = canvas.getContext('2d');
    if (!context) return;
    const image = context.createImageData(canvas.width, canvas.height);
    bytes.forEach((byte, i) => image.data.set(this.colours[byte], 4 * i));
    context.putImageData(image, 0, 0);
    canvas.hidden = false;
    this.still?.toggleAttribute('hidden', true);
  }
}

/** A colour of a custom property, #rrggbb, as numbers. @param {string} text */
function rgb(text) {
  const code = text.trim().replace('#', '');
  return [0, 2, 4].map((at) => parseInt(code.slice(at, at + 2), 16));
}
