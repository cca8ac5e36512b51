"""Sections on single neurons: what is left without them, and who matters."""

REMOVE = {
    "says": "Both networks as they are at step {step}, dropout off, on {samples} test samples. Click a neuron: from "
    "then on it puts out 0, in both networks, and nothing is scaled.",
    "half": "half of them, at random",
    "none": "none",
    "gone": "{count} of {width} away",
    "stays": "Neuron {number} of hidden layer {layer}: stays, take it away",
    "away": "Neuron {number} of hidden layer {layer}: is away, put it back",
    "right": "{share} are right",
    "squared": "the test loss is {loss}",
    "many": "{count} of {neurons} hidden neurons",
    "own none": "With all neurons, {whole}; in the twin, {twin_whole}.",
    "own": "Without {which}, {ours}, where with all neurons {whole}; in the twin {twins}, where with all {twin_whole}.",
    "head accuracy": "accuracy",
    "head loss": "loss",
    "row all": "with all neurons",
    "row left": "without those",
    "axis accuracy": "accuracy on the test set",
    "axis loss": "test loss",
    "sentence": "With half of the hidden neurons away, {ours} on average over {draws} draws, where with all of them "
    "{whole}; in the twin {twins}, where with all of them {twin_whole}.",
    "share": "{share} % ({count})",
    "ends": "{low} to {high}",
    "too long": "For this network that takes about {seconds} s: longer than a page waits. With fewer or narrower "
    "layers it is measured here.",
    "measured": "Over {seeds} fresh seeds, each with 1,000 digits and right labels: with half of the hidden neurons "
    "away {ours} are right with dropout, {twins} in the twin, more with dropout in {more} of {seeds}. With all "
    "neurons it is {whole} and {twin_whole}.",
}

MATTERS = {
    "says": "Both networks as they are at step {step}, dropout off, on {samples} test samples. Each hidden neuron is "
    "taken away alone, nothing is scaled, and $I$ is by how much the test loss rises. Drawn is $I$ as a share of the "
    "loss $L$ of the whole network, since the losses of the two networks differ.",
    "alt": "{name}: importance of {neurons} hidden neurons, by size. The largest is neuron {unit} of hidden layer "
    "{layer}, which costs {share} of the test loss.",
    "neuron": "Neuron {unit} of hidden layer {layer}: {share} of the test loss",
    "bars alt": "{layer}: importance from the largest down, with dropout and in its twin. Largest {ours} and {twins} "
    "of the test loss.",
    "sentence": "The most important neuron costs {ours} of the test loss with dropout, {twins} in the twin. About "
    "{effective} of {neurons} neurons matter with dropout, {twin_effective} in the twin.",
    "none": "–",
    "row largest": "Largest I / L",
    "row largest says": "What the most important neuron costs, as a share of the test loss. At 0.1 the loss rises by "
    "a tenth.",
    "row effective": "Neurons that matter",
    "row effective says": "The effective number $(\\sum |I|)^2 / \\sum I^2$: all of them if all matter alike, 1 if "
    "one does everything.",
    "row gini": "Gini of |I|",
    "row gini says": "0 where all matter alike, towards 1 where few do.",
    "row interaction": "Interaction of pairs",
    "row interaction says": "Co-adaptation: how far what two neurons cost together is from what each costs alone, "
    "$|I_{{ij}} - I_i - I_j|$ over $|I|$, on average over up to {pairs} pairs. 0 where each acts on its own account.",
    "row idle": "Dead in effect",
    "row idle says": "|I| below a thousandth of the layer’s largest.",
    "row dead": "Dead",
    "row dead says relu": "0 on every test sample; in the figure above, dead is 0 on every training sample.",
    "row dead says": "A standard deviation below 0.001 over the test samples.",
    "row nearly": "Nearly dead",
    "row nearly says relu": "Besides those: more than 0 on fewer than 1 % of the test samples.",
    "row nearly says": "Besides those: a standard deviation below 0.01.",
    "row active": "Active",
    "row active says relu": "The share of all neurons and samples that is not 0: the lower, the sparser.",
    "row active says": "The share of all neurons and samples that is not 0: with this activation, nearly all.",
    "row mean": "Mean size",
    "row mean says": "What a neuron puts out, its sign left out, on average.",
    "row sparsity": "Treves-Rolls",
    "row sparsity says": "(mean |h|)² / mean h² over a layer, on average over samples: 1 where all say as much, near "
    "0 where few speak.",
    "row redundancy": "Redundancy",
    "row redundancy says": "Mean size of the correlation of two neurons. It is no measure of co-adaptation: dropout "
    "wants neurons that can stand in for each other, and in small networks it can raise this.",
    "measured interaction": "Over {seeds} fresh seeds, each with 300 digits, a fifth of their labels wrong, and p = "
    "0.5: the interaction of pairs is {ours} with dropout, {twin} in the twin, lower in {lower} of {seeds}; {many} of "
    "128 neurons matter, {twin_many} in the twin, more with dropout in {more} of {seeds}.",
    "measured gini": "In the same runs the Gini of the last hidden layer is {ours} with dropout, {twin} in the twin, "
    "lower in {lower} of {seeds}; that of the first {first_ours} and {first_twin}, lower in {first_lower} of {seeds}. "
    "It is clearest in the last layer; elsewhere, and in other networks, do not count on it.",
    "measured redundancy": "In a small network redundancy rises: on moons with p = 0.2 it is {ours} with dropout, "
    "{twin} in the twin, higher in {higher} of {seeds} seeds. On the digits it is {digits_ours} and {digits_twin}, "
    "higher in {digits_higher} of {seeds}.",
}
