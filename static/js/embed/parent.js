// What an embed and the page around it say to each other (docs/embedding.md): how high it is, where it is, and what the
// page asks of it. It listens to that page alone, whoever it is: nothing here is secret.

const VERSION = 1;

/** @typedef {{step: number, steps: number, playing: boolean, address: string, [more: string]: unknown}} State
 * where a figure is; more: what else there is to know of it, as its run and sample */

export class Parent {
  #height = 0;
  #told = '';
  #step = -1;

  /** @param {Record<string, (what: any) => void>} acts what the page around may ask for, once there is a state */
  constructor(acts) {
    if (window.parent === window) return;
    window.addEventListener('message', ({ source, data }) => {
      if (source !== window.parent || data?.dropoutExplorer !== VERSION || !this.#told) return;
      if (Object.hasOwn(acts, data.type)) acts[data.type](data);
    });
    new ResizeObserver(() => this.#measure()).observe(document.body);
  }

  /** The figure is somewhere else, or plays, or shows something else. @param {State} state */
  told({ address, ...state }) {
    const { step, ...rest } = state;
    const now = JSON.stringify(rest);
    const whole = { ...state, address: new URL(address, location.href).href };
    if (!this.#told) this.#tell('ready', whole);
    else if (now !== this.#told) this.#tell('state', whole);
    else if (step !== this.#step) this.#tell('step', { step });
    [this.#told, this.#step] = [now, step];
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
