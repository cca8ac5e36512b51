// A run's frames from GET /stream (docs/stream.md). It knows no chart, and no DOM but EventSource.

/**
 * @typedef {object} StreamParams
 * @property {string} query the run's canonical query
 * @property {number} from the first step
 * @property {string} rate steps a second, `max`, or 0 for one frame
 * @property {number} sample an index
 * @property {string | null} [view]
 * @property {number | null} [whole] 1: each frame with all its parts
 * @property {number} [at] an edit: from this step on
 * @property {string} [set] ... this holds, as p:0.3
 *
 * @typedef {object} StreamHandlers what to do with each event's data; all but `refused` may be left out
 * @property {(run: any) => void} [run]
 * @property {(frame: any) => void} [frame]
 * @property {(outcome: any) => void} [outcome]
 * @property {(curve: any) => void} [curve]
 * @property {(end: {t?: number, message?: string}, how: 'end' | 'diverged' | 'failed') => void} [end]
 * @property {() => void} [refused] the server answered with an error
 */

const FIRST_PAUSE = 400, LONGEST_PAUSE = 8000; // ms before a lost connection is opened again

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
 * Open a stream. It ends itself after `end`, `diverged` or `failed`, and takes up a lost connection after the last
 * frame that came.
 * @param {StreamParams} params
 * @param {StreamHandlers} handlers
 */
export function openStream(params, handlers) {
  let from = params.from;
  let losses = 0;
  /** @type {EventSource | null} */
  let source = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  function close() {
    clearTimeout(timer);
    source?.close();
    source = null;
  }

  function open() {
    const { query, rate, sample, view, whole, at, set } = params;
    const opened = new EventSource(`/stream?${address(query, { from, rate, sample, view, whole, at, set })}`);
    /** @param {string} name @param {(data: any) => void} handle */
    const on = (name, handle) =>
      opened.addEventListener(name, (event) => source === opened && handle(JSON.parse(event.data)));
    source = opened;
    on('run', (run) => handlers.run?.(run));
    on('outcome', (outcome) => handlers.outcome?.(outcome));
    on('curve', (curve) => handlers.curve?.(curve));
    on('frame', (frame) => {
      losses = 0;
      if (rate !== '0') from = frame.t + 1;
      handlers.frame?.(frame);
    });
    for (const how of /** @type {const} */ (['end', 'diverged', 'failed'])) {
      on(how, (end) => {
        close();
        handlers.end?.(end, how);
      });
    }
    opened.onerror = () => lost(opened);
  }

  /** @param {EventSource} opened */
  function lost(opened) {
    if (source !== opened) return;
    const refused = opened.readyState === EventSource.CLOSED;
    close();
    if (refused) {
      handlers.refused?.();
      return;
    }
    const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** losses++);
    timer = setTimeout(open, pause * (0.5 + Math.random())); // not all viewers of a server at once
  }

  open();
  return { close };
}
