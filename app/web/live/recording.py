"""A run written down: the events of a stream (`docs/stream.md`), for a page that asks nobody for anything.

It is one text: base85 of gzip of a line of JSON, which has `run`, `curve`, the `steps` and what the columns of `frames`
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

import numpy as np
from numpy.typing import NDArray

from app.runs.log.run import Run
from app.runs.spec.budget import keeps_rows, key_steps, step_seconds
from app.web.address.query import View
from app.web.figures import dense_words
from app.web.figures.edges import STRONGEST, draws_all
from app.web.frames import batch_bytes, compact, curve_json, frame_json, outcome_json, run_json
from app.web.live.series import Joined, Series
from app.web.moment import Moment, placed

SAMPLES = 4  # or all there are, before steps are left out
FRAMES_MAX = 24_000  # that are made for one recording, a tenth of a millisecond each or more
RAW_MAX = 12 << 20  # bytes of them
SEEK_SECONDS = 10.0  # of computing steps again: where every step would take longer, those are taken that are kept
# About how many bytes gzip makes of a frame: of each neuron, of each edge where all are drawn, of one of the strongest,
# of what is said; and of each neuron and edge of a backward pass. Of what else a step has; of an outcome.
NEURON, EDGE, STRONG, SAID, BACK = 0.42, 0.11, 1.4, 2.6, 0.35
STEP, TESTS = 12, {"binary": 1_050, "regression": 500, "classes": 250}
NEARLY = 0.9  # of a sample's part: where less room than this is left, no more of them are tried
BINARY = 0.8  # of a text: five letters are four bytes


@dataclass(frozen=True)
class Recording:
    """text: that has it; samples: which rows of the batch it has; steps: which it has, every so many, and the last."""

    text: str
    samples: tuple[int, ...]
    steps: tuple[int, ...]
    every: int


async def recorded(run: Run, view: View, room: int, tell: Callable[[float], None] | None = None) -> Recording:
    """Record a run that has ended, beside all else that the server does.

    room: how long the text may be; tell: which share is done.
    Raises: Busy where the server is going down, or too many wait.
    """
    recorder = Recorder(run, view, room)
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

    def __init__(self, run: Run, view: View, room: int) -> None:
        self.run = run
        self.backward = view.view == "backward"
        self.room = room
        self.every, count = _planned(run, self.backward, room)
        self.steps = sorted({*range(0, run.ended_at, self.every), run.ended_at})
        batch = run.spec.training.batch
        samples = [view.sample, *(sample for sample in range(batch) if sample != view.sample)]
        self.frames = Series(samples[:count], batch, run.sizes[0])
        self.outcomes = Series()
        self._tested = -1
        self._tests: list[int] = []  # after how many of the steps each outcome comes

    def add(self, step: int) -> None:
        """A step, for each sample; and what is learned, where that was tested since the step before."""
        moment = Moment(self.run, step, self.frames.samples[0], self.backward)
        events = [self._frame(moment, whole=True)]
        events += [self._frame(moment.beside(sample), whole=False) for sample in self.frames.samples[1:]]
        tested = self.run.scores(step).step
        if tested > self._tested:
            self.outcomes.add([json.loads(outcome_json(moment))])
            self._tests.append(self.frames.length)
        self._tested = tested
        self.frames.add(events, self._places(step))

    def written(self) -> Recording:
        """As much of it as there is room for."""
        every = 1
        count, text = self._fitting(every)
        while not count and every < len(self.steps):
            every *= 2
            count, text = self._fitting(every)
        count = max(1, count)
        steps = tuple(np.array(self.steps)[self._kept(every)].tolist())
        return Recording(text, tuple(sorted(self.frames.samples[:count])), steps, self.every * every)

    def _fitting(self, every: int) -> tuple[int, str]:
        """For how many samples there is room, every so many steps, and their text. 0 where that is for less than a few
        of them, and steps may be left out; or not even for one."""
        most = len(self.frames.samples)
        low, high = (min(SAMPLES, most) if every < len(self.steps) else 1) - 1, most + 1
        count, found = most, ""
        before: tuple[int, int] | None = None
        while high - low > 1:
            text, each = self._text(count, every)
            slope = each if before is None or before[0] == count else (len(text) - before[1]) / (count - before[0])
            before, left = (count, len(text)), self.room - len(text)
            if left >= 0:
                low, found = count, text
            else:
                high = count
            if 0 <= left < slope * NEARLY:
                break
            count = min(high - 1, max(low + 1, count + math.floor(left / slope)))
        return (low, found) if found else (0, text)

    def _text(self, count: int, every: int) -> tuple[str, float]:
        """For so many samples, every so many of the steps; and about how long one sample's part of it is."""
        kept = self._kept(every)
        shown = np.zeros(self.outcomes.length, bool)
        shown[np.searchsorted(self._tests, np.flatnonzero(kept), side="right") - 1] = True
        frames, outcomes = self.frames.packed(kept, count), self.outcomes.packed(shown)
        steps = compact(np.array(self.steps)[kept].tolist())
        head = (
            f'{{"run":{compact(run_json(self.run))},"curve":{curve_json(self.run)},"steps":{steps},'
            f'"frames":{frames.head},"outcomes":{outcomes.head}}}\n'
        )
        body = b"".join([head.encode(), *frames.data, *outcomes.data])
        return zipped(body), max(1.0, frames.each / BINARY / count)

    def _kept(self, every: int) -> NDArray[np.bool_]:
        """Every so many of the steps, and the last."""
        at = np.arange(len(self.steps))
        return (at % every == 0) | (at == len(self.steps) - 1)

    def _frame(self, moment: Moment, whole: bool) -> dict[str, Any]:
        frame: dict[str, Any] = json.loads(frame_json(moment, masks=whole, weights=whole))
        if (
            self.run.spec.plan.columns and not moment.scaled
        ):  # else it would be all numbers, and long: then what always holds stands for it
            frame["say"]["summary"] = Joined(dense_words.summary_pieces(moment))
        return frame

    def _places(self, step: int) -> list[int]:
        """How many neurons each place has that drops, where a frame has a bit for each."""
        plan = self.run.spec.plan
        if not plan.columns:  # all places as one: many have a bit each
            return [sum(math.prod(plan.places[k].mask) for k in self.run.spec.place if self.run.spec.rates(step)[k])]
        bits = plan.masks_neurons and not plan.real
        return [self.run.sizes[place] for place in placed(self.run, step)] if bits else []


