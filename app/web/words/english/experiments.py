"""Experiments: what each asks, what readers may predict, and how it is read; measures and axes by name."""

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

EXPERIMENTS = {
    "removal.title": "Remove neurons, over seeds",
    "removal.asks": "A share of the hidden neurons is taken away at random after training. How much does each arm "
    "still get right?",
    "removal.choice 1": "Both fall alike",
    "removal.choice 2": "The twin falls first",
    "removal.choice 3": "Dropout falls first",
    "removal.reads": "Each value is the mean over 20 draws of neurons; those of a layer that stay are scaled by 1/(1 − "
    "the share), as dropout scales in training. It says that a network can lose neurons, not that it is the better one "
    "with all of them: compare at 0.",
    "members.title": "An ensemble, over seeds",
    "members.asks": "The predictions of more and more subnetworks are averaged. How much more does their mean get "
    "wrong than the full network?",
    "members.choice 1": "Ever less, down to nothing",
    "members.choice 2": "Less, but it stays worse",
    "members.choice 3": "In the end it is better",
    "members.reads": "0 is the full network, dropout off. The mean is of probabilities; the geometric mean, which the "
    "full network stands for, has a distance of its own among the measures. Look at the test loss too: as low an "
    "error as the full network’s does not mean as low a loss, and neither kind of mean promises one. The twin has one "
    "subnetwork, itself.",
    "doubt.title": "Doubt far from the data, over seeds",
    "doubt.asks": "Do masks disagree more where there are no training points?",
    "doubt.choice 1": "More, whatever the activation",
    "doubt.choice 2": "With ReLU alone",
    "doubt.choice 3": "No more than at the data",
    "doubt.reads": "Mutual information of class and mask, in bits over 100 masks: at points whose next training point "
    "is 1.5 to 2.5 away, less that at test points. Above 0 it rises. Look at the entropy of the mean too, which is "
    "often shown in its place. The twin has no masks that could disagree.",
    "band.title": "A band about a curve, over seeds",
    "band.asks": "How much of the true curve lies within two standard deviations of the mean over masks, where no "
    "sample was?",
    "band.choice 1": "About 95 %",
    "band.choice 2": "About half",
    "band.choice 3": "Hardly any",
    "band.reads": "Counted at 100 points with |x| from 3 to 4; the samples lie between −2 and 2, for which there is a "
    "measure of its own. A band may grow far from the data, and still not hold what is there. The twin’s band has no "
    "width.",
    "forgot.title": "Forgot eval(), over seeds",
    "forgot.asks": "A trained network is left in training mode. How much of its accuracy is lost?",
    "forgot.choice 1": "None: on average masks change nothing",
    "forgot.choice 2": "Some, and more the higher p",
    "forgot.choice 3": "Nearly all",
    "forgot.reads": "Evaluation’s accuracy less the mean of ten predictions of the test set, in each of which every "
    "sample draws a mask. At p = 0 nothing is drawn. Another measure is how far the best of the ten is from the worst.",
    "importance.title": "Who matters, over seeds",
    "importance.asks": "How much does what a neuron does depend on its neighbours, as p grows?",
    "importance.choice 1": "The higher p, the less",
    "importance.choice 2": "No difference",
    "importance.choice 3": "The higher p, the more",
    "importance.reads": "Interaction is how far the loss without two neurons is from the sum of what each alone "
    "costs, as a share of what one costs on average: 0 where neurons act on their own account. What a neuron of the "
    "twin costs is larger, since the twin is surer of itself, so ratios are compared. Redundancy is no measure of "
    "co-adaptation: in small networks dropout raises it. Nor is a lower Gini promised: in the first layer it is "
    "higher than the twin’s at p = 0.8.",
    "redundancy.title": "Neurons that say the same",
    "redundancy.asks": "How strongly are the neurons of a small network correlated, as p grows?",
    "redundancy.choice 1": "The higher p, the less",
    "redundancy.choice 2": "No difference",
    "redundancy.choice 3": "The higher p, the more",
    "redundancy.reads": "The mean size of the correlation of two neurons of a layer, over the layers. It is sometimes "
    "shown as co-adaptation, which it does not measure: neurons that can stand in for each other say much the same. "
    "Co-adaptation is what pairs do together beyond what each does alone: look at the interaction.",
    "width.title": "Too many neurons",
    "width.asks": "Both hidden layers grow from too narrow to far too wide for 300 images. How many neurons matter in "
    "the end?",
    "width.choice 1": "As many with dropout as without",
    "width.choice 2": "More with dropout",
    "width.choice 3": "Fewer with dropout",
    "width.reads": "The effective number counts neurons by their importance: all of them if all matter alike, one if "
    "one does everything. It is higher with dropout at middle widths alone: about the same at 256, and lower at 4. "
    "Look at the training and the test loss too: at p = 0.5 a narrow network has too few neurons left to learn what "
    "its twin learns, and width is what dropout needs.",
}

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
    "left": "accuracy of what is left",
    "left-loss": "test loss of what is left",
    "interaction": "interaction of pairs",
    "largest": "largest importance over the test loss",
    "gini": "Gini of importance, last hidden layer",
    "gini-first": "Gini of importance, first hidden layer",
    "redundancy": "redundancy (mean size of correlations)",
    "active": "share of active neurons",
    "effective": "neurons that matter (effective number)",
    "dead": "dead neurons",
    "excess": "error of the mean, less the full network’s",
    "mean-error": "error of the mean of subnetworks",
    "mean-loss": "test loss of the mean of subnetworks",
    "arithmetic": "arithmetic mean’s distance from the full network (nats)",
    "geometric": "geometric mean’s distance from the full network (nats)",
    "information-rise": "rise of mutual information away from the data (bits)",
    "information-far": "mutual information far from the data (bits)",
    "entropy-rise": "rise of the entropy away from the data (bits)",
    "covered": "true curve within the band, between its ends",
    "covered-far": "true curve within the band, beyond its ends",
    "spread-rise": "rise of the standard deviation beyond the ends",
    "lost": "accuracy lost in training mode",
    "masked-accuracy": "accuracy in training mode",
    "wavers": "best less worst of ten accuracies in training mode",
    "dearer": "test loss in training mode, less evaluation’s",
    "variance-first": "variance kept over variance met, first normalisation",
    "variance-last": "variance kept over variance met, last normalisation",
    "accuracy-again": "accuracy, statistics taken anew",
    "test-again": "test loss, statistics taken anew",
    "idle": "idle neurons (|I| below a thousandth of the largest)",
}

