"""Experiments on dropout beside what else keeps a network from learning by heart: as in use.py."""

EXPERIMENTS = {
    "decay.title": "Weight decay alone, dropout alone, both",
    "decay.asks": "Weight decay from 0 to 0.03 with dropout of 0.2 and without it. Do the two add up?",
    "decay.choice 1": "Both together are best",
    "decay.choice 2": "Either alone does as well as both",
    "decay.choice 3": "Weight decay does nothing here",
    "decay.reads": "The twin at 0 has neither; at the other values it is weight decay alone, which is L2 in the "
    "gradient here, on weights and biases alike. On these two moons a weight decay of 0.01 alone does what dropout "
    "alone does. Beside that much, dropout gains nothing, and beside 0.03 it costs a little: they do not add up.",
    "norm.title": "Batch normalisation, before and after",
    "norm.asks": "Batch normalisation: none, before dropout, or after it; with 300 and with 1,000 digits, a fifth of "
    "them with wrong labels. Does it make dropout needless?",
    "norm.choice 1": "It does: the gain is gone",
    "norm.choice 2": "Dropout gains less with it",
    "norm.choice 3": "Dropout gains more with it",
    "norm.reads": "Look at the twins first: where a fifth of the labels is wrong, normalisation alone does worse than "
    "no normalisation. Dropout gains more with it, and both together are no better than dropout alone. That "
    "normalisation makes dropout needless is said of large networks and right labels.",
    "variance.title": "Batch normalisation meets another variance",
    "variance.asks": "The variance that the last normalisation kept in training, over the one that it meets with "
    "dropout off. Is it 1?",
    "variance.choice 1": "Yes, wherever it stands",
    "variance.choice 2": "More than 1 after dropout alone",
    "variance.choice 3": "More than 1 after dropout, and before it too, by less",
    "variance.reads": "Directly behind a mask, what is read varies more in training than in evaluation. Before "
    "dropout the first layer is consistent, and the next reads what the first one's mask has left. The shift is there "
    "in every seed; whether it costs anything is another question: show the accuracy, and the accuracy with means and "
    "variances taken anew, dropout off. In networks as shallow as this the two are about the same, so that it is not "
    "what costs accuracy. The test loss does fall at p = 0.5 when they are taken anew, and hardly changes at a "
    "smaller p, or rises.",
    "samples.title": "With more data",
    "samples.asks": "100 to 4,000 digits, with right labels and with a fifth of them wrong, p = 0.5. Where does "
    "dropout gain most?",
    "samples.choice 1": "With the fewest",
    "samples.choice 2": "Somewhere between",
    "samples.choice 3": "With the most",
    "samples.reads": "All runs have 500 steps of 32 samples, so that of 4,000 each is seen four times. With wrong "
    "labels the accuracy gains most in between; with right ones it gains nothing at any size, and with 4,000 samples "
    "dropout is behind in both.",
    "flip.title": "With wrong labels",
    "flip.asks": "From none to 40 % of the training labels are wrong, those of the test set are right. When does "
    "dropout gain?",
    "flip.choice 1": "As much, however many are wrong",
    "flip.choice 2": "More, the more of them are wrong",
    "flip.choice 3": "More, the fewer of them are wrong",
    "flip.reads": "The more labels are wrong, the more there is to learn by heart that does not help on the test set, "
    "and the more dropout gains. With right labels the accuracy gains nothing, though the test loss falls.",
    "shift.title": "With augmentation by shifts",
    "shift.asks": "Digits that are moved by up to a pixel anew at each step, and digits that are not, for 500 to 2,000 "
    "steps. Does dropout still gain?",
    "shift.choice 1": "No: moved digits cannot be learned by heart",
    "shift.choice 2": "Not at first, and then it does",
    "shift.choice 3": "As much as without",
    "shift.reads": "It depends on how long a network trains: read the whole curve, and never one number of it. Moved "
    "digits take longer to learn by heart, so that with them dropout is behind at first, and gains the more the "
    "longer both train.",
    "place-conv.title": "Early or late in a convolutional network",
    "place-conv.asks": "Dropout after the first pool (0), after the second convolution (1), after the dense layer (2), "
    "and together. Where does it gain most?",
    "place-conv.choice 1": "Early",
    "place-conv.choice 2": "Late",
    "place-conv.choice 3": "Everywhere at once",
    "place-conv.reads": "At p = 0.2 the first pool alone gains most of the three, and all together gain more; at 0.5 "
    "each alone gains about as much as the others, and all together learn too little in these 500 steps. Early or late "
    "matters less than how much there is in all.",
    "warmup.title": "A learning rate that warms up",
    "warmup.asks": "Steps to a training loss of 0.2 with a large learning rate that rises over 0, 100 and 300 steps. "
    "Does it win back the time that dropout takes?",
    "warmup.choice 1": "Yes",
    "warmup.choice 2": "No: dropout is no faster for it",
    "warmup.choice 3": "No: it makes dropout slower still",
    "warmup.reads": "Both arms warm up alike. Their ratio falls with a longer warm-up, but mostly because the twin "
    "becomes slower: look at the steps of each.",
}
