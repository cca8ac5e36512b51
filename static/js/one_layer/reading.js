// The sentence, the network and the formulas of a cell that is pointed at. The newest question wins.

import { ask } from './answer.js';
import { patience, tell, tellFound } from './telling.js';
import { fromRoot } from '../site/root.js';
import { handIsFree } from '../site/hand.js';
import { morph } from '../site/morph.js';
import { say } from '../site/texts.js';

/** @type {Map<string, import('./answer.js').Answer>} */
const known = new Map();
const KNOWN_MAX = 200;
let newest = 0;

/** Put a cell's reading in place. @param {string} query of the whole link, its cell included @param {Element | null} near the cell */
export async function read(query, near) {
  const asked = ++newest;
  const answer = known.get(query) ?? (await ask('sentence', fromRoot(`layer/cell?${query}`)));
  const { page, why, seconds } = answer;
  if (page) keep(query, answer);
  await handIsFree(true);
  if (asked !== newest) return;
  if (page) return put(page);
  const again = () => void read(query, near);
  if (!seconds) tell('sentence', near, why, { [say('again')]: again });
  else if ((await patience('sentence', near, why, seconds)) && asked === newest) again();
}

/** @param {Document} page which stays as it is, for the next time */
function put(page) {
  tellFound('sentence');
  for (const part of page.querySelectorAll('body > [id]')) {
    const there = document.getElementById(part.id);
    if (there) morph(there, document.importNode(part, true), () => false);
  }
}

/** @param {string} query @param {import('./answer.js').Answer} answer */
function keep(query, answer) {
  if (known.size >= KNOWN_MAX && !known.has(query)) known.clear();
  known.set(query, answer);
}

/** An answer that is still on its way is no longer wanted. */
export function stopReading() {
  newest += 1;
}
