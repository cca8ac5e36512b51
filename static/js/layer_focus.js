// A figure that is put in place while somebody works in it keeps their focus, and what they have typed.

/**
 * Remember, and return a function that gives it back.
 * @param {HTMLElement} root
 * @returns {() => void}
 */
export function keepFocus(root) {
  const old = document.activeElement;
  if (!(old instanceof HTMLElement) || !old.id || !root.contains(old)) return () => {};
  const typing = old instanceof HTMLInputElement && old.value !== old.defaultValue ? old : null;
  const range = typing?.type === 'text' ? [typing.selectionStart, typing.selectionEnd] : null;
  return () => {
    const now = document.getElementById(old.id);
    if (!now || now === document.activeElement) return;
    now.focus({ preventScroll: true });
    if (!typing || !(now instanceof HTMLInputElement) || now.getAttribute('aria-invalid')) return;
    if (now.defaultValue === typing.value) return;
    now.value = typing.value;
    if (range) now.setSelectionRange(range[0], range[1]);
  };
}
