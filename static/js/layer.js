// The one-layer page. Every number comes from the server; here are hands: pointing, keys, the slider, and the link.

import { alike, setParameter } from './layer_address.js';
import { listenCells } from './layer_cells.js';
import { showFigure } from './layer_figure.js';
import { listenSteps } from './layer_steps.js';

/** @type {any} */
const htmx = /** @type {any} */ (window).htmx;
const MEASURE_AFTER = 250; // milliseconds in which the hand rests
const SAY_AFTER = 500;

const form = /** @type {HTMLFormElement} */ (document.getElementById('layer'));
const slider = /** @type {HTMLInputElement} */ (document.getElementById('p'));
const shown = /** @type {HTMLOutputElement} */ (document.getElementById('p-text'));
const figure = () => /** @type {HTMLElement} */ (document.getElementById('figure'));

const cells = listenCells(form, settle);
const arrived = listenSteps(follow);

/** The p that was asked for and is not yet on screen. */
let asked = '';

form.addEventListener('input', (event) => {
  if (event.target !== slider) return;
  shown.value = asked = slider.value;
  send();
});
form.addEventListener('change', (event) => event.target !== slider && send());
form.addEventListener('submit', (event) => {
  event.preventDefault();
  send();
});

document.addEventListener('click', (event) => {
  const link = /** @type {HTMLElement} */ (event.target).closest('#figure a:not(td a), #to-other');
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  follow(/** @type {HTMLAnchorElement} */ (link));
});

/** What the form says, in place. */
function send() {
  showFigure(() => {
    const fields = /** @type {any} */ (new FormData(form));
    return `/layer?${new URLSearchParams(fields)}`;
  }, placed);
}

/** What a link leads to, in place. @param {HTMLAnchorElement} link */
function follow(link) {
  const address = (link.getAttribute('href') ?? '').split('#')[0];
  showFigure(() => address, placed);
}

/** Another figure is on screen. */
function placed() {
  showP();
  cells.renew();
  arrived();
  settle();
}

/** The slider where the link says, unless a hand is further on: following a link can move p too. */
function showP() {
  const p = figure().dataset.p ?? '';
  if (asked && Number(asked) !== Number(p)) return;
  asked = '';
  if (Number(slider.value) !== Number(p)) slider.value = p;
  shown.value = p;
}

/** @type {number | undefined} */
let measuring;
/** @type {number | undefined} */
let saying;

/** Once the hand rests, the measured sections follow, and the sentence is said to those who cannot see it. */
function settle() {
  clearTimeout(measuring);
  clearTimeout(saying);
  measuring = setTimeout(measure, MEASURE_AFTER);
  saying = setTimeout(() => {
    const sentence = document.getElementById('sentence')?.textContent ?? '';
    const said = /** @type {HTMLElement} */ (document.getElementById('said'));
    if (said.textContent !== sentence) said.textContent = sentence;
  }, SAY_AFTER);
}

let isMeasuring = false;

/** Fetch the measured sections, one request at a time; what has changed meanwhile is measured next. */
async function measure() {
  const key = figure().dataset.labs ?? '';
  if (isMeasuring || alike(key, document.getElementById('labs')?.dataset.labs ?? '')) return;
  isMeasuring = true;
  try {
    await htmx.ajax('GET', `/layer/labs?${key}`, { target: '#labs', swap: 'outerHTML' });
  } finally {
    isMeasuring = false;
  }
  if (!alike(key, figure().dataset.labs ?? '')) measure();
}

document.addEventListener('htmx:afterSwap', (event) => {
  if (/** @type {CustomEvent} */ (event).detail.target?.id !== 'labs') return;
  setParameter('k', new URLSearchParams(document.getElementById('labs')?.dataset.query).get('k'));
});

document.querySelector('[data-copy-link]')?.addEventListener('click', async (event) => {
  const button = /** @type {HTMLElement} */ (event.currentTarget);
  await navigator.clipboard.writeText(location.href);
  const words = button.textContent;
  button.textContent = 'Copied';
  setTimeout(() => (button.textContent = words), 1500);
});
