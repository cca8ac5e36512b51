// The settings. A slider of p is tried while it moves, as another run; what is typed or chosen is an edit, for the server.
// p, learning rate and decay show what is in force at the step on screen; learned p has gauges in place of sliders.

import { inForce } from '../play/moment.js';
import { accept, refuse } from '../site/field_error.js';
import { set, write } from '../figures/svg.js';
import { fillIn } from '../site/morph.js';
import { say } from '../site/texts.js';

const TRIED = 'input[name=p][type=range]';
const IN_FORCE = 'input[name=p], [name=lr], [name=decay]'; // and their edits are changes from a step on
const SLIDING = /^(Arrow|Page|Home|End)/; // the keys of a slider
const ONE_HAND = 400; // ms without a further key, after which keys have let a slider go

/**
 * @typedef {import('../play/player.js').Player} Player
 * @typedef {object} ControlsView
 * @property {(holding: boolean) => void} holding whether a hand moves a slider of p
 * @property {() => boolean} fromStart whether a change counts from the start
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

  /** @param {HTMLFormElement} form @param {Player} player @param {ControlsView} view @param {AbortSignal} signal */
  constructor(form, player, view, signal) {
    this.form = form;
    this.player = player;
    this.view = view;
    const listen = (/** @type {string} */ name, /** @type {(event: any) => void} */ act) =>
      form.addEventListener(name, act, { capture: true, signal });
    const slid = (/** @type {string} */ name, /** @type {(slider: HTMLInputElement, event: any) => void} */ act) =>
      listen(name, (event) => event.target.matches(TRIED) && act(event.target, event));
    slid('input', (slider) => this.#moved(slider));
    slid('change', (slider) => (this.#keyed && this.moving ? this.#settleLater(slider) : this.#settled(slider)));
    slid('keydown', (slider, { key }) => this.#pressed(slider, key));
    slid('pointerdown', () => this.endKeys()); // the pointer ends it
    for (const end of ['pointerup', 'pointercancel']) slid(end, (slider) => this.moving && this.#settled(slider)); // where it was taken up it has no `change`
    listen('change', ({ target }) => target.matches(TRIED) || this.#chosen(target));
    listen('submit', (event) => event.preventDefault());
    listen('focusout', () => this.letGo());
    listen('wheel', ({ target }) => target === document.activeElement && target.matches('select, [type=number]') && target.blur());
  }

  /** Show what is in force at the step on screen, except where a hand is at work or something wrong was typed. */
  follow() {
    if (this.moving) return;
    for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (this.form.querySelectorAll(IN_FORCE))) {
      const value = this.#inForce(input);
      const slides = input.type === 'range'; // one that was refused goes back
      if (this.view.pending(input.name) || Number(input.value) === Number(value) || (!slides && this.holds(input))) continue;
      fillIn(input, value);
      if (slides && Number(input.value) !== Number(value)) {
        input.step = 'any'; // the slider's own steps do not have this value
        input.value = value;
      }
      this.#show(input);
    }
  }

  /** Where learned p stands. @param {import('../play/moment.js').Moment} moment */
  learned({ rates, p, say: said }) {
    this.form.querySelectorAll('.gauge').forEach((gauge, i) => {
      set(gauge.querySelector('.level'), { width: (100 * rates[i]).toFixed(2) });
      if (said) write(gauge.querySelector('[data-learned]'), p[i]);
    });
  }

  /** Whether a hand has hold of a field, or what it holds is not accepted. @param {Element} element */
  holds(element) {
    if (!(element instanceof HTMLInputElement)) return element.matches('.field.wrong');
    const typing = element === document.activeElement && element.type !== 'range' && element.value !== element.defaultValue;
    return typing || (this.moving && element.matches(TRIED)) || element.getAttribute('aria-invalid') === 'true';
  }

  /** The server does not take what a hand has tried. @param {string} name @param {string} message */
  refused(name, message) {
    this.rest();
    const input = /** @type {HTMLInputElement | null} */ (this.form.querySelector(`input[name="${name}"]`));
    if (input) refuse(input, message);
    this.follow();
  }

  /** The server has an answer to these: what it says of their fields takes the place of what they hold. @param {string[]} edits */
  answered(edits) {
    for (const edit of edits) {
      const input = this.form.querySelector(`input[name="${edit.split(/[.:@]/)[0]}"]`);
      if (input instanceof HTMLInputElement) accept(input);
    }
  }

  /** Show again what is in force, in place of an edit to which there is no answer. @param {string} edit
   * @returns {string} what that is, where a field says it */
  back(edit) {
    const [name, value = ''] = edit.split(':');
    const id = name === 'place' ? `#place-${value.slice(1)}` : `[name="${name}"]:not([type=hidden])`;
    const field = /** @type {any} */ (this.form.querySelector(id));
    if (!field || field.matches(IN_FORCE)) return '';
    if (field.type === 'checkbox') field.checked = field.defaultChecked;
    else field.value = this.#inForce(field);
    const label = field.labels?.[0]?.textContent?.trim();
    return !label || field.type === 'checkbox' ? '' : say('field holds', { label, value: field.selectedOptions?.[0]?.textContent ?? field.value });
  }

  /** Keys that have moved a slider are done. */
  letGo() {
    if (this.#timer && this.#slid) this.#settled(this.#slid);
  }

  /** No hand is at work. */
  rest() {
    this.moving = false;
    this.endKeys();
    this.view.holding(false);
  }

  /** A slider that keys have moved is settled no more. */
  endKeys() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#keyed = false;
  }

  /** @param {HTMLInputElement} slider */
  #moved(slider) {
    accept(slider);
    this.#show(slider);
    this.moving = true;
    this.view.holding(true);
    this.#try(slider);
  }

  /** As a stream's `set`, p of all places together; and as an edit, of one field. @param {HTMLInputElement} slider */
  #try(slider) {
    const all = /** @type {HTMLInputElement[]} */ ([...this.form.querySelectorAll(TRIED)]);
    const ps = all.map(({ value }) => String(Number(value))).join(',');
    this.player.change(`p:${ps}`, `${nameOf(slider)}:${Number(slider.value)}`, this.view.fromStart());
  }

  /** @param {HTMLInputElement} slider @param {string} key */
  #pressed(slider, key) {
    if (key === 'Enter') this.#settled(slider);
    else if (SLIDING.test(key)) {
      this.#keyed = true;
      if (this.#timer) this.#settleLater(slider);
    }
  }

  /** Any other setting. @param {any} field */
  #chosen(field) {
    const { name, type } = field;
    const value = field.value.trim();
    const from = field.matches(IN_FORCE) ? `@${this.player.leavesAt(this.view.fromStart())}` : '';
    if (type === 'checkbox') this.view.edit(`${name}:${field.checked ? '+' : '-'}${value}`, field);
    else if (name && (value !== this.#inForce(field) || this.view.pending(name))) this.view.edit(`${nameOf(field)}:${value}${from}`, field);
  }

  /** Keys that follow each other are one movement of the hand, as a drag is. @param {HTMLInputElement} slider */
  #settleLater(slider) {
    this.#slid = slider;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#settled(slider), ONE_HAND);
  }

  /** @param {HTMLInputElement} slider */
  #settled(slider) {
    this.endKeys();
    if (!this.moving && slider.value === this.#inForce(slider)) return; // Enter has sent it
    this.moving = true;
    this.#try(slider);
    this.view.settled();
  }

  /** What holds of a field at the step on screen. @param {any} field @returns {string} */
  #inForce(field) {
    const { run, drawn } = this.player;
    const { name, type, dataset, defaultValue } = field;
    const now = run.set.findLast((/** @type {any} */ [from]) => from <= drawn.t)[1];
    if (name === 'lr' || name === 'decay') return now[name];
    const place = dataset.place ? run.place.indexOf(Number(dataset.place)) : 0;
    if (name === 'p' && type === 'range') return String(now.p?.[place] ?? inForce(drawn, place) ?? defaultValue);
    return field.matches('select') ? [...field.options].find((option) => option.defaultSelected)?.value : defaultValue;
  }

  /** @param {HTMLInputElement} input */
  #show(input) {
    const output = this.form.querySelector(`output[for~="${input.id}"]`);
    if (output) output.textContent = String(Number(input.value));
  }
}

/** Of a field, in an edit: p.2 is p of one place. @param {HTMLInputElement} field */
function nameOf({ name, dataset: { place } }) {
  return place ? `${name}.${place}` : name;
}
