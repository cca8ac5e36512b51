// The settings that take effect while they move: p (one slider, or one a place), learning rate, weight decay. They show
// what is in force at the step on screen, so that a form sends what it shows.

import { accept, refuse } from './field_error.js';
import { asTyped, changesOf, sentence, settingsAt, wrongNumber } from './settings.js';

const LIVE = 'input[name=p], [name=lr], [name=decay]';
const SLIDING = /^(Arrow|Page|Home|End)/; // the keys of a slider
const ONE_HAND = 400; // ms without a further key, after which keys have let a slider go

/** @typedef {import('./player.js').Player} Player */

export class Controls {
  moving = false; // whether a hand is at work
  #keyed = false; // ... by keys, each of which is an `input` and a `change`
  #timer = 0;

  /**
   * @param {HTMLFormElement} form
   * @param {Player} player
   * @param {{usual: any, limits: any}} data of #scene-data
   * @param {{holding: (holding: boolean) => void, fromStart: () => boolean}} view
   */
  constructor(form, player, { usual, limits }, view) {
    this.form = form;
    this.player = player;
    this.usual = usual;
    this.limits = limits;
    this.view = view;
    // In the capture phase, and stopped here: htmx sends the form for every other setting.
    form.addEventListener('input', (event) => this.#moved(event), { capture: true });
    form.addEventListener('change', (event) => this.#changed(event), { capture: true });
    form.addEventListener('keydown', (event) => this.#pressed(event), { capture: true });
    form.addEventListener('focusout', (event) => this.#timer && this.#settled(/** @type {HTMLInputElement} */ (event.target)));
    form.addEventListener('pointerdown', (event) => this.#slider(event) && this.#endKeys(), { capture: true }); // the pointer ends it
    for (const end of ['pointerup', 'pointercancel']) form.addEventListener(end, (event) => this.#letGo(event), { capture: true });
  }

  /** Show what is in force at the step on screen, except where a hand is at work or something wrong was typed. */
  follow() {
    if (this.moving) return;
    for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (this.form.querySelectorAll(LIVE))) {
      const value = this.#inForce(input);
      const typed = input.type !== 'range' && this.holds(input); // a slider that was refused goes back
      if (value === undefined || Number(input.value) === value || typed) continue;
      input.value = String(value);
      if (input.type === 'range' && Number(input.value) !== value) {
        input.step = 'any'; // the slider's own steps do not have this value
        input.value = String(value);
      }
      this.#show(input);
    }
  }

  /** Whether a hand has hold of a field, or what it holds is not accepted. @param {Element} element */
  holds(element) {
    if (!(element instanceof HTMLInputElement || element instanceof HTMLSelectElement)) return element.matches('.field.wrong');
    const typing = element === document.activeElement && element.type !== 'range';
    return typing || (this.moving && element.matches(LIVE)) || element.getAttribute('aria-invalid') === 'true';
  }

  /** The player has taken the change. */
  taken() {
    this.#rest();
  }

  /** ... or the server has not. @param {string} name @param {string} message */
  refused(name, message) {
    this.#rest();
    const input = /** @type {HTMLInputElement | null} */ (this.form.querySelector(`input[name="${name}"]`));
    if (input) refuse(input, message);
    this.follow();
  }

  close() {
    this.#endKeys();
  }

  #rest() {
    this.moving = false;
    this.#endKeys();
    this.view.holding(false);
  }

  #endKeys() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#keyed = false;
  }

  /** @param {Event} event @returns {HTMLInputElement | null} */
  #live(event) {
    const input = /** @type {HTMLInputElement} */ (event.target);
    if (!input.matches(LIVE)) return null;
    event.stopPropagation();
    return input;
  }

  /** @param {Event} event @returns {HTMLInputElement | null} */
  #slider({ target }) {
    return target instanceof HTMLInputElement && target.type === 'range' ? target : null;
  }

  /** @param {Event} event */
  #moved(event) {
    const input = this.#live(event);
    if (!input || input.type !== 'range') return; // a number is taken when it is whole
    this.#show(input);
    if (!this.#accepts(input)) {
      this.follow();
      return;
    }
    this.moving = true;
    this.view.holding(true);
    this.player.change(this.#setting(input), this.view.fromStart());
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const slider = this.#slider(event);
    if (event.key === 'Enter') {
      const input = this.#live(event);
      if (!input) return;
      event.preventDefault(); // the form would start the run again
      this.#settled(input);
    } else if (slider && SLIDING.test(event.key)) {
      this.#keyed = true;
      if (this.#timer) this.#settleLater(slider);
    }
  }

  /** Keys that follow each other are one movement of the hand, as a drag is. @param {Event} event */
  #changed(event) {
    const input = this.#live(event);
    if (!input) return;
    if (this.#keyed && this.moving) this.#settleLater(input);
    else this.#settled(input);
  }

  /** @param {HTMLInputElement} input */
  #settleLater(input) {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#settled(input), ONE_HAND);
  }

  /** @param {HTMLInputElement} input */
  #settled(input) {
    this.#endKeys();
    if (!this.#accepts(input)) {
      this.follow();
      return;
    }
    if (!this.moving && Number(input.value) === this.#inForce(input)) return; // Enter has sent it
    this.moving = true;
    this.player.change(this.#setting(input), this.view.fromStart());
    this.player.changed();
  }

  /** A slider that is let go where it was taken up has no `change`. @param {Event} event */
  #letGo(event) {
    const slider = this.#slider(event);
    if (this.moving && slider) this.#settled(slider);
  }

  /** Whether what a field holds can be asked for; else the reason is put beside it. @param {HTMLInputElement} input */
  #accepts(input) {
    const { name } = input;
    const { run } = this.player;
    const at = this.player.leavesAt(this.view.fromStart());
    if (input.type !== 'range' && (name !== 'p' || input.dataset.place || run.place.length < 2)) input.value = asTyped(input.value);
    const number = input.type === 'range' || input.value.includes(',') ? '' : wrongNumber(input.value.trim(), this.limits[name]);
    const count = changesOf(run, at, name);
    const { most, said } = this.limits.changes;
    const wrong = number || (count > most ? sentence(said, String(count)) : '');
    if (wrong) refuse(input, wrong);
    else accept(input);
    return !wrong;
  }

  /** @param {HTMLInputElement} input @returns {number | undefined} */
  #inForce(input) {
    const { player } = this;
    const { rates, lr, decay } = settingsAt(player.run, this.usual, player.step);
    if (input.name !== 'p') return input.name === 'lr' ? lr : decay;
    return rates[Number(input.dataset.place ?? player.run.place[0])];
  }

  /** As a stream's `set`: p of all places together. @param {HTMLInputElement} input */
  #setting(input) {
    const inputs = /** @type {HTMLInputElement[]} */ ([...this.form.querySelectorAll(`[name="${input.name}"]`)]);
    return `${input.name}:${inputs.map((each) => input.type === 'range' ? String(Number(each.value)) : encodeURIComponent(each.value.trim())).join(',')}`;
  }

  /** @param {HTMLInputElement} input */
  #show(input) {
    const output = this.form.querySelector(`output[for~="${input.id}"]`);
    if (output) output.textContent = String(Number(input.value));
  }
}
