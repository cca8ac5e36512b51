// What Monte-Carlo passes say: patches the pictures, the curve or the rows of templates/figures/monte_carlo.html.

import { base64Bytes } from '../play/moment.js';
import { Picture } from './picture.js';
import { set, write } from './svg.js';

export class Passes {
  /** @param {HTMLElement} root @param {AbortSignal} signal after which the theme is no longer followed */
  constructor(root, signal) {
    this.root = root;
    this.renewed();
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
      for (const picture of this.pictures) picture.repaint();
    }, { signal });
  }

  /** Find what there is to change; again, after the server has drawn the panel anew. */
  renewed() {
    this.pictures = Picture.of(this.root);
  }

  /** The data of a `passes` event (docs/stream.md). @param {any} passes */
  passes({ mean, spread, say, lines, rows }) {
    const { root } = this;
    write(root.querySelector('[data-said]'), say);
    if (lines) ['.learned', '.band'].forEach((line, i) => set(root.querySelector(line), { d: lines[i] }));
    else if (rows) root.querySelectorAll('tbody tr').forEach((row, i) => [...row.children].forEach((cell, j) => write(cell, rows[i][j])));
    else this.pictures.forEach((picture, i) => picture.show(i ? base64Bytes(spread).map((byte) => 128 + Math.round((127 * byte) / 255)) : base64Bytes(mean)));
  }
}
