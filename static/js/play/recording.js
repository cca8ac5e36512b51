// A run that was written down: the events of a stream, walked by a timer. Nothing is asked for.

import { stepsASecond } from './rates.js';
import { say } from '../site/texts.js';

const TICK = 1000 / 30; // ms: of more steps a second than that some are left out, as in a stream

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
    this.steps = [...(this.frames.find(Boolean)?.keys() ?? [])];
  }

  /** @param {import('./source.js').StreamParams} params @param {import('./source.js').StreamHandlers} to */
  open({ from, rate, sample, set }, to) {
    const last = this.steps.length - 1;
    const began = performance.now();
    const speed = stepsASecond(rate);
    const first = Math.max(0, this.steps.findIndex((step) => step >= from));
    let shown = -1;
    const next = () => {
      const due = Math.min(last, first + Math.floor((speed * (performance.now() - began)) / 1000));
      const { frame, outcome } = this.#at(this.steps[due], sample);
      if (due !== shown) {
        to.outcome(outcome);
        to.frame(frame);
      }
      shown = due;
      if (speed && due < last) timer = window.setTimeout(next, Math.max(TICK, 1000 / speed));
      else to.end({ t: frame.t }, 'end');
    };
    let timer = window.setTimeout(() => {
      if (set) to.refused(say('one run'), 422);
      else {
        to.run(this.run);
        to.curve(this.curve);
        next();
      }
    });
    return { close: () => clearTimeout(timer) };
  }

  /** @param {import('./source.js').Wish} wish @param {AbortSignal} _signal @returns {Promise<import('./source.js').Found>} */
  async frame({ step, sample }, _signal) {
    const at = this.steps.findLast((recorded) => recorded <= step) ?? this.steps[0];
    return { ok: true, status: 200, answer: { run: this.run, ...this.#at(at, sample) }, message: '', patience: 0 };
  }

  /** A sample that was not recorded is seen as the first that was. @param {number} step @param {number} sample */
  #at(step, sample) {
    const frames = this.frames[sample] ?? this.frames.find(Boolean);
    const outcome = this.outcomes.findLast(({ t }) => t <= step) ?? this.outcomes[0];
    return { frame: frames?.get(step), outcome };
  }
}
