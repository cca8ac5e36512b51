// A cursor on a run's log: play, pause, step, scrub, and changes that branch. No DOM; what is seen is the view's.

import { decode } from './moment.js';
import { fasterBy, MaskRhythm } from './rates.js';
import { Seek } from './seek.js';
import { Trial } from './trial.js';
import { say } from '../site/texts.js';

/**
 * @typedef {{frame?: any, outcome?: any, curve?: any, exact?: boolean}} Come of a stream; exact: with its mask, however fast it plays
 * @typedef {object} PlayerView what the player tells
 * @property {(moment: import('./moment.js').Moment, exact: boolean) => void} frame draw a step: its exact mask, or all but the mask
 * @property {(outcome: any) => void} outcome
 * @property {(curve: any) => void} curve
 * @property {(passes: any) => void} passes
 * @property {(run: any) => void} run another run is on screen
 * @property {(player: Player) => void} moved the cursor, or playing or paused
 * @property {(player: Player, how: 'replace' | 'push') => void} link what is on screen has this link now
 * @property {(text: string) => void} note a message, or none
 * @property {(name: string, message: string) => void} refused why a change of p, lr or decay is not possible
 * @property {(edits: string[]) => void} unanswered ... or the server has no answer to it
 */

export class Player {
  playing = false;
  #everyMask = false;
  #asleep = false;
  #complete = true; // whether the run on screen is trained to its end
  #rhythm = new MaskRhythm();
  /** @type {Come} what has come, and is not drawn yet */
  #come = {};
  #drawing = 0;
  /** @type {{close: () => void} | null} */
  #stream = null;
  /** @type {Trial | null} */
  #trial = null;
  /** @type {any} its run, of which there are frames */
  #tried = null;
  /** @type {{step?: number, sample?: number}} where the hand wants to be once a change is settled */
  #later = {};
  #withdrawn = false; // what is drawn may be of a change that was given up

