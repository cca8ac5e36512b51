// What a server would answer of One layer's figure, from the file itself (app/web/embed/layer_replay.py).

import { answeredBy } from '../site/ask.js';
import { inside } from './inside.js';
import { unzipped, unzips } from '../play/zipped.js';
import { say } from '../site/texts.js';

/** @typedef {{steps: string[], step: string, cell: string, lines: string[], figures: Record<string, number[]>}} Recorded the figure
 * at each sub-step for each cell, as numbers of its lines; step, cell: what a link means that does not name them */

const READING = ['sentence', 'network', 'line', 'formulas']; // what belongs to a cell that is pointed at

/** @type {Promise<Recorded>} */
const recorded = opened();
answeredBy(async (address) => answer(await recorded, address));
recorded.catch(() => {
  const note = /** @type {Element} */ (document.querySelector('[data-note]'));
  const [step] = document.querySelector('.steps [aria-current] .number')?.textContent ?? '';
  note.textContent = say(unzips() ? 'damaged' : 'not opened', { step });
  document.querySelector('.steps')?.toggleAttribute('inert', true);
});

/** @returns {Promise<Recorded>} */
async function opened() {
  return JSON.parse(new TextDecoder().decode(await unzipped(inside('recording'))));
}

/** What the server would answer to an address of a figure (static/js/one_layer/figure.js) or of a cell's reading (reading.js).
 * @param {Recorded} recorded @param {string} address @returns {string} nothing where that is another layer */
function answer({ steps, step: usual, cell: first, lines, figures }, address) {
  const [path, query] = address.split('?');
  const asked = [...new URLSearchParams(query)];
  const was = new URLSearchParams(asked.find(([name]) => name === 'was')?.[1] ?? query);
  let [step, cell] = [was.get('substep') ?? usual, was.get('cell') ?? first];
  for (const [name, value] of asked) {
    if (name === 'substep') step = { back: steps[steps.indexOf(step) - 1] ?? step, next: steps[steps.indexOf(step) + 1] ?? step }[value] ?? value;
    else if (name === 'cell') cell = value;
    else if (name !== 'was' && path === '' && was.get(name) !== value) return '';
  }
  const html = figures[`${step} ${cell}`]?.map((number) => lines[number]).join('\n') ?? '';
  if (path === '') return html;
  const figure = new DOMParser().parseFromString(html, 'text/html');
  return READING.map((id) => figure.getElementById(id)?.outerHTML ?? '').join('');
}
