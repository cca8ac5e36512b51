// A scene: figures of one run with their transport and settings, wired to a player. Every figure is complete without it.
// Explore has all parts of it; an embed has some, of which it knows no more than that they are there.

import { Controls } from './controls.js';
import { decode } from '../play/moment.js';
import { Figures } from './figures.js';
import { Inspector } from './inspector.js';
import { keysOf } from './keys.js';
import { listenKeys } from '../site/keys.js';
import { addressOf, link, pointLinks } from './links.js';
import { listenSeen } from '../site/seen.js';
import { morph } from '../site/morph.js';
import { listenPickers } from './picker.js';
import { Player } from '../play/player.js';
import { REST, Settle } from './settle.js';
import { tables } from './tables.js';
import { say } from '../site/texts.js';
import { tellFound } from '../site/telling.js';
import { TransportBar } from './transport.js';

// Figures of another run are other elements; all else, which a hand may be at, stays the same and is changed.
const FIGURES = '#scene-data, [data-figure], #inspector, #numbers, #files';
const TIMELESS = ['.part-controls', '.about', '.gates']; // what does not depend on the step

/** @typedef {import('../figures/dense.js').Neuron} Neuron */
/** @typedef {{plays: boolean, steps: number, samples: number, pinned?: Neuron | null}} Before
 * whether it played, and how far the hand went on in it since the new one was asked for */
/** @typedef {{edits: string[], step: number, sample: number, pinned: string}} Asked what was asked for, and where the player was */

export class Scene {
  #leave = new AbortController();
  #resting = '';
  #pinned = {}; // the neuron that the link names
  /** @type {Neuron | null} in focus */
  #at = null;
  #saying = 0;

  /** @param {HTMLElement} scene @param {import('./stage.js').Stage} stage @param {Before} [before] the run that was on screen */
  constructor(scene, stage, before) {
    const { signal } = this.#leave;
    /** @param {string} id */
    const part = (id) => /** @type {HTMLElement} */ (scene.querySelector(`#${id}`));
    const data = JSON.parse(part('scene-data').textContent ?? '');
    const { step, sample, view, apart, passes, rate } = data.view;
    this.scene = scene;
    this.stage = stage;
    if (scene.dataset.title) document.title = scene.dataset.title; // an edit may lead to the page of another method
    /** @type {string} of the page, below the site's own */
    this.path = data.path;
    /** @type {string[]} what a hand may do here */
    this.may = data.may;
    /** @type {Record<string, string>} */
    this.wishes = { ...(view === 'forward' ? {} : { view }), ...(apart ? { apart: '1' } : {}), ...(passes ? { passes } : {}), ...data.wishes, ...stage.home.wishes?.() };
    const look = view === 'forward' ? null : view;
    this.figures = new Figures(scene, stage.home.kinds, data.run, signal);
    this.figures.shown = decode(data.frame, data.run);
    /** @type {{head: number, complete: boolean}} how far the run is trained */
    this.trained = { head: data.head, complete: data.complete };
    this.player = new Player({ run: data.run, frame: data.frame, step, sample, look, passes: passes || null, rate, last: data.last, complete: data.complete }, this, stage.home.source);
    this.bookmark = stage.home.bookmark(() => this.address);
    this.settle = new Settle((now) => this.#renew(now));
    const address = (/** @type {string} */ path, wishes = {}) => addressOf(this.player, path, wishes);
    const inspector = part('inspector');
    this.inspector = inspector && new Inspector(inspector, part('neuron-said'), (path, wishes) => address(path, { view: look, ...wishes }), () => this.player.sample, this.figures.network);
    const numbers = /** @type {HTMLDetailsElement} */ (part('numbers'));
    this.numbers = numbers && tables(numbers, () => address('numbers'), signal);
    const files = /** @type {HTMLDetailsElement} */ (part('files'));
    this.files = files && tables(files, () => address('files'), signal);
    this.bar = new TransportBar(part('transport'), this.player, signal);
    this.figures.outcome(data.outcome);
    this.bar.moved();
    this.inspector?.at(step, false);
    this.controls = new Controls(/** @type {HTMLFormElement} */ (part('controls')), this.player, {
      holding: (holding) => this.#hold(holding),
      fromStart: () => this.bar.fromStart,
      settled: () => this.#settled(),
      edit: (edit, field) => this.edit(edit, field),
      pending: (name) => stage.edits.last(name) !== undefined,
    }, signal);
    this.#listen();
    const starts = stage.home.starts(scene); // by the address that was asked for
    if (!before && scene.querySelector('.refused')) this.bookmark.replace(); // of a wrong link, what is right of it is on screen
    this.#tell(this.inspector?.drawn ?? null);
    stage.home.told?.(this);
    if (before) this.#goOn(before);
    else if (starts && !scene.querySelector('[role=alert]')) this.player.play();
    else this.follow(); // where the page was sent before its run was trained
  }

  /** At rest, wait for the curves of a run that is still trained, where the page may hold a stream for that. */
  follow() {
    if (this.stage.home.follows) this.player.follow();
  }

  /** Another run is on screen, and the hand goes on where it was. @param {Before} before */
  #goOn({ plays, steps, samples, pinned }) {
    const { player } = this;
    const at = (/** @type {number} */ to, /** @type {number} */ most) => Math.min(most, Math.max(0, to));
    if (pinned !== undefined) this.#tell(pinned);
    if (samples) this.choose(at(player.sample + samples, player.run.batch - 1));
    if (plays) {
      player.step = at(player.step + steps, player.last);
      player.play();
    } else if (steps) player.seek(player.step + steps);
    else this.follow();
    if (!plays) this.#say();
  }

