// A frame in a sandbox has no history of its own, and its browser refuses.

/** @param {() => void} act */
export function ifAllowed(act) {
  try {
    act();
  } catch (refused) {
    if (!(refused instanceof DOMException)) throw refused;
  }
}
