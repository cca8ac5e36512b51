// Keys of the player.

/** @param {import('../play/player.js').Player} player @returns {Record<string, () => void>} */
export const keysOf = (player) => ({
  ' ': () => player.toggle(),
  ArrowRight: () => player.stepBy(1),
  ArrowLeft: () => player.stepBy(-1),
  Home: () => player.seek(0),
  End: () => player.seek(player.last),
  '+': () => player.faster(1),
  '=': () => player.faster(1), // the same key without shift
  '-': () => player.faster(-1),
});
