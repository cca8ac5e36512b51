"""A run as one NPZ file: data, batches, parameters of both arms at beginning and end, losses, how coins are drawn.

The same link gives the same bytes. It is read without pickle: `numpy.load("run.npz")`.
"""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.runs.data.batches import Batches
from app.runs.data.shifts import Shifts
from app.runs.log.run import Run
from app.runs.nets.dense import softmax_points
from app.runs.nets.model import Chances
from app.runs.spec.run_spec import RunSpec
from app.web.files.program import moments

ARMS = ("dropout", "twin")
BEGAN = (1980, 1, 1, 0, 0, 0)  # when every member of a file was written: the first day that a ZIP file knows


async def arrays(run: Run, link: str) -> dict[str, NDArray[Any]]:
    """All of a run that has ended, by name: `dropout.initial.1.W`, `twin.losses`. Raises: Busy."""
    data = run.data
    found: dict[str, NDArray[Any]] = {
        "link": np.array(link),
        "coins": np.array(json.dumps(coins(run))),
        "x": _stored(data.x),
        "y": _stored(data.y),
        "x_test": _stored(data.x_test),
        "y_test": _stored(data.y_test),
        **await asyncio.to_thread(batches, run.spec),  # a long run's take a good part of a second
    }
    last = max(0, min(run.ended_at, run.head))
    for arm, name in enumerate(ARMS):
        for when, step in (("initial", 0), ("final", last)):
            async with run.replays[arm].hold(step):
                network = run.replays[arm].at(step).network
                named = {**network.params, **network.statistics}
                found |= {f"{name}.{when}.{of}": _stored(values) for of, values in named.items()}
    if moments(run.spec) and run.spec.sizes[-1] > 1:
        found["normal_points"] = softmax_points(run.spec.sizes[-1])
    return found | dict(_curves(run))


def batches(spec: RunSpec) -> dict[str, NDArray[Any]]:
    """Of every step, which samples it sees, and by how many pixels each of them is moved."""
    training, steps = spec.training, spec.training.steps + 1
    rows = Batches(spec.seeds.batches, spec.data.n, training.batch).span(0, steps)
    found: dict[str, NDArray[Any]] = {"rows": rows.astype(np.uint16)}
    if training.shift:
        shifts = Shifts(spec.seeds.batches, training.batch, training.shift)
        found["moves"] = np.array([shifts.at(step) for step in range(steps)], np.int8)
    return found


def _curves(run: Run) -> Iterator[tuple[str, NDArray[Any]]]:
    """The losses of every step, and the scores of every evaluation."""
    curves = run.curves()
    yield "steps", np.arange(run.head + 1)
    yield "evaluated_at", curves.steps.copy()
    for name, log, curve in zip(ARMS, run.logs, (curves.dropout, curves.twin), strict=True):
        yield f"{name}.losses", log.losses[: run.head + 1].copy()
        for of in ("masks_on", "clean", "test", "accuracy"):
            yield f"{name}.{of}", np.array(getattr(curve, of))


def coins(run: Run) -> dict[str, Any]:
    """How the coins and batches of a run are drawn: all that a program needs to draw them again."""
    spec = run.spec
    drawn = Chances(spec.seeds.weights, spec.seeds.masks, spec.training.batch).coins(spec.plan)
    return {
        "generator": "numpy.random.SFC64(numpy.random.SeedSequence(seed, spawn_key=(3, block))), 16 bits a coin",
        "seed": spec.seeds.masks,
        "steps_a_block": drawn.length,
        "coins_a_step": drawn.starts[-1],
        "places": [
            [place.name, place.on, list(shape)] for place, shape in zip(spec.plan.places, drawn.shapes, strict=False)
        ],
        "order": "in a step place by place, each with its numbers first and the batch last",
    }


def packed(found: Mapping[str, NDArray[Any]]) -> bytes:
    """The arrays as an NPZ file."""
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w", zipfile.ZIP_STORED) as archive:
        for name, values in found.items():
            member = io.BytesIO()
            np.lib.format.write_array(member, np.asarray(values, order="C"), version=(1, 0), allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", BEGAN), member.getvalue())
    return room.getvalue()


def _stored(values: NDArray[Any]) -> NDArray[Any]:
    """A copy. What is drawn or learned lies on the float32 grid: half the bytes lose nothing."""
    return values.astype(np.float32) if values.dtype.kind == "f" else values.copy()
