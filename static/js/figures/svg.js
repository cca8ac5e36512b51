// Attributes and elements of an SVG.

/** Write those that change. @param {Element | null | undefined} element @param {Record<string, unknown>} attributes null takes one away */
export function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null) element?.removeAttribute(name);
    else if (element?.getAttribute(name) !== String(value)) element?.setAttribute(name, String(value));
  }
}

/** Write a text if it changes; the text node stays, so that nothing is built anew. @param {Element | null | undefined} element @param {string} text */
export function write(element, text) {
  if (!element || element.textContent === text) return;
  const { firstChild } = element;
  if (firstChild instanceof Text && !firstChild.nextSibling) firstChild.data = text;
  else element.textContent = text;
}

/** @param {string} name @param {Record<string, unknown>} attributes */
export function svg(name, attributes) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  set(element, attributes);
  return element;
}

/** A figure tells what a hand has done with it, to whoever listens on it or above. @param {Element} root @param {string} name @param {any} detail */
export function tell(root, name, detail) {
  root.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
}
