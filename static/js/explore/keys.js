// Keys of the player, wherever they are not a key of the field that has the focus.

/** @typedef {import('../play/player.js').Player} Player */

/** @type {Record<string, (player: Player) => void>} */
const KEYS = {
  ' ': (player) => player.toggle(),
  ArrowRight: (player) => player.stepBy(1),
  ArrowLeft: (player) => player.stepBy(-1),
  Home: (player) => player.seek(0),
  End: (player) => player.seek(player.last),
  '+': (player) => player.faster(1),
  '=': (player) => player.faster(1), // the same key without shift
  '-': (player) => player.faster(-1),
};

/** The keys that a focused element needs for itself. @param {EventTarget | null} target */
function taken(target) {
  if (!(target instanceof HTMLElement)) return '';
  if (target.isContentEditable || target.matches('textarea, select')) return 'all';
  if (target.matches('input[type=range]')) return 'arrows';
  if (target.matches('input[type=radio], [role=tab], [role=radio]')) return 'arrows space';
  if (target.matches('button, summary, input[type=checkbox], input[type=submit], [role=button]')) return 'space';
  if (target.matches('input')) return 'all';
  return target.scrollWidth > target.clientWidth && target.tabIndex === 0 ? 'arrows' : '';
}

/**
 * @param {Player} player
 * @param {() => void} newMasks
 * @returns {() => void} stops listening
 */
export function listenKeys(player, newMasks) {
  /** @param {KeyboardEvent} event */
  const pressed = (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const kept = taken(event.target);
    const kind = event.key === ' ' ? 'space' : /^(Arrow|Home|End)/.test(event.key) ? 'arrows' : 'other';
    const act = event.key === 'n' ? newMasks : KEYS[event.key];
    if (!act || kept === 'all' || kept.includes(kind)) return;
    event.preventDefault();
    act(player);
  };
  document.addEventListener('keydown', pressed);
  return () => document.removeEventListener('keydown', pressed);
}
