// Where a player's frames come from: the stream of a run; and where none comes, or other windows hold as many as a
// browser has connections for, its steps one by one. No DOM.

import { stepsASecond } from './rates.js';
import { fromRoot } from '../site/root.js';
import { address, openStream } from './stream.js';
import { Turns } from './turns.js';
import { say } from '../site/texts.js';

/**
 * @typedef {import('./stream.js').StreamParams} StreamParams
 * @typedef {{query: string, step: number, sample: number, view?: string | null, at?: number, set?: string}} Wish
 * @typedef {{ok: boolean, status: number, answer: any, message: string, patience: number}} Found patience: seconds that
 *   the server asks for; status 0: it does not answer
 *
 * @typedef {(data: any) => void} Heard
 * @typedef {{run: Heard, frame: Heard, outcome: Heard, curve: Heard, passes?: Heard,
 *   end: (end: {t?: number, message?: string}, how: 'end' | 'diverged' | 'failed') => void,
 *   refused: (message: string, status: number) => void, said: (text: string) => void}} StreamHandlers what to do with each
 *   event's data, where the server cannot answer, and where nothing comes, or nothing of the kind: they say why
 *
 * @typedef {object} Source
 * @property {(params: StreamParams, handlers: StreamHandlers) => {close: () => void}} open
 * @property {(wish: Wish, signal: AbortSignal) => Promise<Found>} frame
 * @property {(to: number, from: number) => number} row the sample that a hand comes to on its way: not every one may be had
 * @property {(to: number, from: number) => number} land ... and the step
 */

const QUIET = 4000; // ms without a word, after which steps are asked for one by one
const PROMPT = 2000; // ms within which the first word of a stream comes, where no proxy holds it back
const AGAIN = 8000; // ms after which the stream is tried once more
const BREATH = 3000; // ms that a window which hears of no other holds a connection, before it lets another have it
const FIRST_PAUSE = 400, LONGEST_PAUSE = 8000; // ms before a lost connection is opened again
const SOON = 500, SELDOM = 1000; // ms between steps that are asked for one by one: here, and in a window that waits

