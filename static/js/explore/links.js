// Keeps the addresses on the page true while its script moves on from what the server rendered.

import { address, inLink } from '../play/stream.js';
import { fromRoot } from '../site/root.js';

/** @typedef {import('../play/player.js').Player} Player */

/** An address of the step on screen. @param {Player} player @param {string} path below the site's own @param {Record<string, unknown>} wishes */
export function addressOf({ query, step, sample }, path, wishes) {
  return `${fromRoot(path)}?${address(query, { step, sample: sample || null, ...wishes })}`;
}

/** Where what is on screen can be found again. @param {Player} player @param {Record<string, unknown>} wishes @param {string} path of the page */
export function link(player, wishes, path) {
  return addressOf(player, path, { rate: player.rate === '20' ? null : player.rate, ...wishes });
}

/** Point links to the step on screen: [data-link] is a path, or "" for this page's own, its data-with more view parameters;
 * others keep their run.
 * @param {ParentNode} root @param {Player} player @param {Record<string, unknown>} wishes of the page, as apart: '1' @param {string} page its path */
export function pointLinks(root, player, { view: _view, ...wishes }, page) {
  for (const element of root.querySelectorAll('[data-link]')) {
    const { link: path = '', with: more } = /** @type {HTMLElement} */ (element).dataset;
    const own = Object.fromEntries(new URLSearchParams(more ?? ''));
    point(element, path === '' ? addressOf(player, page, { ...wishes, ...own }) : addressOf(player, path, own));
  }
  for (const element of root.querySelectorAll('a[id][href*="step="]:not([data-link])')) {
    const href = element.getAttribute('href') ?? '';
    const sample = inLink('sample', player.sample);
    point(element, href.replace(/\bstep=\d+/, `step=${player.step}`).replace(/\bsample=\d+/, `sample=${sample}`));
  }
}

/** @param {Element} element @param {string} href */
function point(element, href) {
  if (element.getAttribute('href') !== href) element.setAttribute('href', href);
}
