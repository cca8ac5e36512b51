// Links side by side, as the neurons that a hand takes away: one stop in the tab order, with arrow keys inside.

const PICKER = '[data-picker]';
const LEVEL = 4; // px within which links stand in one row

/** @param {ParentNode} root @param {AbortSignal} signal */
export function listenPickers(root, signal) {
  for (const picker of root.querySelectorAll(PICKER)) {
    const all = links(picker);
    const stop = all.findIndex((link) => link === document.activeElement || link.getAttribute('tabindex') === '0');
    oneStop(all, Math.max(0, stop));
  }
  const element = /** @type {HTMLElement} */ (root);
  element.addEventListener('focusin', ({ target }) => {
    const all = links(/** @type {Element} */ (target).closest(PICKER));
    const at = all.indexOf(/** @type {HTMLElement} */ (target));
    if (at >= 0) oneStop(all, at);
  }, { signal });
  element.addEventListener('keydown', (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const all = links(target.closest(PICKER));
    const next = all.length ? beside(all, target, event.key) : undefined;
    if (!next) return;
    event.preventDefault(); // the page's own arrow keys step through the run
    next.focus();
  }, { signal });
}

/** @param {Element | null} picker @returns {HTMLElement[]} */
function links(picker) {
  return picker ? [...picker.querySelectorAll('a')] : [];
}

/** @param {HTMLElement[]} all @param {number} at */
function oneStop(all, at) {
  all.forEach((link, i) => { link.tabIndex = i === at ? 0 : -1; });
}

/** The link that an arrow key leads to: the one before or after, or the nearest of the next row; itself where there is none.
 * @param {HTMLElement[]} all @param {HTMLElement} from @param {string} key */
function beside(all, from, key) {
  const along = { ArrowLeft: -1, ArrowRight: 1 }[key];
  if (along) return all[all.indexOf(from) + along] ?? from;
  const down = { ArrowUp: -1, ArrowDown: 1 }[key];
  if (!down) return undefined;
  const here = from.getBoundingClientRect();
  let best = from;
  let least = Infinity;
  for (const link of all) {
    const box = link.getBoundingClientRect();
    const [across, below] = [Math.abs(box.left - here.left), (box.top - here.top) * down];
    const far = below * 1000 + across; // the nearest row first
    if (below > LEVEL && far < least) [best, least] = [link, far];
  }
  return best;
}
