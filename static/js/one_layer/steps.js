// Keys of the sub-steps.

import { listenKeys } from '../site/keys.js';

/** @param {(link: HTMLAnchorElement) => void} follow */
export function listenSteps(follow) {
  const press = (/** @type {string} */ link) => () => follow(/** @type {HTMLAnchorElement} */ (document.querySelector(link)));
  /** Elsewhere they lead to the ends of the page. @param {string} link @returns {(target: HTMLElement) => unknown} */
  const inFigure = (link) => (target) => target.matches('#figure :not(.cell *)') && press(link)();
  listenKeys({
    ArrowRight: press('#to-on'),
    ArrowLeft: press('#to-back'),
    Home: inFigure('.steps li:first-child a'),
    End: inFigure('.steps li:last-child a'),
    n: press('#to-coins'),
  });
}
