// Whether a hand holds something down: a pointer or a key. What it has pressed must stay until it is let go, or there
// is no click.

/** @type {Map<string | number, number>} what is down, and the how manieth press it is */
const down = new Map();
/** @type {(() => void)[]} */
let waiting = [];
let presses = 0;

/** @param {string | number} what */
function pressed(what) {
  down.set(what, ++presses);
}

/** The click comes after the release; and the next press may come before this timer. @param {string | number} what */
function released(what) {
  const press = down.get(what);
  setTimeout(() => {
    if (down.get(what) === press) down.delete(what);
    if (!down.size) for (const go of waiting.splice(0)) go();
  });
}

document.addEventListener('pointerdown', ({ pointerId }) => pressed(pointerId), true);
for (const end of ['pointerup', 'pointercancel']) {
  document.addEventListener(end, (event) => released(/** @type {PointerEvent} */ (event).pointerId), true);
}
document.addEventListener('keydown', ({ code }) => pressed(code), true);
document.addEventListener('keyup', ({ code }) => released(code), true);
window.addEventListener('blur', () => [...down.keys()].forEach(released)); // it is let go elsewhere

/** Resolves when nothing is held down, and the click that came of it has been handled. */
export async function handIsFree() {
  while (down.size) await new Promise((go) => waiting.push(() => go(null)));
}
