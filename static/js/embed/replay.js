// A replay: a scene whose run is recorded in this very file. Nothing is asked for, and nothing kept.

import { homeOf } from './home.js';
import { inside } from './inside.js';
import { Recording } from '../play/recording.js';
import { unzipped, unzips } from '../play/zipped.js';
import { Parent } from './parent.js';
import { actsOf, stateOf } from './scene_acts.js';
import { Stage } from '../explore/stage.js';
import { write } from '../figures/svg.js';
import { started } from '../site/started.js';
import { say } from '../site/texts.js';

/** @param {Record<string, any>} kinds the classes of its figures (app/web/embed/entries.py) */
export async function begin(kinds) {
  const source = await opened();
  if (!source) return;
  const parent = new Parent(actsOf(() => stage.scene));
  const stage = new Stage({
    ...homeOf(kinds, source),
    renews: false,
    told: (scene) => parent.told(stateOf(scene)),
  });
  started();
}

/** The recording, with the figures beside in the page; where it cannot be opened, what the server has drawn stays, with a word on it. */
async function opened() {
  try {
    if (unzips()) {
      const source = await Recording.opened(inside('recording'));
      const beside = new TextDecoder().decode(await unzipped(inside('beside')));
      document.querySelector('.recorded')?.before(document.createRange().createContextualFragment(beside));
      return source;
    }
  } catch (fault) {
    console.error(fault);
  }
  const transport = document.getElementById('transport');
  transport?.querySelector('.transport-bar')?.toggleAttribute('inert', true);
  write(transport?.querySelector('[data-note]'), say(unzips() ? 'damaged' : 'not opened', { step: transport?.dataset.step }));
  return null;
}
