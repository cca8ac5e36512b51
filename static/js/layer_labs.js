// The measured sections below the figure: fetched again once the hand rests, where what they measure has changed.

import { alike, setParameter, tell } from './layer_address.js';
import { ask, tellFound, tellMissing } from './layer_answer.js';
import { keepWork } from './layer_focus.js';
import { released } from './layer_press.js';

/** @type {any} */
const htmx = /** @type {any} */ (window).htmx;
const MEASURE_AFTER = 250; // milliseconds in which the hand rests

const figure = () => /** @type {HTMLElement} */ (document.getElementById('figure'));
const labs = () => /** @type {HTMLElement} */ (document.getElementById('labs'));
/** Whether the laboratory's form has asked for another number of masks: its answer must find the form in place. */
const asking = () => labs().querySelector('.htmx-request') !== null;

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
  try {
    await fetchInto(`/layer/labs?${figure().dataset.query}`);
  } finally {
    busy = false;
  }
  if (!alike(key, figure().dataset.labs ?? '')) measureSoon();
}

/** @param {string} address */
async function fetchInto(address) {
  const { page, why } = await ask('labs', address);
  await released();
  if (asking()) return;
  if (!page) return tellMissing('labs', why);
  tellFound('labs');
  const fresh = /** @type {HTMLElement} */ (page.getElementById('labs'));
  const restore = keepWork(labs(), new URLSearchParams());
  labs().replaceWith(document.adoptNode(fresh));
  htmx.process(labs());
  restore();
  tell();
}

// The form of the laboratory is htmx's: another number of masks is part of the page's address.
document.addEventListener('htmx:afterSwap', (event) => {
  if (/** @type {CustomEvent} */ (event).detail.target?.id !== 'labs') return tell();
  setParameter('k', new URLSearchParams(labs().dataset.query).get('k'));
});
document.addEventListener('htmx:afterRequest', measureSoon);
