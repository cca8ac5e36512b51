// The settings that take effect while they move: p (one slider, or one a place), learning rate, weight decay.

const LIVE = 'input[name=p], [name=lr], [name=decay]';

/** @typedef {import('./player.js').Player} Player */

export class Controls {
  /**
   * @param {HTMLFormElement} form
   * @param {Player} player
   * @param {{holding: (holding: boolean) => void, fromStart: () => boolean}} view
   */
  constructor(form, player, view) {
    this.form = form;
    this.player = player;
    this.view = view;
    // In the capture phase, and stopped here: htmx sends the form for every other setting.
    form.addEventListener('input', (event) => this.#moved(event), { capture: true });
    form.addEventListener('change', (event) => this.#settled(event), { capture: true });
    form.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || !this.#live(event)) return;
      event.preventDefault(); // the form would start the run again
      this.#settled(event);
    }, { capture: true });
  }

  /** @param {Event} event @returns {HTMLInputElement | null} */
  #live(event) {
    const input = /** @type {HTMLInputElement} */ (event.target);
    if (!input.matches(LIVE)) return null;
    event.stopPropagation();
    return input;
  }

  /** @param {Event} event */
  #moved(event) {
    const input = this.#live(event);
    if (!input || input.type !== 'range') return; // a number is taken when it is whole
    this.#show(input);
    this.view.holding(true);
    this.player.change(this.#setting(input), this.view.fromStart());
  }

  /** @param {Event} event */
  #settled(event) {
    const input = this.#live(event);
    if (!input) return;
    this.player.change(this.#setting(input), this.view.fromStart());
    this.view.holding(false);
    this.player.changed();
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
