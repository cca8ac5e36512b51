"""The residual network's figure: its sentence, its legend, its text alternative, and the card of a block."""

RESIDUAL = {
    "adds": "x + f(x)",
    "adds scaled": "x + f(x) / (1 − p)",
    "fill": "{adds}; fill: size of what a block adds, against x",
    "fill inside": "{adds}; in each, its hidden neurons",
    "fill backward": "road: size of the gradient; fill: what comes back through a block",
    "coin.sample": "one coin a sample and block",
    "coin.batch": "one coin a block, for the whole batch",
    "coin.shape": "N,1 on N,{width}",
    "coin.shape batch": "1,1 on N,{width}",
    "coin.shape inside": "N,{width} on N,{width}",
    # The sentence above the figure
    "at": "At step {step}, sample {sample} goes through ",
    "at batch": "At step {step}, the whole batch goes through ",
    "open": "{open} of {blocks} blocks",
    "expected": "; {expected} are expected.",
    "past one": " Past block {numbers} it runs on unchanged.",
    "past": " Past blocks {numbers} it runs on unchanged.",
    "past all": " It runs past all of them unchanged: the road stays.",
    "past none": " None is left out.",
    "at inside": "At step {step}, ",
    "open inside": "{off} of {whole} neurons",
    "past inside": " inside the blocks are off for sample {sample}. The road past them stays whole.",
    # The text alternative
    "summary": "Residual network of {blocks} blocks of {width} at step {step}, sample {sample}. {masks} {sizes}",
    "summary.none": "Nothing is left out.",
    "summary.all open": "All blocks are open.",
    "summary.closed one": "Block {numbers} is left out: the road runs past it unchanged.",
    "summary.closed": "Blocks {numbers} are left out: the road runs past them unchanged.",
    "summary.inside": "{off} of {whole} neurons inside the blocks are off.",
    "summary.sizes": "What each open block adds, against what passes by it: {sizes}.",
    "summary.back": "The gradient on the road is {first} times as large at the input as at the output. "
    "No gradient reaches the weights of a block that is left out.",
    # The legend
    "key.open": "open",
    "key.closed": "left out",
    "key.closed back": "left out: its weights get no gradient",
    "key.joins": "joins the road",
    "key.bead": "nothing joins",
    "key.coin": "coin: open if in the bar",
    "key.neuron": "neuron on",
    "key.neuron off": "off",
    # The card of a block
    "card": "Block {number}",
    "card.kept": "Its coin is not below p: what it computes joins the road.",
    "card.dropped": "Its coin is below p: it is left out, and the road runs on unchanged.",
    "card.dropped row": "Its coin is below p: for this sample what it computes is not added.",
    "card.active": "Nothing can leave it out here: what it computes joins the road.",
    "card.coin": "Coin against p",
    "card.sizes": "What passes by",
    "card.adds": "What it computes",
    "card.sum": "After it",
    "card.back": "The gradient that arrives, and goes on",
    "card.weights": "Gradient of its weights, of the whole batch",
}

DEPTH = {
    "inside": "Neurons inside the blocks are dropped here, and no block is left out: the network is always as deep.",
    "nothing": "No block is left out here: the network is always as deep.",
    "counted each": "Counted are {count} passes: each sample of {steps}.",
    "counted batch": "Counted are {count} passes: one for each of {steps}, as a batch shares its coins.",
    "counted one": "Counted is one pass, of step 0, as a batch shares its coins.",
    "a step": "one step",
    "steps": "the last {steps} steps",
    "expected": "expected {mean}",
    "sentence": "On average {mean} of {blocks} blocks were open, where {expected} are expected; now it is {now}.",
}

PRUNING = {
    "half": "every other",
    "none": "none",
    "own none": "With all blocks, {ours} are right; with the twin, {twins}.",
    "own one": "Without block {numbers}, {ours} are right; with the twin, {twins}.",
    "own": "Without blocks {numbers}, {ours} are right; with the twin, {twins}.",
    "says": "Both networks as they are at step {step}, on the test set, without further training: more and "
    "more blocks are left out, evenly spread along the road. At half, it is every other one, as Fan et al. prune.",
    "sentence": "With {kept} of {blocks} blocks kept, {ours} are right where {whole} were with all of them; with "
    "the twin {twins}, where {twin_whole} were.",
}

PAGES = {
    "stochastic-depth.title": "Stochastic depth",
    "stochastic-depth.says": "Whole residual blocks are left out, later ones more often: what they add is missing for "
    "a step, and the road past them stays. What the others add counts 1/(1 − p) times.",
    "stochastic-depth.what": "residual blocks",
    "stochastic-depth.shared": "all numbers of a block; the batch, or nothing",
    "stochastic-depth.scale": "1/(1 − p)",
    "stochastic-depth.inference": "as it is",
    "stochastic-depth.p": "you, for the last block; less for each before it",
    "layerdrop.title": "LayerDrop",
    "layerdrop.says": "Whole layers are left out, all with the same p, and nothing is scaled: a network that learns to "
    "do without its layers can be cut to any depth afterwards.",
    "layerdrop.what": "layers, here residual blocks",
    "layerdrop.shared": "all numbers of a block, and the batch",
    "layerdrop.scale": "none",
    "layerdrop.inference": "as it is, or with layers left out",
    "layerdrop.p": "you, the same for all",
}