AXES = {
    "units": "Neurons in each hidden layer",
    "layers": "Hidden layers",
    "removed": "Hidden neurons removed",
    "members": "Subnetworks averaged",
    "none": "nothing",
}

COMPUTING = {
    "cell failed": "Some of these networks could not be trained; the others are here. The server’s log has the reason.",
    "worker died": "Some of these networks twice ended the process that trained them; the others are here.",
    "workers gone": "The server cannot start processes that train. What is finished is kept.",
    "cluster gone": "The cluster does not answer. What is finished is kept; the rest can be asked for again.",
    "cluster differs": "The cluster’s workers have another version of Dropout Explorer, or none.",
    "cluster empty": "The cluster has no worker yet.",
    "cells aside": "Earlier results could not be read. They were set aside, and are computed again.",
    "cells locked": "Another program holds the file of earlier results, so nothing is kept beyond this server’s end.",
    "cells unwritable": "The file of earlier results cannot be used, so nothing is kept beyond this server’s end.",
}

INDEX = {
    "group.run": "In one run",
    "group.seeds": "Over many seeds",
    "group.much": "How much",
    "group.deep": "How deep",
    "group.where": "Where",
    "group.beside": "Beside what",
    "group.fast": "How fast",
    "group.others": "And besides",
    "spark": "Small picture: {measure} over the values, means of {seeds} seeds with dropout and without.",
    "sparks": "Small pictures: means over 24 fresh seeds, each experiment on a scale of its own.",
    "with dropout": "with dropout",
    "its twin": "its twin",
    "rules.title": "Rules of thumb",
    "rules.says": "The notebook’s words, and what the experiments here say to them: over fresh seeds that no setting "
    "was chosen with, on networks and data as small as these.",
    "rules.quote": "The notebook",
    "rules.verdict": "Here",
    "rules.result": "What was measured",
    "rules.experiment": "Experiment",
    "methods.nav": "Methods",
    "why.nav": "Why",
    "practice.nav": "Practice",
    "why.title": "Why it works",
    "why.named": "Why dropout works",
    "why.says": "The notebook says that dropout keeps neurons from leaning on each other, and that it trains many "
    "networks in one. Here both are measured.",
    "practice.title": "How it is used",
    "practice.named": "Dropout in practice",
    "practice.says": "How much, where, and with what else: each a sweep over many seeds, both arms, that you can run "
    "and widen.",
}

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
