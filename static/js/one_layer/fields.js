// The fields of the figure's form: what has been typed there, and which digits they show.

/** All that a hand can type in. @returns {HTMLInputElement[]} */
export function fields() {
  return [...document.querySelectorAll('#figure input:not([type="hidden"])')].filter((field) => field instanceof HTMLInputElement);
}

/** Whether a field says what has not been asked for yet. @param {HTMLInputElement} field @param {string | undefined} pending what was last asked for and has no answer yet, as x34=0.7 */
export function isTyped(field, pending) {
  return pending === undefined ? !isAsShown(field) : `${field.name}=${field.value}` !== pending;
}

/** What is wrong on screen stays wrong in the next figure, until it is typed over. @returns {[string, string][]} */
export function wrongFields() {
  return fields().filter((field) => isWrong(field) && isAsShown(field)).map(({ name, value }) => [name, value]);
}

/** Whether somebody has typed since. @param {Element} element @param {{get: (name: string) => unknown}} said what an answer knows, by name */
export function held(element, said) {
  if (!(element instanceof HTMLInputElement) || element.type === 'hidden') return false;
  return (said.get(element.name) ?? null) === null ? !isAsShown(element) : said.get(element.name) !== element.value;
}

/** Who edits a number sees all its digits. @param {HTMLInputElement} field */
export function showExact(field) {
  if (field.value === field.defaultValue && !isWrong(field)) field.value = exact(field);
  field.select();
}

/** @param {HTMLInputElement} field */
export function showShort(field) {
  if (field.value === exact(field) && !isWrong(field)) field.value = field.defaultValue;
}

/** @param {HTMLInputElement} field */
function isAsShown(field) {
  return field.value === field.defaultValue || (!isWrong(field) && field.value === exact(field));
}

/** @param {HTMLInputElement} field */
function isWrong(field) {
  return field.hasAttribute('aria-invalid');
}

/** Of a cell, with a minus sign as it is typed. @param {HTMLInputElement} field */
function exact(field) {
  return field.dataset.exact?.replaceAll('−', '-') ?? field.defaultValue;
}