  /**
   * @param {{run: any, frame: any, step: number, sample: number, look: string | null, passes: number | null, rate: string, last: number, complete: boolean}} start what the server has drawn;
   * look: its view, where that is not the usual one; passes: of Monte-Carlo dropout, where there are any
   * @param {PlayerView} view
   * @param {import('./source.js').Source} source
   */
  constructor({ run, frame, step, sample, look, passes, rate, last, complete }, view, source) {
    this.run = run;
    this.steps = run.steps;
    this.last = last; // the last step there is
    this.step = step;
    this.sample = sample;
    this.look = look;
    this.passes = passes;
    this.rate = rate;
    this.view = view;
    this.source = source;
    this.drawn = frame;
    this.#complete = complete;
    this.seeking = new Seek(source, (answer, wish) => this.#found(answer, wish.step), (...missed) => this.#missed(...missed));
  }

  get query() {
    return this.run.query;
  }

  play() {
    if (this.playing) return;
    this.playing = true;
    this.seeking.stop();
    this.view.note('');
    this.#open(this.step < this.last ? this.step + 1 : 0); // after the end, again from the start
    this.view.moved(this);
  }

  pause() {
    if (!this.playing) return;
    this.playing = false;
    this.#paint(true);
    this.seek(this.step);
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  /** Show one step, and stay there. @param {number} step */
  seek(step) {
    this.playing = false;
    this.scrub(step);
  }

  /** Show a step while the hand is still moving; `scrubbed` plays on. @param {number} step */
  scrub(step) {
    const to = this.source.land(Math.min(this.last, Math.max(0, step)), this.step);
    if (this.#trial) {
      this.#later.step = to;
      this.view.moved(this);
      return;
    }
    this.#close();
    this.step = to;
    this.view.moved(this);
    this.seeking.ask({ query: this.query, step: this.step, sample: this.sample, view: this.look });
  }

  /** Play on from the step on screen, if it plays. */
  scrubbed() {
    if (this.playing) this.#open(this.step + 1);
  }

  /** @param {number} by */
  stepBy(by) {
    this.seek((this.#later.step ?? this.step) + by);
  }

  /** @param {string} rate */
  setRate(rate) {
    this.rate = rate;
    this.scrubbed();
  }

  /** Draw each step's mask. @param {boolean} every */
  setEveryMask(every) {
    this.#everyMask = every;
    this.scrubbed(); // with all of each frame
  }

  /** @param {number} by how many speeds faster */
  faster(by) {
    this.setRate(fasterBy(this.rate, by));
    this.view.moved(this);
  }

  /** Draw another row of the batch. @param {number} sample */
  setSample(sample) {
    if (this.#trial) this.#later.sample = sample;
    if (this.#trial || sample === this.sample) return;
    this.sample = sample;
    if (this.playing) this.#open(this.step);
    else this.seek(this.step);
  }

  /** At rest, wait for the rest of the curves of a run that is still being trained. */
  follow() {
    if (!this.#stream && !this.playing && !this.#complete) this.#open(this.step);
  }

  /** Nobody looks: close the stream, and go on where it was when somebody does. @param {boolean} asleep */
  sleep(asleep) {
    if (asleep === this.#asleep) return;
    this.#asleep = asleep;
    if (asleep) this.#close();
    else if (this.playing) this.scrubbed();
    else this.follow();
  }

  /** At which step a change made now branches off: at the last, where no step follows, from the start.
   * @param {boolean} fromStart */
  leavesAt(fromStart) {
    return this.#trial?.base.at ?? (fromStart || this.step >= this.last ? 0 : this.step);
  }

  /** A hand moves p, lr or decay: try the run that branches off.
   * @param {string} set as p:0.3 @param {string} edit of the one field, as p.2:0.3 @param {boolean} fromStart */
  change(set, edit, fromStart) {
    if (!this.#trial) {
      this.#close();
      this.seeking.stop();
      const base = { query: this.query, at: this.leavesAt(fromStart), from: this.step, sample: this.sample, view: this.look };
      this.#trial = new Trial(base, this.#handlers(true), this.source);
    }
    this.#trial.set(set, edit);
  }

  /** The hand lets go: the branch is the run now, and plays on if the run did. */
  changed() {
    this.#trial?.settle((run) => {
      const trial = /** @type {Trial} */ (this.#trial);
      this.#trial = this.#tried = null;
      this.view.note('');
      const how = run.query === this.query ? 'replace' : 'push';
      this.run = run;
      this.#paint(false); // its first frame, before another stream takes its place
      if (this.playing) {
        trial.close();
        this.scrubbed();
      } else this.#stream = trial; // its curve may still be arriving
      this.view.moved(this);
      this.view.link(this, how);
      const { step, sample } = this.#later;
      this.#later = {};
      if (sample !== undefined) this.setSample(sample);
      if (step !== undefined && !this.playing) this.scrub(step);
    });
  }

  /** Whether a change that the hand has made is not settled yet. */
  get settling() {
    return this.#trial?.settling ?? false;
  }

  /** Give up what is tried, for the server to merge it with other edits; what is drawn stays until its answer.
   * @returns {string[]} the edits of the hand */
  withdraw() {
    if (!this.#trial) return [];
    const { edits } = this.#trial;
    this.#trial.close();
    this.#trial = this.#tried = null;
    this.#close();
    this.#complete = false; // the curves drawn may be those of what was tried
    this.#withdrawn = true;
    if (!this.playing) Object.assign(this, this.#later);
    this.#later = {};
    return edits;
  }

  /** There was none: the run that was left is on screen again. */
  restore() {
    if (!this.#withdrawn) return;
    this.#withdrawn = false;
    this.view.run(this.run);
    if (this.playing) this.scrubbed();
    else this.seek(this.step);
  }

  /** A change is refused, or there is no answer to it. @param {string} message @param {number} status */
  #refused(message, status) {
    const { settling, edits, wanted } = /** @type {Trial} */ (this.#trial);
    if (status === 422 || settling) this.withdraw();
    if (status === 422) this.restore();
    if (status === 422) this.view.refused(wanted.split(':')[0], message);
    else if (settling) this.view.unanswered(edits);
    else this.view.note(message); // the hand moves on or lets go, and tries again
  }

  /** The step that was asked for cannot be had: the one drawn is where the player is. @param {string} message @param {number} seconds */
  #missed(message, seconds) {
    this.view.note(say(seconds ? 'again in' : 'step holds', { why: message, seconds, step: this.drawn.t }));
    if (seconds) return;
    this.step = this.drawn.t;
    this.view.moved(this);
    this.view.link(this, 'replace');
  }

  /** Leave for good. */
  close() {
    this.playing = false;
    this.#trial?.close();
    this.#trial = null;
    this.#close();
    this.seeking.stop();
    cancelAnimationFrame(this.#drawing);
  }

  /** No more comes of the step on screen, and what has come is drawn no more. While a hand tries something, all is of that. */
  #close() {
    if (this.#trial) return;
    this.#stream?.close();
    this.#stream = null;
    this.#come = { curve: this.#come.curve };
  }

  /** Every step from here on, or where it does not play that one. @param {number} from */
  #open(from) {
    this.#close();
    if (this.#asleep || this.#trial) return;
    const { playing, query, sample, look: view } = this;
    const [rate, whole, passes] = playing ? [this.rate, this.#everyMask ? 1 : null, this.passes] : ['0', null, null];
    const params = { query, from: Math.min(Math.max(0, from), this.last), rate, sample, view, whole, passes };
    this.#stream = this.source.open(params, this.#handlers(!playing));
  }

  /** @param {boolean} still whether it is of one step @returns {import('./source.js').StreamHandlers} */
  #handlers(still) {
    return {
      run: (run) => {
        if (this.#trial) [this.#tried, this.last] = [run, this.steps];
        else this.run = run;
        this.view.run(run);
      },
      frame: (frame) => this.#plan({ frame, exact: still }),
      outcome: (outcome) => this.#plan({ outcome }),
      curve: (curve) => {
        this.#complete = curve.complete;
        this.#plan({ curve });
      },
      passes: (passes) => this.view.passes(passes),
      end: (end, how) => this.#ended(end, how, still),
      refused: (message, status) => {
        if (this.#trial) return this.#refused(message, status);
        this.pause();
        this.view.note(message);
      },
      said: (text) => this.view.note(text),
    };
  }

  /** @param {{t?: number, message?: string}} end @param {string} how @param {boolean} still */
  #ended(end, how, still) {
    if (how === 'diverged') this.last = Math.min(this.last, end.t ?? this.last);
    if (end.message) this.view.note(end.message);
    if (still) return;
    this.playing = false;
    this.#paint(true);
    this.view.moved(this);
    this.view.link(this, 'replace');
  }

  /** @param {Come} come to be drawn when the browser draws next */
  #plan(come) {
    Object.assign(this.#come, come);
    this.#drawing ||= requestAnimationFrame(() => this.#paint(false));
  }

  /** Draw the newest of what has come. @param {boolean} settled whether the step stays on screen */
  #paint(settled) {
    const { frame, outcome, curve, exact } = this.#come;
    this.#come = {};
    cancelAnimationFrame(this.#drawing);
    this.#drawing = 0;
    if (outcome) this.view.outcome(outcome); // first: who is dead is drawn with the frame
    if (frame) [this.drawn, this.step] = [frame, frame.t];
    if (frame || settled) {
      const whole = this.drawn.say !== undefined; // a mask is drawn with its edges and its words, or not at all
      const every = settled || exact || this.#everyMask;
      this.view.frame(decode(this.drawn, this.#tried ?? this.run), whole && this.#rhythm.draws(every, this.rate));
      this.view.moved(this);
    }
    if (curve) this.view.curve(curve);
  }

  /** @param {{run: any, frame: any, outcome: any}} answer @param {number} step that was asked for */
  #found({ run, frame, outcome }, step) {
    if (this.#trial) return;
    this.run = run;
    this.view.run(run);
    this.drawn = frame;
    this.view.outcome(outcome); // first: who is dead is drawn with the frame
    this.view.frame(decode(frame, run), true);
    if (frame.t !== step && this.step === step) this.step = this.last = frame.t; // a diverged run is shorter
    if (this.step !== frame.t) return;
    this.view.moved(this);
    this.view.link(this, 'replace');
    this.follow();
  }
}
