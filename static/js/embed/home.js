// What embed and replay give their scene alike: they keep nothing, hold no stream at rest, and play by themselves where the
// link says so.

import { Samples } from './samples.js';

/** @param {Record<string, any>} kinds the classes of its figures, by name @param {import('../play/source.js').Source} source
 * @returns {Omit<import('../explore/stage.js').Home, 'renews'>} */
export function homeOf(kinds, source) {
  const none = () => {};
  return {
    kinds: { ...kinds, Samples },
    source,
    bookmark: () => ({ replace: none, push: none, keep: none }),
    starts: (scene) => scene.hasAttribute('data-autoplay') && !matchMedia('(prefers-reduced-motion: reduce)').matches,
    follows: false,
  };
}
