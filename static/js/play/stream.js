// A run's frames from GET /stream (docs/stream.md), one connection. It knows no chart, and no DOM but EventSource.

import { fromRoot } from '../site/root.js';

/**
 * @typedef {{query: string, from: number, rate: string, sample: number, view?: string | null, whole?: number | null, passes?: number | null,
 *   at?: number, set?: string, seat?: number}} StreamParams as docs/stream.md has them, but that samples are indices
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
