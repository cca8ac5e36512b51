// What is on screen and its address say the same: one parameter changed in every link, in the form and in the address bar.

const LINKS = '#figure a[href^="/layer"], #labs a[href^="/layer?"]';

/**
 * A query with one parameter set, or taken out. Commas and colons stay as the server writes them.
 * @param {string} query @param {string} name @param {string | null} value
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

/** @param {string} name @param {string | null} value null where it is the default */
export function setParameter(name, value) {
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(LINKS))) {
    if (link.closest('[data-at]')) continue; // a cell's own link
    link.setAttribute('href', relink(link.getAttribute('href') ?? '', name, value));
  }
  const was = /** @type {HTMLInputElement} */ (document.getElementById('was'));
  was.value = changed(was.value, name, value);
  const figure = /** @type {HTMLElement} */ (document.getElementById('figure'));
  figure.dataset.query = was.value;
  if (name !== 'substep') figure.dataset.labs = changed(figure.dataset.labs ?? '', name, value);
  history.replaceState(history.state, '', relink(location.pathname + location.search + location.hash, name, value));
}

/** @param {string} address @param {string} name @param {string | null} value */
function relink(address, name, value) {
  const [rest, hash] = address.split('#');
  const [path, query = ''] = rest.split('?');
  const next = changed(query, name, value);
  return path + (next && `?${next}`) + (hash ? `#${hash}` : '');
}
