// All numbers of the step on screen: htmx asks for them while they are open, and again when another step stays there.

/** @type {any} */
const htmx = /** @type {any} */ (window).htmx;

/** @param {HTMLDetailsElement} root #numbers @param {() => string} address of the tables of what is on screen
 * @param {AbortSignal} signal @returns {() => void} to be called when another step may be there */
export function tables(root, address, signal) {
  const body = root.querySelector('.numbers-body');
  const refresh = () => {
    if (root.open) htmx.ajax('GET', address(), { source: body, target: body }).catch(() => {}); // the figures say that the server is gone
  };
  root.addEventListener('toggle', refresh, { signal });
  return refresh;
}
