"""What each method does, in a line, and what p is in it."""

METHODS = {
    "dropout.short": "Dropout",
    "classic.short": "Classic",
    "gaussian.short": "Gaussian",
    "dropconnect.short": "DropConnect",
    "concrete.short": "Concrete",
    "dropout.name": "dropout",
    "classic.name": "classic dropout",
    "gaussian.name": "Gaussian dropout",
    "dropconnect.name": "DropConnect",
    "concrete.name": "Concrete dropout",
    "dropout.arm": "With dropout",
    "classic.arm": "Classic dropout",
    "gaussian.arm": "Gaussian dropout",
    "dropconnect.arm": "DropConnect",
    "concrete.arm": "Concrete dropout",
    "dropout.says": "Neurons are dropped; the others count 1/(1 − p) times, so that sums stay as large on average.",
    "classic.says": "Neurons are dropped and nothing is scaled. With dropout off, each output counts 1 − p times.",
    "gaussian.says": "Every neuron is multiplied by a random number around 1, and none is off.",
    "dropconnect.says": "Weights are dropped, and all neurons stay. The other weights count 1/(1 − p) times.",
    "concrete.says": "p is learned with the weights. So that it has a gradient, masks have soft edges.",
    "dropout.p": "The probability that a neuron is dropped.",
    "classic.p": "The probability that a neuron is dropped.",
    "gaussian.p": "How widely the factors scatter: their variance is p/(1 − p), as that of dropout’s 0 and 1/(1 − p).",
    "dropconnect.p": "The probability that a weight is dropped.",
    "concrete.p": "The probability that a neuron is dropped, where its learning starts.",
    # The sentence above the figure.
    "before": "At step {step}, ",
    "what.neurons": "hidden neurons",
    "what.inputs": "inputs",
    "what.both": "inputs and hidden neurons",
    "whom.sample": "for sample {sample}",
    "whom.batch": "for the whole batch",
    "unit": "{layer}, neuron {unit}",
    "p at": "{p} after {layer}",
    "p on": "{p} on the {layer}",
    "gaussian.before": "At step {step}, each of ",
    "gaussian.after": " {what} is multiplied by a number around 1 for sample {sample}: the smallest is {least} "
    "({where}), the largest {most} ({there}).",
    "gaussian.none": " None is off.",
    "gaussian.one": " One is negative and reverses the sign of what its neuron passes on; none is off.",
    "gaussian.negative": " {count} are negative and reverse the sign of what their neurons pass on; none is off.",
    "concrete.after": " {what} {are} nearly off for sample {sample}, multiplied by less than 0.05.",
    "concrete.between": " {count} {are} in between: masks have soft edges. p is now {ps}.",
    "dropconnect.after": " weights {are} dropped {whom}.",
    "dropconnect.nothing": " They carry nothing forward and no gradient back. Every neuron stays.",
    "dropconnect.by chance": " Chance kept every weight.",
    "reach": "× {least} to {most}",
    "p starts": "p starts at",
    "why no slider": "p cannot be set here: training moves it, for each place apart. The mark is where it started.",
}

# What the figures say besides, by what is multiplied: neurons, on or off (bits), or by factors; or weights.

SENTENCE = {
    "one off, not scaled": " {what} is off for sample {sample}. It passes nothing forward, and no gradient flows back "
    "through it; the others are not scaled.",
    "many off, not scaled": " {what} are off for sample {sample}. They pass nothing forward, and no gradient flows "
    "back through them; the others are not scaled.",
    "one off, not scaled, after": " {what} is off for sample {sample}. It passes nothing of this sample forward: batch "
    "normalisation makes the same number of every 0 of a neuron. No gradient flows back through it.",
    "many off, not scaled, after": " {what} are off for sample {sample}. They pass nothing of this sample forward: "
    "batch normalisation makes the same number of every 0 of a neuron. No gradient flows back through them.",
    "none off, not scaled": " {what} are off for sample {sample}. Chance kept every neuron, and nothing is scaled.",
}

# Why the training losses of a step differ.
LOSS = {
    "gaussian": "With masks on, every neuron is multiplied by a factor of its own; dropout off, by 1. That is all in "
    "which these two losses differ.",
    "dropconnect": "With masks on, part of the weights is dropped; dropout off, all count. That is all in which these "
    "two losses differ.",
    "concrete": "At step {step}, {penalty} of the {loss} with masks on is what learned p adds: large weights and "
    "certain masks cost. With dropout off nothing is added.",
}

