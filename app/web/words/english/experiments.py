"""Experiments: what each asks, what readers may predict, and how it is read; measures and axes by name."""

# What an experiment's form asks, besides the settings of its run.
FIELDS = {
    "over.label": "Over",
    "over.help": "The setting that varies along the axis.",
    "values.label": "Values",
    "values.help": "Joined by semicolons, as 0; 0.2; 0.5.",
    "by.label": "By",
    "by.help": "A second setting that varies from panel to panel.",
    "panels.label": "Panels",
    "panels.help": "Its values, joined by semicolons.",
    "seeds.label": "Seeds",
    "seeds.help": "How many. A seed draws data, weights, batches and masks anew.",
    "first.label": "First seed",
    "first.help": "The others follow it.",
    "shows.label": "Measure",
    "shows.help": "What is measured of each trained network.",
}

# Of each: title, what it asks, `choice 1` and on: what a reader may predict, and how it is read.
EXPERIMENTS = {
    "p.title": "Sweep p",
    "p.asks": "The same run with p from 0 to 0.9. Where is the test loss least?",
    "p.choice 1": "At p = 0: the masks only do harm",
    "p.choice 2": "Somewhere between: a U",
    "p.choice 3": "The higher p, the lower the loss",
    "p.reads": "Left of its lowest point a network learns its training samples by heart; right of it too little "
    "of it is on to learn anything. Look at the accuracy too: a test loss can fall because a network is less sure of "
    "itself, and no more often right.",
}

# Measures: how an axis and a sentence call them.
MEASURES = {
    "test": "test loss",
    "accuracy": "accuracy on the test set",
    "clean": "training loss, dropout off",
    "gap": "generalisation gap",
    "steps-0.6": "steps to a training loss of 0.6",
    "steps-0.5": "steps to a training loss of 0.5",
    "steps-0.4": "steps to a training loss of 0.4",
    "steps-0.3": "steps to a training loss of 0.3",
    "steps-0.2": "steps to a training loss of 0.2",
    "steps-0.1": "steps to a training loss of 0.1",
}

# Axes that are no setting of a run; the others are called by their label.
AXES = {
    "units": "Neurons in each hidden layer",
    "layers": "Hidden layers",
    "none": "nothing",
}

# The pages /why and /practice.
INDEX = {
    "methods.nav": "Methods",
    "why.nav": "Why",
    "practice.nav": "Practice",
    "why.title": "Why it works",
    "why.named": "Why dropout works",
    "why.says": "The notebook says that dropout keeps neurons from leaning on each other, and that it trains many "
    "networks in one. Here both are measured.",
    "practice.title": "How it is used",
    "practice.named": "Dropout in practice",
    "practice.says": "How much, where, and with what else: each a sweep over fresh seeds, both arms, that you can run "
    "and widen.",
}

# Pages of reasons, with Explore's scene.
PAGES = {
    "remove.title": "Remove neurons",
    "remove.says": "Take neurons out of what both networks have learned. Which of them can do without?",
    "matters.title": "Who matters",
    "matters.says": "Each neuron is taken out alone: how much worse the network does without it is its importance.",
    "ensemble.title": "An ensemble in one network",
    "ensemble.says": "Every mask leaves a subnetwork. Some of them, what each says, and what they say together.",
    "uncertainty.title": "Uncertainty",
    "uncertainty.says": "Ask many masks, and see where they disagree.",
    "eval.title": "Forgot eval()",
    "eval.says": "The same test set, predicted ten times in training mode: ten answers.",
}
