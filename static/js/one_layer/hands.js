// What a hand does to the figure: it points, types, presses and slides. Every number comes from the server.

import { listenCells } from './cells.js';
import { fields, isTyped, showExact } from './fields.js';
import { changesOf } from './figure.js';
import { listenSteps } from './steps.js';

const SAY_AFTER = 500; // ms in which the hand rests

/**
 * @typedef {object} Home what the page around the figure does
 * @property {() => void} [rests] when another figure or cell is on screen
 * @property {(link: HTMLAnchorElement) => void} [pressed] when a link of the figure is, by a hand or a key
 */

/** @param {Home} home @returns {import('../site/changes.js').Changes} the hand's */
export function listenHands({ rests, pressed }) {
  let saying = 0;
  const form = /** @type {HTMLFormElement} */ (document.getElementById('layer'));
  const slider = /** @type {HTMLInputElement | null} */ (document.getElementById('p-slider')); // it may have none, and no field
  const field = () => /** @type {HTMLInputElement} */ (document.getElementById('p'));

  /** What has been typed and not yet been asked for. @param {HTMLInputElement[]} typed fields */
  const send = (typed) => {
    const made = typed.filter((each) => isTyped(each, changes.last(each.name)));
    if (made.length) changes.add(made.map(({ name, value }) => `${name}=${value}`), made[made.length - 1]);
  };

  /** What a link changes, in place. @param {HTMLAnchorElement} link */
  const follow = (link) => {
    pressed?.(link);
    changes.add([link.dataset.change ?? ''], link);
  };

  /** Once the hand rests, the page follows, and the sentence is said to those who cannot see it. */
  const settle = () => {
    rests?.();
    clearTimeout(saying);
    saying = window.setTimeout(() => {
      const [said, sentence] = ['said', 'sentence'].map((id) => /** @type {HTMLElement} */ (document.getElementById(id)));
      if (said.textContent !== sentence.textContent) said.textContent = sentence.textContent;
    }, SAY_AFTER);
  };

  /** Another figure is on screen. */
  const placed = () => {
    cells.renew();
    const at = document.activeElement;
    if (at instanceof HTMLInputElement && at.value === at.defaultValue && at.closest('.cell')) showExact(at);
    document.querySelector('.cell:focus-within .cell-error')?.scrollIntoView({ block: 'nearest' });
    if (slider && Number.isFinite(Number(field().value))) slider.value = field().value;
    settle();
  };

  const changes = changesOf(placed);
  const cells = listenCells(form, settle);
  listenSteps(follow);

  form.addEventListener('input', ({ target }) => {
    if (!slider || target !== slider) return;
    field().value = slider.value;
    changes.add([`p=${slider.value}`], slider);
  });
  for (const name of ['change', 'focusout']) {
    form.addEventListener(name, ({ target }) => {
      if (target instanceof HTMLInputElement && target !== slider) send([target]);
    });
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send(fields());
  });
  // As in a number field, which a wheel would turn as well while the page scrolls.
  form.addEventListener('keydown', (event) => {
    const at = /** @type {HTMLInputElement} */ (event.target);
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!by || !at.dataset.max || !/^\d+$/.test(at.value) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    at.value = String(Math.min(Math.max(Number(at.value) + by, Number(at.dataset.min)), Number(at.dataset.max)));
    send([at]);
  });
  document.addEventListener('click', (event) => {
    const link = /** @type {HTMLElement} */ (event.target).closest('#figure a[data-change]:not(td a), #to-other');
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    follow(/** @type {HTMLAnchorElement} */ (link));
  });
  return changes;
}
