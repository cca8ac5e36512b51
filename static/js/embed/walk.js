// Plays sub-steps one after the other, slowly enough to be read, until the last; asleep it stays where it is.

const PACE = 1500; // ms for one

export class Walk {
  playing = false;
  #timer = 0;
  #asleep = false;

  /** @param {{step: () => number, last: number, go: (step: number) => Promise<void>, told: () => void}} way where it is, how far
   * it goes, how it gets there, and who is told that it plays or pauses */
  constructor(way) {
    this.way = way;
  }

  /** From the first again where it has come to the last. */
  play() {
    if (this.playing) return;
    this.playing = true;
    this.way.told();
    if (this.way.step() === this.way.last) this.#to(0);
    else this.#soon();
  }

  pause() {
    if (!this.playing) return;
    this.playing = false;
    clearTimeout(this.#timer);
    this.way.told();
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  /** @param {boolean} asleep hidden, or out of sight */
  sleep(asleep) {
    if (asleep === this.#asleep) return;
    this.#asleep = asleep;
    clearTimeout(this.#timer);
    if (this.playing) this.#soon();
  }

  #soon() {
    clearTimeout(this.#timer);
    if (!this.#asleep) this.#timer = window.setTimeout(() => this.#to(this.way.step() + 1), PACE);
  }

  /** @param {number} step */
  async #to(step) {
    await this.way.go(step);
    if (!this.playing) return;
    if (this.way.step() !== step || step === this.way.last) this.pause(); // no answer came, which is told, or no step follows
    else this.#soon();
  }
}