  // What the player tells (PlayerView).

  outcome = (/** @type {any} */ outcome) => this.figures.outcome(outcome);
  passes = (/** @type {any} */ passes) => this.figures.tell('passes', passes);
  note = (/** @type {string} */ text) => this.bar.note(text);
  refused = (/** @type {string} */ name, /** @type {string} */ message) => this.controls.refused(name, message);

  /** @param {import('../play/moment.js').Moment} moment @param {boolean} exact */
  frame(moment, exact) {
    this.figures.frame(moment, exact);
    this.controls.learned(moment);
  }

  /** @param {any} curve */
  curve(curve) {
    const done = curve.complete && !this.trained.complete;
    this.figures.tell('curve', curve);
    if (!this.controls.moving || curve.complete || curve.head >= this.trained.head) this.trained = curve; // as the loss chart
    this.bar.head(this.trained.head);
    if (done && !this.player.playing && !this.controls.moving) this.#rest();
  }

  /** @param {any} run */
  run(run) {
    this.figures.tell('run');
    this.bar.run(run);
  }

  /** @param {Player} player */
  moved(player) {
    this.bar?.moved();
    this.figures.tell('moved', player.step, player.playing);
    this.controls?.follow();
    this.scene.classList.toggle('playing', player.playing);
    this.inspector?.at(player.step, player.playing);
    this.stage.home.told?.(this);
    if (player.playing) {
      this.inspector?.keepUp();
      this.bookmark.keep();
    } else if (this.#resting !== link(player, this.wishes, this.path)) this.settle.stop();
  }

  /** @param {Player} player @param {'replace' | 'push'} how */
  link(player, how) {
    this.controls.rest();
    this.bookmark[how]();
    pointLinks(this.scene, player, this.wishes, this.path);
    this.stage.home.told?.(this);
    this.inspector?.refresh();
    this.numbers?.();
    this.files?.();
    this.#rest();
    if (!player.playing) this.#say();
  }

  /** @param {string[]} changes that the server has not answered */
  unanswered(changes) {
    this.controls.rest();
    this.stage.edits.add(changes, document.activeElement);
  }

  /** A hand has changed something. @param {string} edit as batch:16 @param {Element | null} near the control */
  edit(edit, near) {
    if (!this.stage.home.renews) {
      this.note(say('one run'));
      return;
    }
    this.controls.letGo();
    this.#send([...(this.player.settling ? this.#withdrawn() : []), edit], near);
  }

  /** A hand has let p, learning rate or decay go. Alone it is settled by its own stream, else with the other edits. */
  #settled() {
    const { pending } = this.stage.edits;
    if (!pending) tellFound('scene');
    if (pending) this.#send(this.#withdrawn(), document.activeElement);
    else this.player.changed();
  }

