// Where the gaps stand beside the cursor of the loss chart; the same as app/web/loss_chart.py. No DOM.

import * as axes from './loss_axes.js';
import { lossText } from './numbers.js';

const EDGE = 56, APART = 12;

/**
 * How far test and clean training loss lie apart, for each arm: a bar from the one to the other, and its label.
 * @param {import('./loss_chart.js').Curve} curve @param {number} now the point at the cursor
 * @param {number} cursor @param {number} top
 */
export function gapsAt(curve, now, cursor, top) {
  const nearStart = cursor < axes.LEFT + EDGE, nearEnd = cursor > axes.RIGHT - EDGE, inner = nearStart || nearEnd;
  const gaps = (/** @type {const} */ (['dropout', 'twin'])).flatMap((arm) => {
    const clean = curve[arm].clean[now], test = curve[arm].test[now];
    if (clean == null || test == null) return [];
    const side = nearStart ? 1 : nearEnd ? -1 : arm === 'dropout' ? -1 : 1;
    const x = cursor + side * (arm === 'twin' && inner ? 9 : 4);
    const [y1, y2] = [axes.yOf(clean, top), axes.yOf(test, top)];
    const y = Math.min(Math.max((y1 + y2) / 2 + 3.5, axes.TOP + 8), axes.BOTTOM - 4);
    const anchor = side > 0 ? 'start' : 'end';
    return [{ arm, x, y1, y2, labelX: cursor + side * (inner ? 14 : 9), y, anchor, text: `gap ${lossText(test - clean)}` }];
  });
  if (gaps.length === 2 && gaps[0].anchor === gaps[1].anchor) {
    const [upper, lower] = [...gaps].sort((a, b) => a.y - b.y);
    lower.y = Math.min(Math.max(lower.y, upper.y + APART), axes.BOTTOM - 4);
    upper.y = Math.min(upper.y, lower.y - APART);
  }
  return gaps;
}