NETWORK = {
    "nothing acts": "Nothing is multiplied at this step.",
    "place factors": "{layer}: {numbers}",
    "all factors": "Each neuron is multiplied by a factor. They are, in {places}.",
    "place weights": "{count} of {units} that leave {layer}",
    "all weights": "Every neuron is on. Dropped are weights: {places}.",
    "playing bits": "{shape}. Pause to hear which of them are off.",
    "playing factors": "{shape}. Pause to hear their factors.",
    "playing weights": "{shape}. Pause to hear how many weights are dropped.",
    "drawn bits": "Lines: {strongest} strongest of {counts} {what} between two layers, none at a dropped neuron.",
    "drawn factors": "Lines: {strongest} strongest of {counts} {what} between two layers.",
    "drawn weights": "Lines: {strongest} strongest of {counts} {what} between two layers; dotted where dropped.",
    "ending dropout": "off",
    "ending classic": "off",
    "ending gaussian": "",
    "ending concrete": "< 0.05",
    "ending dropconnect": "off",
    "one": "× 1",
    "key.one": "area: factor; outline: 1; no larger from {most} on",
    "key.turned": "negative factor",
    "key.dropped weight": "dropped weight",
}

NEURON = {
    "factors": "It is never quite off: what it computes is multiplied by a factor of its own.",
    "weights": "It is on: weights are dropped here, and not neurons.",
}

MASKS = {
    "hint none": "No place has dropout, so there is no mask. Put it after a layer with “+ dropout” under the network.",
    "hint many": "These masks have more weights than can be drawn; “All numbers of this step” leads to them.",
    "hint none alone": "No place has dropout, so there is no mask.",
    "hint many alone": "These masks have more weights than can be drawn.",
    "hint dropout alone": "Every row is one sample of the batch, with a mask of its own. The sentence above is of the "
    "framed one.",
    "hint classic alone": "Every row is one sample of the batch, with a mask of its own. The sentence above is of the "
    "framed one.",
    "hint gaussian alone": "Every row is one sample of the batch, with factors of its own: the area of a cell is its "
    "factor. The sentence above is of the framed one.",
    "hint concrete alone": "Every row is one sample of the batch, with factors of its own: the area of a cell is its "
    "factor. The sentence above is of the framed one.",
    "hint dropout": "Every row is one sample of the batch, with a mask of its own. Choose a row to draw that sample "
    "above; point at a cell for its numbers.",
    "hint classic": "Every row is one sample of the batch, with a mask of its own. Choose a row to draw that sample "
    "above; point at a cell for its numbers.",
    "hint gaussian": "Every row is one sample of the batch, with factors of its own: the area of a cell is its factor, "
    "and it is hollow where that is negative. Choose a row to draw that sample above; point at a cell for its numbers.",
    "hint concrete": "Every row is one sample of the batch, with factors of its own: the area of a cell is its "
    "factor. Choose a row to draw that sample above; point at a cell for its numbers.",
    "hint dropconnect sample": "Every weight that leaves a layer: a row for each neuron there, a column for each of "
    "the next layer. Each sample has a mask of its own.",
    "hint dropconnect batch": "Every weight that leaves a layer: a row for each neuron there, a column for each of "
    "the next layer. All samples of the batch share this mask.",
    "scale dropout": "kept ×",
    "scale classic": "kept ×",
    "scale dropconnect": "kept ×",
    "scale gaussian": "around 1, standard deviation",
    "scale concrete": "from 0 to",
    "off": "{units} off",
    "factors": "factors from {least} to {most}",
    "told factors": "{layer}: {all}, for that sample {own}.",
    "told weights": "Weights that leave {layer}: {off} of {whole} dropped for that sample.",
    "key.factor": "area: factor",
    "key.turned": "negative factor",
}

FORMULAS = {
    "off": "With dropout off, outputs are scaled instead",
    "normal": "The coin as a normal number",
    "spread": "How widely factors scatter",
    "factor": "The factor",
    "learned": "p is learned: this is where it stands",
    "soft": "The factor, with a soft edge at temperature t",
    "penalty": "What this place’s p adds to the loss",
}

# Monte-Carlo dropout, of any method.
PASSES = {
    "none": "off",
    "binary": "At step {step}: mean of {count} networks, each with one mask for the whole plane. Where they disagree, "
    "the mutual information of class and mask is high: {mean} bits on average, {most} at most, of 1.",
    "regression": "At step {step}: mean of {count} networks, each with one mask for the whole curve, in a band of two "
    "standard deviations: ± {mean} on average, ± {most} at most. It is no interval to rely on.",
    "classes": "At step {step}: mean of {count} networks, each with one mask for all images. They disagree by {mean} "
    "bits on average over these six, {most} at most.",
    "mean": "mean probability",
    "information": "disagreement: mutual information",
    "curve": "mean and band",
    "alt mean": "The mean probability of {name} for every point, over {count} networks with masks on.",
    "alt information": "How far {count} networks with masks on disagree, for every point.",
    "alt curve": "The mean curve of {count} networks with masks on, and a band of two standard deviations.",
    "says": "{name} ({share} %)",
}

# How a method is evaluated, where that is not with every neuron on as it is.
OUTCOME = {
    "evaluated classic": " With dropout off, outputs where it sits are multiplied by 1 − p.",
    "evaluated norm": " Both networks are evaluated with the running mean and variance that batch normalisation kept.",
    "evaluated dropconnect mean": " DropConnect is evaluated with every weight on: the mean over masks.",
    "evaluated dropconnect moments": " DropConnect is evaluated by moments: each sum as a normal number with the mean "
    "and variance that masks give it.",
}
