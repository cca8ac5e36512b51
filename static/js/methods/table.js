// The table of all methods: the picture of the row that the mouse or the focus is on plays its run, a step a second. Each is
// the server's own picture of that step; a reader who wants no motion has none.

import { started } from '../site/started.js';

const RHYTHM = 1000; // ms from one step to the next

/** @param {HTMLElement} row */
function plays(row) {
  const picture = /** @type {HTMLImageElement} */ (row.querySelector('img'));
  const last = Number(picture.dataset.last);
  let timer = 0;
  let waits = false; // for a picture
  const stop = () => clearInterval(timer);
  const on = async () => {
    if (waits) return;
    const step = Number(/step=(\d+)/.exec(picture.src)?.[1]) + 1;
    if (step > last) {
      stop();
      return;
    }
    const next = new Image();
    next.src = picture.src.replace(/step=\d+/, `step=${step}`);
    waits = true;
    await next.decode().catch(() => {}); // the server may be busy: then it is tried again
    waits = false;
    if (!next.naturalWidth) return;
    picture.src = next.src;
    picture.alt = picture.alt.replace(/\d+$/, String(step));
  };
  const play = () => {
    stop();
    if (!matchMedia('(prefers-reduced-motion: reduce)').matches) timer = window.setInterval(on, RHYTHM);
  };
  for (const name of ['pointerenter', 'focusin']) row.addEventListener(name, play);
  for (const name of ['pointerleave', 'focusout']) row.addEventListener(name, stop);
}

for (const row of document.querySelectorAll('tbody tr')) plays(/** @type {HTMLElement} */ (row));
started();
