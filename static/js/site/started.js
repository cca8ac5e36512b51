// The page's script is there, and takes over. Until it says so, links and forms are the browser's: htmx has hold of none
// (hx-disable in templates/site/base.html), and what a page without script needs comes into sight (static/css/site.css).

export function started() {
  document.documentElement.dataset.started = '';
  document.body.removeAttribute('hx-disable');
}