/** This server. @implements {Source} */
export class Live {
  /** @type {Set<Feed>} */
  #feeds = new Set();
  /** @type {number[]} those that no feed sits on: a stream on the same seat ends the one before (docs/stream.md) */
  #seats = [];
  held = false; // whether a proxy holds streams back, as far as is known: then steps are asked for at once
  turns = new Turns(() => this.#feeds.forEach((feed) => feed.begin()));

  /** A run's frames. It ends itself after its last, and takes up a lost connection after the last frame that came.
   * @param {StreamParams} params @param {StreamHandlers} handlers */
  open(params, handlers) {
    const seat = this.#seats.pop() ?? Math.floor(Math.random() * 2 ** 53);
    /** @type {Feed} */
    const feed = new Feed({ ...params, seat }, handlers, this, () => {
      if (this.#feeds.delete(feed)) this.#seats.push(seat);
      this.turns.want(this.#feeds.size > 0);
    });
    this.#feeds.add(feed);
    this.turns.want(true);
    feed.begin();
    return feed;
  }

  /** One step. @param {Wish} wish @param {AbortSignal} signal @returns {Promise<Found>} */
  async frame({ query, ...wishes }, signal) {
    return asked(fromRoot(`frame?${address(query, wishes)}`), signal);
  }

  /** Each can be had. @param {number} to */
  row = (to) => to;
  /** @param {number} to */
  land = (to) => to;
}

/** @param {string} path @param {AbortSignal} signal @returns {Promise<Found>} */
async function asked(path, signal) {
  try {
    const response = await fetch(path, { signal });
    const { ok, status, headers } = response;
    const answer = await response.json().catch((fault) => {
      if (ok) throw fault; // broken off while it was read: there is no answer
      return {};
    });
    const message = Object.values(answer.errors ?? {}).join(' ') || say('status', { status });
    return { ok, status, answer, message, patience: Number(headers.get('Retry-After')) };
  } catch {
    return { ok: false, status: 0, answer: null, message: say('silent'), patience: 0 };
  }
}

/** What one `open` gives: a stream while there is one, else steps. */
class Feed {
  #losses = 0;
  #streamFrom = 0;
  #opened = 0; // when
  #prompt = false; // whether it began to speak soon after
  #said = '';
  #why = '';
  #polling = false;
  #gone = new AbortController();
  /** @type {(() => void) | null} */
  #stream = null;
  #quiet = 0;
  #again = 0;
  #next = 0;
  #breath = 0;

  /** @param {StreamParams} params @param {StreamHandlers} handlers @param {Live} live @param {() => void} closed */
  constructor(params, handlers, live, closed) {
    this.params = params;
    this.handlers = handlers;
    this.live = live;
    this.closed = closed;
    this.from = params.from;
    this.still = params.rate === '0'; // it is one frame, and then the rest of the curves
  }

  /** By stream or by steps, as this window may; again where that has changed. */
  begin() {
    this.#endStream();
    if (this.live.turns.granted) {
      if (this.live.held) this.#poll(say('quiet'));
      this.#listen();
      if (this.#why === say('turn')) this.#endPolling();
    } else if (!this.still || this.params.set) this.#poll(say('turn'));
  }

  close() {
    this.#endStream();
    this.#endPolling();
    this.#gone.abort();
    this.closed();
  }

  #listen() {
    clearTimeout(this.#breath);
    this.#stream?.();
    this.#streamFrom = this.from;
    this.#opened = performance.now();
    this.#stream = openStream({ ...this.params, from: this.from }, (name, data) => this.#heard(name, data), (refused) => this.#lost(refused));
    if (!this.#quiet && !this.#polling) this.#watch();
  }

  /** @param {string} name @param {any} data */
  #heard(name, data) {
    this.#losses = 0;
    this.#watch();
    if (name === 'run') this.#begun(data.steps);
    const late = this.#polling && this.from > this.#streamFrom + 1 && !this.still;
    if (this.#prompt || !late) this.#endPolling(); // else it was held back, and the next one may be
    if (late) this.#listen(); // from where the steps are by now
    else if (name === 'frame') this.#frame(data);
    else if (name === 'end' || name === 'diverged' || name === 'failed') this.#end(data, name);
    else /** @type {any} */ (this.handlers)[name]?.(data);
  }

  /** The first word of a stream. Who holds all back until its end may let a short one seem prompt. @param {number} steps */
  #begun(steps) {
    this.#prompt = performance.now() - this.#opened < PROMPT;
    if (this.live.turns.blind && !this.still) this.#breath = window.setTimeout(() => this.#listen(), BREATH);
    const lasts = (1000 * (steps - this.#streamFrom)) / stepsASecond(this.params.rate);
    if (this.#prompt && !this.still && lasts > PROMPT) this.live.held = false;
  }

  /** @param {any} frame */
  #frame(frame) {
    if (!this.still) this.from = frame.t + 1;
    this.handlers.frame(frame);
  }

  /** @param {any} data @param {'end' | 'diverged' | 'failed'} how */
  #end(data, how) {
    this.close();
    this.handlers.end(data, how);
  }

  /** Wait for the next word. */
  #watch() {
    clearTimeout(this.#quiet);
    const usual = this.still ? 0 : 3000 / stepsASecond(this.params.rate);
    const quiet = this.live.turns.blind ? 3 * QUIET : QUIET; // others may have all connections for a while
    this.#quiet = window.setTimeout(() => {
      this.live.held = true;
      this.#poll(say('quiet'));
    }, Math.max(quiet, usual));
  }

  /** @param {boolean} refused */
  #lost(refused) {
    this.#stream = null;
    clearTimeout(this.#again);
    if (refused || (this.params.set && !this.#losses)) this.#poll(refused ? say('full') : say('quiet')); // a hand waits for it
    else {
      const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** this.#losses++);
      this.#again = window.setTimeout(() => this.#listen(), pause * (0.5 + Math.random())); // not all viewers of a server at once
    }
  }

  /** Ask for steps one by one, and try the stream again from time to time. @param {string} why */
  #poll(why) {
    clearTimeout(this.#quiet);
    this.#quiet = 0;
    if (why !== say('turn')) {
      clearTimeout(this.#again);
      this.#again = window.setTimeout(() => this.#listen(), AGAIN);
    }
    this.#why = why;
    if (this.#polling) return;
    this.#polling = true;
    this.#step();
  }

  /** One step, and after a while the next. */
  async #step() {
    const { signal } = this.#gone;
    const { query, sample, view, at, set } = this.params;
    const { ok, status, answer, message, patience } = await this.live.frame({ query, step: this.from, sample, view, at, set }, signal);
    if (signal.aborted || !this.#polling) return;
    if (ok) {
      this.#say(this.#why);
      this.#shown(answer);
    } else if (!set && (status === 503 || status === 0)) {
      this.#say(status ? say('again in', { why: message, seconds: patience }) : say('gone'));
      this.#next = window.setTimeout(() => this.#step(), status ? 1000 * patience : SELDOM);
    } else {
      this.close();
      this.handlers.refused(message, status);
    }
  }

  /** @param {{run: any, frame: any, outcome: any}} answer */
  async #shown({ run, frame, outcome }) {
    const { handlers, params, still } = this;
    const { signal } = this.#gone;
    handlers.run(run);
    handlers.outcome(outcome);
    this.#frame(frame);
    if (signal.aborted) return; // whoever has it wants no more
    if (still) {
      const curve = await asked(fromRoot(`curve?${run.query}`), signal); // when the run is trained
      if (signal.aborted) return;
      if (curve.ok) handlers.curve(curve.answer);
    }
    if (still || frame.t >= run.steps) this.#end({ t: frame.t }, 'end');
    else {
      const waits = this.#why === say('turn');
      const rate = stepsASecond(params.rate);
      const pause = Math.max(waits ? SELDOM : SOON, 1000 / rate);
      this.from = Math.min(run.steps, frame.t + (waits ? 1 : Math.max(1, Math.round((rate * pause) / 1000))));
      this.#next = window.setTimeout(() => this.#step(), pause);
    }
  }

  #endStream() {
    clearTimeout(this.#quiet);
    clearTimeout(this.#again);
    clearTimeout(this.#breath);
    this.#quiet = 0;
    this.#stream?.();
    this.#stream = null;
  }

  #endPolling() {
    this.#polling = false;
    clearTimeout(this.#next);
    this.#say('');
  }

  /** @param {string} text */
  #say(text) {
    if (text === this.#said) return;
    this.#said = text;
    this.handlers.said(text);
  }
}
