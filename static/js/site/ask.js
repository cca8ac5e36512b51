// A part of a page, asked for as htmx does.

import { say } from './texts.js';

const OWN_WORDS = [422, 503]; // where plain text is meant to be read
const PATIENCE = 2; // s, where the server does not say

/**
 * @typedef {object} Answer
 * @property {Document | null} page null where it is not what was asked for
 * @property {string} why it is not
 * @property {number} seconds after which the server wants to be asked again; 0 where it does not
 */

/** @type {((address: string) => Promise<string>) | null} */
let elsewhere = null;

/** Answers come from somewhere else than a server; nothing where there is none. @param {(address: string) => Promise<string>} answers */
export function answeredBy(answers) {
  elsewhere = answers;
}

/** @param {string} address @param {string} wanted a selector of what the answer must have @param {AbortSignal} [signal] @returns {Promise<Answer>} */
export async function ask(address, wanted, signal) {
  if (elsewhere) {
    const found = answerOf(wanted, await elsewhere(address), 0);
    return found.page ? found : { ...found, why: say('one run') };
  }
  try {
    const answer = await fetch(address, { headers: ofHtmx(), signal });
    return answerOf(wanted, await answer.text(), answer.status, (name) => answer.headers.get(name));
  } catch {
    return answerOf(wanted, '', 0);
  }
}

/** A page in a sandbox is of no origin, so that its browser would first ask whether these may be sent: it gets whole pages.
 * @returns {Record<string, string>} */
function ofHtmx() {
  return window.origin === 'null' ? {} : { 'HX-Request': 'true', 'HX-Current-URL': location.href };
}

/** @param {string} wanted @param {string} text @param {number} status 0 where there is no answer @param {(name: string) => string | null} [header] @returns {Answer} */
export function answerOf(wanted, text, status, header = () => null) {
  const page = new DOMParser().parseFromString(text, 'text/html');
  if (page.querySelector(wanted)) return { page, why: '', seconds: 0 };
  const own = OWN_WORDS.includes(status) && header('Content-Type')?.startsWith('text/plain');
  const why = say(own ? 'says' : status ? 'status' : 'silent', { text: text.trim().replace(/\.$/, ''), status });
  return { page: null, why, seconds: status === 503 ? Number(header('Retry-After')) || PATIENCE : 0 };
}

/** Of questions that follow each other, the newest is answered. */
export class Newest {
  #request = new AbortController();

  /** @param {string} address @param {string} wanted @returns {Promise<Document | null>} null where there is none, or it is no longer wanted */
  async ask(address, wanted) {
    this.stop();
    const { signal } = (this.#request = new AbortController());
    const { page } = await ask(address, wanted, signal);
    return signal.aborted ? null : page; // the figures say so themselves where the server is gone
  }

  /** What was asked for is no longer wanted. */
  stop() {
    this.#request.abort();
  }
}
