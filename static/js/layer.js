// The one-layer page. Every number comes from the server; here are hands: pointing, keys, the slider, and the link.

import { tell } from './layer_address.js';
import { tellMissing } from './layer_answer.js';
import { listenCells } from './layer_cells.js';
import { replacing, settled, showFigure } from './layer_figure.js';
import { measureSoon } from './layer_labs.js';
import { saySentence } from './layer_saying.js';
import { listenSteps } from './layer_steps.js';
import { copyLink } from './copy_link.js';

const form = /** @type {HTMLFormElement} */ (document.getElementById('layer'));
const slider = /** @type {HTMLInputElement} */ (document.getElementById('p-slider'));
const field = () => /** @type {HTMLInputElement} */ (document.getElementById('p'));

const cells = listenCells(form, settle);
const steps = listenSteps(follow);
const hands = { placed, missed };

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
  showFigure(form, hands);
}

/** What a link leads to, in place. @param {HTMLAnchorElement} link */
function follow(link) {
  showFigure(form, hands, link.dataset.change);
}

/** Another figure is on screen. @param {() => void} restore what was being done in the last one */
function placed(restore) {
  tell();
  cells.renew();
  restore();
  document.querySelector('.cell:focus-within .cell-error')?.scrollIntoView({ block: 'nearest' });
  if (Number.isFinite(Number(field().value))) slider.value = field().value;
  steps.arrived();
  settle();
}

/** It did not come. @param {string} why */
function missed(why) {
  steps.missed();
  tellMissing('figure', why);
}

/** Once the hand rests, the measured sections follow, and the sentence is said to those who cannot see it. */
function settle() {
  measureSoon();
  saySentence();
}

document.addEventListener('click', (event) => copyLink(event, async () => {
  await settled();
  return location.href;
}));
