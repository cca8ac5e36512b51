// The sentence, the network and the formulas of a cell that is pointed at. The newest question wins.

import { released } from './layer_press.js';

/** @type {Map<string, string>} */
const known = new Map();
const KNOWN_MAX = 200;
let newest = 0;

/** Put a cell's reading in place. @param {string} query of the whole link, its cell included */
export async function read(query) {
  const asked = ++newest;
  let html = known.get(query);
  if (html === undefined) {
    const answer = await fetch(`/layer/cell?${query}`, { headers: { 'HX-Request': 'true' } });
    if (!answer.ok) return;
    html = await answer.text();
    if (known.size >= KNOWN_MAX) known.clear();
    known.set(query, html);
  }
  await released();
  if (asked !== newest) return;
  const found = new DOMParser().parseFromString(html, 'text/html');
  for (const part of found.querySelectorAll('body > [id]')) document.getElementById(part.id)?.replaceWith(document.importNode(part, true));
}

/** An answer that is still on its way is no longer wanted. */
export function stopReading() {
  newest += 1;
}
