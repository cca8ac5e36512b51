// A run's frames from GET /stream (docs/stream.md), one connection. It knows no chart, and no DOM but EventSource.

import { fromRoot } from '../site/root.js';

/**
 * @typedef {object} StreamParams
 * @property {string} query the run's canonical query
 * @property {number} from the first step
 * @property {string} rate steps a second, `max`, or 0 for one frame
 * @property {number} sample an index
 * @property {string | null} [view]
 * @property {number | null} [whole] 1: each frame with all its parts
 * @property {number | null} [passes] of Monte-Carlo dropout, besides the outcome
 * @property {number} [at] an edit: from this step on
 * @property {string} [set] ... this holds, as p:0.3
 */

const EVENTS = ['run', 'frame', 'outcome', 'passes', 'curve', 'end', 'diverged', 'failed'];

/** The words of an address, canonical query first. @param {string} query @param {Record<string, unknown>} wishes */
export function address(query, wishes) {
  const parts = Object.entries(wishes).filter(([, value]) => value != null && value !== '');
  return [query, ...parts.map(([name, value]) => `${name}=${inLink(name, value)}`)].filter(Boolean).join('&');
}

/** A wish as a link has it: samples and neurons are indices here, and counted from 1 there, as on the page.
 * @param {string} name @param {unknown} value */
export function inLink(name, value) {
  return String(typeof value === 'number' && (name === 'sample' || name === 'unit') ? value + 1 : value);
}

/**
 * Open a stream.
 * @param {StreamParams} params
 * @param {(name: string, data: any) => void} heard each event
 * @param {(refused: boolean) => void} lost the connection is closed; `refused`: the server answered with an error
 * @returns {() => void} closes it
 */
export function openStream({ query, ...wishes }, heard, lost) {
  /** @type {EventSource | null} */
  let source = new EventSource(fromRoot(`stream?${address(query, wishes)}`));
  const close = () => {
    source?.close();
    source = null;
  };
  for (const name of EVENTS) source.addEventListener(name, (event) => source && heard(name, JSON.parse(event.data)));
  source.onerror = () => {
    if (!source) return;
    const refused = source.readyState === EventSource.CLOSED;
    close();
    lost(refused);
  };
  return close;
}
