// A frame in a sandbox may open no tab: then the address of the whole page is there to be copied.

export function sayOutside() {
  if (window.origin !== 'null') return;
  const line = document.querySelector('[data-outside]');
  const place = line?.querySelector('span');
  const { href = '' } = /** @type {HTMLAnchorElement | null} */ (document.getElementById('full')) ?? {};
  line?.removeAttribute('hidden');
  if (place && place.textContent !== href) place.textContent = href;
}
