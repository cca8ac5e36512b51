// What script says while the server does not: texts that came with the page, by their key in app/web/words/english/script.py.

/** @type {Record<string, string> | undefined} */
let texts;

/** A text with its facts put in. @param {string} key @param {Record<string, unknown>} [facts] */
export function say(key, facts = {}) {
  texts ??= /** @type {Record<string, string>} */ (JSON.parse(document.getElementById('texts')?.textContent ?? '{}'));
  return (texts[key] ?? '').replace(/\{(\w+)\}/g, (_, name) => String(facts[name]));
}
