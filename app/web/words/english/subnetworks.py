"""Of /why: subnetworks and their mean, the doubt of their passes, and a network that was left in training mode."""

ENSEMBLE = {
    "nothing": "At this step no neuron is on or off by chance, so that there are no subnetworks to average.",
    "all": "{neurons} neurons may each be off: {all} subnetworks. They are not equally likely: with p = {ps} a mask is "
    "as hard to guess as one of {bits} equally likely ones.",
    "trained": "The {steps} steps before this one drew {masks} masks, one a sample; {distinct} of them "
    "differ{expected}. That is {share} of all there are. {met}",
    "met none": "None of the {count} that are averaged below is among them: the network was never trained as any of "
    "these, and yet all share its weights.",
    "met one": "One of the {count} that are averaged below is among them: the network was never trained as any of the "
    "others, and yet all share its weights.",
    "met some": "Of the {count} that are averaged below, {met} are among them: the network was never trained as any "
    "of the others, and yet all share its weights.",
    "met all": "All {count} that are averaged below are among them.",
    "untrained": "No step has trained the network yet, so that none of them has been seen.",
    "expected": ", where {expected} are expected",
    "power": "$2^{{{bits}}} \\approx {digits} \\cdot 10^{{{power}}}$",
    "one in": "one in $10^{{{power}}}$",
    "row all": "subnetworks, {neurons} neurons on or off",
    "row effective": "effective number, by the entropy of a mask",
    "row masks": "masks drawn in training so far",
    "row distinct": "of them different",
    "row expected": "expected to be different",
    "row full": "full network",
    "off": "{count} of {neurons} off",
    "alt": "Subnetwork {number}: {off}, {right}.",
    "right": "{share} right",
    "squared": "test loss {loss}",
    "says": "At step {step} one subnetwork alone gets {alone} of the test set wrong on average, the arithmetic mean of "
    "{count} {mean}, the full network {full}. Their test losses are {loss} and {full_loss}. The geometric mean is "
    "{geometric} nats from the full network, the arithmetic mean {arithmetic}.",
    "says curve": "At step {step} one subnetwork alone has a test loss of {alone} on average, the mean of {count} "
    "{loss}, the full network {full_loss}. Of numbers, arithmetic and geometric mean are the same.",
    "measured": "Over {seeds} fresh seeds of the digits’ scene, one subnetwork alone gets {one} points more of the "
    "test set wrong than the full network, the mean of ten {ten}, the mean of a hundred {many}. The geometric mean of "
    "a hundred is {geometric} nats from the full network on average, the arithmetic mean {arithmetic}. Their test "
    "losses are another matter: {loss} for the arithmetic mean of a hundred, {full_loss} for the full network; in "
    "other networks either may be the lower one.",
    "head count": "subnetworks",
    "head error arithmetic": "error, arithmetic mean",
    "head error geometric": "error, geometric mean",
    "head loss arithmetic": "test loss, arithmetic mean",
    "head loss geometric": "test loss, geometric mean",
    "head loss mean": "test loss of the mean",
    "head divergence arithmetic": "nats from the full network, arithmetic mean",
    "head divergence geometric": "nats from the full network, geometric mean",
    "head divergence mean": "mean squared distance from the full network",
    "chart error": "Error on the test set",
    "chart loss": "Test loss",
    "chart first": "What the first test sample’s right class is given",
    "head first arithmetic": "first test sample, arithmetic mean",
    "head first geometric": "first test sample, geometric mean",
    "alt first": "Probability of the first test sample’s right class: from {first} of the first subnetwork alone to "
    "{arithmetic} of the arithmetic mean of {count} and {geometric} of the geometric; the full network {full}.",
    "chart divergence": "Distance from the full network, nats (KL divergence)",
    "chart loss regression": "Test loss",
    "chart divergence regression": "Mean squared distance from the full network",
    "alt error": "Error against how many subnetworks are averaged: from {first} of the first alone to {arithmetic} of "
    "the arithmetic mean of {count}, {geometric} of the geometric; the full network {full}.",
    "alt loss": "Test loss against how many subnetworks are averaged: from {first} of the first alone to {arithmetic} "
    "of the arithmetic mean of {count}, {geometric} of the geometric; the full network {full}.",
    "alt divergence": "KL divergence from the full network, from {first} of the first subnetwork to {geometric} of the "
    "geometric mean of {count} and {arithmetic} of the arithmetic mean.",
    "alt loss regression": "Test loss against how many subnetworks are averaged: from {first} of the first alone to "
    "{mean} of the mean of {count}; the full network {full}.",
    "alt divergence regression": "Mean squared distance from the full network, from {first} of the first subnetwork to "
    "{mean} of the mean of {count}.",
}

