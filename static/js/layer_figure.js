// The figure as the server draws it for the form as it is: one request at a time, then the newest that is wanted.

import { setParameter, setSince } from './layer_address.js';
import { ask } from './layer_answer.js';
import { keepWork } from './layer_focus.js';
import { released } from './layer_press.js';

/**
 * @typedef {object} Hands
 * @property {(restore: () => void) => void} placed another figure is on screen; restore: give back focus and typing
 * @property {(why: string) => void} missed it did not come
 */

/** What links have asked for on top of what the form says, by name. @type {Map<string, string>} */
const changes = new Map();
let wanted = false;
let placing = false;
/** @type {Promise<void> | null} */
let working = null;

/**
 * Fetch the figure and put it in place. What was typed and not yet sent goes along.
 * @param {HTMLFormElement} form
 * @param {Hands} hands
 * @param {string} change what a link asks for, as mode=eval; nothing where only the form has changed
 */
export function showFigure(form, hands, change = '') {
  const [name, value] = change.split('=');
  if (name) changes.set(name, value);
  wanted = true;
  working ??= work(form, hands).finally(() => (working = null));
}

/** Whether a figure is being put in place: to a browser, a field that goes then has changed. */
export function replacing() {
  return placing;
}

/** Resolves when the figure is what was asked for. */
export async function settled() {
  await working;
}

/** @param {HTMLFormElement} form @param {Hands} hands */
async function work(form, hands) {
  while (wanted) {
    await released();
    wanted = false;
    const said = new URLSearchParams(/** @type {any} */ (new FormData(form)));
    const asked = new URLSearchParams(said);
    for (const [name, value] of changes) asked.set(name, value);
    changes.clear();
    const { page, link, why } = await ask('figure', `/layer?${asked}`);
    await released();
    if (page) put(page, link, said, hands);
    else hands.missed(why);
  }
}

/** @param {Document} page @param {string | null} link @param {URLSearchParams} said by the form @param {Hands} hands */
function put(page, link, said, hands) {
  const figure = /** @type {HTMLElement} */ (document.getElementById('figure'));
  const fresh = /** @type {HTMLElement} */ (page.getElementById('figure'));
  const restore = keepWork(figure, said);
  const since = setSince(said.get('was') ?? '');
  placing = true;
  figure.replaceWith(document.adoptNode(fresh));
  placing = false;
  if (link) history.replaceState(history.state, '', link);
  for (const [name, value] of since) {
    if (name !== 'cell' || fresh.querySelector(`[data-at="${value}"]`)) setParameter(name, value);
  }
  hands.placed(restore);
}
