// The message next to a field; the same as templates/explore/field_error.html.

/** Say what is wrong with what a field holds; it stays as it was typed. @param {HTMLInputElement} input @param {string} message */
export function refuse(input, message) {
  if (document.getElementById(`${input.id}-error`)?.textContent === message) return; // said once is enough
  accept(input);
  const error = document.createElement('p');
  error.className = 'error';
  error.id = `${input.id}-error`;
  error.setAttribute('role', 'alert');
  error.textContent = message;
  const field = input.closest('.field');
  field?.classList.add('wrong');
  input.setAttribute('aria-invalid', 'true');
  input.setAttribute('aria-describedby', [error.id, input.getAttribute('aria-describedby')].filter(Boolean).join(' '));
  input.after(error);
}

/** Nothing is wrong, or no longer. @param {HTMLInputElement} input */
export function accept(input) {
  const id = `${input.id}-error`;
  const others = (input.getAttribute('aria-describedby') ?? '').split(' ').filter((each) => each && each !== id);
  input.closest('.field')?.classList.remove('wrong');
  input.removeAttribute('aria-invalid');
  if (others.length) input.setAttribute('aria-describedby', others.join(' '));
  else input.removeAttribute('aria-describedby');
  document.getElementById(id)?.remove();
}
