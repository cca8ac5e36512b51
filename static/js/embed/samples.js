// Which sample of the batch is seen, with a button to the one before and the next: for a figure in which none can be chosen.

import { tell, write } from '../figures/svg.js';

export class Samples {
  /** @param {HTMLElement} root @param {import('../play/moment.js').Run} run */
  constructor(root, run) {
    this.root = root;
    this.sample = Number(root.dataset.sample);
    root.addEventListener('click', (event) => {
      const by = Number(/** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest('[data-by]'))?.dataset.by ?? 0);
      if (!by || event.ctrlKey || event.metaKey || event.shiftKey) return; // a link may be opened elsewhere
      event.preventDefault();
      tell(root, 'sample', { sample: (this.sample + by + run.batch) % run.batch });
    });
  }

  /** @param {number} sample */
  select(sample) {
    this.sample = sample;
    write(this.root.querySelector('[data-sample-now]'), String(sample + 1));
  }
}
