// The parts of the page that the server draws, asked for.

import { say } from '../site/texts.js';

/**
 * @typedef {object} Answer
 * @property {Document | null} page null where it is not what was asked for
 * @property {string | null} link of what it shows
 * @property {string} why it is not there
 * @property {number} seconds after which the server wants to be asked again; 0 where it does not
 * @property {boolean} left by the reader
 */

const OWN_WORDS = [422, 503]; // where plain text is meant to be read
const PATIENCE = 2; // s, where the server does not say

/** @param {string} id of an element that the answer has @param {string} address @param {AbortSignal} [signal] @returns {Promise<Answer>} */
export async function ask(id, address, signal) {
  try {
    const answer = await fetch(address, { headers: { 'HX-Request': 'true' }, signal });
    const text = await answer.text();
    const page = new DOMParser().parseFromString(text, 'text/html');
    if (page.getElementById(id)) return { page, link: answer.headers.get('HX-Replace-Url'), why: '', seconds: 0, left: false };
    return missing(reason(answer.status, answer.headers.get('content-type'), text), patienceFor(answer.status, answer.headers.get('Retry-After')));
  } catch {
    return missing(say('silent'), 0, signal?.aborted);
  }
}

/** @param {number} status @param {string | null} type @param {string} text */
export function reason(status, type, text) {
  if (!status) return say('silent');
  const own = OWN_WORDS.includes(status) && type?.startsWith('text/plain');
  return say(own ? 'says' : 'status', { text: text.trim().replace(/\.$/, ''), status });
}

/** @param {number} status @param {string | null} said in seconds */
export function patienceFor(status, said) {
  return status === 503 ? Number(said) || PATIENCE : 0;
}

/** @param {string} why @param {number} seconds @returns {Answer} */
function missing(why, seconds, left = false) {
  return { page: null, link: null, why, seconds, left };
}
