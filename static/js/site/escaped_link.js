// Where a program escapes a link once too often, its & is &#38;, and a browser takes all behind that for a fragment,
// which no server sees: the page opens the link that was meant.

const AMPERSAND = /&#(?:0*38|x0*26);/gi;

export function openEscaped() {
  const meant = location.href.replace(AMPERSAND, '&');
  if (meant !== location.href) location.replace(meant);
}