def zipped(data: bytes) -> str:
    """Gzip as text that may stand in a page: base85 (RFC 1924) with a point for each <. static/js/play/zipped.js."""
    return base64.b85encode(gzip.compress(data, 9, mtime=0)).decode().replace("<", ".")


def _planned(run: Run, backward: bool, room: int) -> tuple[int, int]:
    """Every so many steps, and for how many samples: surely what there will be room for, and not many times that."""
    spec, last = run.spec, run.ended_at
    batch, weights = spec.training.batch, sum(math.prod(w.shape) for w in spec.plan.weights)
    units, edges = sum(run.sizes), weights if draws_all(run.sizes) else 0
    if not spec.plan.columns:  # of what a frame has bytes of
        units = sum(math.prod(signal.shape) for signal in spec.plan.signals if signal.shade != "none")
    each = SAID + NEURON * (units - run.sizes[0]) + BACK * (units + edges) * backward
    each += STRONG * STRONGEST * len(spec.plan.weights) * (not edges)
    shared = STEP + batch_bytes(run, 0) + EDGE * edges
    if not spec.plan.columns:
        each = SAID * 8 + units  # its signals, and paths and texts
    raw = 40 + 3 * units + (units + edges) * backward
    seconds = last * step_seconds(spec.training, spec.plan)
    slow = not keeps_rows(spec.training.steps, spec.plan.state) and seconds > SEEK_SECONDS
    every = key_steps(spec.training.steps, spec.plan.state) if slow else 1
    least = min(SAMPLES, batch)
    while True:
        steps = last // every + 1
        tests = TESTS[run.data.task] * min(spec.plan.points, steps)
        hoped, fits = (((more * BINARY * room - tests) / steps - shared) / each for more in (1.4, 1.1))
        bound = min(batch, FRAMES_MAX / steps, RAW_MAX / (steps * raw))
        if min(bound, hoped) >= least or steps <= 2:
            return every, max(1, int(min(bound, max(2 * least, fits))))
        every *= 2
