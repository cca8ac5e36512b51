// What is on screen and its address say the same: in every link, in every form, and wherever the page keeps it.

import { fromRoot } from '../site/root.js';

/**
 * A query with one parameter set. Commas and colons stay as the server writes them.
 * @param {string} query @param {string} name @param {string | null} value null where it is the default
 */
export function changed(query, name, value) {
  const parts = query.split('&').filter((part) => part && part.split('=')[0] !== name);
  if (value !== null) parts.push(`${name}=${value}`);
  return parts.join('&');
}

/** Whether two queries say the same, in whatever order. @param {string} a @param {string} b */
export function alike(a, b) {
  return a.split('&').sort().join('&') === b.split('&').sort().join('&');
}

/** The address of a layer on this page, which may say more beside it. @param {string} query */
export function addressOf(query) {
  const { page = '', beside = '' } = form().dataset;
  return fromRoot(`${page}?${[query, beside].filter(Boolean).join('&')}`);
}

/** Make every link and form on the page start from what the figure shows; `moved` tells whoever keeps its address. */
export function pointLinks() {
  const query = figure().dataset.query ?? '';
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll('a[data-change]'))) {
    link.setAttribute('href', addressOf(over(query, link.dataset.to ?? link.dataset.change ?? '')) + link.hash);
  }
  for (const was of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll('input[name="was"]'))) {
    was.value = query;
  }
  document.getElementById('figure-share')?.setAttribute('href', fromRoot(`share?${[query, 'figure=layer'].filter(Boolean).join('&')}`));
  form().dispatchEvent(new Event('moved'));
}

/** @param {string} name @param {string | null} value null where it is the default */
export function setParameter(name, value) {
  const { dataset } = figure();
  dataset.query = changed(dataset.query ?? '', name, value);
  dataset.labs = changed(dataset.labs ?? '', name, value);
  pointLinks();
}

/**
 * What has been set here since a figure was asked for: the one that comes does not know it.
 * @param {string} was the query then
 * @returns {[string, string | null][]} names and values, null where it is the default
 */
export function setSince(was) {
  const before = new URLSearchParams(was);
  const now = new URLSearchParams(figure().dataset.query);
  return ['cell', 'k'].filter((name) => now.get(name) !== before.get(name)).map((name) => [name, now.get(name)]);
}

/** @param {string} query @param {string} changes as task=y&y-turn=1 */
function over(query, changes) {
  let next = query;
  for (const change of changes.split('&')) {
    const [name, value] = change.split('=');
    next = changed(next, name, value);
  }
  return next;
}

function form() {
  return /** @type {HTMLFormElement} */ (document.getElementById('layer'));
}

function figure() {
  return /** @type {HTMLElement} */ (document.getElementById('figure'));
}
