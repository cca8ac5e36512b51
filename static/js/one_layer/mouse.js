// What a mouse points at. What comes to lie under a resting one is not pointed at, unless it was already pointing.

/**
 * Listen. `at` is the cell that is pointed at, or ''; `leave` is called when one is selected: the mouse then points at
 * nothing until it moves.
 * @param {HTMLElement} root
 * @param {(target: EventTarget | null) => string} cellOf
 * @param {(at: string) => void} point called with a cell, or with '' where the mouse has left them
 */
export function listenMouse(root, cellOf, point) {
  let place = '';
  let over = '';
  /** @param {PointerEvent} event */
  const placeOf = ({ clientX, clientY }) => `${clientX} ${clientY}`;

  for (const name of /** @type {const} */ (['pointermove', 'pointerdown'])) {
    document.addEventListener(name, (event) => (place = placeOf(event)), { capture: true, passive: true });
  }
  root.addEventListener('pointerover', (event) => {
    const at = cellOf(event.target);
    if (!at || event.pointerType !== 'mouse' || (!over && placeOf(event) === place)) return;
    over = at;
    point(at);
  });
  root.addEventListener('pointerout', (event) => {
    if (!cellOf(event.target) || cellOf(event.relatedTarget)) return;
    over = '';
    point('');
  });
  return { at: () => over, leave: () => void (over = '') };
}
