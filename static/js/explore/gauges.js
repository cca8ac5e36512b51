// Learned p, in place of the sliders: where each stands moves while it trains.

import { set, write } from '../figures/svg.js';

/** @param {ParentNode} form @param {import('../play/moment.js').Moment} moment */
export function drawGauges(form, { rates, p, say }) {
  form.querySelectorAll('.gauge').forEach((gauge, i) => {
    set(gauge.querySelector('.level'), { width: (100 * rates[i]).toFixed(2) });
    if (say) write(gauge.querySelector('[data-learned]'), p[i]);
  });
}
