// The run as it becomes while a hand moves p, the learning rate or the decay. No DOM.

/** @typedef {{set: string, run: any, framed: boolean, whole: boolean, refused: boolean, stream?: {close: () => void}}} Tried a value on its way; framed once answered, whole once its curve is complete */

/**
 * At most one stream waits for its first frame; of the values that come meanwhile the newest is tried next.
 * Its whole new curve goes on arriving after that frame. A newer value lets one curve that is on its way arrive, or a
 * hand that never rests would see none.
 */
export class Trial {
  wanted = ''; // the newest value
  /** @type {Tried | null} */
  #tried = null;
  /** @type {Tried | null} a value that the hand has left, whose curve is still on its way */
  #left = null;
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
    this.handlers = handlers;
    this.source = source;
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
    if (set === this.wanted) return;
    this.wanted = set;
    this.#settled = null;
    if (!this.#tried || this.#tried.framed) this.#open();
  }

  /** The hand has let go: call back with the newest value's run once its frame is there. It never is if it is refused,
   * again if it was already. @param {(run: any) => void} done */
  settle(done) {
    this.#settled = done;
    this.#leave();
    if (this.#tried?.refused) this.#open();
    else if (this.#tried?.framed) this.#answered(this.#tried);
  }

  close() {
    this.#leave();
    this.#tried?.stream?.close();
    this.#tried = null;
    this.#settled = null;
  }

  #open() {
    const { handlers, base, wanted } = this;
    const before = this.#tried;
    if (before?.run && !before.whole && !this.#left) this.#left = before;
    else before?.stream?.close();
    /** @type {Tried} */
    const tried = (this.#tried = { set: wanted, run: null, framed: false, whole: false, refused: false });
    /** Of a value that was left only its curve counts. @param {(...told: any[]) => void} act */
    const newest = (act) => (/** @type {any[]} */ ...told) => tried === this.#tried && act(...told);
    tried.stream = this.source.open({ ...base, rate: '0', set: wanted }, {
      run: (run) => {
        tried.run = run;
        handlers.run(run);
      },
      frame: (frame) => {
        handlers.frame(frame);
        this.#answered(tried);
      },
      outcome: newest(handlers.outcome),
      curve: (curve) => {
        tried.whole = curve.complete;
        if (tried !== this.#tried && !tried.whole) return;
        handlers.curve(curve);
        if (tried.whole) this.#leave();
      },
      end: newest(handlers.end),
      refused: newest((message, status) => this.#answered(tried, () => handlers.refused(message, status))),
      said: handlers.said,
    });
  }

  /** Let no curve of a value that was left arrive. */
  #leave() {
    this.#left?.stream?.close();
    this.#left = null;
  }

  /** The newest value comes next, unless it is this one. @param {Tried} tried @param {() => void} [refused] */
  #answered(tried, refused) {
    tried.framed = true;
    const settled = this.#settled;
    if (tried.set !== this.wanted) this.#open();
    else if (refused) {
      tried.refused = true;
      refused();
    }
    else if (settled && tried.run) {
      this.#settled = null;
      settled(tried.run);
    }
  }
}
