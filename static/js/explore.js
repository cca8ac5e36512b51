// The Explore page: wires the player to the figures. Every figure is complete without it.

import { Controls } from './controls.js';
import { copyLink } from './copy_link.js';
import { Inspector } from './inspector.js';
import { listenKeys } from './keys.js';
import { addressOf, link, pointLinks } from './links.js';
import { looksOf, takeLooks } from './looks.js';
import { LossChart } from './loss_chart.js';
import { listenMaskPointing } from './mask_pointing.js';
import { MaskMatrices } from './masks.js';
import { morph } from './morph.js';
import { NetworkFigure } from './network.js';
import { Outcomes } from './outcome.js';
import { PageAddress } from './page_address.js';
import { Player } from './player.js';
import { listenPointing } from './pointing.js';
import { Settle } from './settle.js';
import { inLink } from './stream.js';
import { Tables } from './tables.js';
import { write } from './svg.js';
import { TransportBar } from './transport.js';

const TIMELESS = ['.part-controls', '.about', '.gates']; // what does not depend on the step

class Explore {
  #leave = new AbortController();
  #resting = '';
  #pinned = {}; // the neuron that the link names
  #refused = false; // whether the settings were, while it played

  /** @param {HTMLElement} scene @param {boolean} [played] whether the run before did */
  constructor(scene, played) {
    /** @param {string} id */
    const part = (id) => /** @type {HTMLElement} */ (scene.querySelector(`#${id}`));
    const data = JSON.parse(part('scene-data').textContent ?? '');
    const { step, sample, view, each } = data.view;
    this.scene = scene;
    scene.dataset.sample = String(sample);
    /** @type {Record<string, string>} */
    this.wishes = { ...(view === 'forward' ? {} : { view }), ...(each ? { each: '1' } : {}) };
    const { value: rate } = /** @type {HTMLSelectElement} */ (scene.querySelector('#transport [name=rate]'));
    const { complete } = data.curve;
    const look = view === 'forward' ? null : view;
    this.player = new Player({ run: data.run, frame: data.frame, step, sample, look, rate, last: data.last, complete }, this);
    this.bookmark = new PageAddress(() => this.address);
    this.settle = new Settle((fresh) => this.#renew(fresh));
    this.network = new NetworkFigure(part('network'), data);
    const address = (/** @type {string} */ path, wishes = {}) => addressOf(this.player, path, wishes);
    this.inspector = new Inspector(part('inspector'), part('neuron-said'), (path, wishes) => address(path, { view: look, ...wishes }));
    this.tables = new Tables(/** @type {HTMLDetailsElement} */ (part('numbers')), () => address('/numbers'));
    this.masks = new MaskMatrices(part('masks'), data);
    this.outcomes = new Outcomes(part('outcomes'));
    this.bar = new TransportBar(part('transport'), this.player);
    this.chart = new LossChart(part('loss-chart'), data.curve, step, (to, done) => {
      if (done) this.player.scrubbed();
      else this.player.scrub(to);
    });
    this.sentence = part('sentence');
    this.outcome(data.outcome);
    this.bar.moved();
    this.controls = new Controls(/** @type {HTMLFormElement} */ (part('controls')), this.player, data, {
      holding: (holding) => this.#hold(holding),
      fromStart: () => this.bar.fromStart,
    });
    listenPointing(this.network);
    listenMaskPointing(this.masks);
    this.#listen();
    const starts = this.#starts(); // by the address that was asked for
    const refused = scene.querySelector('[role=alert]') !== null;
    if (scene.querySelector('.refused')) this.bookmark.replace(); // of a wrong link, what is right of it is on screen
    this.#tell(this.inspector.drawn);
    this.#refused = refused && (played ?? starts);
    if (starts && !refused) this.player.play();
    else this.player.follow(); // where the page was sent before its run was trained
  }

  // What the player tells (PlayerView).

  /** @param {any} frame @param {any} run @param {boolean} exact */
  frame(frame, run, exact) {
    if (!exact) {
      this.network.flow(frame, run);
      return;
    }
    this.network.draw(frame, run);
    this.masks.draw(frame, run);
    frame.say.sentence.forEach((/** @type {string} */ text, /** @type {number} */ i) => write(this.sentence.children[i], text));
  }

  /** @param {any} outcome */
  outcome(outcome) {
    this.outcomes.draw(outcome);
    this.network.learned(outcome);
  }

  /** @param {any} curve */
  curve(curve) {
    const done = curve.complete && !this.chart.curve.complete;
    this.chart.draw(curve);
    this.bar.head(this.chart.curve.head);
    if (done && !this.player.playing && !this.controls.moving) this.#rest();
  }

  /** @param {any} run */
  run(run) {
    this.chart.run(run);
    this.bar.run(run);
  }

  /** @param {Player} player */
  moved(player) {
    this.bar?.moved();
    this.chart?.moved(player.step, player.playing);
    this.controls?.follow();
    this.scene.classList.toggle('playing', player.playing);
    this.inspector.at(player.step, player.playing);
    if (player.playing) {
      this.#refused = false;
      this.chart?.forget();
      this.inspector.keepUp();
      this.bookmark.keep();
    } else if (this.#resting !== link(player, this.wishes)) this.settle.stop();
  }

  /** @param {Player} player @param {'replace' | 'push'} how */
  link(player, how) {
    this.controls.taken();
    this.bookmark[how]();
    pointLinks(this.scene, player, this.wishes);
    this.inspector.refresh();
    this.tables.refresh();
    this.#rest();
  }

  /** @param {string} name @param {string} message */
  refused(name, message) {
    this.controls.refused(name, message);
  }

  /** @param {string} text */
  note(text) {
    this.bar.note(text);
  }

  close() {
    this.player.close();
    this.controls.close();
    this.settle.stop();
    this.#leave.abort();
  }

  /** Of what is on screen, the neuron in focus included. */
  get address() {
    return link(this.player, { ...this.wishes, ...this.#pinned });
  }

  get plays() {
    return this.player.playing || this.#refused;
  }

  /** How another run is seen, where its address does not say: as this one, which stays at rest if it is.
   * @param {number} batch of the other run, as far as it is known */
  seenAs(batch) {
    const { sample } = this.player;
    const looks = { view: this.wishes.view, step: this.plays ? null : '0', sample: sample && sample < batch ? inLink('sample', sample) : null };
    return Object.entries(looks).filter(([, value]) => value);
  }

  #starts() {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    return !still && !/[?&;]step=/.test(location.search);
  }

  /** The picture rests: the server's page of it is asked for, unless something happens soon. */
  #rest() {
    this.#resting = link(this.player, this.wishes);
    this.settle.soon(this.#resting);
  }

  /** Take from the server's page what script does not draw; while it plays, what does not depend on the step.
   * @param {Document} fresh */
  #renew(fresh) {
    const { player, scene } = this;
    const now = fresh.getElementById('scene');
    if (!now) return;
    const parts = player.playing ? TIMELESS.map((part) => [scene.querySelector(part), now.querySelector(part)]) : [[scene, now]];
    for (const [old, renewed] of parts) if (old && renewed) morph(old, renewed, (field) => this.controls.holds(field));
    /** @type {any} */ (window).htmx?.process(scene);
    this.controls.follow();
    if (player.playing) return;
    this.network.bind();
    this.masks.renewed();
    this.bar.moved();
  }

  /** @param {boolean} holding */
  #hold(holding) {
    this.chart.hold(holding);
    this.bar.head(this.chart.curve.head);
    if (holding) this.settle.stop();
  }

  /** @param {import('./inspector.js').Neuron | null} neuron */
  #tell(neuron) {
    if (neuron) this.scene.dispatchEvent(new CustomEvent('neuron', { detail: neuron }));
  }

