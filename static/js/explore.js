// The Explore page: wires the player to the figures. Every figure is complete without it.

import { Controls } from './controls.js';
import { Inspector } from './inspector.js';
import { listenKeys } from './keys.js';
import { addressOf, copyLink, link, pointLinks, renewFigure, renewLinks } from './links.js';
import { LossChart } from './loss_chart.js';
import { MaskMatrices } from './masks.js';
import { NetworkFigure } from './network.js';
import { Outcomes } from './outcome.js';
import { Player } from './player.js';
import { listenPointing } from './pointing.js';
import { drawSentence } from './sentence.js';
import { TransportBar } from './transport.js';

const RENEW = 350; // ms without another step or change

class Explore {
  #leave = new AbortController();
  #renew = new AbortController();
  #renewing = 0;
  #branched = false;

  /** @param {HTMLElement} scene */
  constructor(scene) {
    /** @param {string} id */
    const part = (id) => /** @type {HTMLElement} */ (scene.querySelector(`#${id}`));
    const data = JSON.parse(part('scene-data').textContent ?? '');
    const { step, sample, view } = data.view;
    this.scene = scene;
    scene.dataset.sample = String(sample);
    this.wishes = view === 'forward' ? {} : { view };
    const rate = part('transport').dataset.rate ?? '20';
    this.player = new Player({ run: data.run, frame: data.frame, step, sample, rate }, this);
    this.network = new NetworkFigure(part('network'), data);
    listenPointing(this.network);
    this.inspector = new Inspector(part('inspector'), (path, wishes) => addressOf(this.player, path, { ...this.wishes, ...wishes }));
    this.masks = new MaskMatrices(part('masks'), data);
    this.outcomes = new Outcomes(part('outcomes'));
    this.bar = new TransportBar(part('transport'), this.player);
    this.chart = new LossChart(part('loss-chart'), data.curve, step, (to, done) => {
      if (done) this.player.scrubbed();
      else this.player.scrub(to);
    });
    this.sentence = part('sentence');
    this.outcomes.curves(data.curve);
    this.outcomes.draw(data.outcome);
    this.bar.moved();
    const since = /** @type {HTMLInputElement} */ (scene.querySelector('[data-since] [value=start]'));
    this.controls = new Controls(/** @type {HTMLFormElement} */ (part('controls')), this.player, {
      holding: (holding) => this.chart.hold(holding),
      fromStart: () => since.checked,
    });
    this.#listen();
    if (this.#autoplays()) this.player.play();
    else this.#complete(data.curve);
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
    drawSentence(this.sentence, frame, run);
  }

  /** @param {any} outcome */
  outcome(outcome) {
    this.outcomes.draw(outcome);
    this.network.learned(outcome);
  }

  /** @param {any} curve */
  curve(curve) {
    this.chart.draw(curve);
    this.outcomes.curves(curve);
    this.bar.head(curve.head);
  }

  /** @param {any} run */
  run(run) {
    this.chart.run(run);
    this.bar.run(run);
    this.scene.dispatchEvent(new CustomEvent('run', { detail: run }));
  }

  /** @param {Player} player */
  moved(player) {
    this.bar?.moved();
    this.chart?.moved(player.step, player.playing);
    if (player.playing) this.chart?.forget();
    this.scene.classList.toggle('playing', player.playing);
  }

  /** @param {Player} player @param {'replace' | 'push'} how */
  link(player, how) {
    const address = link(player, this.wishes);
    if (how === 'push') {
      history.replaceState({ htmx: true }, '', location.href);
      history.pushState({ htmx: true }, '', address); // htmx loads the page again when someone goes back to it
      this.#branched = true;
    } else history.replaceState(history.state, '', address);
    pointLinks(this.scene, player);
    this.inspector.refresh();
    if (this.#branched || this.wishes.view) this.#later(address);
  }

  /** @param {string} text */
  note(text) {
    this.bar.note(text);
  }

  close() {
    this.player.close();
    this.#leave.abort();
    this.#renew.abort();
    clearTimeout(this.#renewing);
  }

  #autoplays() {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    return !still && !new URLSearchParams(location.search).has('step') && !this.scene.querySelector('[role=alert]');
  }

  /** A page that was sent before its run was trained asks for the rest of the curves. @param {any} curve */
  #complete(curve) {
    if (!curve.complete) this.player.follow();
  }

  /** Ask the server for what script does not draw, when nothing has happened for a while. @param {string} address */
  #later(address) {
    clearTimeout(this.#renewing);
    this.#renew.abort();
    this.#renew = new AbortController();
    const { signal } = this.#renew;
    this.#renewing = window.setTimeout(() => this.#ask(address, signal).catch(() => {}), RENEW);
  }

  /** Links of a branch, and the backward pass. @param {string} address @param {AbortSignal} signal */
  async #ask(address, signal) {
    if (this.#branched) await renewLinks(this.scene, address, signal);
    this.#branched = false;
    if (this.wishes.view && (await renewFigure(this.network.root, address, signal))) {
      this.network.bind();
      listenPointing(this.network);
    }
  }

  #listen() {
    const { player, scene } = this;
    const { signal } = this.#leave;
    const newMasks = () => {
      pointLinks(scene, player);
      /** @type {HTMLElement | null} */ (scene.querySelector('#new-masks'))?.click();
    };
    signal.addEventListener('abort', listenKeys(player, newMasks));
    scene.addEventListener('pointerdown', () => pointLinks(scene, player), { capture: true });
    scene.addEventListener('neuron', (event) => {
      const { detail } = /** @type {CustomEvent} */ (event);
      if (detail) this.inspector.show(detail.layer, detail.unit);
      else this.inspector.hide();
    });
    scene.addEventListener('sample', (event) => {
      const { sample } = /** @type {CustomEvent} */ (event).detail;
      this.network.select(sample);
      this.masks.select(sample);
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

/** Begin with the #scene that the page has now. */
function begin() {
  const scene = document.getElementById('scene');
  if (scene === explore?.scene) return;
  explore?.close();
  explore = scene?.querySelector('#scene-data') ? new Explore(scene) : null;
}

document.addEventListener('htmx:afterSettle', begin);
document.addEventListener('htmx:historyRestore', begin);
document.addEventListener('click', (event) => copyLink(event, explore?.player));
begin();
