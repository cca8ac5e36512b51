// The settings that take effect while they move: p (one slider, or one a place), learning rate, weight decay. They show
// what is in force at the step on screen, so that a form sends what it shows.

import { accept, refuse } from '../site/field_error.js';
import { fillIn } from '../site/morph.js';
import { asTyped, changesOf, sentence, settingsAt, wrongNumber } from '../play/settings.js';
import { say } from '../site/texts.js';

const LIVE = 'input[name=p], [name=lr], [name=decay]';
const SLIDING = /^(Arrow|Page|Home|End)/; // the keys of a slider
const ONE_HAND = 400; // ms without a further key, after which keys have let a slider go

/**
 * @typedef {import('../play/player.js').Player} Player
 * @typedef {object} ControlsView
 * @property {(holding: boolean) => void} holding whether a hand moves what takes effect while it moves
 * @property {() => boolean} fromStart whether such a change counts from the start
 * @property {() => void} settled the hand has let it go
 * @property {(edit: string, field: Element) => void} edit another setting is changed, as batch:16
 * @property {(name: string) => boolean} pending whether an edit of it has no answer yet
 */

export class Controls {
  moving = false; // whether a hand is at work
  #keyed = false; // ... by keys, each of which is an `input` and a `change`
  #timer = 0;
  /** @type {HTMLInputElement | null} that keys have moved */
  #slid = null;

  /**
   * @param {HTMLFormElement} form
   * @param {Player} player
   * @param {{usual: any, limits: any}} data of #scene-data
   * @param {ControlsView} view
   * @param {AbortSignal} signal
   */
  constructor(form, player, { usual, limits }, view, signal) {
    this.form = form;
    this.player = player;
    this.usual = usual;
    this.limits = limits;
    this.view = view;
    const listen = (/** @type {string} */ name, /** @type {(event: any) => void} */ act) =>
      form.addEventListener(name, act, { capture: true, signal });
    listen('input', (event) => this.#moved(event));
    listen('change', (event) => this.#changed(event));
    listen('submit', (event) => event.preventDefault());
    listen('keydown', (event) => this.#pressed(event));
    listen('focusout', () => this.letGo());
    listen('pointerdown', (event) => this.#slider(event) && this.#endKeys()); // the pointer ends it
    for (const end of ['pointerup', 'pointercancel']) listen(end, (event) => this.#released(event));
    listen('wheel', ({ target }) => target === document.activeElement && target.matches('select, [type=number]') && target.blur());
  }

  /** Show what is in force at the step on screen, except where a hand is at work or something wrong was typed. */
  follow() {
    if (this.moving) return;
    for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (this.form.querySelectorAll(LIVE))) {
      const value = this.#inForce(input);
      const typed = input.type !== 'range' && this.holds(input); // a slider that was refused goes back
      if (this.view.pending(input.name)) continue;
      if (value === undefined || Number(input.value) === value || typed) continue;
      fillIn(input, String(value));
      if (input.type === 'range' && Number(input.value) !== value) {
        input.step = 'any'; // the slider's own steps do not have this value
        input.value = String(value);
      }
      this.#show(input);
    }
  }

  /** Whether a hand has hold of a field, or what it holds is not accepted. @param {Element} element */
  holds(element) {
    if (!(element instanceof HTMLInputElement)) return element.matches('.field.wrong');
    const typing = element === document.activeElement && element.type !== 'range' && element.value !== element.defaultValue;
    return typing || (this.moving && element.matches(LIVE)) || element.getAttribute('aria-invalid') === 'true';
  }

  /** The player has taken the change. */
  taken() {
    this.rest();
  }

  /** ... or the server has not. @param {string} name @param {string} message */
  refused(name, message) {
    this.rest();
    const input = /** @type {HTMLInputElement | null} */ (this.form.querySelector(`input[name="${name}"]`));
    if (input) refuse(input, message);
    this.follow();
  }

  /** The server has an answer to these: what it says of their fields takes the place of what they hold. @param {string[]} edits */
  answered(edits) {
    for (const edit of edits) {
      const input = this.form.querySelector(`input[name="${edit.split(/[:@]/)[0]}"]`);
      if (input instanceof HTMLInputElement) accept(input);
    }
  }

  /** Show again what is in force, in place of an edit to which there is no answer. @param {string} edit
   * @returns {string} what that is, where a field says it */
  back(edit) {
    const [name, value = ''] = edit.split(':');
    const id = name === 'place' ? `#place-${value.slice(1)}` : `[name="${name}"]:not([type=hidden])`;
    const field = /** @type {any} */ (this.form.querySelector(id));
    if (!field || field.matches(LIVE)) return '';
    if (field.type === 'checkbox') field.checked = field.defaultChecked;
    else if (field.matches('select')) field.value = inForce(field);
    else field.value = field.defaultValue;
    const label = field.labels?.[0]?.textContent?.trim();
    return !label || field.type === 'checkbox' ? '' : say('field holds', { label, value: field.selectedOptions?.[0]?.textContent ?? field.value });
  }

  /** Keys that have moved a slider are done. */
  letGo() {
    if (this.#timer && this.#slid) this.#settled(this.#slid);
  }

  close() {
    this.#endKeys();
  }

  /** No hand is at work. */
  rest() {
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
    return input.matches(LIVE) ? input : null;
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
    this.#try(input);
  }

  /** @param {HTMLInputElement} input */
  #try(input) {
    this.player.change(this.#setting(input), this.#edit(input), this.view.fromStart());
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const slider = this.#slider(event);
    if (event.key === 'Enter') {
      const input = this.#live(event);
      if (!input) return;
      event.preventDefault();
      this.#settled(input);
    } else if (slider && SLIDING.test(event.key)) {
      this.#keyed = true;
      if (this.#timer) this.#settleLater(slider);
    }
  }

  /** Keys that follow each other are one movement of the hand, as a drag is. @param {Event} event */
  #changed(event) {
    const input = this.#live(event);
    if (!input) {
      this.#chosen(/** @type {any} */ (event.target));
      return;
    }
    if (this.#keyed && this.moving) this.#settleLater(input);
    else this.#settled(input);
  }

  /** Any other setting. @param {HTMLInputElement | HTMLSelectElement} field */
  #chosen(field) {
    const { name, type, value } = field;
    if (type === 'checkbox') this.view.edit(`${name}:${/** @type {any} */ (field).checked ? '+' : '-'}${value}`, field);
    else if (name && (value !== inForce(field) || this.view.pending(name))) this.view.edit(`${name}:${value.trim()}`, field);
  }

  /** @param {HTMLInputElement} input */
  #settleLater(input) {
    this.#slid = input;
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
    this.#try(input);
    this.view.settled();
  }

  /** A slider that is let go where it was taken up has no `change`. @param {Event} event */
  #released(event) {
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

  /** As an edit: of one field. @param {HTMLInputElement} input */
  #edit({ name, type, value, dataset: { place } }) {
    return `${name}${place ? `.${place}` : ''}:${type === 'range' ? Number(value) : value.trim()}`;
  }

  /** @param {HTMLInputElement} input */
  #show(input) {
    const output = this.form.querySelector(`output[for~="${input.id}"]`);
    if (output) output.textContent = String(Number(input.value));
  }
}

/** What the run on screen has. @param {any} field */
function inForce(field) {
  return field.matches('select') ? [...field.options].find((option) => option.defaultSelected)?.value : field.defaultValue;
}
