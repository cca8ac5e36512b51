// Where this site is: a proxy may have put any prefix before its addresses, so that all are relative to the page.

/** An address of this site. @param {string} path as frame?step=3, or nothing for the first page */
export function fromRoot(path) {
  return (document.documentElement.dataset.root ?? './') + path;
}
