// The measured sections below the figure: fetched again once the hand rests, where what they measure has changed.

import { alike, pointLinks } from './address.js';
import { ask } from './answer.js';
import { noteAsked, typedSince } from './kept.js';
import { patience, tell, tellFound } from './telling.js';
import { fromRoot } from '../site/root.js';
import { handIsFree } from '../site/hand.js';
import { morph } from '../site/morph.js';
import { say } from '../site/texts.js';

const MEASURE_AFTER = 250; // milliseconds in which the hand rests

const figure = () => /** @type {HTMLElement} */ (document.getElementById('figure'));
const labs = () => /** @type {HTMLElement} */ (document.getElementById('labs'));
/** Whether the laboratory's form has asked for another number of masks: its answer comes first. */
const asking = () => labs().matches('.htmx-request') || labs().querySelector('.htmx-request') !== null;

/** @type {number | undefined} */
let measuring;
let busy = false;

/** Measure soon. */
export function measureSoon() {
  clearTimeout(measuring);
  measuring = setTimeout(measure, MEASURE_AFTER);
}

/** One request at a time; what has changed meanwhile is measured next. */
async function measure() {
  const key = figure().dataset.labs ?? '';
  if (busy || asking()) return;
  if (alike(key, labs().dataset.labs ?? '')) return tellFound('labs');
  busy = true;
  const again = await fetchInto(fromRoot(`layer/labs?${figure().dataset.query}`)).finally(() => (busy = false));
  if (again || !alike(key, figure().dataset.labs ?? '')) measureSoon();
}

/** Whether to ask again. @param {string} address */
async function fetchInto(address) {
  noteAsked(labs());
  const { page, why, seconds } = await ask('labs', address);
  await handIsFree(true);
  if (asking()) return false;
  if (page) {
    tellFound('labs');
    morph(labs(), document.adoptNode(/** @type {HTMLElement} */ (page.getElementById('labs'))), typedSince(labs()));
    pointLinks();
    return false;
  }
  if (seconds) return patience('labs', document.activeElement, why, seconds);
  tell('labs', document.activeElement, why, { [say('again')]: measureSoon });
  return false;
}

document.addEventListener('htmx:afterRequest', measureSoon);
