// The transport under the network: buttons, slider, speed. It asks the player, and shows where the player is.

import { set, svg, write } from '../figures/svg.js';
import { say } from '../site/texts.js';

/** @typedef {import('../play/player.js').Player} Player */

export class TransportBar {
  #wasHere = true;

  /** @param {HTMLElement} root @param {Player} player @param {AbortSignal} signal */
  constructor(root, player, signal) {
    /** @template {Element} T @param {string} selector @returns {T} */
    const find = (selector) => /** @type {any} */ (root.querySelector(selector));
    this.player = player;
    this.slider = /** @type {HTMLInputElement} */ (find('input[name=step]'));
    this.rate = /** @type {HTMLSelectElement} */ (find('select[name=rate]'));
    this.play = /** @type {HTMLButtonElement} */ (find('[data-act=play]'));
    this.playLabel = find('[data-play-label]');
    this.step = find('[data-step-text]');
    this.said = find('[data-step-said]');
    this.noteLine = find('[data-note]');
    this.trained = find('.scrub-trained');
    this.played = find('.scrub-played');
    this.marks = find('.scrub-marks');
    const since = (/** @type {string} */ value) => /** @type {HTMLInputElement} */ (find(`[data-since] [value=${value}]`));
    this.since = { here: since('here'), start: since('start') };
    this.everyMask = /** @type {HTMLInputElement} */ (find('[data-every-mask]'));
    this.buttons = new Map([...root.querySelectorAll('[data-act]')].map((b) => [b.getAttribute('data-act'), b]));
    player.setEveryMask(this.everyMask.checked);
    this.#listen(root, find('form'), signal);
  }

  /** Where the player is. */
  moved() {
    const { step, steps, last, playing, rate } = this.player;
    write(this.step, String(step));
    if (Number(this.slider.value) !== step) this.slider.value = String(step);
    set(this.slider, { 'aria-valuetext': say('step of', { step, steps }) });
    this.#width(this.played, step);
    this.play.classList.toggle('playing', playing);
    write(this.playLabel, say(playing ? 'pause' : 'play'));
    set(this.play, { title: say(playing ? 'pause key' : 'play key') });
    if (this.rate.value !== rate) this.rate.value = rate;
    for (const [act, off] of /** @type {const} */ ([['start', step <= 0], ['back', step <= 0], ['on', step >= last]])) {
      set(this.buttons.get(act), { 'aria-disabled': off });
    }
    this.#atTheEnd(step >= last);
  }

  /** Whether a change counts from the start. */
  get fromStart() {
    return this.since.start.checked;
  }

  /** At the last step there is no step on which a change could count: it counts from the start. @param {boolean} end */
  #atTheEnd(end) {
    const { here, start } = this.since;
    if (here.disabled === end) return;
    if (end) this.#wasHere = here.checked;
    here.disabled = end;
    set(here.parentElement, { title: end ? say('no step') : null });
    (end || !this.#wasHere ? start : here).checked = true;
  }

  /** How far the run is trained. @param {number} head */
  head(head) {
    this.#width(this.trained, head);
  }

  /** Where changes lie. @param {{changes?: [number, string, number[]][]}} run */
  run(run) {
    const marks = (run.changes ?? []).map(([step]) => svg('rect', { x: this.#at(step) - 2, width: 4, height: 6 }));
    this.marks.replaceChildren(...marks);
  }

  /** @param {string} text */
  note(text) {
    write(this.noteLine, text);
  }

  /** For the bar of another run. */
  close() {
    this.#atTheEnd(false);
  }

  /** @param {number} step */
  #at(step) {
    return Math.round((10000 * step) / this.player.steps) / 10;
  }

  /** @param {Element} bar @param {number} step */
  #width(bar, step) {
    set(bar, { width: Math.max(0, this.#at(step)) });
  }

  /** @param {HTMLElement} root @param {HTMLFormElement} form @param {AbortSignal} signal */
  #listen(root, form, signal) {
    const { player, slider, rate, everyMask } = this;
    const acts = {
      start: () => player.seek(0),
      back: () => player.stepBy(-1),
      play: () => player.toggle(),
      on: () => player.stepBy(1),
    };
    root.addEventListener('click', (event) => {
      const button = /** @type {Element} */ (event.target).closest('[data-act]');
      const act = acts[/** @type {keyof typeof acts} */ (button?.getAttribute('data-act'))];
      if (!act || event.ctrlKey || event.metaKey || event.shiftKey) return; // a link may be opened elsewhere
      event.preventDefault();
      act();
    }, { signal });
    slider.addEventListener('input', () => player.scrub(Number(slider.value)), { signal });
    slider.addEventListener('change', () => player.scrubbed(), { signal });
    rate.addEventListener('change', () => player.setRate(rate.value), { signal });
    form.addEventListener('submit', (event) => event.preventDefault(), { signal });
    everyMask.addEventListener('change', () => {
      player.setEveryMask(everyMask.checked);
    }, { signal });
  }
}
