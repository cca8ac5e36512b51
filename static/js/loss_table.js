// The loss chart's numbers as rows of a table; the same rows as app/web/loss_chart.py.

import { finite, pointSteps } from './loss_axes.js';
import { lossText, percentText } from './numbers.js';

/** @typedef {import('./loss_chart.js').Curve} Curve @typedef {import('./loss_chart.js').ArmCurve} ArmCurve */

const TABLE_ROWS = 15;

/** About fifteen rows, the last point among them. @param {Curve} curve */
export function tableRows(curve) {
  const count = finite(curve.twin.test).length;
  const every = Math.max(1, Math.ceil((count - 1) / TABLE_ROWS));
  return pointSteps(curve, count).flatMap((step, i) => {
    if (i % every && i !== count - 1) return [];
    const row = document.createElement('tr');
    const head = row.appendChild(document.createElement('th'));
    head.scope = 'row';
    head.textContent = String(step);
    for (const text of [...cells(curve.dropout, i), ...cells(curve.twin, i)]) row.insertCell().textContent = text;
    return [row];
  });
}

/** @param {ArmCurve} curve @param {number} i */
function cells(curve, i) {
  const [train, clean, test, accuracy] = [curve.train[i], curve.clean[i], curve.test[i], curve.accuracy[i]];
  const gap = clean == null || test == null ? null : test - clean;
  return [...[train, clean, test, gap].map(lossText), ...(accuracy == null ? [] : [percentText(accuracy)])];
}
