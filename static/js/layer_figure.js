// The figure as the server draws it: one request at a time, then the newest that is wanted.

import { keepFocus } from './layer_focus.js';

/** @type {(() => string) | null} */
let wanted = null;
let busy = false;

/**
 * Fetch the figure and put it in place.
 * @param {() => string} address asked for when the request is made, so that it knows what has changed meanwhile
 * @param {() => void} placed
 */
export async function showFigure(address, placed) {
  wanted = address;
  if (busy) return;
  busy = true;
  try {
    while (wanted) {
      const next = wanted;
      wanted = null;
      await fetchInto(next());
      placed();
    }
  } finally {
    busy = false;
  }
}

/** @param {string} address */
async function fetchInto(address) {
  const answer = await fetch(address, { headers: { 'HX-Request': 'true' } });
  if (!answer.ok && answer.status !== 422) return;
  const html = await answer.text();
  const figure = /** @type {HTMLElement} */ (document.getElementById('figure'));
  const fresh = new DOMParser().parseFromString(html, 'text/html').getElementById('figure');
  if (!fresh) return;
  const restore = keepFocus(figure);
  figure.replaceWith(document.adoptNode(fresh));
  restore();
  const link = answer.headers.get('HX-Replace-Url');
  if (link) history.replaceState(history.state, '', link);
}
