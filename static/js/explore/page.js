// The Explore page: wires the player to the figures. Every figure is complete without it.

import { Controls } from './controls.js';
import { copyLink } from '../site/copy_link.js';
import { Changes } from '../site/changes.js';
import { openEscaped } from '../site/escaped_link.js';
import { Figures } from './figures.js';
import { Inspector } from './inspector.js';
import { keysOf } from './keys.js';
import { listenKeys } from '../site/keys.js';
import { addressOf, link, pointLinks } from './links.js';
import { morph } from '../site/morph.js';
import { PageAddress } from './page_address.js';
import { Player } from '../play/player.js';
import { listenPrint } from '../site/print.js';
import { REST, Settle } from './settle.js';
import { Live } from '../play/source.js';
import { tables } from './tables.js';
import { tellFound } from '../site/telling.js';
import { TransportBar } from './transport.js';

// Figures of another run are other elements; all else, which a hand may be at, stays the same and is changed.
const FIGURES = '#scene-data, #network, #masks, #outcomes, #loss-chart, #inspector, #numbers';
const TIMELESS = ['.part-controls', '.about', '.gates']; // what does not depend on the step

/** @typedef {import('../figures/dense.js').Neuron} Neuron */
/** @typedef {{plays: boolean, steps: number, samples: number, pinned?: Neuron | null}} Before
 * whether it played, and how far the hand went on in it since the new one was asked for */
/** @typedef {{edits: string[], step: number, sample: number, pinned: string}} Asked what was asked for, and where the player was */

class Explore {
  #leave = new AbortController();
  #resting = '';
  #pinned = {}; // the neuron that the link names
  #saying = 0;

  /** @param {HTMLElement} scene @param {Before} [before] the run that was on screen */
  constructor(scene, before) {
    const { signal } = this.#leave;
    /** @param {string} id */
    const part = (id) => /** @type {HTMLElement} */ (scene.querySelector(`#${id}`));
    const data = JSON.parse(part('scene-data').textContent ?? '');
    const { step, sample, view, apart, passes } = data.view;
    this.scene = scene;
    /** @type {Record<string, string>} */
    this.wishes = { ...(view === 'forward' ? {} : { view }), ...(apart ? { apart: '1' } : {}), ...(passes ? { passes } : {}) };
    const { value: rate } = /** @type {HTMLSelectElement} */ (scene.querySelector('#transport [name=rate]'));
    const look = view === 'forward' ? null : view;
    this.figures = new Figures(part, data.run, signal);
    const { complete } = this.figures.chart.curve;
    this.player = new Player({ run: data.run, frame: data.frame, step, sample, look, passes: passes || null, rate, last: data.last, complete }, this, live);
    this.bookmark = new PageAddress(() => this.address);
    this.settle = new Settle((now) => this.#renew(now));
    const address = (/** @type {string} */ path, wishes = {}) => addressOf(this.player, path, wishes);
    this.inspector = new Inspector(part('inspector'), part('neuron-said'), (path, wishes) => address(path, { view: look, ...wishes }), () => this.player.sample, this.figures.network);
    this.numbers = tables(/** @type {HTMLDetailsElement} */ (part('numbers')), () => address('numbers'), signal);
    this.bar = new TransportBar(part('transport'), this.player, signal);
    this.figures.outcome(data.outcome);
    this.bar.moved();
    this.inspector.at(step, false);
    this.controls = new Controls(/** @type {HTMLFormElement} */ (part('controls')), this.player, {
      holding: (holding) => this.#hold(holding),
      fromStart: () => this.bar.fromStart,
      settled: () => this.#settled(),
      edit: (edit, field) => this.edit(edit, field),
      pending: (name) => edits.last(name) !== undefined,
    }, signal);
    this.#listen();
    const starts = this.#starts(); // by the address that was asked for
    if (!before && scene.querySelector('.refused')) this.bookmark.replace(); // of a wrong link, what is right of it is on screen
    this.#tell(this.inspector.drawn);
    if (before) this.#goOn(before);
    else if (starts && !scene.querySelector('[role=alert]')) this.player.play();
    else this.player.follow(); // where the page was sent before its run was trained
  }

  /** Another run is on screen, and the hand goes on where it was. @param {Before} before */
  #goOn({ plays, steps, samples, pinned }) {
    const { player } = this;
    const at = (/** @type {number} */ to, /** @type {number} */ most) => Math.min(most, Math.max(0, to));
    if (pinned !== undefined) this.#tell(pinned);
    if (samples) this.scene.dispatchEvent(new CustomEvent('sample', { detail: { sample: at(player.sample + samples, player.run.batch - 1) } }));
    if (plays) {
      player.step = at(player.step + steps, player.last);
      player.play();
    } else if (steps) player.seek(player.step + steps);
    else player.follow();
    if (!plays) this.#say();
  }

