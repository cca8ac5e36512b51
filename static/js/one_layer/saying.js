// What is said to those who cannot see the figure.

const SAY_AFTER = 500; // milliseconds in which the hand rests

const said = () => /** @type {HTMLElement} */ (document.getElementById('said'));

/** @type {number | undefined} */
let saying;

/** The sentence, once the hand rests. */
export function saySentence() {
  clearTimeout(saying);
  saying = setTimeout(() => {
    const sentence = document.getElementById('sentence')?.textContent ?? '';
    if (said().textContent !== sentence) said().textContent = sentence;
  }, SAY_AFTER);
}
