"""What follows from a run's settings alone: the notes of app/runs/scenes/caveats.py."""

CAVEATS = {
    "nothing": "No neuron is dropped in this run: with and without dropout are the same here.",
    "full batch": "The whole training set is one batch: every step sees the same samples. Only their order and the "
    "masks change.",
    "heavy input": "p = {p} on the input hides {share} of each sample; {usual} or less is usual there.",
    "none kept": "At p = {p} no neuron is ever kept: a coin is a multiple of 1/{levels}, and none reaches p.",
    "few kept": "p = {p} keeps {share} of the neurons: of the {width} in {layer}, {count} on average.",
    "all off": "For {share} of the samples the whole of {layer} is dropped ({p} to the power {width}), so the output "
    "ignores the input.",
    "coin flips": "With half of the labels flipped there is nothing to learn.",
    "the input": "the input",
    "a layer": "hidden layer {number}",
}
