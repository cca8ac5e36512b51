// Copies the link of what is on screen, or a text that stands there. In a frame, or on a plain http address in a network, a
// browser may allow that by neither of its two ways: then the text stands in a field, selected, for the reader's own hand.

const SAID = 1500; // ms that the button says so

/**
 * @param {Event} event a click, anywhere on the page
 * @param {() => string | undefined | Promise<string>} address
 */
export async function copyLink(event, address) {
  const button = pressed(event, 'copy-link');
  const link = button && (await address());
  if (!button || !link) return;
  await copy(button, new URL(link, location.href).href, /** @type {HTMLInputElement} */ (handOf(button).querySelector('input')));
}

/** What stands in the field that the button names. @param {Event} event a click, anywhere on the page */
export async function copyField(event) {
  const button = pressed(event, 'copy');
  if (!button) return;
  const field = /** @type {HTMLTextAreaElement} */ (document.getElementById(button.dataset.from ?? ''));
  await copy(button, field.value, field);
}

/** @param {Event} event @param {string} act @returns {HTMLElement | null} */
function pressed({ target }, act) {
  return /** @type {Element} */ (target).closest(`[data-act=${act}]`);
}

/** Where a reader is told to copy by hand. @param {HTMLElement} button */
function handOf(button) {
  return /** @type {HTMLElement} */ (button.parentElement?.querySelector('[data-by-hand]'));
}

/** @param {HTMLElement} button @param {string} text @param {HTMLInputElement | HTMLTextAreaElement} field */
async function copy(button, text, field) {
  const hand = handOf(button);
  if ((await written(text)) || copiedFrom(hand, field, text)) {
    if (field === document.activeElement) button.focus();
    hand.hidden = true;
    confirm(button);
  } else {
    say(button, hand.textContent ?? '');
  }
}

/** By the newer way. @param {string} text */
async function written(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** By the older way, out of the field. @param {HTMLElement} hand @param {HTMLInputElement | HTMLTextAreaElement} field @param {string} text */
function copiedFrom(hand, field, text) {
  hand.hidden = false;
  field.value = text;
  field.focus();
  field.select();
  field.onkeydown = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === 'Escape') hand.hidden = true;
  };
  try {
    return document.execCommand('copy');
  } catch {
    return false;
  }
}

/** @param {HTMLElement} button */
function confirm(button) {
  const { copied = '' } = button.dataset;
  const name = (button.dataset.name ??= button.textContent ?? '');
  button.textContent = copied;
  say(button, copied);
  setTimeout(() => {
    button.textContent = name;
    say(button, '');
  }, SAID);
}

/** To assistive technology. @param {HTMLElement} button @param {string} text */
function say(button, text) {
  const status = button.parentElement?.querySelector('[data-copy-said]');
  if (status) status.textContent = text;
}
