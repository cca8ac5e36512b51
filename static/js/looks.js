// How someone looks at a run: speed, every mask or few, edges of dropped neurons, from when a change counts, what is open
// and what has the focus. A page of another run takes it over.

const FIELDS = '#transport [name=rate], #transport [type=checkbox], [data-since] input';
const FOCUSABLE = 'a[href], button, input:not([type=hidden]), select, summary, [tabindex="0"]';

/**
 * @typedef {object} Looks
 * @property {{value: string, checked: boolean}[]} fields in their order
 * @property {string[]} open
 * @property {string[]} folded of what the reader alone opens and folds
 * @property {{around: string, at: number} | null} focus the how manieth of its part of the page
 */

/** @param {Element} scene @returns {Looks} */
export function looksOf(scene) {
  const fields = /** @type {HTMLInputElement[]} */ ([...scene.querySelectorAll(FIELDS)]);
  const atTheEnd = scene.querySelector('[data-since] :disabled') !== null; // where "from the start" is nobody's choice
  return {
    fields: fields.map(({ type, value, checked, defaultChecked }) => ({ value, checked: type === 'radio' && atTheEnd ? defaultChecked : checked })),
    open: [...scene.querySelectorAll('details[id][open]')].map(({ id }) => id),
    folded: [...scene.querySelectorAll('details[data-readers]:not([open])')].map(({ id }) => id),
    focus: focusIn(scene),
  };
}

/** @param {Element} scene @param {Looks} looks */
export function takeLooks(scene, { fields, open, folded, focus }) {
  scene.querySelectorAll(FIELDS).forEach((/** @type {any} */ field, i) => {
    if (field.matches('select')) field.value = fields[i]?.value ?? field.value;
    else if (fields[i]) field.checked = fields[i].checked;
  });
  for (const id of open) scene.querySelector(`#${id}`)?.setAttribute('open', '');
  for (const id of folded) scene.querySelector(`#${id}`)?.removeAttribute('open');
  if (!focus || document.activeElement !== document.body) return;
  const around = document.getElementById(focus.around);
  /** @type {any} */ (around?.querySelectorAll(FOCUSABLE)[focus.at])?.focus({ preventScroll: true });
}

/** @param {Element} scene */
function focusIn(scene) {
  const { activeElement: focused } = document;
  const around = scene.contains(focused) && focused?.parentElement?.closest('[id]');
  return around ? { around: around.id, at: [...around.querySelectorAll(FOCUSABLE)].indexOf(/** @type {Element} */ (focused)) } : null;
}
