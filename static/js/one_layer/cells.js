// Cells: pointing at one lights it in every matrix; focus or a tap selects it; arrows move from cell to cell.

import { changed, setParameter } from './address.js';
import { showExact, showShort } from './fields.js';
import { listenMouse } from './mouse.js';
import { read, stopReading } from './reading.js';

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** @param {HTMLElement} root the form @param {() => void} selected called when another cell is */
export function listenCells(root, selected) {
  const figure = () => /** @type {HTMLElement} */ (document.getElementById('figure'));
  let pointed = '';

  /** @param {string} at as 34 */
  const light = (at) => {
    for (const cell of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('[data-at]'))) {
      cell.classList.toggle('in-row', cell.dataset.at?.[0] === at[0]);
      cell.classList.toggle('in-column', cell.dataset.at?.[1] === at[1]);
    }
  };

  /** @param {string} at */
  const show = (at) => {
    if (at === pointed) return;
    pointed = at;
    light(at);
    read(changed(figure().dataset.query ?? '', 'cell', at), root.querySelector(`.matrix-m [data-at="${at}"]`));
  };

  /** One stop in the tab order for each matrix: its selected cell. @param {string} at */
  const stopAt = (at) => {
    for (const target of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('td[data-at] > :is(a[href], input)'))) {
      target.tabIndex = target.parentElement?.dataset.at === at ? 0 : -1;
    }
  };

  /** @param {string} at */
  const select = (at) => {
    mouse.leave();
    show(at);
    stopAt(at);
    if (at === figure().dataset.cell) return;
    figure().dataset.cell = at;
    setParameter('cell', at);
    selected();
  };

  /** Another figure is on screen. Its link may name a cell that was selected after it was asked for. */
  const renew = () => {
    stopReading();
    const { cell = '', query } = figure().dataset;
    pointed = cell;
    stopAt(cell);
    const newest = new URLSearchParams(query).get('cell') ?? cell;
    if (newest !== cell) select(newest);
    const over = mouse.at();
    if (over && root.querySelector(`[data-at="${over}"]`)) show(over);
  };

  const chosen = (/** @type {EventTarget | null} */ target) => (root.querySelector('td > a[href]') ? cellOf(target) : '');
  const mouse = listenMouse(root, chosen, (at) => show(at || (figure().dataset.cell ?? '')));
  root.addEventListener('focusin', (event) => {
    const at = cellOf(event.target);
    if (!at) return;
    select(at);
    if (event.target instanceof HTMLInputElement) showExact(event.target);
  });
  root.addEventListener('focusout', (event) => {
    if (event.target instanceof HTMLInputElement && cellOf(event.target)) showShort(event.target);
  });
  root.addEventListener('click', (event) => {
    const target = /** @type {HTMLElement} */ (event.target).closest('td[data-at] > a[href]');
    if (!(target instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    target.focus();
    select(cellOf(target));
  });
  root.addEventListener('keydown', (event) => {
    const at = cellOf(event.target);
    const move = ARROWS[event.key];
    if (!at || !move || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const target = /** @type {HTMLElement} */ (event.target);
    if (target instanceof HTMLInputElement && move[1] && !leaves(target, move[1])) return;
    event.preventDefault();
    const name = target.id.replace(/\d+$/, '');
    const next = document.getElementById(`${name}${Number(at[0]) + move[0]}${Number(at[1]) + move[1]}`);
    next?.focus();
  });

  renew();
  return { renew };
}

/** @param {EventTarget | null} target */
function cellOf(target) {
  if (!(target instanceof Element)) return '';
  const cell = /** @type {HTMLElement | null} */ (target.closest('.matrices [data-at]'));
  return cell?.dataset.at ?? '';
}

/** Whether an arrow key leaves this text: all of it is selected, or the caret is at that end. @param {HTMLInputElement} field @param {number} way */
function leaves(field, way) {
  const { selectionStart: start, selectionEnd: end, value } = field;
  if (start === 0 && end === value.length) return true;
  return start === end && (way < 0 ? start === 0 : end === value.length);
}
