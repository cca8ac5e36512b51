// Whether a pointer is down. What it has pressed must stay in place until it is let go, or there is no click.

let down = false;
/** @type {(() => void)[]} */
let waiting = [];

document.addEventListener('pointerdown', (event) => {
  const target = /** @type {Element} */ (event.target);
  down = event.button === 0 && !target.matches('input[type="range"]'); // whoever drags a slider wants to see it act
}, true);
for (const name of ['pointerup', 'pointercancel']) document.addEventListener(name, () => setTimeout(release), true);

function release() {
  down = false;
  for (const go of waiting.splice(0)) go();
}

/** Resolves when no pointer is down and the click that it made, if any, has been handled. */
export async function released() {
  do await new Promise((go) => (down ? waiting.push(() => go(null)) : setTimeout(go)));
  while (down); // another press may have begun meanwhile
}
