// The builder: each change is shown at once. What is typed stays as it is typed; the server draws the rest anew.

import { Changes } from '../site/changes.js';
import { copyField } from '../site/copy_link.js';
import { fromRoot } from '../site/root.js';
import { morph } from '../site/morph.js';

const main = /** @type {HTMLElement} */ (document.getElementById('share'));
const form = /** @type {HTMLFormElement} */ (document.getElementById('choices'));
const site = new URL(fromRoot(''), location.href).href; // which a server behind a proxy may not know

const changes = new Changes('share', {
  wish: () => ({
    address: `${fromRoot('share')}?${new URLSearchParams(fields())}`,
    put: (page) => put(/** @type {HTMLElement} */ (page.getElementById('share'))),
  }),
  back: () => undefined,
});

if (main.dataset.site && main.dataset.site !== site) changes.add(['site'], null);

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const { submitter } = event;
  if (submitter instanceof HTMLButtonElement && submitter.name) choose(submitter);
  else if (document.activeElement instanceof HTMLInputElement) change(document.activeElement);
});
main.addEventListener('change', ({ target }) => change(/** @type {HTMLInputElement} */ (target)));
main.addEventListener('click', (event) => {
  copyField(event);
  if (/** @type {Element} */ (event.target).closest('[data-act=use-height]')) useHeight();
});
window.addEventListener('message', ({ source, data }) => {
  const { contentWindow } = preview() ?? {};
  if (source === contentWindow && data?.dropoutExplorer === 1 && data.type === 'height') measured(data.height);
});
askHeight();

/** @returns {[string, string][]} */
function fields() {
  return /** @type {[string, string][]} */ ([...new FormData(form)]);
}

/** @param {HTMLInputElement | HTMLSelectElement} field */
function change(field) {
  if (!field.name || field.form !== form) return;
  changes.add([`${field.name}:${field.value}${'checked' in field ? field.checked : ''}`], field);
}

/** Another platform. @param {HTMLButtonElement} button */
function choose(button) {
  /** @type {HTMLInputElement} */ (form.querySelector('input[name=to]')).value = button.value;
  changes.add([`to:${button.value}`], button);
}

/** @param {HTMLElement} fresh */
function put(fresh) {
  const frame = preview();
  const other = fresh.querySelector('#preview')?.getAttribute('src') !== frame?.getAttribute('src');
  morph(main, fresh, typing, (part) => part === frame && other); // another frame, or going back would lead through all of them
  history.replaceState(history.state, '', main.dataset.address);
  askHeight();
}

/** Whether a hand is at work in a field. @param {Element} element */
function typing(element) {
  return element instanceof HTMLInputElement && element.type === 'text' && element === document.activeElement && element.value !== element.defaultValue;
}

/** @returns {HTMLIFrameElement | null} */
function preview() {
  return /** @type {HTMLIFrameElement | null} */ (document.getElementById('preview'));
}

/** The preview says how high it is, where it is there already. */
function askHeight() {
  const frame = preview();
  measured(0);
  frame?.contentWindow?.postMessage({ dropoutExplorer: 1, type: 'ask' }, '*');
}

/** How high the figure is, where that is another height than the frame's. @param {number} height */
function measured(height) {
  const note = /** @type {HTMLElement} */ (document.querySelector('[data-measured]'));
  note.hidden = !height || String(height) === preview()?.getAttribute('height');
  /** @type {HTMLElement} */ (note.querySelector('span')).textContent = String(height);
}

function useHeight() {
  const field = /** @type {HTMLInputElement} */ (document.getElementById('height'));
  field.value = document.querySelector('[data-measured] span')?.textContent ?? '';
  change(field);
}
