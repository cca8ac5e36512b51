// What the page around an embed may ask of its scene, and what it is told of it.

/** @typedef {import('../explore/scene.js').Scene} Scene */

/** @param {() => Scene | null} scene the one on screen @returns {Record<string, (what: any) => void>} */
export function actsOf(scene) {
  const acts = Object.entries(ACTS).map(([name, act]) => [name, (/** @type {any} */ what) => act(what, /** @type {Scene} */ (scene()))]);
  return Object.fromEntries(acts);
}

/** @param {Scene} scene @returns {import('./parent.js').State} */
export function stateOf({ address, figures, player }) {
  const { step, steps, sample, playing, query, run } = player;
  const { say, p, step: at } = figures.shown;
  const { test, eval: tested } = figures.learned;
  const shown = { step: at, said: say.sentence.join(''), place: run.place, off: say.off, p, tested, test };
  return { step, steps, sample: sample + 1, playing, run: query, address, shown };
}

/** @type {Record<string, (what: any, scene: Scene) => void>} */
const ACTS = {
  play: (_, { player }) => player.play(),
  pause: (_, { player }) => player.pause(),
  step: ({ step, by = 1 }, { player }) => (step === undefined ? player.stepBy(Number(by) || 0) : player.seek(Number(step) || 0)),
  set,
};

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
