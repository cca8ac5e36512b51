// The one-layer page. Every number comes from the server; here are hands: pointing, keys, the slider, and the link.

import { tell } from './layer_address.js';
import { listenCells } from './layer_cells.js';
import { replacing, settled, showFigure } from './layer_figure.js';
import { measureSoon } from './layer_labs.js';
import { listenSteps } from './layer_steps.js';

const SAY_AFTER = 500; // milliseconds in which the hand rests

const form = /** @type {HTMLFormElement} */ (document.getElementById('layer'));
const slider = /** @type {HTMLInputElement} */ (document.getElementById('p-slider'));
const field = () => /** @type {HTMLInputElement} */ (document.getElementById('p'));
const figure = () => /** @type {HTMLElement} */ (document.getElementById('figure'));

const cells = listenCells(form, settle);
const arrived = listenSteps(follow);

form.addEventListener('input', (event) => {
  if (event.target !== slider) return;
  field().value = slider.value;
  send();
});
form.addEventListener('change', (event) => event.target !== slider && !replacing() && send());
// What was typed before an answer came, and was carried over to its figure, is no change to a browser.
form.addEventListener('focusout', ({ target }) => {
  if (target instanceof HTMLInputElement && target !== slider && target.value !== target.defaultValue && !replacing()) send();
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  send();
});

document.addEventListener('click', (event) => {
  const link = /** @type {HTMLElement} */ (event.target).closest('#figure a[data-change]:not(td a), #to-other');
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  follow(/** @type {HTMLAnchorElement} */ (link));
});

/** What the form says, in place. */
function send() {
  showFigure(form, placed);
}

/** What a link leads to, in place. @param {HTMLAnchorElement} link */
function follow(link) {
  showFigure(form, placed, link.dataset.change);
}

/** Another figure is on screen. */
function placed() {
  document.querySelector('.cell:focus-within .cell-error')?.scrollIntoView({ block: 'nearest' });
  if (Number.isFinite(Number(field().value))) slider.value = field().value;
  tell();
  cells.renew();
  arrived();
  settle();
}

/** @type {number | undefined} */
let saying;

/** Once the hand rests, the measured sections follow, and the sentence is said to those who cannot see it. */
function settle() {
  measureSoon();
  clearTimeout(saying);
  saying = setTimeout(() => {
    const sentence = document.getElementById('sentence')?.textContent ?? '';
    const said = /** @type {HTMLElement} */ (document.getElementById('said'));
    if (said.textContent !== sentence) said.textContent = sentence;
  }, SAY_AFTER);
}

document.querySelector('[data-copy-link]')?.addEventListener('click', async (event) => {
  const button = /** @type {HTMLElement} */ (event.currentTarget);
  await settled();
  await navigator.clipboard.writeText(location.href);
  const words = button.textContent;
  button.textContent = 'Copied';
  setTimeout(() => (button.textContent = words), 1500);
});
