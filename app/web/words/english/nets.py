"""Networks beyond columns of neurons: what their places and signals are called, and what their methods do."""

# What the form says of a network in one line; its settings by their names.
NETWORKS = {
    "conv": "{maps} maps, {neurons} neurons",
    "lstm": "{cells} units, forget bias {forget}",
    "residual": "{blocks} blocks of {width}",
    "transformer": "{width} wide, {heads} heads",
}

# By network and place, or, of many alike, by what stands before their number.
PLACES = {
    "conv.pool1": "Pool 1",
    "conv.conv2": "Conv 2",
    "conv.dense": "Dense",
    "lstm.x": "Input x",
    "lstm.h": "Output h",
    "lstm.c": "Memory c",
    "lstm.g": "Candidate g",
    "residual.block": "Block {number}",
    "residual.inner": "Inside block {number}",
    "transformer.words": "Words",
    "transformer.attention": "Attention weights",
    "transformer.mixed": "After attention",
    "transformer.fed": "After feed-forward",
}

SIGNALS = {
    "conv.x": "Input",
    "conv.conv1": "Conv 1",
    "conv.pool1": "Pool 1",
    "conv.conv2": "Conv 2",
    "conv.pool2": "Pool 2",
    "conv.dense": "Dense",
    "conv.z": "Output",
    "lstm.x": "Input x",
    "lstm.read": "One-hot x",
    "lstm.i": "Input gate i",
    "lstm.f": "Forget gate f",
    "lstm.g": "Candidate g",
    "lstm.o": "Output gate o",
    "lstm.c": "Memory c",
    "lstm.h": "Output h",
    "lstm.z": "Output",
    "residual.x": "Input",
    "residual.road": "After block {number}",
    "residual.block": "Block {number}",
    "residual.z": "Output",
    "transformer.x": "Words",
    "transformer.embedded": "Vectors",
    "transformer.attention": "Attention weights",
    "transformer.mixed": "After attention",
    "transformer.fed": "After feed-forward",
    "transformer.pooled": "Mean",
    "transformer.z": "Output",
}

METHODS = {
    "spatial.short": "Maps",
    "dropblock.short": "Blocks",
    "variational.short": "Variational",
    "recurrent.short": "On the candidate",
    "naive.short": "Naive",
    "stochastic_depth.short": "Stochastic depth",
    "layerdrop.short": "LayerDrop",
    "spatial.name": "spatial dropout",
    "dropblock.name": "DropBlock",
    "variational.name": "variational dropout",
    "recurrent.name": "recurrent dropout",
    "naive.name": "naive dropout",
    "stochastic_depth.name": "stochastic depth",
    "layerdrop.name": "LayerDrop",
    "spatial.arm": "Spatial dropout",
    "dropblock.arm": "DropBlock",
    "variational.arm": "Variational",
    "recurrent.arm": "On the candidate",
    "naive.arm": "Naive dropout",
    "stochastic_depth.arm": "Stochastic depth",
    "layerdrop.arm": "LayerDrop",
    "dropout.says conv": "Numbers of the feature maps are dropped, one by one, and neurons; the others count 1/(1 − p) "
    "times.",
    "dropout.says residual": "Hidden neurons inside the blocks are dropped; the others count 1/(1 − p) times.",
    "dropout.says transformer": "Words, attention weights and numbers that are added are dropped; the others count "
    "1/(1 − p) times.",
    "dropout.p conv": "The probability that a number is dropped.",
    "dropout.p transformer": "The probability that a word, a weight or a number is dropped.",
    "spatial.says": "Whole feature maps are dropped; the others count 1/(1 − p) times.",
    "dropblock.says": "Squares of the feature maps are dropped; what is left is scaled up to the same total.",
    "variational.says": "One mask for the whole sequence, on what the LSTM reads: its input, and its own last output.",
    "recurrent.says": "Candidates for the memory are dropped, and what is stored stays.",
    "naive.says": "A fresh mask at each step of the sequence.",
    "stochastic_depth.says": "Whole blocks are left out; what passes by them stays.",
    "layerdrop.says": "Whole blocks are left out, all with the same p, and nothing is scaled.",
    "spatial.p": "The probability that a map is dropped.",
    "about": "about {scale}",
    "dropblock.p": "About which share of the cells is dropped; seeds are rarer, and each drops a square.",
    "variational.p": "The probability that a link is cut, for the whole sequence.",
    "recurrent.p": "The probability that a candidate is dropped.",
    "naive.p": "The probability that a unit is masked at a step.",
    "stochastic_depth.p": "The probability that the last block is left out; of the others it is less, or the same.",
    "layerdrop.p": "The probability that a block is left out.",
}

MASKS = {
    f"{what} {name}{end}": text
    for name in ("spatial", "dropblock", "variational", "recurrent", "naive", "stochastic_depth", "layerdrop")
    for what, end, text in (
        ("hint", "", "Every row is one sample of the batch. Choose a row to draw that sample above."),
        ("hint", " alone", "Every row is one sample of the batch. The sentence above is of the framed one."),
        ("scale", "", "kept ×"),
    )
} | {
    "counted": "{off} of {whole} off",
    "places": "All places",
    "own scale": "1/(1 − p) of its own",
}

OUTCOME = {
    "shown others": "Six test samples",
    "tested image": "images",
    "tested numbers": "points",
    "tested tokens": "sequences",
    "alt others": "True class against predicted class, by {network}: {share} of the test set is right.",
    "note others": "Rows: true class. Columns: predicted class. Blue: right, orange: wrong; full colour is the whole "
    "class.",
}

TOKENS = (
    {"between": " "}
    | {f"memory.{k}": letter for k, letter in enumerate("ABCDEFGH")}
    | {f"words.{k}": f"{'bdfgklmnprst'[k // 5]}{'aeiou'[k % 5]}" for k in range(60)}
)
