"""What a replay says of itself: a file with a recorded run inside (app/web/embed/run_replay.py)."""

REPLAY = {
    "title": "{figure}: {run}, a recording",
    "of": "A recording: the run is inside this file, which asks nobody for anything. It has {steps}, {samples}.",
    "every step": "every step",
    "one in": "one step in {every}",
    "all samples": "for each of the {batch} samples of the batch",
    "some samples": "for samples {samples} of the batch’s {batch}",
    "one sample": "for sample {samples} of the batch’s {batch}",
    "layer": "A recording: every sub-step for every cell is inside this file, which asks nobody for anything. {layer}",
    "layer of a cell": "A recording: every sub-step is inside this file, which asks nobody for anything. {layer}",
    "from to": "{first} to {last}",
}
