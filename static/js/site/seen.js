// Whether anybody looks at a part of the page: else what moves in it may rest.

/** @param {Element} part @param {(asleep: boolean) => void} doze the window is hidden or left, or the part is off screen; or not
 * any more @param {AbortSignal} [signal] ends it */
export function listenSeen(part, doze, signal) {
  let seen = true;
  const look = () => doze(document.hidden || !seen);
  document.addEventListener('visibilitychange', look, { signal });
  window.addEventListener('pagehide', () => doze(true), { signal });
  window.addEventListener('pageshow', look, { signal });
  const watcher = new IntersectionObserver(([entry]) => {
    seen = entry.isIntersecting;
    look();
  });
  watcher.observe(part);
  signal?.addEventListener('abort', () => watcher.disconnect());
}
