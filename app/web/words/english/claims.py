"""What was measured, in words. Numbers are put in from app/runs/scenes/claims.json: {0.twin.accuracy} is the twin's
accuracy in the first of the runs that a claim is of (app/web/explore/claims.py).
"""

# Said of every run that was measured.
MEASURED = {
    "wins": (
        "In {0.runs} runs with {whose} and fresh seeds, {method} had the lower test loss at the last step in "
        "{0.wins.loss} and the better test accuracy in {0.wins.accuracy}: {0.dropout.accuracy} with {method}, "
        "{0.twin.accuracy} without."
    ),
    "wins.curve": (
        "In {0.runs} runs with {whose} and fresh seeds, {method} had the lower test loss at the last step in "
        "{0.wins.loss}: {0.dropout.test} with {method}, {0.twin.test} without."
    ),
    "own": "these settings",
    "original": "the original settings",
    "spread": "Medians of {runs} runs, seeds {first} to {last}. Standard errors: at most {errors}.",
    "spread.points": "{points} points of accuracy",
    "spread.loss": "{loss} of loss",
    "and": " and ",
    "change": "{label} to {value}",
    "change of a choice": "“{label}” to “{value}”",
    "change.later": "{label} to {value} from step {step}",
    "setting": "{label} {value}",
    "nowhere": "none",
}

_STOPPING = (
    "Stopping in time does better than dropout at the last step: the twin's best moment (step {0.twin.at}) has a "
    "test loss of {0.twin.best}; dropout ends at {0.dropout.test}. Dropout makes the moment matter less: from the "
    "best moment to the last step its test loss rises by {0.dropout.rise}, the twin's by {0.twin.rise}."
)
_A_LITTLE_BETTER = (
    "At the best moment of each, found by looking at the test set, dropout is a little better: its test loss is "
    "lower in {0.best.wins} of {0.runs} runs, by {0.best.gain} on average."
)
_RIGHT_LABELS = (
    "With all labels right and the scene's other settings, dropout has the lower test loss in {1.wins.loss} of "
    "{1.runs} runs and the better accuracy in {1.wins.accuracy}: {1.dropout.accuracy} with dropout, "
    "{1.twin.accuracy} without."
)
_TIME = (
    "It takes time: at step {0.fifth.step} it has the better accuracy in {0.fifth.accuracy} of {0.runs} runs, at the "
    "last step in {0.wins.accuracy}."
)
_PRUNED = (
    "It bears the loss of blocks: with every other one left out after training {0.masks.kept_half} are right, the twin "
    "{0.masks.twins_half}; with one block alone {0.masks.kept_one}, the twin {0.masks.twins_one}. It is ahead with "
    "half of them in {0.masks.pruned_half} of {0.runs} runs, with one in {0.masks.pruned_one}."
)

