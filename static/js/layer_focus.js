// A part that is put in place while somebody works in it keeps their focus, and what they have typed meanwhile.

/**
 * Remember, and return a function that gives it back.
 * @param {HTMLElement} root
 * @param {URLSearchParams} said what the form said when the new one was asked for: what is typed otherwise came later
 * @returns {() => void}
 */
export function keepWork(root, said) {
  const fields = /** @type {HTMLInputElement[]} */ ([...root.querySelectorAll('input[id]:not([type="hidden"])')]);
  const focused = document.activeElement;
  const later = fields.filter((field) => {
    const typed = field.value !== field.defaultValue;
    return typed && (field === focused || field.value !== said.get(field.name)); // who is in a field goes on typing
  });
  return () => {
    for (const field of later) write(field.id, field.value);
    if (focused instanceof HTMLElement && focused.id && root.contains(focused)) focus(focused, later);
  };
}

/** @param {string} id @param {string} value */
function write(id, value) {
  const field = document.getElementById(id);
  if (field instanceof HTMLInputElement) field.value = value;
}

/** @param {HTMLElement} old @param {HTMLInputElement[]} later fields that are being typed in */
function focus(old, later) {
  const now = document.getElementById(old.id);
  if (!now || now === document.activeElement) return;
  const field = later.find((each) => each === old && each.type === 'text');
  const range = field && [field.selectionStart, field.selectionEnd];
  now.focus({ preventScroll: true });
  if (range && now instanceof HTMLInputElement) now.setSelectionRange(range[0], range[1]);
}
