// An embed: a scene of one figure in a frame of somebody else's page. It keeps nothing: no history, no storage.

import { Live } from '../play/source.js';
import { Parent } from './parent.js';
import { Stage } from '../explore/stage.js';
import { write } from '../figures/svg.js';

/** @param {Record<string, any>} kinds the class of its figure (app/web/embed/entries.py) */
export function begin(kinds) {
  const none = () => {};
  const parent = new Parent();
  new Stage({
    kinds,
    source: new Live(),
    bookmark: () => ({ replace: none, push: none, keep: none }),
    starts: (scene) => scene.hasAttribute('data-autoplay') && !matchMedia('(prefers-reduced-motion: reduce)').matches,
    follows: false,
    renews: true,
    told: (scene) => {
      parent.moved(scene);
      sayOutside();
    },
  });
}

/** A frame in a sandbox may open no tab: then the address is there to be copied. */
function sayOutside() {
  if (window.origin !== 'null') return;
  const line = document.querySelector('[data-outside]');
  line?.removeAttribute('hidden');
  write(line?.querySelector('span'), /** @type {HTMLAnchorElement | null} */ (document.getElementById('full'))?.href ?? '');
}
