// A message where the hand is, with what can be done about it.

class Telling {
  /** @type {HTMLElement | null} */
  #line = null;

  /** @param {Element | null} near a control, or null under the transport @param {string} text
   * @param {Record<string, () => void>} actions by what their buttons say */
  say(near, text, actions) {
    this.end();
    const line = (this.#line = document.createElement('p'));
    line.className = 'told error';
    line.id = 'told';
    line.setAttribute('role', 'alert');
    line.dataset.told = ''; // the server's page leaves it (morph.js)
    line.append(text);
    for (const [name, act] of Object.entries(actions)) line.append(' ', button(name, act));
    const field = near?.closest('.controls') && near.checkVisibility() ? near.closest('.field, .chips, p') ?? near : null;
    (field ?? document.querySelector('[data-note]'))?.after(line);
  }

  end() {
    this.#line?.remove();
    this.#line = null;
  }
}

export const telling = new Telling();

/** @param {string} name @param {() => void} act */
export function button(name, act) {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'button';
  made.textContent = name;
  made.addEventListener('click', act);
  return made;
}
