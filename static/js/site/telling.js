// What did not come, or not yet: a message where the hand is, with what still holds and what can be done.

import { say } from './texts.js';

const SLOW = 3000; // ms without an answer, after which the page says so
const APART = 6; // px between a control and what is said of it

/** @typedef {'scene' | 'figure' | 'sentence' | 'labs' | 'task' | 'share'} Part of a page that the server draws */

/**
 * Tell where no answer comes for long.
 * @param {Part} part @param {() => Element | null} near the control @param {() => void} leave
 * @returns {() => void} to be called with the answer
 */
export function tellSlow(part, near, leave) {
  const timer = setTimeout(() => tell(part, near(), `${say('slow')} ${say(`${part} holds`)}`, say('leave'), leave), SLOW);
  return () => {
    clearTimeout(timer);
    tellFound(part);
  };
}

/**
 * Tell why there is no answer. Resolves to whether to ask again: where the server asks for patience, which it gets, once
 * that is over or the wait is ended, unless the reader leaves it; else when the reader says so.
 * @param {Part} part @param {Element | null} near @param {{why: string, seconds: number}} answer
 * @param {string} [holds] @param {AbortSignal} [ended] @returns {Promise<boolean>}
 */
export function again(part, near, { why, seconds }, holds = say(`${part} holds`), ended) {
  return new Promise((go) => {
    ended?.addEventListener('abort', () => go(true));
    if (seconds) setTimeout(() => go(true), 1000 * seconds);
    const text = seconds ? say('again in', { why, seconds }) : why;
    tell(part, near, `${text} ${holds}`, seconds ? say('leave') : say('again'), () => go(!seconds));
  });
}

/** There is nothing more to tell of a part. @param {Part} part */
export function tellFound(part) {
  document.getElementById(`no-${part}`)?.remove();
}

/** After its control, so that Tab leads from there to the button. @param {Part} part @param {Element | null} near @param {string} text @param {string} name of its button @param {() => void} act */
function tell(part, near, text, name, act) {
  tellFound(part);
  const box = document.createElement('div');
  box.className = 'told';
  box.id = `no-${part}`;
  box.setAttribute('role', 'alert');
  box.dataset.told = ''; // the server's page leaves it (morph.js)
  box.innerHTML = '<p></p><button type="button" class="button"></button>';
  const [line, button] = /** @type {Iterable<HTMLElement>} */ (box.children);
  line.textContent = text;
  button.textContent = name;
  button.addEventListener('click', () => (tellFound(part), act()));
  const seen = near?.closest('main') && near.checkVisibility() ? near : null;
  const field = seen?.closest('.controls :is(.field, .chips, p)') ?? document.querySelector('[data-note]');
  if (field) field.after(box);
  else float(box, seen ?? /** @type {Element} */ (document.querySelector('.steps')));
}

/** Where nothing may move: under the control, or above it where there is no room; within what is in sight. @param {HTMLElement} box @param {Element} near */
function float(box, near) {
  box.popover = 'manual'; // above all else
  (near.closest('p, ol, table') ?? near).after(box);
  box.showPopover();
  const at = near.getBoundingClientRect();
  const { width, height } = box.getBoundingClientRect();
  const below = at.bottom + APART + height < innerHeight;
  const top = Math.min(Math.max(below ? at.bottom + APART : at.top - APART - height, APART), innerHeight - height - APART);
  const left = Math.min(Math.max(at.left, APART), document.documentElement.clientWidth - width - APART);
  box.style.top = `${top + scrollY}px`;
  box.style.left = `${left + scrollX}px`;
}
