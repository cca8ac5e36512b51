"""Frames: a step's masks and activations as the few bytes that a figure needs. `docs/stream.md` has each field."""

from __future__ import annotations

import base64
import json
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.runs.run import Curve, Outcome, Run
from app.web.activity import shades

Array = NDArray[np.float64]

ALL_EDGES = 400  # more than this, and only the strongest are drawn
STRONGEST = 16
MASKS_BYTES = 512  # masks of the batch up to this size are in every frame


def event(name: str, data: str, number: int | None = None) -> bytes:
    """One server-sent event."""
    head = f"id: {number}\n" if number is not None else ""
    return f"{head}event: {name}\ndata: {data}\n\n".encode()


def compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), allow_nan=False)


def signed_bytes(shade: Array) -> NDArray[np.uint8]:
    """Shades in [-1, 1] as bytes 1 to 255, 128 for 0."""
    levels = np.rint(shade * 127.0)
    levels += 128.0
    return levels.astype(np.uint8)


def shade_bytes(shade: Array) -> NDArray[np.uint8]:
    """The same of neurons, which have byte 0 where they are exactly 0, that is silent."""
    levels = signed_bytes(shade)
    levels[shade == 0] = 0
    return levels


def run_json(run: Run) -> dict[str, Any]:
    """The `run` event: which run follows."""
    spec = run.spec
    return {
        "query": run.query,
        "p": list(spec.p),
        "place": list(spec.place),
        "rates": list(spec.rates(0)),
        "changes": [[change.step, change.name, list(change.value)] for change in spec.changes],
        "steps": spec.steps,
    }


def frame_json(run: Run, step: int, sample: int, masks: bool = True, details: bool = True) -> str:
    """The data of a `frame` event. `masks` and `details` (weights and keep rings) ask for the parts
    that not every frame needs."""
    training = run.replays[0].at(step)
    z = training.output()
    model = training.model
    kept = kept_bits(list(model.masks.values()), run.spec.batch)
    losses = ",".join(number(log.losses[step]) for log in run.logs)
    levels = shade_bytes(shades(run, [training.x, *model.hidden, z], sample))
    text = f'{{"t":{step},"l":[{losses}],"m":"{packed(kept[:, sample]).hex()}","a":"{levels.tobytes().hex()}"'
    if masks:
        text += f',"M":"{base64.b64encode(packed(kept)).decode()}"'
    if details:
        share = np.rint(run.kept.share(model.coins, step, sample) * 255.0).astype(np.uint8)
        text += f',"k":"{share.tobytes().hex()}",{edges(model.weights)}'
    return text + "}"


def kept_bits(masks: list[Array], batch: int) -> NDArray[np.bool_]:
    """Who was kept, neuron by neuron of all places that dropped: (neurons, batch)."""
    if not masks:
        return np.empty((0, batch), bool)
    return np.concatenate([mask.T for mask in masks]) != 0


def packed(kept: NDArray[np.bool_]) -> bytes:
    """One bit each, 1 = kept, the first in the highest bit of the first byte."""
    return np.packbits(kept.ravel()).tobytes()


def edges(weights: list[Array]) -> str:
    """The weights to draw: every one as a byte, or the strongest of each layer with their ends."""
    if sum(w.size for w in weights) <= ALL_EDGES:
        flat = np.concatenate([w.ravel() for w in weights])
        flat /= 1.0 + np.abs(flat)
        return f'"w":"{base64.b64encode(signed_bytes(flat).tobytes()).decode()}"'
    return f'"e":{compact([strongest(w) for w in weights])}'


def strongest(w: Array) -> list[list[int]]:
    """[from, to, byte] of the largest weights by size, largest first."""
    flat = w.ravel()
    count = min(STRONGEST, flat.size)
    top = np.argpartition(np.abs(flat), flat.size - count)[flat.size - count :]
    top = top[np.argsort(-np.abs(flat[top]), kind="stable")]
    shades = signed_bytes(flat[top] / (1.0 + np.abs(flat[top])))
    return [[int(i) // w.shape[1], int(i) % w.shape[1], int(s)] for i, s in zip(top, shades, strict=True)]


def outcome_json(run: Run, step: int) -> str:
    """The data of an `outcome` event."""
    return compact(outcome_dict(run.outcome(step)))


def outcome_dict(outcome: Outcome) -> dict[str, Any]:
    scores = outcome.scores
    pair = (scores.dropout, scores.twin)
    body: dict[str, Any] = {
        "t": outcome.step,
        "eval": scores.step,
        "test": [rounded(score.test) for score in pair],
        "clean": [rounded(score.clean) for score in pair],
        "gap": [rounded(score.test - score.clean) for score in pair],
        "accuracy": [rounded(score.accuracy) for score in pair],
        "dead": outcome.dead,
    }
    if outcome.maps is not None:
        body["map"] = [base64.b64encode(signed_bytes(np.tanh(z / 2)).tobytes()).decode() for z in outcome.maps]
    if outcome.curves is not None:
        body["curve"] = [[rounded(v) for v in values.tolist()] for values in outcome.curves]
    if outcome.confusion is not None and outcome.guesses is not None:
        body["confusion"] = [counts.tolist() for counts in outcome.confusion]
        body["guess"] = [classes.tolist() for classes in outcome.guesses]
    return body


def curve_json(run: Run) -> str:
    """The data of a `curve` event."""
    curves = run.curves()
    twin = _curve(curves.twin) | {"best": _numbers(curves.best)}
    body = {
        "steps": run.spec.steps,
        "rhythm": curves.rhythm,
        "head": curves.head,
        "complete": curves.complete,
        "dropout": _curve(curves.dropout),
        "twin": twin,
    }
    return compact(body)


def end_event(run: Run) -> bytes:
    """The event that ends a stream, by how the run ended."""
    step = run.ended_at
    if run.state == "diverged":
        arm = ("dropout", "twin")[run.diverged or 0]
        return event("diverged", compact({"t": step, "arm": arm, "message": run.message}), step)
    if run.state == "failed":
        return event("failed", compact({"message": run.message}))
    return event("end", compact({"t": step}), step)


def number(value: Any) -> str:
    """A number for a figure: four significant digits, and null where it is not finite."""
    text = f"{value:.4g}"
    return "null" if text in ("nan", "inf", "-inf") else text


@lru_cache(maxsize=4096)
def rounded(value: float) -> float | None:
    """The same, as a number."""
    text = number(value)
    return None if text == "null" else float(text)


def _curve(curve: Curve) -> dict[str, list[float | None]]:
    names = ("train", "low", "high", "clean", "test", "accuracy")
    return {name: _numbers(getattr(curve, name)) for name in names}


def _numbers(values: NDArray[Any]) -> list[float | None]:
    return [rounded(value) for value in values.tolist()]
