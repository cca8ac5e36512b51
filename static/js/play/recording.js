// A run that was written down: the events of a stream, walked by a timer. Nothing is asked for.

import { say } from '../site/texts.js';

const TICK = 1000 / 30; // ms: of more steps a second than that some are left out, as in a stream
const FASTEST = 600; // steps a second of `max`, as app/web/address/query.py

/**
 * @typedef {import('./source.js').StreamParams} StreamParams
 * @typedef {import('./source.js').StreamHandlers} StreamHandlers
 */

/** @implements {import('./source.js').Source} */
export class Recording {
  /** @type {any} */
  run = null;
  /** @type {any} */
  curve = null;
  /** @type {any[]} */
  outcomes = [];
  /** @type {Map<number, any>[]} by step, for each sample that was recorded */
  frames = [];

  /** @param {[string, any][]} events as app/web/live/recording.py writes them */
  constructor(events) {
    let sample = 0;
    for (const [name, data] of events) {
      if (name === 'sample') sample = data;
      else if (name === 'frame') (this.frames[sample] ??= new Map()).set(data.t, data);
      else if (name === 'outcome') this.outcomes.push(data);
      else /** @type {any} */ (this)[name] = data;
    }
  }

  /** The samples that can be chosen. */
  get samples() {
    return this.frames.flatMap((_, sample) => sample);
  }

  /** The steps that were recorded, in their order. */
  get steps() {
    return [...(this.frames.find(Boolean)?.keys() ?? [])];
  }

  /** @param {StreamParams} params @param {StreamHandlers} to */
  open({ from, rate, sample, set }, to) {
    const { steps } = this;
    const began = performance.now();
    const speed = Number(rate) || (rate === 'max' ? FASTEST : 0);
    const first = Math.max(0, steps.findIndex((step) => step >= from));
    let shown = -1;
    let timer = 0;
    const close = () => clearTimeout(timer);
    const next = () => {
      const due = Math.min(steps.length - 1, first + Math.floor((speed * (performance.now() - began)) / 1000));
      if (due !== shown) this.#show(steps[due], sample, to);
      shown = due;
      if (speed && due < steps.length - 1) timer = window.setTimeout(next, Math.max(TICK, 1000 / speed));
      else to.end?.({ t: steps[due] }, 'end');
    };
    timer = window.setTimeout(() => {
      if (set) {
        to.refused?.(say('one run'), 422);
        return;
      }
      to.run?.(this.run);
      to.curve?.(this.curve);
      next();
    });
    return { close };
  }

  /** @param {import('./source.js').Wish} wish @param {AbortSignal} _signal @returns {Promise<import('./source.js').Found>} */
  async frame({ step, sample, set }, _signal) {
    if (set) return { ok: false, status: 422, answer: null, message: say('one run'), patience: 0 };
    const at = this.steps.findLast((recorded) => recorded <= step) ?? this.steps[0];
    const answer = { run: this.run, frame: this.#at(at, sample), outcome: this.#outcome(at) };
    return { ok: true, status: 200, answer, message: '', patience: 0 };
  }

  /** @param {number} step @param {number} sample @param {StreamHandlers} to */
  #show(step, sample, to) {
    to.outcome?.(this.#outcome(step));
    to.frame?.(this.#at(step, sample));
  }

  /** A sample that was not recorded is seen as the first that was. @param {number} step @param {number} sample */
  #at(step, sample) {
    return (this.frames[sample] ?? this.frames.find(Boolean))?.get(step);
  }

  /** @param {number} step */
  #outcome(step) {
    return this.outcomes.findLast(({ t }) => t <= step) ?? this.outcomes[0];
  }
}