  // What the player tells (PlayerView).

  outcome = (/** @type {any} */ outcome) => this.figures.outcome(outcome);
  passes = (/** @type {any} */ passes) => this.figures.passes.draw(passes);
  note = (/** @type {string} */ text) => this.bar.note(text);
  refused = (/** @type {string} */ name, /** @type {string} */ message) => this.controls.refused(name, message);

  /** @param {import('../play/moment.js').Moment} moment @param {boolean} exact */
  frame(moment, exact) {
    this.figures.frame(moment, exact);
    this.controls.learned(moment);
  }

  /** @param {any} curve */
  curve(curve) {
    const { chart } = this.figures;
    const done = curve.complete && !chart.curve.complete;
    chart.draw(curve);
    this.bar.head(chart.curve.head);
    if (done && !this.player.playing && !this.controls.moving) this.#rest();
  }

  /** @param {any} run */
  run(run) {
    this.figures.chart.run();
    this.bar.run(run);
  }

  /** @param {Player} player */
  moved(player) {
    this.bar?.moved();
    this.figures.chart.moved(player.step);
    this.controls?.follow();
    this.scene.classList.toggle('playing', player.playing);
    this.inspector.at(player.step, player.playing);
    if (player.playing) {
      this.figures.chart.forget();
      this.inspector.keepUp();
      this.bookmark.keep();
    } else if (this.#resting !== link(player, this.wishes)) this.settle.stop();
  }

  /** @param {Player} player @param {'replace' | 'push'} how */
  link(player, how) {
    this.controls.rest();
    this.bookmark[how]();
    pointLinks(this.scene, player, this.wishes);
    this.inspector.refresh();
    this.numbers();
    this.#rest();
    if (!player.playing) this.#say();
  }

  /** @param {string[]} changes that the server has not answered */
  unanswered(changes) {
    this.controls.rest();
    edits.add(changes, document.activeElement);
  }

  /** A hand has changed something. @param {string} edit as batch:16 @param {Element | null} near the control */
  edit(edit, near) {
    this.controls.letGo();
    this.#send([...(this.player.settling ? this.#withdrawn() : []), edit], near);
  }

  /** A hand has let p, learning rate or decay go. Alone it is settled by its own stream, else with the other edits. */
  #settled() {
    if (!edits.pending) tellFound('scene');
    if (edits.pending) this.#send(this.#withdrawn(), document.activeElement);
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
    edits.add(changes, near);
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
    const pinned = this.pinned === asked.pinned ? undefined : this.figures.network.at;
    const before = { plays: player.playing, steps: player.step - asked.step, samples: player.sample - asked.sample, pinned };
    this.controls.answered(asked.edits);
    this.close();
    const held = (/** @type {Element} */ field) => !answered.has(/** @type {any} */ (field).name) && this.controls.holds(field);
    morph(scene, fresh, held, (part) => part.matches(FIGURES));
    for (const wrong of scene.querySelectorAll('details [aria-invalid=true]')) wrong.closest('details')?.setAttribute('open', '');
    return new Explore(scene, before);
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
    return link(this.player, { ...this.wishes, ...this.#pinned });
  }

  get pinned() {
    return JSON.stringify(this.#pinned);
  }

  #starts() {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    return !still && !/[?&;]step=/.test(location.search);
  }

  /** The picture rests: the server's page of it is asked for, unless something happens soon. */
  #rest() {
    if (edits.pending) return;
    this.#resting = link(this.player, this.wishes);
    this.settle.soon(this.#resting);
  }

  /** Read out, once, what a step shows, when the hand has found it. */
  #say() {
    clearTimeout(this.#saying);
    this.#saying = window.setTimeout(() => this.bar.say(this.figures.sentence.textContent ?? ''), REST);
  }

  /** Take from the server's page what script does not draw; while it plays, what does not depend on the step.
   * @param {Element} now */
  #renew(now) {
    const { player, scene } = this;
    const parts = player.playing ? TIMELESS.map((part) => [scene.querySelector(part), now.querySelector(part)]) : [[scene, now]];
    for (const [old, renewed] of parts) if (old && renewed) morph(old, renewed, (field) => this.controls.holds(field));
    this.controls.follow();
    if (player.playing) return;
    this.figures.renewed();
    this.bar.moved();
  }

  /** @param {boolean} holding */
  #hold(holding) {
    const { chart } = this.figures;
    chart.hold(holding);
    this.bar.head(chart.curve.head);
    if (holding) this.settle.stop();
  }

