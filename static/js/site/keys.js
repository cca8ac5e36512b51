// Keys of a page, wherever they are not a key of what has the focus.

/** The kinds of keys that a focused element needs for itself. @param {HTMLElement} target */
function taken(target) {
  if (target.isContentEditable || target.matches('textarea, select')) return 'all';
  if (target.matches('input[type=range]')) return 'arrows';
  if (target.matches('input[type=radio], [role=tab], [role=radio]')) return 'arrows space';
  if (target.matches('button, summary, input[type=checkbox], input[type=submit], [role=button]')) return 'space';
  if (target.matches('input')) return 'all';
  return target.scrollWidth > target.clientWidth && target.tabIndex === 0 ? 'arrows' : '';
}

/** @param {Record<string, (target: HTMLElement) => unknown>} acts by key; one that returns false leaves it @param {AbortSignal} [signal] ends it */
export function listenKeys(acts, signal) {
  document.addEventListener('keydown', (event) => {
    const { key, target, shiftKey, ctrlKey, metaKey, altKey } = event;
    if (!acts[key] || event.defaultPrevented || ctrlKey || metaKey || altKey || (shiftKey && key.length > 1)) return;
    const kept = taken(/** @type {HTMLElement} */ (target));
    const kind = key === ' ' ? 'space' : /^(Arrow|Home|End)/.test(key) ? 'arrows' : 'other';
    if (kept !== 'all' && !kept.includes(kind) && acts[key](/** @type {HTMLElement} */ (target)) !== false) event.preventDefault();
  }, { signal });
}
