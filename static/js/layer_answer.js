// The parts of the page that the server draws: asked for here, and the reader is told where one does not come.

import { say } from './layer_saying.js';

/** @typedef {{page: Document | null, link: string | null, why: string}} Answer page: null where it is not what was asked for */

const PARTS = { figure: 'The figure', sentence: 'The reading of this cell', labs: 'The measurement below' };
const OWN_WORDS = [422, 503]; // where plain text is meant to be read

/** @param {keyof typeof PARTS} part the id of an element that the answer has @param {string} address @returns {Promise<Answer>} */
export async function ask(part, address) {
  try {
    const answer = await fetch(address, { headers: { 'HX-Request': 'true' } });
    const text = await answer.text();
    const page = new DOMParser().parseFromString(text, 'text/html');
    if (page.getElementById(part)) return { page, link: answer.headers.get('HX-Replace-Url'), why: '' };
    return { page: null, link: null, why: reason(answer, text) };
  } catch {
    return { page: null, link: null, why: 'The server does not answer.' };
  }
}

/** Say it, and write it above the figure, where another figure takes it away. @param {keyof typeof PARTS} part @param {string} why */
export function tellMissing(part, why) {
  const words = `${PARTS[part]} could not be had. ${why} What is on screen is the last one.`;
  tellFound(part);
  const line = document.createElement('p');
  line.id = `no-${part}`;
  line.textContent = words;
  box().append(line);
  say(words);
}

/** @param {keyof typeof PARTS} part */
export function tellFound(part) {
  const line = document.getElementById(`no-${part}`);
  const around = line?.parentElement;
  line?.remove();
  if (around?.childElementCount === 0) around.remove();
}

/** The box above the figure. A link that asks for what is not there has one already. */
function box() {
  const figure = /** @type {HTMLElement} */ (document.getElementById('figure'));
  const there = figure.querySelector('.refused');
  if (there) return there;
  const made = document.createElement('div');
  made.className = 'refused';
  figure.prepend(made);
  return made;
}

/** @param {Response} answer @param {string} text */
function reason({ status, headers }, text) {
  const own = OWN_WORDS.includes(status) && headers.get('content-type')?.startsWith('text/plain');
  return own ? `The server says: ${text.trim().replace(/\.$/, '')}.` : `The server answers with status ${status}.`;
}
