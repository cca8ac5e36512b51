// The figure as the server draws it: what the hand changes goes there as changes of the figure on screen.

import { addressOf, pointLinks, setParameter, setSince } from './address.js';
import { held, wrongFields } from './fields.js';
import { Changes } from '../site/changes.js';
import { morph } from '../site/morph.js';

const RELATIVE = ['next', 'back', 'other']; // to what was there: no field holds these

const figure = () => /** @type {HTMLElement} */ (document.getElementById('figure'));

/** The hand's changes of it, as mode=eval; or what something becomes next, as seed=next. @param {() => void} placed called when another figure is on screen */
export function changesOf(placed) {
  return new Changes('figure', {
    wish: (changes) => {
      const was = figure().dataset.query ?? '';
      const made = changes.map((change) => [change.slice(0, change.indexOf('=')), change.slice(change.indexOf('=') + 1)]);
      const wrong = wrongFields().filter(([name]) => !made.some(([other]) => other === name));
      const sent = [...wrong, ...made];
      return {
        address: addressOf(`${new URLSearchParams([['was', was], ...sent])}`),
        put: (page) => {
          put(page, was, new Map(/** @type {[string, string][]} */ (sent.filter(([, value]) => !RELATIVE.includes(value)))));
          placed();
        },
      };
    },
    back,
    follows: true,
  });
}

/** The controls go back to what holds. @param {string[]} changes */
function back(changes) {
  for (const change of changes) {
    const field = document.getElementById(change.split('=')[0]);
    if (field instanceof HTMLInputElement) field.value = field.defaultValue;
  }
  return undefined;
}

/** @param {Document} page @param {string} was @param {Map<string, string>} said by the hand */
function put(page, was, said) {
  const since = setSince(was);
  morph(figure(), /** @type {Element} */ (page.getElementById('figure')), (element) => held(element, said));
  pointLinks();
  for (const [name, value] of since) {
    if (name !== 'cell' || figure().querySelector(`[data-at="${value}"]`)) setParameter(name, value);
  }
}
