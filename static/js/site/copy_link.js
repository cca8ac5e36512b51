// Copies the link of what is on screen. In a frame, or on a plain http address in a network, a browser may allow that by
// neither of its two ways: then the link stands in a field, selected, for the reader's own hand.

const SAID = 1500; // ms that the button says so

/**
 * @param {Event} event a click, anywhere on the page
 * @param {() => string | undefined | Promise<string>} address
 */
export async function copyLink(event, address) {
  const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest('[data-act=copy-link]'));
  const link = button && (await address());
  if (!button || !link) return;
  const url = new URL(link, location.href).href;
  const hand = /** @type {HTMLElement} */ (button.parentElement?.querySelector('[data-by-hand]'));
  if ((await written(url)) || copiedFrom(hand, url)) {
    if (hand.contains(document.activeElement)) button.focus();
    hand.hidden = true;
    confirm(button);
  } else {
    say(button, hand.textContent ?? '');
  }
}

/** By the newer way. @param {string} url */
async function written(url) {
  try {
    await navigator.clipboard.writeText(url);
    return true;
  } catch {
    return false;
  }
}

/** By the older way, out of the field. @param {HTMLElement} hand @param {string} url */
function copiedFrom(hand, url) {
  const field = /** @type {HTMLInputElement} */ (hand.querySelector('input'));
  hand.hidden = false;
  field.value = url;
  field.focus();
  field.select();
  field.onkeydown = (event) => {
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
