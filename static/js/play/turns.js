// Which windows of this server may hold a stream. Over HTTP/1.1 a browser opens six connections to a host, for all its
// windows together: were each to hold one for good, the seventh could not even load. They agree over a broadcast channel.

const MOST = 4; // that may; the rest of the connections is for pages, steps and settings
const RHYTHM = 2000, GONE = 3 * RHYTHM; // ms: how often a window says that it is there, and after how long it is not
const LETTING_GO = 400; // ms: a stream that is closed to open another is no change

/** One for all windows; none where the browser has none, or refuses it in a frame that may store nothing. */
function sharedChannel() {
  try {
    return new BroadcastChannel('dropout-explorer windows');
  } catch {
    return null;
  }
}

/** @typedef {{id: string, wants: boolean, used: number, heard: number}} Window */

export class Turns {
  granted = true; // whether this window may
  blind = false; // whether it cannot tell: a frame in a sandbox hears of no other
  #id = Math.random().toString(36).slice(2);
  #used = Date.now();
  #wants = false;
  /** @type {Map<string, Window>} */
  #others = new Map();
  /** @type {BroadcastChannel | null} */
  #channel = null;
  #closing = 0;

  /** @param {() => void} changed whether this window may hold a stream */
  constructor(changed) {
    this.changed = changed;
    const [page] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType('navigation'));
    if (/^h[23]/.test(page?.nextHopProtocol ?? '')) return; // one connection carries all
    this.#channel = window.origin === 'null' ? null : sharedChannel();
    this.blind = !this.#channel;
    if (!this.#channel) return;
    this.#channel.onmessage = ({ data }) => this.#heard(data);
    this.#say({ hello: true });
    window.setInterval(() => this.#beat(), RHYTHM);
    for (const use of ['focus', 'pointerdown', 'keydown']) window.addEventListener(use, () => this.#use(), true);
    window.addEventListener('pagehide', () => this.#say({ wants: false }));
    window.addEventListener('pageshow', () => this.#say({ hello: true }));
  }

  /** @param {boolean} wants whether this window has frames to wait for */
  want(wants) {
    clearTimeout(this.#closing);
    if (wants === this.#wants) return;
    this.#closing = window.setTimeout(() => {
      this.#wants = wants;
      this.#say();
      this.#count();
    }, wants ? 0 : LETTING_GO);
  }

  /** Whoever was used last goes first. */
  #use() {
    const before = this.#used;
    this.#used = Date.now();
    if (this.granted && this.#used - before < 1000) return;
    this.#say();
    this.#count();
  }

  #beat() {
    for (const [id, { heard }] of this.#others) if (Date.now() - heard > GONE) this.#others.delete(id);
    if (this.#wants) this.#say();
    this.#count();
  }

  /** @param {Window & {hello?: boolean}} other */
  #heard({ hello, ...other }) {
    this.#others.set(other.id, { ...other, heard: Date.now() });
    if (hello) this.#say();
    this.#count();
  }

  /** @param {Record<string, unknown>} [more] */
  #say(more) {
    this.#channel?.postMessage({ id: this.#id, wants: this.#wants, used: this.#used, ...more });
  }

  #count() {
    const before = [...this.#others.values()].filter(({ wants, used, id }) => wants && (used > this.#used || (used === this.#used && id > this.#id)));
    const granted = before.length < MOST;
    if (granted === this.granted) return;
    this.granted = granted;
    this.changed();
  }
}
