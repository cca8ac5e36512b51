// A cursor on a run's log: play, pause, step, scrub, and changes that branch. No DOM; what is seen is the view's.

import { decode } from './moment.js';
import { fasterBy, MaskRhythm } from './rates.js';
import { Seek } from './seek.js';
import { Trial } from './trial.js';
import { say } from '../site/texts.js';

/**
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
  #exact = true;
  #drawing = 0;
  /** @type {any} */
  #frame = null;
  /** @type {any} */
  #outcome = null;
  /** @type {any} */
  #curve = null;
  /** @type {{close: () => void} | null} */
  #stream = null;
  /** @type {Trial | null} */
  #trial = null;
  /** @type {any} */
  #tried = null;
  #said = ''; // of what comes over the stream
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
    this.seeking = new Seek(
      source,
      ({ run: found, frame: at, outcome }, wish) => this.#found(found, at, outcome, wish.step),
      (message, seconds) => this.#missed(message, seconds),
    );
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
    this.#close();
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
    const to = Math.min(this.last, Math.max(0, step));
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

  scrubbed() {
    if (this.playing) this.#open(Math.min(this.last, this.step + 1));
  }

  /** @param {number} by */
  stepBy(by) {
    this.seek((this.#later.step ?? this.step) + by);
  }

  /** @param {string} rate */
  setRate(rate) {
    this.rate = rate;
    if (this.playing) this.#open(this.step + 1);
  }

  /** Draw each step's mask. @param {boolean} every */
  setEveryMask(every) {
    if (every === this.#everyMask) return;
    this.#everyMask = every;
    if (this.playing) this.#open(this.step + 1); // with all of each frame
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
    if (this.#stream || this.#trial || this.playing || this.#complete || this.#asleep) return;
    const { query, step, sample, look: view } = this;
    this.#stream = this.source.open({ query, from: step, rate: '0', sample, view }, this.#handlers(true));
  }

  /** Nobody looks: close the stream, and go on where it was when somebody does. @param {boolean} asleep */
  sleep(asleep) {
    if (asleep === this.#asleep) return;
    this.#asleep = asleep;
    if (asleep) this.#close();
    else if (this.playing && !this.#trial) this.#open(this.step + 1);
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
        this.#open(this.step + 1);
      } else this.#stream = trial; // its curve may still be arriving
      this.view.moved(this);
      this.view.link(this, how);
      this.#goOn();
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
    if (this.playing) this.#open(this.step + 1);
    else this.seek(this.step);
  }

  /** Where the hand went while a change was not settled. */
  #goOn() {
    const { step, sample } = this.#later;
    this.#later = {};
    if (sample !== undefined) this.setSample(sample);
    if (step !== undefined && !this.playing) this.scrub(step);
  }

  /** A change is refused, or there is no answer to it. @param {string} message @param {number} status */
  #refused(message, status) {
    const { settling, edits, wanted } = /** @type {Trial} */ (this.#trial);
    this.withdraw();
    if (status === 422 || !settling) this.restore();
    if (status === 422) this.view.refused(wanted.split(':')[0], message);
    else if (settling) this.view.unanswered(edits);
    else this.view.note(message); // the hand moves on, and tries again
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
    this.#close();
    this.seeking.stop();
  }

  #close() {
    this.#stream?.close();
    this.#stream = null;
    cancelAnimationFrame(this.#drawing);
    this.#drawing = 0;
  }

  /** @param {number} from */
  #open(from) {
    this.#close();
    if (this.#asleep || this.#trial) return;
    const { query, rate, sample, look: view } = this;
    const whole = this.#everyMask ? 1 : null;
    const params = { query, from: Math.min(Math.max(0, from), this.last), rate, sample, view, whole, passes: this.passes };
    this.#stream = this.source.open(params, this.#handlers(false));
  }

  /** @param {boolean} exact whether every frame is drawn whole @returns {import('./source.js').StreamHandlers} */
  #handlers(exact) {
    return {
      run: (run) => {
        if (this.#trial) {
          this.#tried = run;
          this.last = this.steps;
        } else this.run = run;
        this.view.run(run);
      },
      frame: (frame) => {
        this.#frame = frame;
        this.#exact = exact;
        this.#plan();
      },
      outcome: (outcome) => {
        this.#outcome = outcome;
        this.#plan();
      },
      curve: (curve) => {
        this.#complete = curve.complete;
        this.#curve = curve;
        this.#plan();
      },
      passes: (passes) => this.view.passes(passes),
      end: (end, how) => this.#ended(end, how, exact),
      refused: (message, status) => {
        if (this.#trial) this.#refused(message, status);
        else {
          this.pause();
          this.view.note(message);
        }
      },
      said: (text) => {
        if (text || this.#said) this.view.note(text);
        this.#said = text;
      },
    };
  }

  /** @param {{t?: number, message?: string}} end @param {string} how @param {boolean} trial */
  #ended(end, how, trial) {
    if (how === 'diverged' && end.t != null) this.last = Math.min(this.last, end.t);
    if (end.message) this.view.note(end.message);
    if (trial) return;
    this.playing = false;
    this.#paint(true);
    this.view.moved(this);
    this.view.link(this, 'replace');
  }

  #plan() {
    if (!this.#drawing) this.#drawing = requestAnimationFrame(() => this.#paint(false));
  }

  /** Draw the newest of what has come. @param {boolean} settled whether the step stays on screen */
  #paint(settled) {
    cancelAnimationFrame(this.#drawing);
    this.#drawing = 0;
    const fresh = this.#frame !== null;
    if (this.#outcome) this.view.outcome(this.#outcome); // first: who is dead is drawn with the frame
    if (fresh) {
      this.drawn = this.#frame;
      this.step = this.drawn.t;
    }
    if (fresh || settled) {
      const whole = this.drawn.say !== undefined; // a mask is drawn with its edges and its words, or not at all
      const exact = whole && this.#rhythm.draws(settled || this.#exact || this.#everyMask, this.rate);
      this.view.frame(decode(this.drawn, this.#tried ?? this.run), exact);
      this.view.moved(this);
    }
    if (this.#curve) this.view.curve(this.#curve);
    this.#frame = this.#outcome = this.#curve = null;
  }

  /** @param {any} run @param {any} frame @param {any} outcome @param {number} step */
  #found(run, frame, outcome, step) {
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
