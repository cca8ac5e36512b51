// Keys of the sub-steps, wherever they are not a key of what has the focus.

/** @type {Record<string, (at: number, last: number) => number>} */
const KEYS = {
  ArrowRight: (at, last) => Math.min(at + 1, last),
  ArrowLeft: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_, last) => last,
};

const ENDS = ['Home', 'End']; // which elsewhere lead to the ends of the page

/**
 * Listen, and return what is to be called when another sub-step is on screen, and when it did not come. Keys that
 * come faster than answers count from the sub-step that was asked for last.
 * @param {(link: HTMLAnchorElement) => void} follow
 */
export function listenSteps(follow) {
  /** @type {number | null} */
  let asked = null;
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.matches('input, textarea, select, .cell *') || scrolls(target)) return;
    const links = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll('.steps li a')]);
    const move = ENDS.includes(event.key) && !target.closest('#figure') ? undefined : KEYS[event.key];
    const coins = event.key === 'n' && document.getElementById('to-coins');
    if (!move && !coins) return;
    event.preventDefault();
    if (coins) return follow(/** @type {HTMLAnchorElement} */ (coins));
    const at = asked ?? links.findIndex((link) => link.hasAttribute('aria-current'));
    const next = move(at, links.length - 1);
    if (next === at) return;
    asked = next;
    follow(links[next]);
  });
  const arrived = () => {
    const links = [...document.querySelectorAll('.steps li a')];
    if (asked !== null && links[asked]?.hasAttribute('aria-current')) asked = null;
  };
  const missed = () => void (asked = null);
  return { arrived, missed };
}

/** @param {HTMLElement} target */
function scrolls(target) {
  return target.tabIndex === 0 && target.scrollWidth > target.clientWidth;
}
