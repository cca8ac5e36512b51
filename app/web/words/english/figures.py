"""What the figures say: the sentence above the network, the network itself, a neuron, masks, tables, what both networks
have learned, the loss chart."""

SENTENCE = {
    "nothing": "At step {step} nothing is dropped. Every neuron works for every sample, as it does in evaluation.",
    "at": "At step {step}, ",
    "count": "{count} of {whole}",
    "hidden": "hidden neurons",
    "inputs": "inputs",
    "both": "{first} and {second}",
    "one off": " {what} is off for sample {sample}. It passes nothing forward, and no gradient flows back through it.",
    "many off": " {what} are off for sample {sample}. They pass nothing forward, and no gradient flows back through "
    "them.",
    "none off": " {what} are off for sample {sample}. Chance kept every neuron; outputs are still multiplied by "
    "1/(1 − p).",
    # With batch normalisation after the mask, or before it.
    "one off, after": " {what} is off for sample {sample}. It passes nothing of this sample forward: batch "
    "normalisation makes the same number of every 0 of a neuron. No gradient flows back through it.",
    "many off, after": " {what} are off for sample {sample}. They pass nothing of this sample forward: batch "
    "normalisation makes the same number of every 0 of a neuron. No gradient flows back through them.",
    "before": " Their sums still count in the batch’s mean and variance, and through these gradients of other samples "
    "reach them.",
}

NETWORK = {
    "shape": "Network with layers of {sizes} neurons",
    "at": "{shape} at step {step}, sample {sample}. {off}",
    "backward": "{text} {stopped}",
    "off": "Off are, in {places}.",
    "none off": "No neuron is off.",
    "stopped": "No gradient comes through either, in {places}.",
    "none stopped": "All others pass gradient back.",
    "place": "{layer}: {units}",
    "; in": "; in ",
    "weights": "weights",
    "gradients": "gradients",
    "of": "of {count}",
    "not dropped": "none off",
    "pixels": "14 × 14 pixels",
    "probability": "P({name})",
    "digit": "digit",
    "class": "class",
    "key.kept": "kept",
    "key.active": "active",
    "key.dropped": "dropped",
    "key.silent": "silent: 0 here",
    "key.dead": "dead: 0 for all",
    "key.weight": "weight −, +",
    "key.stopped dropped": "stopped: dropped",
    "key.stopped flat": "stopped: slope 0",
    "key.dropped stops": "dropped: the gradient stops there",
    "key.silent stops": "silent: slope 0, it stops there too",
    "key.gradient": "−, +",
    "scales": "Neurons: dL/dz; lines: dL/dw; of this sample alone, relative to the layer’s largest{least}. ",
    "scales of loss": "L is the mean over {batch} samples: each is 1/{batch} of the gradient of this sample’s own "
    "loss. ",
    "no arrow": " (no arrow under 4 %)",
    "scales before": "Neurons: dL/dn of the normalised sum n; lines: dL/dw; of this sample alone, relative to the "
    "layer’s largest{least}. Through the batch’s mean and variance a part of other samples’ gradients reaches every "
    "sum: a line into a silent neuron need not be 0; those into a dropped one are not drawn. ",
    "scales after": "Neurons: dL/dz; lines: dL/dw, of weights that read what normalisation puts out; of this sample "
    "alone, relative to the layer’s largest{least}. Lines out of a dropped neuron, which read what becomes of its 0, "
    "are not drawn. ",
}

NEURON = {
    "title": "{layer}, {noun} {unit}",
    "neuron": "neuron",
    "number": "number",
    "dropped": "The mask holds a 0 here: nothing goes on, and no gradient comes through.",
    "dropped before": "The mask holds a 0 here: nothing goes on, and no gradient comes through it. The sum still "
    "counts in the batch’s mean and variance, and what reaches it comes through these.",
    "dropped after": "The mask holds a 0 here. Batch normalisation makes a number of it, the same for every sample for "
    "which this neuron is 0; no gradient comes through.",
    "kept": "The mask lets it pass.",
    "active": "There is no mask here: it passes on what it computes.",
    "silent": "Its activation is 0 for this sample; for others it may work.",
    "dead": "Its activation is 0 here, and with dropout off for every training sample.",
    "input": "A number that the network is given.",
    "output": "The network’s output. Dropout is never applied here.",
    "no lines": "Lines: none, since it is dropped.",
    "lines": "Lines: its strongest {what}, {counts}, none at a dropped neuron.",
    "in": "{count} of {whole} in",
    "out": "{count} of {whole} out",
    "rest": "and {count} more, together {sum}",
}

