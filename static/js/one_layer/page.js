// The one-layer page: its figure, with what is measured below it, the address bar, and the link to copy.

import { measureSoon } from './below.js';
import { copyLink } from '../site/copy_link.js';
import { openEscaped } from '../site/escaped_link.js';
import { listenHands } from './hands.js';
import { ifAllowed } from '../site/history.js';
import { listenPrint } from '../site/print.js';
import { started } from '../site/started.js';

/** Of what is on screen, which the address bar may not follow. */
const address = () => {
  const { query } = /** @type {HTMLElement} */ (document.getElementById('figure')).dataset;
  return new URL(location.pathname + (query && `?${query}`) + location.hash, location.href).href;
};
document.getElementById('layer')?.addEventListener('moved', () => {
  ifAllowed(() => history.replaceState(history.state, '', address()));
});
const changes = listenHands({ rests: measureSoon });

document.addEventListener('click', (event) => copyLink(event, async () => {
  await changes.settled();
  return address();
}));
listenPrint(address);
openEscaped();
started();
