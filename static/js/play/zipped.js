// Text that has gzip inside, as app/web/live/recording.py writes it (`zipped`). No DOM.

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;.=>?@^_`{|}~'; // RFC 1924, but a point for <

/** Whether this browser can unzip. */
export const unzips = () => 'DecompressionStream' in globalThis;

/** @param {string} text @returns {Promise<Uint8Array>} */
export async function unzipped(text) {
  const stream = new Blob([base85Bytes(text.trim())]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Of each five letters four bytes; of fewer at the end one less than those. @param {string} text */
function base85Bytes(text) {
  const values = new Uint8Array(128);
  for (let value = 0; value < LETTERS.length; value++) values[LETTERS.charCodeAt(value)] = value;
  const missing = (5 - (text.length % 5)) % 5;
  const whole = text + '~'.repeat(missing); // the last letter
  const bytes = new DataView(new ArrayBuffer((4 * whole.length) / 5));
  for (let at = 0, word = 0; at < whole.length; at++) {
    word = 85 * word + values[whole.charCodeAt(at)];
    if (at % 5 < 4) continue;
    bytes.setUint32((4 * (at - 4)) / 5, word);
    word = 0;
  }
  return bytes.buffer.slice(0, bytes.byteLength - missing);
}
