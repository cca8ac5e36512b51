// Where a scene stands: what the page around it gives, and what a hand has changed that the server has yet to draw.

import { Changes } from '../site/changes.js';
import { Scene } from './scene.js';

/**
 * @typedef {object} Home what a page gives its scenes
 * @property {Record<string, any>} kinds the classes of its figures, by name
 * @property {import('../play/source.js').Source} source where frames come from
 * @property {(address: () => string) => {replace: () => void, push: () => void, keep: () => void}} bookmark where an address is kept
 * @property {(scene: Element) => boolean} starts whether it plays as soon as it is there
 * @property {boolean} follows whether it may hold a stream at rest, until its run is trained
 * @property {boolean} renews whether there is a server that draws what rests on screen
 * @property {(scene: Scene) => void} [told] the cursor has moved, or what is on screen has another link
 * @property {() => Record<string, string | null>} [wishes] of the page itself, in every address of its scenes
 */

export class Stage {
  /** @type {Scene | null} */
  scene = null;

  /** @param {Home} home */
  constructor(home) {
    this.home = home;
    this.edits = new Changes('scene', {
      wish: (changes) => {
        const { address, pinned, player: { step, sample } } = /** @type {Scene} */ (this.scene);
        return {
          address: [address, ...changes.map((edit) => `edit=${encodeURIComponent(edit)}`)].join('&'),
          put: (page) => {
            const fresh = /** @type {Element} */ (page.getElementById('scene'));
            this.scene = /** @type {Scene} */ (this.scene).become(fresh, { edits: changes, step, sample, pinned });
            this.scene.bookmark.push();
          },
        };
      },
      letGo: () => this.scene?.controls.letGo(),
      back: (changes) => this.scene?.back(changes),
    });
    const scene = document.getElementById('scene');
    if (scene?.querySelector('#scene-data')) this.scene = new Scene(scene, this);
  }
}
