// The figures of Explore's page, which draw one run together. Each knows its own root alone (static/js/figures).

import { DenseFigure } from '../figures/dense.js';
import { LossChart } from '../figures/loss_chart.js';
import { MaskMatrices } from '../figures/masks.js';
import { Outcomes } from '../figures/outcomes.js';
import { Passes } from '../figures/passes.js';
import { write } from '../figures/svg.js';

/** @typedef {import('../figures/dense.js').Neuron} Neuron */

export class Figures {
  /** @param {(id: string) => HTMLElement} part of the page @param {import('../play/moment.js').Run} run @param {AbortSignal} signal */
  constructor(part, run, signal) {
    this.network = new DenseFigure(part('network'), run);
    this.masks = new MaskMatrices(part('masks'), run);
    this.outcomes = new Outcomes(part('outcomes'), run, signal);
    this.chart = new LossChart(part('loss-chart'), run);
    this.passes = new Passes(part('passes'), signal);
    this.sentence = part('sentence');
    this.verdict = part('verdict');
  }

  /** @param {import('../play/moment.js').Moment} moment @param {boolean} exact with its mask, or all but that */
  frame(moment, exact) {
    if (!exact) {
      this.network.flow(moment);
      return;
    }
    this.network.draw(moment);
    this.masks.draw(moment);
    moment.say.sentence.forEach((/** @type {string} */ text, /** @type {number} */ i) => write(this.sentence.children[i], text));
  }

  /** @param {any} outcome */
  outcome(outcome) {
    this.outcomes.draw(outcome);
    this.chart.outcome(outcome);
    this.network.learned(outcome);
    write(this.verdict, outcome.say.verdict);
  }

  /** The neuron in focus. @param {Neuron | null} neuron */
  focus(neuron) {
    this.network.focus(neuron);
    this.masks.focus(neuron);
  }

  /** Another row of the batch. @param {number} sample @param {import('../figures/masks.js').Matrix} [pointed] where it was seen */
  select(sample, pointed) {
    this.network.sample = sample;
    this.masks.select(sample);
    this.masks.reveal(pointed);
  }

  /** The server has drawn them anew. */
  renewed() {
    this.network.bind();
    this.masks.renewed();
    this.passes.bind();
  }
}