OUTCOME = {
    "twin": "Without: its twin",
    "lower": "At step {step} the test loss is {loss} lower with {method} than without{accuracy}.",
    "higher": "At step {step} {method} is behind: its test loss is {loss} higher than without{accuracy}.",
    "equal": "At step {step} the test loss is the same with and without {method}{accuracy}.",
    "accuracy_higher": ", and the accuracy {points} points higher",
    "accuracy_lower": ", and the accuracy {points} points lower",
    "accuracy_but_higher": ", but the accuracy {points} points higher",
    "accuracy_but_lower": ", but the accuracy {points} points lower",
    "accuracy_equal": ", and the accuracy is the same",
    "stop_better": " Stopping the twin at step {at} would have done better: {best}.",
    "stop_equal": " Stopping the twin at step {at} would have done as well.",
    "stop_worse": " Even at its best step so far ({at}), the twin reaches only {best}.",
    "not_finite": "At step {step} a loss is not finite.",
    "diverged": "The training diverged: the pictures show step {shown}, the losses were last taken at step {step}. ",
    "tested on curve": "tested on {count} points of the true curve.",
    "tested": "tested on {count} {kind} with right labels.",
    "tested flipped": "tested on {count} {kind}. {flipped} of their labels are flipped too: whoever knew every true "
    "class would be {accuracy} right, with a loss of at least {loss}.",
    "at step": "At step {step}, {tested}",
    "shown": "Six test images",
    "network dropout": "the network with {method}",
    "network twin": "the network without {method}",
    "key.learned": "learned",
    "key.truth": "true curve",
    "key.target": "training point",
    "key.flipped": "wrong label ({count})",
    "note binary": "Both axes from {low} to {high}; background: prediction; deeper colour means more certain.",
    "note regression": "Both axes from {low} to {high}.",
    "note classes": "Rows: true digit. Columns: predicted digit. Blue: right, orange: wrong; full colour is the whole "
    "class.",
    "note flipped": " {count} training labels are wrong on purpose.",
    "note hidden": " {count} more training points are not drawn.",
    "alt curve": "The curve that {network} has learned, and the training points.",
    "alt binary": "The prediction for every point, by {network}: {share} of the test set is right.",
    "alt classes": "True digit against predicted digit, by {network}: {share} of the test set is right.",
}

# Why the training loss is higher with dropout, and a text alternative of the chart.
LOSS = {
    "higher": "With masks on, the training loss is higher because part of the network is off; the same weights, "
    "dropout off, do better.",
    "equal": "With masks on or with dropout off, these weights have the same training loss here.",
    "lower": "Here the training loss is lower with masks on: with dropout off, the whole network does worse than with "
    "parts of it off.",
    "start": "Nothing is trained yet. With dropout off both networks are the same; with masks on, part of one is off.",
    "off": "No neuron is dropped at this step, so masks make no difference to the training loss.",
    "same": "Without dropout anywhere both networks are the same, and so are their losses.",
    "not_finite": "A loss is no longer finite here.",
}

CHART = {
    "finding": "At step {step}: with {method}, training loss {masks_on} with masks on and {clean[0]} with dropout off, "
    "test loss {test[0]}, gap {gap[0]}; without, training loss {clean[1]}, test loss {test[1]}, gap {gap[1]}. The "
    "twin's best test loss so far is {best}, at step {at}.",
    "untrained": "No step is trained yet.",
    "note": "Masks on: the whole training set, {masks} a sample; the thin line is the loss of the batches, as training "
    "has it{batches}. Gap: test loss minus training loss, dropout off.",
    "of batches": ": with {what}",
    "moved": "moved images",
    "of the batch": "batch normalisation with each batch’s own mean and variance, where the others take running ones",
    "a mask": "{count} mask",
    "masks": "{count} masks",
    "label.training": "training, ",
    "label.masks_on": "masks on",
    "label.off": "dropout off",
    "label.test": "test",
    "label.clean": "training",
    # Where a line leaves through the top, for good, at a peak, or at the start.
    "for good": "goes on to {loss}",
    "peak": "goes up to {loss}",
    "start": "starts at {loss}",
    "long": "{line} {goes}",
    "short": "{line} to {loss}",
    "train.short": "batches",
    "masks_on.short": "masks on",
    "clean.short": "training",
    "test.short": "test",
    "train.long": "the loss of the batches",
    "masks_on.long": "the loss with masks on",
    "clean.long": "the training loss",
    "test.long": "the test loss",
    # What changed while it trained.
    "p.short": "p",
    "p.long": "p",
    "lr.short": "rate",
    "lr.long": "learning rate",
    "decay.short": "decay",
    "decay.long": "weight decay",
}

MASKS = {
    "sample": "Sample {number}",
    "at": "The masks of a batch of {batch} samples at step {step}; framed is sample {sample}.",
    "told": "{layer}: {off} of {whole} outputs off, for that sample {own}.",
    "told none": "{layer}: no mask at this step.",
    "key.kept": "kept",
    "key.off": "dropped",
    "key.framed": "sample {sample}",
}

TABLES = {
    "between": "{below} to {above}",
    "gradient": "dL/d({signal})",
    "slope none": "dL/dz",
    "slope before": "dL/dn",
    "slope after": "dL/dz",
    "normalised before": "normalised n",
    "normalised after": "normalised v",
    "through": "dL/dz",
    "coins": "{place}: coins u, p = {p}",
    "mask": "{place}: mask, p = {p}",
}

FORMULAS = {
    "given": "Given",
    "prediction": "Prediction",
    "activation": "Activation",
    "output": "Output",
    "normalised": "Normalised by the batch’s mean μ and standard deviation σ",
    "passed by norm": "Passed on, normalised by the batch’s mean μ and standard deviation σ",
    "through norm": "Through the normalisation: a is the batch’s mean of what arrives, c that of it times "
    "({read} − μ)/σ",
    "compare": "Compare the coin with p: the mask",
    "starts": "Gradient that starts here",
    "arrives": "Gradient that arrives",
    "passed": "Gradient passed back",
    "stops": "The slope is 0 here: the gradient stops",
    "slope": "Gradient passed on, by the slope",
}
