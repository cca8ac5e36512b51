// What an embed and the page around it say to each other (docs/embedding.md): how high it is, where it is, and what the
// page asks of it. It listens to that page alone, whoever it is: nothing here is secret.

const VERSION = 1;

/** @typedef {import('../explore/scene.js').Scene} Scene */

/** What the page around may ask for. @type {Record<string, (what: any, scene: Scene) => void>} */
const ACTS = {
  play: (_, { player }) => player.play(),
  pause: (_, { player }) => player.pause(),
  step: ({ step, by = 1 }, { player }) => (step === undefined ? player.stepBy(Number(by) || 0) : player.seek(Number(step) || 0)),
  set,
};

export class Parent {
  #height = 0;
  #told = '';
  #step = -1;
  /** @type {Scene | null} the one on screen */
  #scene = null;

  constructor() {
    if (window.parent === window) return;
    window.addEventListener('message', ({ source, data }) => {
      if (source !== window.parent || data?.dropoutExplorer !== VERSION || !this.#scene) return;
      if (Object.hasOwn(ACTS, data.type)) ACTS[data.type](data, this.#scene);
    });
    new ResizeObserver(() => this.#measure()).observe(document.body);
  }

  /** The cursor has moved, or another run is there. @param {Scene} scene */
  moved(scene) {
    const { address, player: { step, steps, sample, playing, query } } = scene;
    const first = !this.#scene;
    this.#scene = scene;
    const now = JSON.stringify([query, sample, playing]);
    const state = { step, steps, sample: sample + 1, playing, run: query, address: new URL(address, location.href).href };
    if (first) this.#tell('ready', state);
    else if (now !== this.#told) this.#tell('state', state);
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

/** Other settings, each as a hand at its control would change it: what cannot be is told in the frame.
 * @param {Record<string, unknown>} what @param {Scene} scene */
function set({ p, place, sample, rate, ...others }, scene) {
  const { player } = scene;
  if (sample !== undefined) scene.choose(Math.min(player.run.batch, Math.max(1, Number(sample) || 1)) - 1);
  if (rate !== undefined) player.setRate(String(rate));
  const edits = ['data', 'method', 'seed', 'view'].filter((name) => name in others).map((name) => `${name}:${others[name]}`);
  if (place !== undefined) edits.push(...places(String(place), player.run.place));
  if (p !== undefined) edits.push(`p:${p}@${player.leavesAt(false)}`);
  for (const edit of edits) scene.edit(edit, null);
}

/** From where dropout sits to where it shall. @param {string} wanted as 1,2 or none @param {number[]} there */
function places(wanted, there) {
  const now = (wanted.match(/\d/g) ?? []).map(Number);
  return [...now.filter((place) => !there.includes(place)).map((place) => `place:+${place}`),
    ...there.filter((place) => !now.includes(place)).map((place) => `place:-${place}`)];
}
