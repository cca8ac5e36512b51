// Keys of the sub-steps.

import { listenKeys } from '../site/keys.js';

/** @param {(link: HTMLAnchorElement) => unknown} follow */
export function listenSteps(follow) {
  /** Where there is such a link. @param {string} name @returns {() => unknown} */
  const press = (name) => () => {
    const link = /** @type {HTMLAnchorElement | null} */ (document.querySelector(`${name}[href]`));
    return link !== null && follow(link);
  };
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
