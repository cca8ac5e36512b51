// The run as it becomes while a hand moves p, the learning rate or the decay. No DOM.

/** @typedef {{set: string, run: any, framed: boolean, whole: boolean, close: () => void}} Tried a value on its way; framed once answered, whole once its curve is complete */

/**
 * At most one stream waits for its first frame; of the values that come meanwhile the newest is tried next.
 * Its whole new curve goes on arriving after that frame. A newer value lets one curve that is on its way arrive, or a
 * hand that never rests would see none.
 */
export class Trial {
  /** @type {Tried | null} */
  #tried = null;
  /** @type {Tried | null} a value that the hand has left, whose curve is still on its way */
  #left = null;
  #wanted = '';
  /** @type {((run: any) => void) | null} */
  #settled = null;
  /** @type {Map<string, string>} what the hand has moved, by field: p.2:0.3 */
  #edits = new Map();

  /**
   * @param {{query: string, at: number, from: number, sample: number, view?: string | null}} base the run that is left, at which step, and the step on screen
   * @param {import('./source.js').StreamHandlers} handlers
   * @param {import('./source.js').Source} source
   */
  constructor(base, handlers, source) {
    this.base = base;
    this.source = source;
    this.handlers = handlers;
  }

  get wanted() {
    return this.#wanted;
  }

  /** Whether the hand has let go, and waits. */
  get settling() {
    return this.#settled !== null;
  }

  /** What the hand has changed, as app/web/address/edits.py reads it. */
  get edits() {
    return [...this.#edits.values()].map((edit) => `${edit}@${this.base.at}`);
  }

  /** Try a value. @param {string} set as p:0.3 @param {string} edit of one field, as p.2:0.3 */
  set(set, edit) {
    this.#edits.set(edit.split(':')[0], edit);
    if (set === this.#wanted) return;
    this.#wanted = set;
    this.#settled = null;
    if (!this.#tried || this.#tried.framed) this.#open();
  }

  /** The hand has let go: call back with the newest value's run once its frame is there. It never is if it is refused.
   * @param {(run: any) => void} done */
  settle(done) {
    this.#settled = done;
    this.#leave(null);
    this.#check();
  }

  close() {
    this.#leave(null);
    this.#tried?.close();
    this.#tried = null;
    this.#settled = null;
  }

  #open() {
    const before = this.#tried;
    if (before?.run && !before.whole && !this.#left) this.#leave(before);
    else before?.close();
    const { handlers, base, source } = this;
    /** @type {Tried} */
    const tried = { set: this.#wanted, run: null, framed: false, whole: false, close() {} };
    this.#tried = tried;
    const stream = source.open(
      { ...base, rate: '0', set: this.#wanted },
      {
        run: (run) => {
          tried.run = run;
          handlers.run?.(run);
        },
        outcome: (outcome) => tried === this.#tried && handlers.outcome?.(outcome),
        curve: (curve) => {
          tried.whole = curve.complete;
          if (tried !== this.#tried && !tried.whole) return;
          handlers.curve?.(curve);
          if (tried.whole) this.#leave(null);
        },
        end: (end, how) => tried === this.#tried && handlers.end?.(end, how),
        frame: (frame) => {
          tried.framed = true;
          handlers.frame?.(frame);
          if (tried.set !== this.#wanted) this.#open();
          else this.#check();
        },
        refused: (message, status) => {
          if (tried !== this.#tried) return;
          tried.framed = true;
          if (tried.set !== this.#wanted) this.#open();
          else handlers.refused?.(message, status);
        },
        said: handlers.said,
      },
    );
    tried.close = () => stream.close();
  }

  /** Let the curve of this value arrive, and of no other that was left. @param {Tried | null} tried */
  #leave(tried) {
    this.#left?.close();
    this.#left = tried;
  }

  #check() {
    const { run, framed, set } = this.#tried ?? {};
    if (!this.#settled || !run || !framed || set !== this.#wanted) return;
    const settled = this.#settled;
    this.#settled = null;
    settled(run);
  }
}
