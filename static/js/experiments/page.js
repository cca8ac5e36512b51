// The page of an experiment: its chart, and where it runs, what comes in.

import { copyField, copyLink } from '../site/copy_link.js';
import { openEscaped } from '../site/escaped_link.js';
import { listenPrint } from '../site/print.js';
import { started } from '../site/started.js';
import { Live } from './live.js';
import { Pointing } from './pointing.js';

const part = document.getElementById('outcome');
const results = document.getElementById('results');
if (part && results) {
  const pointing = new Pointing(results);
  new Live(part, () => pointing.drawn());
}
const address = () => location.href;
document.addEventListener('click', (event) => copyLink(event, address));
document.addEventListener('click', copyField);
listenPrint(address);
openEscaped();
started();
