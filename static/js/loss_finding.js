// What the loss chart shows at a point, in words; the same as app/web/loss_chart.py. No DOM.

import { pointSteps } from './loss_axes.js';
import { lossText } from './numbers.js';

/** @param {import('./loss_chart.js').Curve} curve @param {number} now the point at the cursor */
export function finding(curve, now) {
  if (now < 0) return 'Loss over the steps of the run; no step is trained yet.';
  const said = (/** @type {const} */ ([['with dropout', 'dropout'], ['without', 'twin']])).map(([name, arm]) => {
    const { clean, test } = curve[arm];
    return `${name}, clean training loss ${lossText(clean[now])}, test loss ${lossText(test[now])}`;
  });
  const best = lossText(curve.twin.best?.[now]);
  return `At step ${pointSteps(curve, now + 1)[now]}: ${said.join('; ')}. The twin's best test loss so far is ${best}.`;
}
