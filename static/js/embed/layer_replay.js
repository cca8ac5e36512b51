// The replay of One layer's matrices: its embed, answered from this file in place of the server. The answers come first: the
// embed asks as soon as it is there.

import './layer_recorded.js';
import './layer.js';
