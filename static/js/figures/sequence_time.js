// A sequence is read within a step of training: a small transport of its own runs along it, over what the figure shows already.

const RHYTHM = 450; // ms a step of the sequence

export class SequenceTime {
  /** @param {HTMLElement} root the figure @param {AbortSignal} signal */
  constructor(root, signal) {
    this.root = root;
    /** @type {number | null} where it is; null: the whole sequence is shown */
    this.at = null;
    this.timer = 0;
    root.addEventListener('click', (event) => this.#press(event), { signal });
    signal.addEventListener('abort', () => this.#stop());
    this.renewed();
  }

  get #own() {
    return /** @type {HTMLElement | null} */ (this.root.querySelector('[data-time]'));
  }

  get #steps() {
    return Number(this.#own?.dataset.time);
  }

  /** The server has drawn the figure anew: what it has no word of is put there again. */
  renewed() {
    const own = this.#own;
    if (!own) return;
    own.hidden = false;
    this.whole = own.dataset.whole ?? '';
    this.#show();
  }

  /** @param {Event} event */
  #press(event) {
    const move = /** @type {Element} */ (event.target).closest('[data-move]')?.getAttribute('data-move');
    if (!move) return;
    const playing = this.timer > 0;
    this.#stop();
    if (move !== 'play') this.#go(Number(move));
    else if (!playing) this.#play();
    this.#show();
  }

  #play() {
    if (this.at === null || this.at >= this.#steps - 1) this.at = 0;
    this.timer = window.setInterval(() => {
      this.#go(1);
      if (this.at === null) this.#stop();
      this.#show();
    }, RHYTHM);
  }

  #stop() {
    window.clearInterval(this.timer);
    this.timer = 0;
  }

  /** A step on or back; past either end is the whole sequence. @param {number} move */
  #go(move) {
    const to = (this.at ?? (move > 0 ? -1 : this.#steps)) + move;
    this.at = to >= 0 && to < this.#steps ? to : null;
  }

  #show() {
    const { at } = this;
    const own = this.#own;
    const veil = /** @type {HTMLElement | null} */ (this.root.querySelector('.lstm-veil'));
    if (!own || !veil) return;
    own.querySelector('[data-move="play"]')?.setAttribute('aria-pressed', String(this.timer > 0));
    /** @type {HTMLOutputElement} */ (own.querySelector('output')).textContent = at === null ? this.whole ?? '' : `t = ${at}`;
    veil.hidden = at === null;
    if (at === null) return;
    const [column, after] = /** @type {HTMLElement[]} */ ([...veil.children]);
    column.style.left = `${(100 * at) / this.#steps}%`;
    column.style.width = `${100 / this.#steps}%`;
    after.style.left = `${(100 * (at + 1)) / this.#steps}%`;
  }
}
