// Keeps the addresses on the page true while its script moves on from what the server rendered.

import { address } from './stream.js';

/** @typedef {import('./player.js').Player} Player */

/** An address of the step on screen. @param {Player} player @param {string} path @param {Record<string, unknown>} wishes */
export function addressOf({ query, step, sample }, path, wishes) {
  return `${path}?${address(query, { step, sample: sample || null, ...wishes })}`;
}

/** Where what is on screen can be found again. @param {Player} player @param {Record<string, unknown>} [wishes] */
export function link(player, wishes = {}) {
  return addressOf(player, '/', { rate: player.rate === '20' ? null : player.rate, ...wishes });
}

/** Point links to the step on screen: [data-link] is a path, its data-with more view parameters; others keep their run.
 * @param {ParentNode} root @param {Player} player */
export function pointLinks(root, player) {
  for (const element of root.querySelectorAll('[data-link]')) {
    const { link: path = '/', with: more } = /** @type {HTMLElement} */ (element).dataset;
    point(element, addressOf(player, path, Object.fromEntries(new URLSearchParams(more ?? ''))));
  }
  for (const element of root.querySelectorAll('a[id][href*="step="]:not([data-link])')) {
    const href = element.getAttribute('href') ?? '';
    point(element, href.replace(/\bstep=\d+/, `step=${player.step}`).replace(/\bsample=\d+/, `sample=${player.sample}`));
  }
}

/** After a branch: take the addresses of links that have an id from the server's page.
 * @param {ParentNode} root @param {string} href @param {AbortSignal} signal */
export async function renewLinks(root, href, signal) {
  const fresh = await fragment(href, signal);
  for (const element of root.querySelectorAll('a[id][href]:not([data-link])')) {
    const found = fresh?.getElementById(element.id)?.getAttribute('href');
    if (found) point(element, found);
  }
}

/** Put a figure of the server's page in the place of this one's content; false where there is none.
 * @param {HTMLElement} figure @param {string} href @param {AbortSignal} signal */
export async function renewFigure(figure, href, signal) {
  const fresh = (await fragment(href, signal))?.getElementById(figure.id);
  if (!fresh) return false;
  figure.className = fresh.className;
  figure.replaceChildren(...fresh.childNodes);
  /** @type {any} */ (window).htmx?.process(figure);
  return true;
}

/** Copy the link of what is on screen, where a click asks for it. @param {Event} event @param {Player | undefined} player */
export async function copyLink(event, player) {
  const button = /** @type {Element} */ (event.target).closest('[data-act=copy-link]');
  if (!button || !player) return;
  const said = button.textContent;
  try {
    await navigator.clipboard.writeText(new URL(link(player), location.href).href);
    button.textContent = 'Copied';
  } catch {
    history.replaceState(history.state, '', link(player)); // no clipboard without https: the address bar has it
    button.textContent = 'It is in the address bar';
  }
  setTimeout(() => (button.textContent = said), 1500);
}

/** @param {string} href @param {AbortSignal} signal */
async function fragment(href, signal) {
  const response = await fetch(href, { headers: { 'HX-Request': 'true' }, signal });
  return response.ok ? new DOMParser().parseFromString(await response.text(), 'text/html') : null;
}

/** @param {Element} element @param {string} href */
function point(element, href) {
  if ((element.getAttribute('href') ?? element.getAttribute('hx-get')) === href) return;
  for (const name of ['href', 'hx-get']) if (element.hasAttribute(name)) element.setAttribute(name, href);
  if (element.hasAttribute('hx-get')) /** @type {any} */ (window).htmx?.process(element); // it has noted the old address
}
