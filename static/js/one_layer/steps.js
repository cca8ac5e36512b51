// Keys of the sub-steps, wherever they are not a key of what has the focus.

/** The links that they press. @type {Record<string, string>} */
const KEYS = {
  ArrowRight: '#to-on',
  ArrowLeft: '#to-back',
  Home: '.steps li:first-child a',
  End: '.steps li:last-child a',
  n: '#to-coins',
};

const ENDS = ['Home', 'End']; // which elsewhere lead to the ends of the page

/** @param {(link: HTMLAnchorElement) => void} follow */
export function listenSteps(follow) {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.matches('input, textarea, select, .cell *') || scrolls(target)) return;
    if (!KEYS[event.key] || (ENDS.includes(event.key) && !target.closest('#figure'))) return;
    event.preventDefault();
    follow(/** @type {HTMLAnchorElement} */ (document.querySelector(KEYS[event.key])));
  });
}

/** @param {HTMLElement} target */
function scrolls(target) {
  return target.tabIndex === 0 && target.scrollWidth > target.clientWidth;
}
