// What Monte-Carlo passes say: patches the pictures, the curve or the rows of templates/figures/monte_carlo.html.

import { base64Bytes } from '../play/moment.js';
import { Picture, scaleColours } from './picture.js';
import { set, write } from './svg.js';

/** @typedef {{mean: any, spread: any, say: string, lines?: [string, string], rows?: string[][]}} Said as docs/stream.md has it */

export class Passes {
  /** @param {HTMLElement} root @param {AbortSignal} signal after which the theme is no longer followed */
  constructor(root, signal) {
    this.root = root;
    this.bind();
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
      for (const picture of this.pictures) picture?.repaint();
    }, { signal });
  }

  /** Find what there is to change; again, after the server has drawn the panel anew. */
  bind() {
    this.pictures = [...this.root.querySelectorAll('.arm')].map((arm) => Picture.in(arm, () => scaleColours(this.root)));
  }

  /** @param {Said} passes */
  draw({ mean, spread, say, lines, rows }) {
    const { root } = this;
    write(root.querySelector('[data-said]'), say);
    if (lines) ['.learned', '.band'].forEach((line, i) => set(root.querySelector(line), { d: lines[i] }));
    else if (rows) root.querySelectorAll('tbody tr').forEach((row, i) => [...row.children].forEach((cell, j) => write(cell, rows[i][j])));
    else {
      this.pictures[0]?.show(Float32Array.from(base64Bytes(mean), (byte) => (byte - 128) / 127));
      this.pictures[1]?.show(Float32Array.from(base64Bytes(spread), (byte) => byte / 255));
    }
  }
}
