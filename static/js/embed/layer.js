// The embed of One layer's matrices: the page's own figure in a frame of somebody else's page, which may play its sub-steps.

import { addressOf, changed } from '../one_layer/address.js';
import { fromRoot } from '../site/root.js';
import { listenHands } from '../one_layer/hands.js';
import { listenKeys } from '../site/keys.js';
import { listenSeen } from '../site/seen.js';
import { sayOutside } from './outside.js';
import { Parent } from './parent.js';
import { say } from '../site/texts.js';
import { started } from '../site/started.js';
import { Walk } from './walk.js';

const scene = /** @type {HTMLElement} */ (document.getElementById('scene'));
const form = /** @type {HTMLFormElement} */ (document.getElementById('layer'));
const figure = () => /** @type {HTMLElement} */ (document.getElementById('figure'));
const button = () => /** @type {HTMLElement} */ (document.getElementById('play'));
const full = /** @type {HTMLAnchorElement | null} */ (document.getElementById('full')); // a file has none
const steps = () => [...form.querySelectorAll('.steps li a')];
const step = () => steps().findIndex((each) => each.hasAttribute('aria-current'));

const walk = new Walk({ step, last: steps().length - 1, go, told });
const parent = new Parent({
  play: () => walk.play(),
  pause: () => walk.pause(),
  step: ({ step: to, by = 1 }) => {
    walk.pause();
    go(to === undefined ? step() + (Number(by) || 0) : Number(to) || 0);
  },
  set,
});
form.addEventListener('moved', told);
const changes = listenHands({ pressed: (link) => link.closest('.steps') && walk.pause() });

form.addEventListener('click', ({ target }) => {
  if (/** @type {Element} */ (target).closest('#play')) walk.toggle();
});
listenKeys({ ' ': () => walk.toggle() });

listenSeen(scene, (asleep) => walk.sleep(asleep));

told();
const still = matchMedia('(prefers-reduced-motion: reduce)').matches || scene.querySelector('[role=alert]');
if (scene.hasAttribute('data-autoplay') && !still) walk.play();
started();

/** @param {number} to */
async function go(to) {
  const link = steps()[Math.min(Math.max(Math.round(to), 0), walk.way.last)];
  changes.add([`substep=${link.id.replace('step-', '')}`], button());
  await changes.settled();
}

/** Other numbers, each as a hand at its control would change it: what cannot be is told in the frame.
 * @param {Record<string, unknown>} what */
function set({ sample, neuron, ...others }) {
  const made = ['p', 'seed', 'mode'].filter((name) => name in others).map((name) => `${name}=${others[name]}`);
  const [row, column] = figure().dataset.cell ?? '';
  if (sample !== undefined || neuron !== undefined) made.push(`cell=${sample ?? row}${neuron ?? column}`);
  if (made.length) changes.add(made, button());
}

/** Where it is, or whether it plays, has changed. */
function told() {
  const { query = '', cell = '' } = figure().dataset;
  const { playing } = walk;
  button().classList.toggle('playing', playing);
  button().title = say(playing ? 'pause key' : 'play key');
  /** @type {Element} */ (button().querySelector('.sr')).textContent = say(playing ? 'pause' : 'play');
  if (full) full.href = fromRoot(`layer${query && `?${query}`}`);
  const run = changed(changed(query, 'substep', null), 'cell', null);
  const [sample, neuron] = [...cell].map(Number);
  const shown = { step: step(), said: document.getElementById('sentence')?.textContent?.trim() ?? '' };
  parent.told({ step: shown.step, steps: walk.way.last, sample, neuron, playing, run, address: addressOf(query), shown });
  sayOutside();
}
