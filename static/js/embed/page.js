// An embed: a scene of one figure in a frame of somebody else's page. It keeps nothing: no history, no storage.

import { homeOf } from './home.js';
import { Live } from '../play/source.js';
import { sayOutside } from './outside.js';
import { Parent } from './parent.js';
import { actsOf, stateOf } from './scene_acts.js';
import { Stage } from '../explore/stage.js';
import { started } from '../site/started.js';

/** @param {Record<string, any>} kinds the class of its figure (app/web/embed/entries.py) */
export function begin(kinds) {
  const parent = new Parent(actsOf(() => stage.scene));
  const stage = new Stage({
    ...homeOf(kinds, new Live()),
    renews: true,
    told: (scene) => {
      parent.told(stateOf(scene));
      sayOutside();
    },
  });
  started();
}
