// A small picture of values in [-1, 1] that fades from one to the next.

const EASE = 220; // ms

/** The scale's 511 colours from the page's --negative, --zero and --positive. @param {Element} element */
export function scaleColours(element) {
  const style = getComputedStyle(element);
  const [negative, zero, positive] = ['--negative', '--zero', '--positive'].map((name) => rgb(style.getPropertyValue(name)));
  return Array.from({ length: 511 }, (_, i) => {
    const share = Math.abs(i - 255) / 255;
    const end = i < 255 ? negative : positive;
    return zero.map((channel, c) => Math.round(channel + share * (end[c] - channel)));
  });
}

export class Picture {
  /** @type {Float32Array | null} */
  #shown = null;

  /** The picture of a figure, if it has one. @param {Element} figure @param {() => number[][]} colours */
  static in(figure, colours) {
    const canvas = figure.querySelector('canvas');
    return canvas && new Picture(canvas, figure.querySelector('picture'), colours);
  }

  /** @param {HTMLCanvasElement} canvas @param {Element | null} still the server's picture @param {() => number[][]} colours */
  constructor(canvas, still, colours) {
    this.canvas = canvas;
    this.under = /** @type {HTMLCanvasElement} */ (canvas.cloneNode()); // what was there before
    canvas.before(this.under);
    this.still = still;
    this.makeColours = colours;
    this.colours = colours();
    this.quiet = matchMedia('(prefers-reduced-motion: reduce)');
  }

  /** Painted once; the compositor fades it in. @param {Float32Array} values row by row from the top */
  show(values) {
    const before = this.#shown;
    if (before?.every((value, i) => value === values[i])) return;
    this.#shown = values;
    this.#paint(this.canvas, values);
    if (!before || this.quiet.matches) return;
    this.#paint(this.under, before);
    this.canvas.animate({ opacity: [0, 1] }, EASE);
  }

  /** The theme has changed. */
  repaint() {
    this.colours = this.makeColours();
    for (const canvas of [this.under, this.canvas]) if (this.#shown) this.#paint(canvas, this.#shown);
  }

  /** @param {HTMLCanvasElement} canvas @param {Float32Array} values */
  #paint(canvas, values) {
    const context = canvas.getContext('2d');
    if (!context) return;
    const image = context.createImageData(canvas.width, canvas.height);
    const { colours } = this;
    values.forEach((value, i) => {
      const [red, green, blue] = colours[Math.round(255 + 255 * value)] ?? colours[255];
      image.data[4 * i] = red;
      image.data[4 * i + 1] = green;
      image.data[4 * i + 2] = blue;
      image.data[4 * i + 3] = 255;
    });
    context.putImageData(image, 0, 0);
    canvas.hidden = false;
    if (!this.still?.hasAttribute('hidden')) this.still?.setAttribute('hidden', '');
  }
}

/** A colour of a custom property, #rrggbb, as numbers. @param {string} text */
function rgb(text) {
  const code = text.trim().replace('#', '');
  return [0, 2, 4].map((at) => parseInt(code.slice(at, at + 2), 16));
}