DOUBT = {
    "nothing": "At this step nothing is left to chance, so that every pass says the same.",
    "plane": "At step {step}, over {count} passes: at test points the mean prediction has an entropy of {entropy_at} "
    "bits, of which {information_at} are mutual information of class and mask: what the passes disagree in. Where the "
    "next training point is {near} to {far} away, it is {entropy_far} and {information_far}.",
    "curve": "At step {step}, over {count} passes: the standard deviation is {spread} on average between −2 and 2, "
    "where the samples are, and {spread_outside} at |x| from 3 to 4.",
    "samples": "At step {step}, over {count} passes and {samples} test samples: the mean prediction has an entropy of "
    "{entropy} bits on average. {expected} are left where the mask is known; {information} are mutual information of "
    "class and mask: what the passes disagree in.",
    "measured plane": "Over {seeds} fresh seeds of the moons’ scene, mutual information is {relu} bits higher far "
    "from the data than at them with ReLU (higher in {more} of {seeds}), while the entropy of the mean changes by "
    "{entropy}; with tanh mutual information changes by {tanh} (higher in {tanh_more} of {seeds}).",
    "measured curve": "Over {seeds} fresh seeds of the curve’s scene, the band of two standard deviations holds "
    "{inside_relu} of the true curve between −2 and 2 with ReLU and {inside_tanh} with tanh; at |x| from 3 to 4, "
    "{outside_relu} and {outside_tanh}, where the standard deviation differs by {wider_relu} and {wider_tanh}.",
    "masks shared": "One mask for all points of a pass",
    "masks fresh": "A mask for each point",
    "map first": "One pass",
    "map mean": "Mean",
    "map spread": "Spread",
    "map entropy": "Entropy of the mean",
    "map information": "Mutual information",
    "alt first": "What one pass says, {masks}: how likely {name} is at each point.",
    "alt mean": "The mean of {count} passes, {masks}: how likely {name} is at each point.",
    "alt spread": "The standard deviation of {count} passes, {masks}: at most {most}.",
    "alt entropy": "The entropy of the mean of {count} passes, {masks}: in bits at most {most}.",
    "alt information": "The mutual information of class and mask over {count} passes, {masks}: at most {most} bits.",
    "alt curve": "The mean of {count} passes, {masks}, with its band of two standard deviations, one pass alone, and "
    "the true curve.",
    "rough": "With one mask for all points, a pass is one network, and its border is a network’s: from one cell of the "
    "map to the next it changes by {shared} on average. With a mask for each point every point asks another network: "
    "by {fresh}, which is noise. The two means differ by {apart} on average: of a single point, either kind of mask "
    "tells the same; of what points have to do with each other, only the first does.",
    "jumps": "With one mask for all points, a pass is one network and one curve: from one of 161 points to the next it "
    "changes by {shared} on average. With a mask for each point every point asks another network: by {fresh}, which is "
    "noise. Mean and band are the same in both, but for how many passes there are.",
    "alone": "Of a sample by itself, a mask of its own and one that all samples share tell the same: it matters only "
    "where samples have to do with each other, as points of a map.",
    "head where": "Where",
    "head entropy": "Entropy of the mean, bits",
    "head expected": "Mean entropy of a pass, bits",
    "head information": "Mutual information, bits",
    "head covered": "True curve within the band",
    "head deviation": "Standard deviation",
    "head sample": "Test sample",
    "head says": "Mean says",
    "at": "At 500 test points",
    "far": "{near} to {far} from the next training point",
    "inside": "Between −2 and 2",
    "outside": "|x| from 3 to 4",
    "not rises falls": "It is not the entropy that tells what is far from the data. Here it falls away from them, from "
    "{entropy_at} to {entropy_far} bits: the mean is surer where there is nothing to be sure of. Mutual information "
    "rises, from {information_at} to {information_far}.",
    "not rises rises": "It is small. Away from the data mutual information rises from {information_at} to "
    "{information_far} bits, and the entropy from {entropy_at} to {entropy_far}, of 1 bit that there could be.",
    "not falls falls": "It is no distance from the data. Here mutual information falls away from them, from "
    "{information_at} to {information_far} bits, and the entropy from {entropy_at} to {entropy_far}: by both, the "
    "network is surer where there is nothing to be sure of.",
    "not falls rises": "Mutual information is no distance from the data. Here it falls away from them, from "
    "{information_at} to {information_far} bits, while the entropy rises from {entropy_at} to {entropy_far}.",
    "not band": "It is no interval of 95 %. The band of two standard deviations holds {inside} of the true curve "
    "between −2 and 2, and {outside} of it at |x| from 3 to 4.",
    "not data": "It is not made of data alone. How far passes differ depends on p too: the same samples and another p "
    "give another doubt.",
}

FORGOT = {
    "nothing": "At this step nothing is dropped, so that training mode and evaluation are the same.",
    "accuracy": "At step {step} evaluation gets {evaluated} of the test set right, every time. Left in training mode, "
    "the same weights get {least} to {most} in {count} tries: each sample draws a new mask each time.",
    "loss": "At step {step} evaluation has a test loss of {evaluated}, every time. Left in training mode, the same "
    "weights have {least} to {most} in {count} tries: each point draws a new mask each time.",
    "alt accuracy": "Accuracy of {count} predictions of the test set in training mode, from {least} to {most}, and of "
    "evaluation, {evaluated}.",
    "alt loss": "Test loss of {count} predictions in training mode, from {least} to {most}, and of evaluation, "
    "{evaluated}.",
    "twin": "The twin has no dropout, and so nothing to forget: in both modes it says the same.",
    "measured": "Over {seeds} fresh seeds of the digits’ scene, training mode costs {low} points of accuracy at p = "
    "0.1 and {high} at p = 0.5, there in {more} of {seeds} seeds, where the best and the worst of ten tries are "
    "{wavers} points apart.",
    "evaluation": "Evaluation",
    "time": "Time {number}",
    "picture": "{name}: what the network says over the plane or the line; on the test set, {result}.",
    "head accuracy": "right",
    "head loss": "test loss",
}
