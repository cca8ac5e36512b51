// What a mouse points at. What is put in place under a resting one is not pointed at, unless it was already pointing.

/**
 * Listen, and return a function to be called when a cell is selected: the mouse then points at nothing until it moves.
 * @param {HTMLElement} root
 * @param {(target: EventTarget | null) => string} cellOf
 * @param {(at: string) => void} point called with a cell, or with '' where the mouse has left them
 */
export function listenMouse(root, cellOf, point) {
  let place = '';
  let pointing = false;
  /** @param {PointerEvent} event */
  const placeOf = ({ clientX, clientY }) => `${clientX} ${clientY}`;

  for (const name of /** @type {const} */ (['pointermove', 'pointerdown'])) {
    document.addEventListener(name, (event) => (place = placeOf(event)), { capture: true, passive: true });
  }
  root.addEventListener('pointerover', (event) => {
    const at = cellOf(event.target);
    if (!at || event.pointerType !== 'mouse' || (!pointing && placeOf(event) === place)) return;
    pointing = true;
    point(at);
  });
  root.addEventListener('pointerout', (event) => {
    if (!cellOf(event.target) || cellOf(event.relatedTarget)) return;
    pointing = false;
    point('');
  });
  return () => (pointing = false);
}
