// What is below the figure, tasks and measurements, is htmx's. An answer becomes what is there, element by element, so
// that nothing that was typed, focused or pressed meanwhile is lost; and where none comes, that is said.

import { alike, pointLinks, setParameter } from './address.js';
import { held } from './fields.js';
import { answerOf } from '../site/ask.js';
import { handIsFree } from '../site/hand.js';
import { morph } from '../site/morph.js';
import { fromRoot } from '../site/root.js';
import { again, tellFound } from '../site/telling.js';

const MEASURE_AFTER = 250; // milliseconds in which the hand rests

/** @typedef {CustomEvent<{xhr: XMLHttpRequest, requestConfig: {elt: HTMLElement, target: HTMLElement, said: FormData}}>} Event said: by the form, when it was asked for */

/** @type {any} */
const htmx = /** @type {any} */ (window).htmx;
const figure = () => /** @type {HTMLElement} */ (document.getElementById('figure'));
const labs = () => /** @type {HTMLElement} */ (document.getElementById('labs'));

/** @type {number | undefined} */
let measuring;

/** Once the hand rests, measure again where what is measured has changed. */
export function measureSoon() {
  clearTimeout(measuring);
  measuring = setTimeout(measure, MEASURE_AFTER);
}

/** One request at a time, the form's for another number of masks too; what has changed meanwhile is measured next. */
function measure() {
  if (labs().matches('.htmx-request, :has(.htmx-request)')) return;
  if (alike(figure().dataset.labs ?? '', labs().dataset.labs ?? '')) tellFound('labs');
  else htmx.ajax('GET', fromRoot(`layer/labs?${figure().dataset.query}`), { source: labs(), target: labs() }).catch(() => {}); // `answered` tells it
}

/** @param {Event['detail']} detail */
async function answered({ xhr, requestConfig: { elt, target, said } }) {
  const part = target === labs() ? 'labs' : 'task';
  const answer = answerOf(`#${target.id}`, xhr.responseText, xhr.status, (name) => xhr.getResponseHeader(name));
  await handIsFree(true);
  tellFound(part);
  if (answer.page) {
    morph(target, /** @type {Element} */ (answer.page.getElementById(target.id)), (element) => held(element, said));
    htmx.process(target);
    if (part === 'labs') setParameter('k', new URLSearchParams(target.dataset.query).get('k'));
    pointLinks();
    measureSoon();
  } else if (await again(part, elt === labs() ? document.activeElement : elt.querySelector('button') ?? elt, answer)) {
    if (elt === labs()) measure();
    else if (elt instanceof HTMLFormElement) htmx.trigger(elt, 'submit');
    else elt.click();
  }
}

// Of a form in a sandbox that sends none nobody is told that it was to be sent.
document.addEventListener('click', (event) => {
  const button = /** @type {Element} */ (event.target).closest('form[hx-get] button');
  if (window.origin !== 'null' || !(button instanceof HTMLButtonElement)) return;
  event.preventDefault();
  htmx.trigger(button.form, 'submit');
});
document.addEventListener('htmx:beforeRequest', (event) => {
  const { requestConfig: asked } = /** @type {Event} */ (event).detail;
  asked.said = new FormData([asked.target, asked.elt].find((each) => each instanceof HTMLFormElement));
});
document.addEventListener('htmx:beforeSwap', (event) => {
  event.preventDefault();
  answered(/** @type {Event} */ (event).detail);
});
document.addEventListener('htmx:sendError', (event) => answered(/** @type {Event} */ (event).detail));
