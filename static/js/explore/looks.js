// What is open in the page of a run, and what has the focus: the page of another takes it over.

const FOCUSABLE = 'a[href], button, input:not([type=hidden]), select, summary, [tabindex="0"]';

/**
 * @typedef {object} Looks
 * @property {string[]} open
 * @property {{id: string, around: string, at: number} | null} focus by its name, or the how manieth of its part of the page
 */

/** @param {Element} scene @returns {Looks} */
export function looksOf(scene) {
  return { open: [...scene.querySelectorAll('details[id][open]')].map(({ id }) => id), focus: focusIn(scene) };
}

/** @param {Element} scene @param {Looks} looks */
export function takeLooks(scene, { open, focus }) {
  for (const id of open) scene.querySelector(`#${id}`)?.setAttribute('open', '');
  if (!focus || document.activeElement !== document.body) return;
  const same = focus.id && document.getElementById(focus.id);
  if (same) {
    same.focus({ preventScroll: true });
    return;
  }
  const around = document.getElementById(focus.around);
  /** @type {any} */ (around?.querySelectorAll(FOCUSABLE)[focus.at])?.focus({ preventScroll: true });
}

/** @param {Element} scene */
function focusIn(scene) {
  const { activeElement: focused } = document;
  const around = scene.contains(focused) && focused?.parentElement?.closest('[id]');
  return around ? { id: focused.id, around: around.id, at: [...around.querySelectorAll(FOCUSABLE)].indexOf(/** @type {Element} */ (focused)) } : null;
}