  #withdrawn() {
    const moved = this.player.withdraw();
    this.controls.rest();
    return moved;
  }

  /** @param {string[]} changes @param {Element | null} near */
  #send(changes, near) {
    this.settle.stop();
    this.stage.edits.add(changes, near);
  }

  /** There is no answer to these. @param {string[]} changes @returns {string | undefined} what holds */
  back(changes) {
    const words = changes.map((edit) => this.controls.back(edit)).filter(Boolean);
    this.player.restore();
    this.controls.follow();
    this.bookmark.replace();
    return words.at(-1);
  }

  /** Make the page that of another run. @param {Element} fresh @param {Asked} asked */
  become(fresh, asked) {
    const { scene, player } = this;
    const answered = new Set(asked.edits.map((edit) => edit.split(/:|[.]\d/)[0]));
    const pinned = this.pinned === asked.pinned ? undefined : this.#at;
    const before = { plays: player.playing, steps: player.step - asked.step, samples: player.sample - asked.sample, pinned };
    this.controls.answered(asked.edits);
    this.close();
    const held = (/** @type {Element} */ field) => !answered.has(/** @type {any} */ (field).name) && this.controls.holds(field);
    morph(scene, fresh, held, (part) => part.matches(FIGURES));
    for (const wrong of scene.querySelectorAll('details [aria-invalid=true]')) wrong.closest('details')?.setAttribute('open', '');
    return new Scene(scene, this.stage, before);
  }

  close() {
    this.player.close();
    this.controls.endKeys();
    this.bar.close();
    this.settle.stop();
    clearTimeout(this.#saying);
    this.#leave.abort();
  }

  /** Of what is on screen, the neuron in focus included. */
  get address() {
    return this.at(this.path);
  }

  /** The same at another path, or with other wishes. @param {string} path @param {Record<string, string | null>} [wishes] */
  at(path, wishes) {
    return link(this.player, { ...this.wishes, ...this.#pinned, ...wishes }, path);
  }

  /** Where the code of what is on screen is; it leads to this page. */
  get coded() {
    return this.at('share/code', { page: this.path || null });
  }

  /** The page shows it in another way, and all its addresses say so. @param {Record<string, any>} wishes */
  wish(wishes) {
    Object.assign(this.wishes, wishes);
    this.bookmark.replace();
    pointLinks(this.scene, this.player, this.wishes, this.path);
    this.#rest();
  }

  get pinned() {
    return JSON.stringify(this.#pinned);
  }

  /** The picture rests: the server's page of it is asked for, unless something happens soon. */
  #rest() {
    if (this.stage.edits.pending || !this.stage.home.renews) return;
    this.#resting = link(this.player, this.wishes, this.path);
    this.settle.soon(this.#resting);
  }

  /** Read out, once, what a step shows, when the hand has found it. */
  #say() {
    clearTimeout(this.#saying);
    this.#saying = window.setTimeout(() => this.bar.say((this.figures.sentence ?? this.figures.verdict)?.textContent ?? ''), REST);
  }

  /** Take from the server's page what script does not draw; while it plays, what does not depend on the step.
   * @param {Element} now */
  #renew(now) {
    const { player, scene } = this;
    const parts = player.playing ? TIMELESS.map((part) => [scene.querySelector(part), now.querySelector(part)]) : [[scene, now]];
    for (const [old, renewed] of parts) if (old && renewed) morph(old, renewed, (field) => this.controls.holds(field));
    this.controls.follow();
    if (player.playing) return;
    this.figures.tell('renewed');
    this.bar.moved();
  }

  /** @param {boolean} holding */
  #hold(holding) {
    this.figures.tell('hold', holding);
    this.bar.head(this.trained.head);
    if (holding) this.settle.stop();
  }

  /** @param {Neuron | null} neuron */
  #tell(neuron) {
    if (neuron) this.scene.dispatchEvent(new CustomEvent('neuron', { detail: neuron }));
  }

  /** @param {Neuron | null} neuron */
  #pointed(neuron) {
    this.#at = neuron;
    this.figures.tell('focus', neuron);
    if (neuron) this.inspector?.show(neuron);
    else this.inspector?.hide();
    const pinned = neuron?.pinned ? { layer: neuron.layer, unit: neuron.unit } : {};
    if (JSON.stringify(pinned) === JSON.stringify(this.#pinned)) return;
    this.#pinned = pinned;
    if (!this.player.playing) this.bookmark.replace();
  }

  /** Another row of the batch. @param {number} sample @param {any} [pointed] where it was seen */
  choose(sample, pointed) {
    const row = this.player.source.row(sample, this.player.sample);
    this.figures.tell('select', row, pointed);
    this.player.setSample(row);
  }

  /** Those of what a hand may do here. */
  #keys() {
    const { ' ': play, '+': more, '=': same, '-': less, ...steps } = keysOf(this.player);
    /** @param {string} what @param {Record<string, () => void>} keys */
    const where = (what, keys) => (this.may.includes(what) ? keys : {});
    return {
      ' ': play, ...where('step', steps), ...where('speed', { '+': more, '=': same, '-': less }),
      ...where('seed', { n: () => this.edit('masks:next', null) }),
    };
  }

  #listen() {
    const { player, scene } = this;
    const { signal } = this.#leave;
    const on = (/** @type {string} */ name, /** @type {(event: any) => void} */ act, capture = false) =>
      scene.addEventListener(name, act, { capture, signal });
    listenPickers(scene, signal);
    listenKeys(this.#keys(), signal);
    on('pointerdown', () => pointLinks(scene, player, this.wishes, this.path), true);
    on('neuron', (event) => this.#pointed(event.detail));
    on('click', (event) => {
      if (event.target.closest('[data-act=close-neuron]')) scene.dispatchEvent(new CustomEvent('neuron', { detail: null }));
      const link = event.target.closest('[data-edit]');
      if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return; // a link may be opened elsewhere
      event.preventDefault();
      this.edit(link.dataset.edit, link);
    });
    on('scrub', ({ detail: { step, done } }) => this.may.includes('step') && (done ? player.scrubbed() : player.scrub(step)));
    on('sample', (event) => {
      if (this.may.includes('sample')) this.choose(event.detail.sample, event.detail.pointed);
    });
    listenSeen(scene, (asleep) => player.sleep(asleep), signal);
  }
}
