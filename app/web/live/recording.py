"""A run written down: the events of a stream (`docs/stream.md`) as one array, for a page that asks nobody for anything.

    [["run", {…}], ["curve", {…}], ["outcome", {…}], …, ["sample", 0], ["frame", {…}], …, ["sample", 3], …]

Each `sample` says whose network the frames after it hold; static/js/play/recording.js walks them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from app.runs.log.run import Run
from app.web.frames import curve_json, frame_json, outcome_json, run_json
from app.web.moment import Moment

Event = tuple[str, Any]


def recorded(run: Run, steps: Iterable[int], samples: Sequence[int] = (0,), backward: bool = False) -> list[Event]:
    """The events of a run at some steps, with all parts of each frame, for some rows of the batch.

    run: trained as far as it is recorded. Of outcomes there is one for each test of both arms.
    """
    steps = sorted(steps)
    events: list[Event] = [("run", run_json(run)), ("curve", json.loads(curve_json(run)))]
    tested = -1
    for step in steps:
        outcome = json.loads(outcome_json(Moment(run, step)))
        if outcome["eval"] > tested:
            events.append(("outcome", outcome))
        tested = outcome["eval"]
    for sample in samples:
        events.append(("sample", sample))
        seen = (Moment(run, step, sample, backward) for step in steps)
        events += [("frame", json.loads(frame_json(moment, summary=True))) for moment in seen]
    return events
