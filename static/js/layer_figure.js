// The figure as the server draws it for the form as it is: one request at a time, then the newest that is wanted.

import { keepWork } from './layer_focus.js';
import { released } from './layer_press.js';

/** What links have asked for on top of what the form says, by name. @type {Map<string, string>} */
const changes = new Map();
let wanted = false;
let placing = false;
/** @type {Promise<void> | null} */
let working = null;

/**
 * Fetch the figure and put it in place. What was typed and not yet sent goes along.
 * @param {HTMLFormElement} form
 * @param {() => void} placed called when another figure is on screen
 * @param {string} change what a link asks for, as mode=eval; nothing where only the form has changed
 */
export function showFigure(form, placed, change = '') {
  const [name, value] = change.split('=');
  if (name) changes.set(name, value);
  wanted = true;
  working ??= work(form, placed).finally(() => (working = null));
}

/** Whether a figure is being put in place: to a browser, a field that goes then has changed. */
export function replacing() {
  return placing;
}

/** Resolves when the figure is what was asked for. */
export async function settled() {
  await working;
}

/** @param {HTMLFormElement} form @param {() => void} placed */
async function work(form, placed) {
  while (wanted) {
    await released();
    wanted = false;
    const said = new URLSearchParams(/** @type {any} */ (new FormData(form)));
    const asked = new URLSearchParams(said);
    for (const [name, value] of changes) asked.set(name, value);
    changes.clear();
    if (await fetchInto(asked, said)) placed();
  }
}

/** Whether another figure is in place. @param {URLSearchParams} asked @param {URLSearchParams} said by the form */
async function fetchInto(asked, said) {
  const answer = await fetch(`/layer?${asked}`, { headers: { 'HX-Request': 'true' } });
  if (!answer.ok && answer.status !== 422) return false;
  const html = await answer.text();
  const fresh = new DOMParser().parseFromString(html, 'text/html').getElementById('figure');
  if (!fresh) return false;
  await released();
  const figure = /** @type {HTMLElement} */ (document.getElementById('figure'));
  const restore = keepWork(figure, said);
  placing = true;
  figure.replaceWith(document.adoptNode(fresh));
  placing = false;
  restore();
  const link = answer.headers.get('HX-Replace-Url');
  if (link) history.replaceState(history.state, '', link);
  return true;
}
