// The figure as the server draws it: what the hand changes goes there as changes of the figure on screen, in the order
// of the hand. One request at a time; what is changed meanwhile is asked for next. None is lost, however fast the hand.

import { setParameter, setSince } from './address.js';
import { ask } from './answer.js';
import { held, wrongFields } from './fields.js';
import { patience, tell, tellFound, waiting } from './telling.js';
import { fromRoot } from '../site/root.js';
import { handIsFree } from '../site/hand.js';
import { morph } from '../site/morph.js';
import { say } from '../site/texts.js';

/** @typedef {[string, string]} Change a name and its value, as mode, eval; or what it becomes next, as seed, next */

const RELATIVE = ['next', 'back', 'other']; // twice is not once

/** Not yet in the figure on screen. @type {Change[]} */
let changes = [];
/** How many of them, the first, are on their way. */
let asked = 0;
/** Where the hand was. @type {Element | null} */
let near = null;
/** @type {Promise<void> | null} */
let working = null;

const figure = () => /** @type {HTMLElement} */ (document.getElementById('figure'));

/**
 * @param {Change[]} made @param {Element | null} at the control
 * @param {() => void} placed called when another figure is on screen
 */
export function change(made, at, placed) {
  for (const one of made) {
    const last = changes.length > asked ? changes[changes.length - 1] : undefined;
    if (last?.[0] === one[0] && !RELATIVE.includes(one[1])) changes.pop();
    changes.push(one);
  }
  near = at;
  if (changes.length) working ??= work(placed).finally(() => (working = null));
}

/** What was last said of a name and is not yet on screen. @param {string} name */
export function pending(name) {
  return changes.findLast((one) => one[0] === name)?.[1];
}

/** Resolves when the figure is what was asked for, or it is said that it is not. */
export async function settled() {
  await working;
}

/** @param {() => void} placed */
async function work(placed) {
  while (changes.length) {
    await handIsFree(true);
    const sent = changes.slice();
    asked = sent.length;
    const was = figure().dataset.query ?? '';
    const wrong = wrongFields().filter(([name]) => !sent.some((one) => one[0] === name));
    const wait = waiting('figure', () => near);
    const answer = await ask('figure', fromRoot(`layer?${new URLSearchParams([['was', was], ...wrong, ...sent])}`), wait.signal);
    wait.end();
    asked = 0;
    await handIsFree(true);
    if (answer.page) {
      changes = changes.slice(sent.length);
      tellFound('figure');
      put(answer.page, answer.link, was, new Map([...wrong, ...sent]));
      placed();
    } else if (!answer.seconds) {
      const lost = leave();
      if (!answer.left) tell('figure', near, answer.why, { [say('again')]: () => change(lost, near, placed) });
    } else if (!(await patience('figure', near, answer.why, answer.seconds))) leave();
  }
}

/** The controls go back to what holds. Returns what does not. */
function leave() {
  const lost = changes;
  changes = [];
  for (const [name] of lost) {
    const field = document.getElementById(name);
    if (field instanceof HTMLInputElement) field.value = field.defaultValue;
  }
  return lost;
}

/** @param {Document} page @param {string | null} link @param {string} was @param {Map<string, string>} said by the hand */
function put(page, link, was, said) {
  const fresh = /** @type {HTMLElement} */ (page.getElementById('figure'));
  const since = setSince(was);
  morph(figure(), document.adoptNode(fresh), (element) => held(element, said));
  if (link) history.replaceState(history.state, '', link);
  for (const [name, value] of since) {
    if (name !== 'cell' || figure().querySelector(`[data-at="${value}"]`)) setParameter(name, value);
  }
}
