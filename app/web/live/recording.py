"""A run written down: the events of a stream (`docs/stream.md`), for a page that asks nobody for anything.

It is one text: base64 of gzip of a line of JSON, which has `run`, `curve`, the `steps` and what the columns of `frames`
and `outcomes` are (`series.py`), and then of the columns. static/js/play/recording.js plays it.

It may not be longer than there is room. So it may have fewer samples than the batch, the one on screen first; and where
there is no room for a few of them, every second step, every fourth, and so on.
"""

from __future__ import annotations

import asyncio
import base64
import gzip
import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.runs.log.run import Run
from app.runs.spec.budget import keeps_rows, key_steps, work
from app.web.address.query import View
from app.web.figures import dense_words
from app.web.figures.edges import STRONGEST, draws_all
from app.web.frames import batch_bytes, compact, curve_json, frame_json, outcome_json, run_json
from app.web.live.series import Joined, Series, every_so_many
from app.web.moment import Moment, placed

SAMPLES = 4  # or all there are, before steps are left out
FRAMES_MAX = 24_000  # that are made for one recording, a tenth of a millisecond each or more
RAW_MAX = 12 << 20  # bytes of them
SEEK_SECONDS = 10.0  # of computing steps again: where every step would take longer, those are taken that are kept
# About how many bytes gzip makes of a frame: of each neuron, of each edge where all are drawn, of one of the strongest,
# of what is said; and of each neuron and edge of a backward pass.
NEURON, EDGE, STRONG, SAID, BACK = 0.4, 0.11, 0.7, 3.5, 0.35


@dataclass(frozen=True)
class Recording:
    """text: that has it; samples: which rows of the batch it has, in their order; every: it has every so many steps."""

    text: str
    samples: tuple[int, ...]
    every: int


async def recorded(
    run: Run, view: View, room: int, unread: frozenset[str] = frozenset(), tell: Callable[[float], None] | None = None
) -> Recording:
    """Record a run that has ended, beside all else that the server does.

    room: how long the text may be; unread: parts of events that nobody will read; tell: which share is done.
    Raises: Busy where the server is going down, or too many wait.
    """
    recorder = Recorder(run, view, room, unread)
    for number, step in enumerate(recorder.steps, 1):
        async with run.hold(step):
            if run.cost.frame_at_once:
                async with run.turns.turn():
                    recorder.add(step)
            else:
                recorder.add(step)
        if tell:
            tell(number / len(recorder.steps))
    return await asyncio.to_thread(recorder.written)  # nearly all of it in NumPy and zlib, which let others run


class Recorder:
    """Notes down a run that has ended. `steps` are those to `add`, in order."""

    def __init__(self, run: Run, view: View, room: int, unread: frozenset[str] = frozenset()) -> None:
        self.run = run
        self.backward = view.view == "backward"
        self.room = room
        self.unread = unread
        self.every, count = _planned(run, self.backward, room, unread)
        self.steps = sorted({*range(0, run.ended_at, self.every), run.ended_at})
        batch = run.spec.training.batch
        samples = [view.sample, *(sample for sample in range(batch) if sample != view.sample)]
        self.frames = Series(samples[:count], batch, 0 if "a" in unread else run.sizes[0])
        self.outcomes = Series()
        self._tested = -1

    def add(self, step: int) -> None:
        """A step, for each sample; and what is learned, where that was tested since the step before."""
        moment = Moment(self.run, step, self.frames.samples[0], self.backward)
        events = [self._frame(moment, whole=True)]
        events += [self._frame(moment.beside(sample), whole=False) for sample in self.frames.samples[1:]]
        self.frames.add(events, self._places(step))
        tested = self.run.scores(step).step
        if tested > self._tested:
            self.outcomes.add([self._read(json.loads(outcome_json(moment)))])
        self._tested = tested

    def written(self) -> Recording:
        """As much of it as there is room for."""
        most, length = len(self.frames.samples), len(self.steps)
        count, every, least = most, 1, min(SAMPLES, most)
        text, each = self._text(count, every)
        while len(text) > self.room and (count > 1 or every < length):
            fewer = count - math.ceil((len(text) - self.room) / each)
            if count > least or every >= length:
                count = max(1 if every >= length else least, fewer)
            else:
                count, every = most, 2 * every
            text, each = self._text(count, every)
        return Recording(text, tuple(sorted(self.frames.samples[:count])), self.every * every)

    def _text(self, count: int, every: int) -> tuple[str, float]:
        """For so many samples, every so many of the steps; and about how long one sample's part of it is."""
        frames, outcomes = self.frames.packed(count, every), self.outcomes.packed()
        head = {
            "run": run_json(self.run),
            "curve": json.loads(curve_json(self.run)),
            "steps": [
                step for step, taken in zip(self.steps, every_so_many(len(self.steps), every), strict=True) if taken
            ],
            "frames": frames.head,
            "outcomes": outcomes.head,
        }
        body = b"".join([compact(head).encode(), b"\n", *frames.data, *outcomes.data])
        return base64.b64encode(gzip.compress(body, 9, mtime=0)).decode(), max(1.0, frames.each * 4 / 3 / count)

    def _frame(self, moment: Moment, whole: bool) -> dict[str, Any]:
        frame: dict[str, Any] = json.loads(frame_json(moment, masks=whole, weights=whole))
        if not moment.scaled:  # else it would be all numbers, and long: then what always holds stands for it
            frame["say"]["summary"] = Joined(dense_words.summary_pieces(moment))
        return self._read(frame)

    def _read(self, event: dict[str, Any]) -> dict[str, Any]:
        """An event without what nobody reads."""
        found = {name: part for name, part in event.items() if name not in self.unread}
        if "say" in found:
            found["say"] = {name: text for name, text in event["say"].items() if name not in self.unread}
        return found

    def _places(self, step: int) -> list[int]:
        """How many neurons each place has that drops, where a frame has a bit for each."""
        plan = self.run.spec.plan
        bits = not (plan.real or plan.masks_weights or "m" in self.unread)
        return [self.run.sizes[place] for place in placed(self.run, step)] if bits else []


def _planned(run: Run, backward: bool, room: int, unread: frozenset[str]) -> tuple[int, int]:
    """Every so many steps, and for how many samples: about what there will be room for, rather more."""
    spec, last = run.spec, run.ended_at
    batch, weights = spec.training.batch, sum(math.prod(w.shape) for w in spec.plan.weights)
    units, edges = sum(run.sizes), weights if draws_all(run.sizes) else 0
    each = SAID + NEURON * (units - run.sizes[0]) * ("a" not in unread)
    each += BACK * (units + edges) * backward + STRONG * STRONGEST * len(spec.plan.weights) * (not edges)
    shared = 10 + batch_bytes(run, 0) * ("M" not in unread) + EDGE * edges * ("w" not in unread)
    raw = 40 + 3 * units + (units + edges) * backward
    most = 1 if {"a", "m", "say"} <= unread else batch  # nothing is read of a sample
    slow = not keeps_rows(spec.training.steps, spec.plan.state) and work(last, batch, spec.plan) > SEEK_SECONDS
    every = key_steps(spec.training.steps, spec.plan.state) if slow else 1
    while True:
        steps = last // every + 1
        fits = 1.2 * (0.75 * room / steps - shared) / each
        count = int(min(most, FRAMES_MAX / steps, RAW_MAX / (steps * raw), max(1.0, fits)))
        if count >= min(SAMPLES, most) or steps <= 2:
            return every, max(1, count)
        every *= 2
