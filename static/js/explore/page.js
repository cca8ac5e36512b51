// The Explore page: its scene, with the address bar, the link to copy and what is printed.

import { copyField, copyLink } from '../site/copy_link.js';
import { openEscaped } from '../site/escaped_link.js';
import { PageAddress, wentOn } from './page_address.js';
import { Presentation } from './presentation.js';
import { listenPrint } from '../site/print.js';
import { Live } from '../play/source.js';
import { Stage } from './stage.js';
import { started } from '../site/started.js';

/** @param {Record<string, any>} kinds the classes of its figures (app/web/embed/entries.py) */
export function begin(kinds) {
  if (wentOn()) {
    location.reload();
    return;
  }
  const presentation = new Presentation(() => stage.scene);
  /** @type {Stage} */
  const stage = new Stage({
    kinds,
    source: new Live(),
    bookmark: (address) => new PageAddress(address),
    starts: (scene) =>
      !scene.classList.contains('rests') &&
      !matchMedia('(prefers-reduced-motion: reduce)').matches &&
      !/[?&;]step=/.test(location.search),
    follows: true,
    renews: true,
    told: (scene) => presentation.moved(scene),
    wishes: () => presentation.wishes,
  });
  document.addEventListener('click', (event) => copyLink(event, () => stage.scene?.address));
  document.addEventListener('click', copyField);
  listenPrint(() => stage.scene?.address);
  openEscaped();
  started();
}
