// Whether a hand holds something down: a pointer or a key. What it has pressed must stay until it is let go, or there
// is no click.

/** @type {Map<string | number, {press: number, clicks: boolean}>} what is down: which press of all, and whether a click may come of it */
const down = new Map();
/** @type {(() => void)[]} */
let waiting = [];
let presses = 0;

/** @param {string | number} what @param {boolean} clicks */
function pressed(what, clicks) {
  presses += 1;
  down.set(what, { press: presses, clicks });
}

/** The click comes after the release; and the next press may come before this timer. @param {string | number} what */
function released(what) {
  const held = down.get(what);
  setTimeout(() => {
    if (down.get(what) === held) down.delete(what);
    for (const go of waiting.splice(0)) go();
  });
}

document.addEventListener('pointerdown', ({ pointerId, target }) => {
  pressed(pointerId, !(/** @type {Element} */ (target).matches('input[type=range]')));
}, true);
for (const end of ['pointerup', 'pointercancel']) {
  document.addEventListener(end, (event) => released(/** @type {PointerEvent} */ (event).pointerId), true);
}
document.addEventListener('keydown', ({ code }) => pressed(code, false), true);
document.addEventListener('keyup', ({ code }) => released(code), true);
window.addEventListener('blur', () => [...down.keys()].forEach(released)); // it is let go elsewhere

/** Resolves when nothing is held down, and the click that came of it has been handled.
 * @param {boolean} [clicking] that only what may click counts: whoever holds a key or drags a slider wants to see it act */
export async function handIsFree(clicking = false) {
  while ([...down.values()].some(({ clicks }) => clicks || !clicking)) await new Promise((go) => waiting.push(() => go(null)));
}
