// What did not come, or not yet: a message where the hand is, with what still holds and what can be done.

import { button } from '../site/telling.js';
import { say } from '../site/texts.js';

const SLOW = 3000; // ms without an answer, after which the page says so
const APART = 6; // px between a control and what is said of it

/** @typedef {'figure' | 'sentence' | 'labs' | 'task'} Part of the page that the server draws */

/**
 * @param {Part} part @param {Element | null} near the control @param {string} why
 * @param {Record<string, () => void>} [actions] by what their buttons say
 */
export function tell(part, near, why, actions = {}) {
  tellFound(part);
  const box = document.createElement('div');
  box.className = 'told';
  box.id = `no-${part}`;
  box.setAttribute('role', 'alert');
  const line = document.createElement('p');
  line.textContent = `${why} ${say(`${part} holds`)}`;
  box.append(line, ...Object.entries(actions).map(([name, act]) => button(name, () => (tellFound(part), act()))));
  document.getElementById('scene')?.append(box);
  place(box, near);
}

/** There is nothing more to tell of a part. @param {Part} part */
export function tellFound(part) {
  document.getElementById(`no-${part}`)?.remove();
}

/**
 * Tell where no answer comes for long. `signal` ends the request when the reader leaves it; `end` is called with the answer.
 * @param {Part} part @param {() => Element | null} near
 */
export function waiting(part, near) {
  const request = new AbortController();
  const timer = setTimeout(() => tell(part, near(), say('slow'), { [say('leave')]: () => request.abort() }), SLOW);
  return { signal: request.signal, end: () => clearTimeout(timer) };
}

/**
 * The server asks for patience, and gets it. Resolves to whether to ask again; a reader may leave it.
 * @param {Part} part @param {Element | null} near @param {string} why @param {number} seconds @returns {Promise<boolean>}
 */
export function patience(part, near, why, seconds) {
  return new Promise((go) => {
    const timer = setTimeout(() => go(true), 1000 * seconds);
    tell(part, near, say('again in', { why, seconds }), { [say('leave')]: () => (clearTimeout(timer), go(false)) });
  });
}

/** Under the control, or above it where there is no room; within what is in sight. @param {HTMLElement} box @param {Element | null} near */
function place(box, near) {
  const at = (near?.isConnected ? near : document.querySelector('.steps'))?.getBoundingClientRect();
  if (!at) return;
  const { width, height } = box.getBoundingClientRect();
  const below = at.bottom + APART + height < innerHeight;
  const top = Math.min(Math.max(below ? at.bottom + APART : at.top - APART - height, APART), innerHeight - height - APART);
  const left = Math.min(Math.max(at.left, APART), document.documentElement.clientWidth - width - APART);
  box.style.top = `${top + scrollY}px`;
  box.style.left = `${left + scrollX}px`;
}
