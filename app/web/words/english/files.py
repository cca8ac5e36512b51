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
    "json": "run.json: settings, losses, how coins are drawn",
}
