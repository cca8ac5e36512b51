// The address bar: what is on screen can be found again there.

import { ifAllowed } from '../site/history.js';

const ONE_HAND = 1500; // ms in which several changes are one entry of the history
const RHYTHM = 1000; // ms between two addresses while it plays

/** Whether someone went to another entry of the history while the page was loaded, before a script could hear of it. */
export function wentOn() {
  const [loaded] = performance.getEntriesByType('navigation');
  if (!loaded || !history.state) return false; // no script has made this entry
  const { pathname, search } = new URL(loaded.name);
  return pathname + search !== location.pathname + location.search;
}

export class PageAddress {
  #pushedAt = -Infinity;
  #keptAt = performance.now();

  /** @param {() => string} address of what is on screen */
  constructor(address) {
    this.address = address;
  }

  /** The same run, seen otherwise. */
  replace() {
    this.#keptAt = performance.now();
    ifAllowed(() => history.replaceState(history.state, '', this.address()));
  }

  /** Another run: one can go back to the one before, though not to every value that a hand came by. */
  push() {
    const now = performance.now();
    const going = now - this.#pushedAt < ONE_HAND;
    this.#pushedAt = now;
    if (going) {
      this.replace();
      return;
    }
    ifAllowed(() => {
      history.replaceState({ htmx: true }, '', location.href);
      history.pushState({ htmx: true }, '', this.address()); // htmx loads the page again when someone goes back to it
    });
  }

  /** While it plays, so that a page loaded again is where it was. */
  keep() {
    if (performance.now() - this.#keptAt > RHYTHM) this.replace();
  }
}
