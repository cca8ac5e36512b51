// The forms below the figure are htmx's. What it puts in place becomes what is there, element by element, so that
// nothing that was typed, focused or pressed meanwhile is lost; and where no answer comes, that is said.

import { setParameter, pointLinks } from './address.js';
import { patienceFor, reason } from './answer.js';
import { patience, tell, tellFound } from './telling.js';
import { morph } from '../site/morph.js';
import { say } from '../site/texts.js';

/** @type {any} */
const htmx = /** @type {any} */ (window).htmx;

/** What the fields of a part said when it was last asked for, by id. @type {WeakMap<Element, Map<string, string>>} */
const said = new WeakMap();

/** @param {Element} root */
const inputs = (root) => /** @type {NodeListOf<HTMLInputElement>} */ (root.querySelectorAll('input:not([type="hidden"])'));

/** @param {Element} at @returns {import('./telling.js').Part} */
const partOf = (at) => (at.closest('#labs') ? 'labs' : 'task');

htmx.defineExtension('kept', {
  isInlineSwap: (/** @type {string} */ style) => style === 'kept',
  /** @param {string} style @param {Element} target @param {DocumentFragment} fragment */
  handleSwap(style, target, fragment) {
    const fresh = style === 'kept' && fragment.querySelector(`#${target.id}`);
    if (!fresh) return false;
    morph(target, fresh, typedSince(target));
    return [target];
  },
});

/**
 * Which fields have been typed in since a part was asked for. They stay as they are.
 * @param {Element} root @returns {(element: Element) => boolean}
 */
export function typedSince(root) {
  const before = said.get(root);
  return (element) => element instanceof HTMLInputElement && element.type !== 'hidden' && before?.get(element.id) !== element.value;
}

/** Remember what the fields of a part say: it is asked for now. @param {Element} root */
export function noteAsked(root) {
  said.set(root, new Map([...inputs(root)].map(({ id, value }) => [id, value])));
}

/** @typedef {CustomEvent<{elt: HTMLElement, target: HTMLElement, xhr: XMLHttpRequest}>} Event */

document.addEventListener('htmx:beforeRequest', (event) => noteAsked(/** @type {Event} */ (event).detail.target));
document.addEventListener('htmx:afterSwap', (event) => {
  const { target } = /** @type {Event} */ (event).detail;
  tellFound(partOf(target));
  if (target.id === 'labs') setParameter('k', new URLSearchParams(target.dataset.query).get('k'));
  pointLinks();
});
for (const name of ['htmx:responseError', 'htmx:sendError', 'htmx:timeout', 'htmx:swapError']) {
  document.addEventListener(name, (event) => missing(/** @type {Event} */ (event).detail));
}

/** @param {Event['detail']} detail */
async function missing({ elt, xhr }) {
  const again = () => (elt instanceof HTMLFormElement ? htmx.trigger(elt, 'submit') : elt.click());
  const near = elt.querySelector('button') ?? elt;
  const why = reason(xhr.status, xhr.getResponseHeader('content-type'), xhr.responseText);
  const seconds = patienceFor(xhr.status, xhr.getResponseHeader('Retry-After'));
  if (!seconds) tell(partOf(elt), near, why, { [say('again')]: again });
  else if (await patience(partOf(elt), near, why, seconds)) again();
}