  /** @param {import('./inspector.js').Neuron | null} neuron */
  #pointed(neuron) {
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
    const newMasks = () => {
      pointLinks(scene, player, this.wishes);
      /** @type {HTMLElement | null} */ (scene.querySelector('#new-masks'))?.click();
    };
    signal.addEventListener('abort', listenKeys(player, newMasks));
    scene.addEventListener('pointerdown', () => pointLinks(scene, player, this.wishes), { capture: true });
    scene.addEventListener('neuron', (event) => this.#pointed(/** @type {CustomEvent} */ (event).detail));
    scene.addEventListener('click', (event) => {
      const close = /** @type {Element} */ (event.target).closest('[data-act=close-neuron]');
      if (close) scene.dispatchEvent(new CustomEvent('neuron', { detail: null }));
    });
    scene.addEventListener('sample', (event) => {
      const { sample, pointed } = /** @type {CustomEvent} */ (event).detail;
      this.network.select(sample);
      this.masks.select(sample);
      this.masks.reveal(pointed);
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

/** @type {Explore | null} */
let explore = null;
/** @type {import('./looks.js').Looks | null} */
let looks = null;

/** Begin with the #scene that the page has now. */
function begin() {
  const scene = document.getElementById('scene');
  if (scene === explore?.scene) return;
  const played = explore?.plays;
  explore?.close();
  explore = scene?.querySelector('#scene-data') ? new Explore(scene, played) : null;
}

document.addEventListener('htmx:afterSettle', begin);
document.addEventListener('htmx:historyRestore', begin);
document.addEventListener('htmx:beforeSwap', () => {
  if (explore) looks = looksOf(explore.scene);
});
document.addEventListener('htmx:afterSwap', () => {
  const scene = document.getElementById('scene');
  if (scene && looks && scene !== explore?.scene) takeLooks(scene, looks);
  looks = null;
});
document.addEventListener('htmx:configRequest', (event) => {
  const { elt, path, parameters } = /** @type {CustomEvent} */ (event).detail;
  if (!explore || elt.matches('[data-link]')) return;
  const batch = elt.id.startsWith('data-') ? 0 : Number(parameters.batch ?? explore.masks.batch);
  for (const [name, value] of explore.seenAs(batch)) if (!path.includes(`${name}=`)) parameters[name] = value;
});
document.addEventListener('click', (event) => copyLink(event, () => explore?.address));
begin();
