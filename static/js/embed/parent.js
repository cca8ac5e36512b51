// What an embed and the page around it say to each other (docs/embedding.md): how high it is, where it is, and what the
// page asks of it. It listens to that page alone, whoever it is: nothing here is secret.

const VERSION = 1;

/** @typedef {{step: number, steps: number, playing: boolean, address: string, shown: object, [more: string]: unknown}} State
 * where a figure is; shown: what it says there, as the server has written it, which may come later than the step; more: what
 * else there is to know of it, as its run and sample */

export class Parent {
  #height = 0;
  #told = '';
  #at = '';
  /** @type {object | null} */
  #state = null;

  /** @param {Record<string, (what: any) => void>} acts what the page around may ask for, once there is a state */
  constructor(acts) {
    if (window.parent === window) return;
    window.addEventListener('message', ({ source, data }) => {
      if (source !== window.parent || data?.dropoutExplorer !== VERSION) return;
      if (data.type === 'ask') this.#again();
      else if (this.#state && Object.hasOwn(acts, data.type)) acts[data.type](data);
    });
    new ResizeObserver(() => this.#measure()).observe(document.body);
  }

  /** The figure is somewhere else, or plays, or shows something else. @param {State} state */
  told({ address, ...state }) {
    const { step, shown, ...rest } = state;
    const [now, at] = [JSON.stringify(rest), JSON.stringify([step, shown])];
    const first = !this.#state;
    this.#state = { ...state, address: new URL(address, location.href).href };
    if (first) this.#tell('ready', this.#state);
    else if (now !== this.#told) this.#tell('state', this.#state);
    else if (at !== this.#at) this.#tell('step', { step, shown });
    [this.#told, this.#at] = [now, at];
  }

  /** A page that began to listen late asks for what it has missed. */
  #again() {
    if (this.#state) this.#tell('state', this.#state);
    this.#height = 0;
    this.#measure();
  }

  /** How high all is; 0 where the frame is hidden, which says nothing. */
  #measure() {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (height === 0 || height === this.#height) return;
    this.#height = height;
    this.#tell('height', { height });
  }

  /** @param {string} type @param {object} what */
  #tell(type, what) {
    if (window.parent !== window) window.parent.postMessage({ dropoutExplorer: VERSION, type, ...what }, '*');
  }
}
