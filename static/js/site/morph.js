// Makes a part of the page what the server has drawn anew, element by element. What stays is the same element: it keeps
// its focus, hover, scroll and listeners. [data-own] marks what script fills itself; of that only the attributes follow.

const KEPT = ['open', 'tabindex']; // the reader's, and script's

/** @typedef {(element: Element) => boolean} Test */

/**
 * @param {Element} old on the page
 * @param {Element} fresh from the server; its parts may move to the page
 * @param {Test} held whether a hand has hold of this element, so that it stays as it is
 * @param {Test} [other] whether this one gives way to the server's
 */
export function morph(old, fresh, held, other = () => false) {
  if (held(old)) return;
  if (other(old)) {
    replace(old, fresh);
    return;
  }
  const whole = selected(old);
  attributes(old, fresh); // of a field that nobody has typed in, its value too
  if (!old.hasAttribute('data-own') && old.nodeName !== 'NOSCRIPT') children(old, fresh, held, other);
  field(old, fresh);
  if (whole && !selected(old)) /** @type {HTMLInputElement} */ (old).select();
}

/** By another element: what is open stays open, and the focus goes to what is like that which has it. @param {Element} old @param {Element} fresh */
function replace(old, fresh) {
  const open = [old, ...old.querySelectorAll('[id]')].filter((part) => part.matches('details[open]'));
  const focused = /** @type {Element} */ (document.activeElement);
  const like = (/** @type {Element} */ root) => [...root.querySelectorAll('*')].filter((part) => same(part, focused));
  const at = like(old).indexOf(focused);
  old.replaceWith(fresh);
  for (const { id } of open) document.getElementById(id)?.setAttribute('open', '');
  const now = /** @type {HTMLElement | undefined} */ (like(fresh)[at]);
  if (focused.hasAttribute('tabindex')) now?.setAttribute('tabindex', '0'); // by script, which has yet to come here
  now?.focus({ preventScroll: true });
}

/** The same for what is in an element. @param {Element} element @param {ParentNode} fresh */
export function fill(element, fresh) {
  children(element, fresh, () => false, () => false);
}

/** hx-swap="morph": what htmx puts in an element is filled in so. */
/** @type {any} */ (window).htmx?.defineExtension('morph', {
  isInlineSwap: (/** @type {string} */ style) => style === 'morph',
  handleSwap(/** @type {string} */ style, /** @type {Element} */ target, /** @type {DocumentFragment} */ fragment) {
    if (style === 'morph') fill(target, fragment);
    return style === 'morph' && [target];
  },
});

/** @param {Element} old @param {Element} fresh */
function attributes(old, fresh) {
  for (const { name, value } of fresh.attributes) {
    if (!KEPT.includes(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const { name } of [...old.attributes]) {
    if (!KEPT.includes(name) && !fresh.hasAttribute(name)) old.removeAttribute(name);
  }
}

/** A field shows what its attribute says, where a reader or script has moved it. @param {Element} old @param {Element} fresh */
function field(old, fresh) {
  if (old instanceof HTMLSelectElement && fresh instanceof HTMLSelectElement) {
    if (!old.hasAttribute('data-own') && old.value !== fresh.value) old.value = fresh.value;
  } else if (old instanceof HTMLTextAreaElement && fresh instanceof HTMLTextAreaElement) {
    if (old.value !== fresh.value) old.value = fresh.value;
  } else if (old instanceof HTMLInputElement && fresh instanceof HTMLInputElement) {
    if (old.type === 'checkbox') old.checked = old.name ? fresh.defaultChecked : old.checked; // nameless ones are the reader's
    else if (old.type !== 'radio' && old.value !== fresh.value) fillIn(old, fresh.value);
  }
}

/** Another value; what is selected stays selected. @param {HTMLInputElement} input @param {string} value */
export function fillIn(input, value) {
  const whole = selected(input);
  input.value = value;
  if (whole) input.select();
}

/** Whether the next key takes the place of all that a field holds. @param {Element} field */
function selected(field) {
  if (!(field instanceof HTMLInputElement) || field !== document.activeElement) return false;
  return field.selectionStart === 0 && field.selectionEnd === field.value.length;
}

/** @param {Element} old @param {ParentNode} fresh @param {Test} held @param {Test} other */
function children(old, fresh, held, other) {
  const there = significant(old);
  for (const next of significant(fresh)) {
    const at = there.findIndex((node) => same(node, next));
    const [before] = at < 0 ? there : there.slice(at);
    for (const gone of at < 0 ? [] : there.splice(0, at)) gone.parentNode?.removeChild(gone);
    if (at < 0) old.insertBefore(next, before ?? null);
    else update(/** @type {ChildNode} */ (there.shift()), next, held, other);
  }
  for (const gone of there) old.removeChild(gone);
}

/** @param {ChildNode} old @param {ChildNode} fresh @param {Test} held @param {Test} other */
function update(old, fresh, held, other) {
  if (old instanceof Element) morph(old, /** @type {Element} */ (fresh), held, other);
  else if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
}

/** All but comments, the white space between elements, and what script has put there. @param {ParentNode} element */
function significant(element) {
  return [...element.childNodes].filter((node) => node instanceof Element ? !node.hasAttribute('data-told') : (node instanceof Text && /\S/.test(node.data)));
}

/** Whether the one can become the other. @param {Node} a @param {Node} b */
function same(a, b) {
  if (a.nodeName !== b.nodeName) return false;
  if (!(a instanceof HTMLElement)) return !(a instanceof Element) || a.id === /** @type {Element} */ (b).id;
  const other = /** @type {HTMLElement} */ (b);
  return a.id === other.id && a.classList[0] === other.classList[0] && a.getAttribute('type') === other.getAttribute('type');
}
