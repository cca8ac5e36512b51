// What a file has inside for its script.

/** @param {string} id @returns {string} */
export function inside(id) {
  return document.getElementById(id)?.textContent ?? '';
}
