// The sentence, the network and the formulas of a cell that is pointed at. The newest question wins.

import { ask } from '../site/ask.js';
import { handIsFree } from '../site/hand.js';
import { morph } from '../site/morph.js';
import { fromRoot } from '../site/root.js';
import { again, tellFound } from '../site/telling.js';

let request = new AbortController();

/** Put a cell's reading in place. @param {string} query of the whole link, its cell included @param {Element | null} near the cell */
export async function read(query, near) {
  stopReading();
  const { signal } = (request = new AbortController());
  const answer = await ask(fromRoot(`layer/cell?${query}`), '#sentence', signal);
  await handIsFree(true);
  if (signal.aborted) return;
  if (answer.page) put(answer.page);
  else if ((await again('sentence', near, answer)) && !signal.aborted) read(query, near);
}

/** What was asked for is no longer wanted. */
export function stopReading() {
  request.abort();
  tellFound('sentence');
}

/** @param {Document} page */
function put(page) {
  for (const part of page.querySelectorAll('body > [id]')) {
    const there = document.getElementById(part.id);
    if (there) morph(there, part, () => false);
  }
}
