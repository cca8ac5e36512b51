// What is printed names its link, whole, so that who holds the paper finds the figure again.

/** @param {() => string | undefined} address of what is on screen */
export function listenPrint(address) {
  const fill = () => {
    const link = address();
    for (const place of document.querySelectorAll('[data-address]')) if (link) place.textContent = new URL(link, location.href).href;
  };
  window.addEventListener('beforeprint', fill);
}