  /** @param {Neuron | null} neuron */
  #tell(neuron) {
    if (neuron) this.scene.dispatchEvent(new CustomEvent('neuron', { detail: neuron }));
  }

  /** @param {Neuron | null} neuron */
  #pointed(neuron) {
    this.figures.focus(neuron);
    if (neuron) this.inspector.show(neuron);
    else this.inspector.hide();
    const pinned = neuron?.pinned ? { layer: neuron.layer, unit: neuron.unit } : {};
    if (JSON.stringify(pinned) === JSON.stringify(this.#pinned)) return;
    this.#pinned = pinned;
    if (!this.player.playing) this.bookmark.replace();
  }

  #listen() {
    const { player, scene } = this;
    const { signal } = this.#leave;
    const on = (/** @type {string} */ name, /** @type {(event: any) => void} */ act, capture = false) =>
      scene.addEventListener(name, act, { capture, signal });
    listenKeys({ ...keysOf(player), n: () => this.edit('masks:next', null) }, signal);
    on('pointerdown', () => pointLinks(scene, player, this.wishes), true);
    on('neuron', (event) => this.#pointed(event.detail));
    on('click', (event) => {
      if (event.target.closest('[data-act=close-neuron]')) scene.dispatchEvent(new CustomEvent('neuron', { detail: null }));
      const link = event.target.closest('[data-edit]');
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return; // a link may be opened elsewhere
      event.preventDefault();
      this.edit(link.dataset.edit, link);
    });
    on('scrub', ({ detail: { step, done } }) => (done ? player.scrubbed() : player.scrub(step)));
    on('sample', (event) => {
      const { sample, pointed } = event.detail;
      this.figures.select(sample, pointed);
      player.setSample(sample);
    });
    let seen = true;
    const doze = () => player.sleep(document.hidden || !seen);
    document.addEventListener('visibilitychange', doze, { signal });
    window.addEventListener('pagehide', () => player.sleep(true), { signal });
    window.addEventListener('pageshow', doze, { signal });
    const watcher = new IntersectionObserver(([entry]) => {
      seen = entry.isIntersecting;
      doze();
    });
    watcher.observe(scene);
    signal.addEventListener('abort', () => watcher.disconnect());
  }
}

const live = new Live();
const edits = new Changes('scene', {
  wish: (changes) => {
    const { address, pinned, player: { step, sample } } = /** @type {Explore} */ (explore);
    return {
      address: [address, ...changes.map((edit) => `edit=${encodeURIComponent(edit)}`)].join('&'),
      put: (page) => {
        const fresh = /** @type {Element} */ (page.getElementById('scene'));
        explore = /** @type {Explore} */ (explore).become(fresh, { edits: changes, step, sample, pinned });
        explore.bookmark.push();
      },
    };
  },
  letGo: () => explore?.controls.letGo(),
  back: (changes) => explore?.back(changes),
});
/** @type {Explore | null} */
let explore = null;

/** Begin with the #scene that the page has now. */
function begin() {
  const scene = document.getElementById('scene');
  if (scene?.querySelector('#scene-data')) explore = new Explore(scene);
}

document.addEventListener('click', (event) => copyLink(event, () => explore?.address));
listenPrint(() => explore?.address);
begin();
openEscaped();
