// A run that was written down (app/web/live/recording.py), played by a timer. Nothing is asked for.

import { stepsASecond } from './rates.js';
import { Series } from './series.js';
import { unzipped } from './zipped.js';
import { say } from '../site/texts.js';

const TICK = 1000 / 30; // ms: of more steps a second than that some are left out, as in a stream

/** @implements {import('./source.js').Source} */
export class Recording {
  /** @param {string} text @returns {Promise<Recording>} */
  static async opened(text) {
    const bytes = await unzipped(text);
    const line = bytes.indexOf(10);
    let at = line + 1;
    const take = (/** @type {number} */ size) => bytes.subarray(at, (at += size));
    const { run, curve, steps, frames, outcomes } = JSON.parse(new TextDecoder().decode(bytes.subarray(0, line)));
    return new Recording({ run, curve, steps }, new Series(frames, take), new Series(outcomes, take));
  }

  /** @param {{run: any, curve: any, steps: number[]}} facts @param {Series} frames @param {Series} outcomes */
  constructor({ run, curve, steps }, frames, outcomes) {
    this.run = run;
    this.curve = curve;
    this.frames = frames;
    this.outcomes = Array.from({ length: outcomes.length }, (_, i) => outcomes.event(i));
    this.steps = steps;
  }

  /** The rows of the batch that it has. */
  get samples() {
    return this.frames.samples;
  }

  /** The recorded step that a hand comes to on its way to one that may not be. @param {number} to @param {number} from */
  land(to, from) {
    return (to > from ? this.steps.find((step) => step >= to) : this.steps.findLast((step) => step <= to)) ?? from;
  }

  /** The recorded sample that a hand comes to on its way to one that may not be, round in a ring. @param {number} to @param {number} from */
  row(to, from) {
    const { run: { batch } } = this;
    const rows = [...this.samples].sort((a, b) => a - b);
    const on = 2 * ((to - from + batch) % batch) <= batch;
    return on ? rows.find((row) => row >= to) ?? rows[0] : rows.findLast((row) => row <= to) ?? rows[rows.length - 1];
  }

  /** @param {import('./source.js').StreamParams} params @param {import('./source.js').StreamHandlers} to */
  open({ from, rate, sample, set }, to) {
    const last = this.steps.length - 1;
    const began = performance.now();
    const speed = stepsASecond(rate);
    const first = Math.max(0, this.steps.findIndex((step) => step >= from));
    let shown = -1;
    const next = () => {
      const due = Math.min(last, this.steps.findLastIndex((step) => step <= this.steps[first] + (speed * (performance.now() - began)) / 1000));
      const { frame, outcome } = this.#at(due, sample);
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
    const at = Math.max(0, this.steps.findLastIndex((recorded) => recorded <= step));
    return { ok: true, status: 200, answer: { run: this.run, ...this.#at(at, sample) }, message: '', patience: 0 };
  }

  /** A sample that was not recorded is seen as the first that was. @param {number} number of the step @param {number} sample */
  #at(number, sample) {
    const frame = this.frames.event(number, Math.max(0, this.samples.indexOf(sample)));
    return { frame, outcome: this.outcomes.findLast(({ t }) => t <= frame.t) ?? this.outcomes[0] };
  }
}