CLAIMS = {
    "moons: by heart": (
        "At the last step the twin repeats {0.twin.wrong} of the wrong labels that it was trained on, dropout "
        "{0.dropout.wrong}."
    ),
    "moons: stopping": _STOPPING,
    "moons: best moments": _A_LITTLE_BETTER,
    "moons: right labels": _RIGHT_LABELS,
    "moons: decay": (
        "Weight decay has the lower test loss: 0.01 without dropout ends at a test loss of {1.twin.test} and "
        "{1.twin.accuracy} right, dropout without decay at {0.dropout.test} and {0.dropout.accuracy}, both together at "
        "{1.dropout.test} and {1.dropout.accuracy}. Decay is L2 here: decay times the parameter, biases too, is added "
        "to the gradient, as weight_decay of PyTorch's Adam does. The decoupled decay of AdamW is another method and "
        "was not measured."
    ),
    "moons: time": (
        "It takes time: at step {0.fifth.step} dropout has the better accuracy in {0.fifth.accuracy} of {0.runs} "
        "runs, at the last step in {0.wins.accuracy}."
    ),
    "circles: stopping": _STOPPING,
    "circles: best moments": _A_LITTLE_BETTER,
    "circles: right labels": _RIGHT_LABELS,
    "xor: stopping": _STOPPING,
    "xor: best moments": _A_LITTLE_BETTER,
    "xor: right labels": _RIGHT_LABELS,
    "blobs: stopping": _STOPPING,
    "blobs: best moments": _A_LITTLE_BETTER,
    "blobs: right labels": _RIGHT_LABELS,
    "spiral: behind": (
        "Dropout ends with a test loss of {0.dropout.test}, the twin with {0.twin.test}. The twin's best moment, "
        "found by looking at the test set, has {0.twin.best} (step {0.twin.at})."
    ),
    "notebook: too small": (
        "Half of so few neurons is too little: with p = 0.5 the network ends behind, at {0.dropout.accuracy} right, "
        "its twin at {0.twin.accuracy}. That its test loss is lower, {0.dropout.test} against {0.twin.test}, is "
        "because the twin is so sure of what it has wrong. With p = 0.1 it ends at {1.dropout.accuracy} right; with "
        "p = 0.5 and eight times as wide at {2.dropout.accuracy}, its twin at {2.twin.accuracy}."
    ),
    "notebook: stopping": (
        "Stopping in time does better than dropout at the last step: the twin's best moment (step {0.twin.at}) has a "
        "test loss of {0.twin.best}; dropout ends at {0.dropout.test}."
    ),
    "curve: stopping": _STOPPING,
    "curve: best moments": (
        "At the best moment of each, found by looking at the test set, dropout is behind: its test loss is the lower "
        "one in {0.best.wins} of {0.runs} runs."
    ),
    "digits: stopping": (
        "Stopping in time comes close: the twin's best moment (step {0.twin.at}), found by looking at the test set, "
        "has a test loss of {0.twin.best}; dropout ends at {0.dropout.test}, lower in {0.best.last} of {0.runs} runs."
    ),
    "digits: best moments": _A_LITTLE_BETTER,
    "digits: right labels": (
        "With all labels right, dropout has the lower test loss in {1.wins.loss} of {1.runs} runs on 300 images, "
        "where {1.dropout.accuracy} are right with dropout, {1.twin.accuracy} without. On 1,000 images it has the "
        "lower one in {2.wins.loss} of {2.runs}: {2.dropout.accuracy} with dropout, {2.twin.accuracy} without."
    ),
    "digits: slower": (
        "Dropout trains more slowly: after 500 steps on 1,000 images with all labels right its training loss, "
        "dropout off, is {1.dropout.clean}, the twin's {1.twin.clean}."
    ),
    "digits: width": (
        "How much dropout is too much depends on the width: with p = 0.9 two layers of 64 end at "
        "{1.dropout.accuracy} right, {1.twin.accuracy} without dropout; one layer of 128 at {2.dropout.accuracy}, "
        "{2.twin.accuracy} without."
    ),
    "conv: three shapes": (
        "With the same p at the same places, cells one by one end at {1.dropout.accuracy} right and a test loss of "
        "{1.dropout.test}, blocks at {0.dropout.accuracy} and {0.dropout.test}, whole maps at {2.dropout.accuracy} and "
        "{2.dropout.test}: whole maps are the weakest. With p = 0.5 on the dense layer alone it is "
        "{3.dropout.accuracy} and {3.dropout.test}, without dropout {0.twin.accuracy} and {0.twin.test}."
    ),
    "conv: stopping": (
        "The twin's best moment (step {0.twin.at}), found by looking at the test set, has a test loss of "
        "{0.twin.best}; DropBlock ends at {0.dropout.test}, lower in {0.best.last} of {0.runs} runs."
    ),
    "conv: time": _TIME,
    "conv: right labels": (
        "With all labels right and the other settings the same, cells have the better accuracy in {4.wins.accuracy} "
        "of {3.runs} runs, blocks in {3.wins.accuracy}, whole maps in {5.wins.accuracy}; with the wrong ones it is "
        "{1.wins.accuracy}, {0.wins.accuracy} and {2.wins.accuracy}. With right labels they get {4.dropout.accuracy}, "
        "{3.dropout.accuracy} and {5.dropout.accuracy} right, the twin {3.twin.accuracy}."
    ),
    "words: stopping": (
        "Stopping in time does about as well: the twin's best moment (step {0.twin.at}), found by looking at the test "
        "set, has a test loss of {0.twin.best}; dropout ends at {0.dropout.test}, lower in {0.best.last} of {0.runs} "
        "runs."
    ),
    "words: best moments": _A_LITTLE_BETTER,
    "words: time": _TIME,
    "words: places": (
        "It takes all places: at one alone, with the same p, the test loss ends at {1.dropout.test} with dropout of "
        "words, {2.dropout.test} of attention weights, {3.dropout.test} of what is added; at all of them at "
        "{0.dropout.test}, and without dropout at {0.twin.test}."
    ),
    "words: right labels": _RIGHT_LABELS,
    "moons: Gaussian": (
        "Its factors have the mean and the variance of dropout's masks, and the two come to much the same: Gaussian "
        "dropout ends at a test loss of {0.dropout.test} and {0.dropout.accuracy} right, dropout with the same p at "
        "{1.dropout.test} and {1.dropout.accuracy}."
    ),
    "moons: classic": (
        "It drops the same neurons as dropout does, and differs in the size of what is kept: classic dropout ends at a "
        "test loss of {0.dropout.test} and {0.dropout.accuracy} right, dropout with the same p at {1.dropout.test} and "
        "{1.dropout.accuracy}."
    ),
    "moons: DropConnect": (
        "At the same p DropConnect is milder than dropout: it repeats {0.dropout.wrong} of the wrong labels that it "
        "was trained on, dropout {1.dropout.wrong}, the twin {0.twin.wrong}."
    ),
    "moons: inference": (
        "The mean of {0.masks.many} masked networks is {0.masks.mean} nats (KL divergence) from the network with mean "
        "weights, and {0.masks.moments} from what moment matching says: closer in {0.masks.closer} of {0.runs} runs."
    ),
    "digits: Concrete": (
        "Learned p begins at 0.1 and ends at {0.masks.p0} on the input and {0.masks.p1} and {0.masks.p2} after the "
        "hidden layers. Dropout with p = 0.5 after both hidden layers, chosen by hand, ends at a test loss of "
        "{1.dropout.test} and {1.dropout.accuracy} right; learned p at {0.dropout.test} and {0.dropout.accuracy}."
    ),
    "digits: less with more data": (
        "The more data, the lower the p that is learned: with all labels right, batches of 50 and 600 steps, p on the "
        "input ends at {1.masks.p0} with 50 images, {2.masks.p0} with 200 and {3.masks.p0} with 1,000; after the first "
        "hidden layer at {1.masks.p1}, {2.masks.p1} and {3.masks.p1}; after the second at {1.masks.p2}, {2.masks.p2} "
        "and {3.masks.p2}."
    ),
    "memory: on the memory": (
        "Of masks drawn afresh at each step only one on the memory destroys it: on c {0.dropout.accuracy} are right, "
        "where one in eight would be by chance; on h {1.dropout.accuracy}, on the candidate "
        "{2.dropout.accuracy}. Nothing can be learned by heart here, and the twin needs no help: {0.twin.accuracy}."
    ),
    "memory: for the sequence": (
        "Masks that are kept for the sequence train more slowly: at step 200 tied ones on x and h have "
        "{0.dropout.accuracy} right, untied ones {1.dropout.accuracy}, one on the candidate {2.dropout.accuracy}, the "
        "twin {0.twin.accuracy}. They get there: tied ones have {3.dropout.accuracy} right after 500 steps."
    ),
    "rows: others": (
        "Untied masks of x and h come to {1.dropout.accuracy}, one on the candidate at each step with p = 0.5 to "
        "{2.dropout.accuracy}, a fresh one on h at each step to {3.dropout.accuracy}. Even one on the memory does no "
        "harm here, {4.dropout.accuracy}: the twin ends at {0.twin.accuracy}."
    ),
    "rows: time": _TIME,
    "rows: stopping": (
        "The twin's best moment (step {0.twin.at}), found by looking at the test set, has a test loss of "
        "{0.twin.best}; variational dropout ends at {0.dropout.test}, lower in {0.best.last} of {0.runs} runs."
    ),
    "rows: right labels": (
        "With all labels right it is {1.dropout.accuracy} with variational dropout, {1.twin.accuracy} without; the "
        "better accuracy in {1.wins.accuracy} of {1.runs} runs."
    ),
    "residual: pruning": _PRUNED,
    "residual: pruning by row": _PRUNED,
    "residual: others": (
        "With all blocks, dropout inside them does better: {1.dropout.accuracy} are right at a test loss of "
        "{1.dropout.test}, with stochastic depth {0.dropout.accuracy} at {0.dropout.test}. A network of one block, "
        "trained without any dropout, has {2.twin.accuracy} right."
    ),
    "residual: right labels": (
        "With all labels right and all blocks, {1.dropout.accuracy} are right with stochastic depth, {1.twin.accuracy} "
        "without; the better accuracy in {1.wins.accuracy} of {1.runs} runs. With every other block left out it is "
        "{1.masks.kept_half}, the twin {1.masks.twins_half}."
    ),
    "layerdrop: pruning": (
        "It bears the loss of layers, which is what it is for: with every other block left out {0.masks.kept_half} are "
        "right, the twin {0.masks.twins_half}; with one alone {0.masks.kept_one}, the twin {0.masks.twins_one}. With "
        "p = 0.5 half of the blocks do better than all of them: {1.masks.kept_half}, against {1.masks.kept_all}."
    ),
    "layerdrop: whole": (
        "With all blocks it is behind: its test loss is {0.dropout.test}, the twin's {0.twin.test}; "
        "{0.dropout.accuracy} are right, with the twin {0.twin.accuracy}."
    ),
    "moons: doubt": (
        "Masks agree near the data and differ far from it: over {0.masks.passes} masks the mutual information of class "
        "and mask is {0.masks.information_at} bits at test points, and {0.masks.information_far} at points whose "
        "nearest training point is {0.masks.near} to {0.masks.farthest} away; higher there in {0.masks.doubt} of "
        "{0.runs} runs. The entropy of the mean does not show this: it falls from {0.masks.entropy_at} to "
        "{0.masks.entropy_far}."
    ),
    "moons: doubt with tanh": (
        "With tanh, mutual information does not rise with the distance from the data: {0.masks.information_at} bits at "
        "test points, {0.masks.information_far} far away, where it is the higher one in {0.masks.doubt} of {0.runs} "
        "runs."
    ),
    "curve: band": (
        "The band of two standard deviations is no interval to rely on: over {0.masks.passes} masks it holds "
        "{0.masks.covered} of the true curve, with ReLU {1.masks.covered}."
    ),
}
