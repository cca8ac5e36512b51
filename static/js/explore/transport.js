// The transport under the network: buttons, slider, speed. It asks the player, and shows where the player is.

import { set, svg, write } from '../figures/svg.js';
import { say } from '../site/texts.js';

/** @typedef {import('../play/player.js').Player} Player */

const PARTS = {
  slider: 'input[name=step]', rate: 'select[name=rate]', everyMask: '[data-every-mask]',
  here: '[data-since] [value=here]', start: '[data-since] [value=start]',
  play: '[data-act=play]', label: '[data-play-label]', first: '[data-act=start]', back: '[data-act=back]', on: '[data-act=on]',
  step: '[data-step-text]', said: '[data-step-said]', note: '[data-note]',
  trained: '.scrub-trained', played: '.scrub-played', marks: '.scrub-marks',
};

export class TransportBar {
  #wasHere = true;

  /** @param {HTMLElement} root @param {Player} player @param {AbortSignal} signal */
  constructor(root, player, signal) {
    this.player = player;
    /** @type {Record<keyof typeof PARTS, any>} */
    this.parts = /** @type {any} */ (Object.fromEntries(Object.entries(PARTS).map(([name, at]) => [name, root.querySelector(at)])));
    player.setEveryMask(this.parts.everyMask?.checked ?? false);
    this.#listen(root, signal);
  }

  /** Where the player is. */
  moved() {
    const { step, steps, last, playing, rate } = this.player;
    const { parts } = this;
    write(parts.step, String(step));
    if (parts.slider && Number(parts.slider.value) !== step) parts.slider.value = String(step);
    set(parts.slider, { 'aria-valuetext': say('step of', { step, steps }) });
    set(parts.played, { width: this.#at(step) });
    parts.play.classList.toggle('playing', playing);
    write(parts.label, say(playing ? 'pause' : 'play'));
    set(parts.play, { title: say(playing ? 'pause key' : 'play key') });
    if (parts.rate && parts.rate.value !== rate) parts.rate.value = rate;
    for (const button of [parts.first, parts.back]) set(button, { 'aria-disabled': step <= 0 });
    set(parts.on, { 'aria-disabled': step >= last });
    this.#atTheEnd(step >= last);
  }

  /** Whether a change counts from the start. */
  get fromStart() {
    return this.parts.start?.checked ?? false;
  }

  /** At the last step there is no step on which a change could count: it counts from the start. @param {boolean} end */
  #atTheEnd(end) {
    const { here, start } = this.parts;
    if (!here || here.disabled === end) return;
    if (end) this.#wasHere = here.checked;
    here.disabled = end;
    set(here.parentElement, { title: end ? say('no step') : null });
    (end || !this.#wasHere ? start : here).checked = true;
  }

  /** How far the run is trained. @param {number} head */
  head(head) {
    set(this.parts.trained, { width: this.#at(Math.max(0, head)) });
  }

  /** Where changes lie. @param {{changes?: [number, string, number[]][]}} run */
  run(run) {
    const marks = (run.changes ?? []).map(([step]) => svg('rect', { x: this.#at(step) - 2, width: 4, height: 6 }));
    this.parts.marks?.replaceChildren(...marks);
  }

  /** @param {string} text */
  note(text) {
    write(this.parts.note, text);
  }

  /** Read out. @param {string} text */
  say(text) {
    write(this.parts.said, text);
  }

  /** For the bar of another run. */
  close() {
    this.#atTheEnd(false);
  }

  /** @param {number} step */
  #at(step) {
    return Math.round((10000 * step) / this.player.steps) / 10;
  }

  /** @param {HTMLElement} root @param {AbortSignal} signal */
  #listen(root, signal) {
    const { player, parts: { slider, rate, everyMask } } = this;
    const acts = {
      start: () => player.seek(0),
      back: () => player.stepBy(-1),
      play: () => player.toggle(),
      on: () => player.stepBy(1),
    };
    /** @param {Element | null} part that may not be there @param {string} name @param {(event: any) => void} act */
    const on = (part, name, act) => part?.addEventListener(name, act, { signal });
    on(root, 'click', (event) => {
      const act = acts[/** @type {keyof typeof acts} */ (event.target.closest('[data-act]')?.dataset.act)];
      if (!act || event.ctrlKey || event.metaKey || event.shiftKey) return; // a link may be opened elsewhere
      event.preventDefault();
      act();
    });
    on(slider, 'input', () => player.scrub(Number(slider.value)));
    on(slider, 'change', () => player.scrubbed());
    on(slider?.form, 'submit', (event) => event.preventDefault());
    on(rate, 'change', () => player.setRate(rate.value));
    on(everyMask, 'change', () => player.setEveryMask(everyMask.checked));
  }
}
