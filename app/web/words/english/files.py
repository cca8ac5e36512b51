"""What there is to take away of a run."""

FILES = {
    "title": "This run to take away",
    "says": "Each program trains the dropout arm of this run in less than 80 lines, with the same coins and batches, "
    "and ends with the same losses. It reads run.npz, which lies beside it. The same link with place=none trains "
    "the twin.",
    "list": "Open the list on a page of its own",
    "in": "In {library}",
    "copy": "Copy as {library}",
    "npz": "run.npz: data, parameters of both arms at the beginning and the end, all losses",
    "tables": "Tables as CSV, those of one moment at step {step} for sample {sample} of the batch:",
    "table.loss": "loss.csv: all lines of the loss chart",
    "table.losses": "losses.csv: the training loss of every step",
    "table.map": "map.csv: what both networks say over the data, or which classes they take for which",
    "table.batch": "batch.csv: masks and coins of the batch",
    "table.numbers": "numbers.csv: signals and gradients of the sample",
    "table.weights": "weights.csv: weights, biases, and what masks multiply them by",
    "table.putting-out": "putting-out.csv: what each place puts out, over many masks",
    "table.turned": "turned.csv: how many factors reverse the sign",
    "table.positions": "positions.csv: how often each position is off",
    "table.map-means": "map-means.csv: how much the mean of a map varies",
    "table.survival": "survival.csv: how long a stored value lives",
    "table.depth": "depth.csv: how many blocks are open",
    "table.pruning": "pruning.csv: what is left when blocks are cut",
    "table.row-sums": "row-sums.csv: what is left of a row of attention",
    "table.repeated-words": "repeated-words.csv: a word that comes twice",
    "json": "run.json: settings, losses, how coins are drawn",
}
