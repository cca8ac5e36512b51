// Whether a pointer is down. What it has pressed stays where it is until it is let go, or there is no click.

/** @type {Map<number, number>} the pointers that are down, and which press of all each is at */
const down = new Map();
/** @type {(() => void)[]} */
let waiting = [];
let presses = 0;

document.addEventListener('pointerdown', ({ pointerId, button, target }) => {
  const slides = /** @type {Element} */ (target).matches('input[type="range"]'); // whoever drags a slider wants to see it act
  if (button === 0 && !slides) down.set(pointerId, ++presses);
}, true);
for (const name of /** @type {const} */ (['pointerup', 'pointercancel'])) {
  document.addEventListener(name, ({ pointerId }) => end(pointerId, down.get(pointerId)), true);
}
// Let go outside of the window.
window.addEventListener('blur', () => down.forEach((press, pointer) => end(pointer, press)));

/** The click comes after the release, and so may the next press: that one is not over. @param {number} pointer @param {number | undefined} press */
function end(pointer, press) {
  setTimeout(() => {
    if (down.get(pointer) === press) down.delete(pointer);
    if (!down.size) for (const go of waiting.splice(0)) go();
  });
}

/** Resolves when no pointer is down and the click that it made, if any, has been handled. */
export async function released() {
  while (down.size) await new Promise((go) => waiting.push(() => go(null)));
}
