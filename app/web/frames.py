"""Frames: a step's masks and activations as the few bytes that a figure needs. `docs/stream.md` has each field."""

from __future__ import annotations

import base64
import json
import math
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.runs.log.curves import Curve
from app.runs.log.outcome import Outcome, Passes
from app.runs.log.run import Run
from app.runs.spec.reading import number_text
from app.runs.spec.run_spec import RunSpec
from app.web.figures import dense_words, loss_chart, monte_carlo, outcomes
from app.web.figures.colour import shade_bytes, signed_bytes
from app.web.figures.edges import drawn_alone, draws_all, weight_bytes
from app.web.figures.edges import shades as edge_shades
from app.web.figures.kinds import kind_of
from app.web.figures.loss_parts import Chart
from app.web.figures.net_bytes import MASKS_MAX, kept_of, signals_text
from app.web.figures.sentence import parts
from app.web.moment import Array, Bits, Moment, curves_of, factor_bytes
from app.web.site.templates import environment
from app.web.words.answers import ending
from app.web.words.methods import p_text, scale_text

NO_LEVELS = np.empty(0, np.uint8)
MASKS_BYTES = 512  # masks of the batch up to this size are in every frame,
FACTORS_BYTES = 1 << 14  # and factors, a byte each, in none beyond this


def event(name: str, data: str, number: int | None = None) -> bytes:
    """One server-sent event."""
    head = f"id: {number}\n" if number is not None else ""
    return f"{head}event: {name}\ndata: {data}\n\n".encode()


def compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), allow_nan=False, ensure_ascii=False)


def run_json(run: Run) -> dict[str, Any]:
    """The `run` event: which run follows, of what its frames are, and how its settings are written: from a step on, p
    and 1/(1 - p) of each place (`say`), learning rate and decay (`set`)."""
    spec = run.spec
    steps = sorted({0, *(change.step for change in spec.changes if change.name == "p")})
    rates = [(step, [spec.rates(step)[place] for place in spec.place]) for step in steps]
    own = spec.rates() != spec.given()  # a method that makes of p one for each place: then p as it was set is said too
    turns = sorted({0, *(change.step for change in spec.changes if own or change.name != "p")})
    return {
        "query": run.query,
        "p": list(spec.p),
        "place": list(spec.place),
        "rates": list(spec.rates(0)),
        "changes": [[change.step, change.name, list(change.value)] for change in spec.changes],
        "steps": spec.training.steps,
        "batch": spec.training.batch,
        "say": [[step, [p_text(spec, p) for p in ps], [scale_text(spec, p) for p in ps]] for step, ps in rates],
        "set": [[at, _set(spec, at, own)] for at in turns],
        "v": 2,
        "net": net(spec),
    }


def _set(spec: RunSpec, step: int, own: bool) -> dict[str, Any]:
    """Learning rate and decay as they are written, and p as a hand has set it at each place."""
    given = {"p": [spec.given(step)[place] for place in spec.place]} if own else {}
    return {"lr": number_text(spec.lr_set(step)), "decay": number_text(spec.decay_at(step)), **given}


def net(spec: RunSpec) -> dict[str, Any]:
    """The names and shapes of what a frame holds, in its order; of places, those that have dropout."""
    plan = spec.plan
    places = [plan.places[k] for k in spec.place]
    return {
        "kind": plan.kind,
        "signals": [[s.name, list(s.shape), *(["none"] if s.shade == "none" else [])] for s in plan.signals],
        "places": [[place.name, place.on, list(place.mask), "byte" if place.real else "bit"] for place in places],
        "weights": [[w.name, w.above, w.below, list(w.shape)] for w in plan.weights],
    }


def frame_json(
    moment: Moment, masks: bool = True, details: bool = True, summary: bool = False, weights: bool = True
) -> str:
    """The data of a `frame` event. `masks` and `details` (edges, keep rings, words) ask for the parts that not every
    frame needs; `summary` is one more of its words. Without `weights` it has none where each edge is drawn: they are
    those of the step's other samples too."""
    run, step = moment.run, moment.step
    back = details and moment.backward
    if back:
        _ = moment.record  # one pass for all that follows
    losses = ",".join(number(log.losses[step]) for log in run.logs)
    own, whole = mask_bytes(moment)
    columns = run.spec.plan.columns
    levels = shade_bytes(moment.shades) if columns else NO_LEVELS
    text = f'{{"t":{step},"l":[{losses}],"p":[{_ps(moment)}],"m":"{own.hex()}","a":"{levels.tobytes().hex()}"'
    if masks and whole is not None:
        text += f',"M":"{base64.b64encode(whole).decode()}"'
    if details:
        share = np.rint(moment.share * 255.0).astype(np.uint8)
        words = say(moment)
        if summary:
            words["summary"] = dense_words.summary(moment)
        text += f',"k":"{share.tobytes().hex()}","say":{compact(words)}'
        if not columns:
            text += f',"A":"{signals_text(moment)}"'
        elif back:
            text += f",{_backward(moment)}"
        elif weights or not draws_all(run.sizes):
            text += f",{_edges(moment, moment.weights, False)}"
    return text + "}"


def _ps(moment: Moment) -> str:
    """p in force at each place, a learned one to six digits; one stands for all, as in a link."""
    return _ps_text(moment.ps, moment.run.spec.plan.learns_p)


@lru_cache(256)
def _ps_text(ps: tuple[float, ...], learned: bool) -> str:
    texts = [f"{p:.6g}" if learned else repr(p) for p in ps]
    return ",".join(texts[:1] if len(set(texts)) == 1 else texts)


def say(moment: Moment) -> dict[str, Any]:
    """A frame's words: the sentence above the figure in its three parts, and how many each place has off; where p is
    learned, how p and 1/(1 - p) are written by now."""
    words: dict[str, Any] = {"sentence": parts(moment), "off": dense_words.counts(moment)}
    if moment.run.spec.plan.learns_p:
        spec = moment.run.spec
        words |= {"p": [p_text(spec, p) for p in moment.ps], "scale": [scale_text(spec, p) for p in moment.ps]}
    own = kind_of(moment.run)
    if own is not None:
        words["parts"] = own.parts(moment)
    return words


def _backward(moment: Moment) -> str:
    """The backward pass of a sample: what each neuron passes on, arrows and stops, and each edge's gradient."""
    levels = shade_bytes(np.concatenate(moment.gradients))
    ways = "".join(f"{way:x}" for way in np.concatenate(moment.arrows).tolist())
    return f'"b":{{"a":"{levels.tobytes().hex()}","g":"{ways}",{_edges(moment, moment.weight_gradients, True)}}}'


def mask_bytes(moment: Moment) -> tuple[bytes, bytes | None]:
    """`m` and `M`: the masks of the sample, and of the batch, neuron by neuron of all places that drop: a bit each, or
    a byte where factors are real. Of weights, the sample's bits row by row, where every edge is drawn."""
    plan, batch = moment.run.spec.plan, moment.run.spec.training.batch
    if not plan.columns:
        kept = kept_of(moment)
        return packed(kept[:, moment.sample]), packed(kept) if kept.size <= 8 * MASKS_MAX else None
    if plan.masks_weights:
        masks = moment.weight_masks.values() if draws_all(plan.sizes) else ()
        return packed(np.concatenate([np.empty(0, bool), *(mask.ravel() != 0 for mask in masks)])), None
    masks = moment.masks.values()
    factors = np.concatenate([mask.T for mask in masks]) if masks else np.empty((0, batch))
    if plan.real:
        levels = factor_bytes(factors)
        return levels[:, moment.sample].tobytes(), levels.tobytes() if levels.size <= FACTORS_BYTES else None
    kept = factors != 0
    return packed(kept[:, moment.sample]), packed(kept)


def batch_bytes(run: Run, step: int) -> int:
    """How many `M` has; 0 where it is not there."""
    spec = run.spec
    if spec.plan.masks_weights:
        return 0
    if not spec.plan.columns:
        size = -(-spec.training.batch * sum(math.prod(spec.plan.places[k].mask) for k in spec.place) // 8)
        return size if size <= MASKS_MAX else 0
    rates = spec.rates(step)
    bits = spec.training.batch * sum(spec.sizes[place] for place in spec.place if rates[place] > 0)
    return bits if spec.plan.real else -(-bits // 8)


def packed(kept: Bits) -> bytes:
    """One bit each, 1 = kept, the first in the highest bit of the first byte."""
    return np.packbits(kept.ravel()).tobytes()


def _edges(moment: Moment, matrices: list[Array], backward: bool) -> str:
    """The edges to draw: every one as a byte, or the strongest of each layer with their ends, and whether the mask
    keeps them, where it is of weights."""
    if draws_all(moment.run.sizes):
        if backward:
            levels = np.concatenate([edge_shades(values, values, True).ravel() for values in matrices])
        else:
            levels = weight_bytes(np.concatenate([values.ravel() for values in matrices]))
        return f'"w":"{base64.b64encode(levels.tobytes()).decode()}"'
    cut = moment.cut if moment.run.spec.plan.masks_weights else [None] * len(matrices)
    pairs = zip(matrices, pairwise(moment.off), cut, strict=True)
    return f'"e":{compact([drawn_alone(values, ends, backward, gone) for values, ends, gone in pairs])}'


def outcome_json(moment: Moment) -> str:
    """The data of an `outcome` event."""
    now = loss_chart.standing(moment)
    body, said = outcome_dict(moment.outcome), outcomes.say(moment)
    if moment.passes is not None:
        body["mc"] = passes_dict(moment.run, moment.step, moment.passes)
    if now is not None:
        said |= {"clean": now.texts[0], "masks": now.masks_on, "stop": now.stop_text, "stop_at": str(now.stop[0])}
        said |= {"cost": now.sentence, "finding": now.finding}
        body["places"] = {"side": now.side, "gap": now.gap_down, "stop": now.stop_place}
        body["stop"] = [now.stop[0], rounded(now.stop[1])]
    return compact(body | {"say": said})


def passes_dict(run: Run, step: int, passes: Passes) -> dict[str, Any]:
    """What Monte-Carlo passes say: their mean, and how far they differ. Over a map as bytes; a curve's and images' as
    numbers; and what the panel writes and draws of them."""
    task = run.data.task
    spread = passes.spread[:, 0] if task == "regression" else passes.information
    if task == "binary":
        mean, far = signed_bytes(2 * passes.mean[:, 0] - 1), np.rint(255 * spread / math.log(2)).astype(np.uint8)
        shown: list[Any] = [base64.b64encode(of.tobytes()).decode() for of in (mean, far)]
    elif task == "regression":
        shown = [_numbers(passes.mean[:, 0]), _numbers(spread)]
    else:
        shown = [[_numbers(row) for row in passes.mean], _numbers(spread)]
    body = {"t": step, "k": len(passes.said), "seed": run.spec.seeds.masks, "mean": shown[0], "spread": shown[1]}
    return body | monte_carlo.said(run, step, passes)


def outcome_dict(outcome: Outcome) -> dict[str, Any]:
    """An outcome's numbers, for figures."""
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
    shades = [base64.b64encode(signed_bytes(of).tobytes()).decode() for of in outcomes.shades(outcome)]
    if outcome.maps is not None:
        body["map"] = shades
    if outcome.curves is not None:
        body["curve"] = [[rounded(v) for v in values.tolist()] for values in outcome.curves]
    if outcome.confusion is not None and outcome.guesses is not None:
        body["confusion"] = [counts.tolist() for counts in outcome.confusion]
        body["shades"] = shades
        body["guess"] = [classes.tolist() for classes in outcome.guesses]
    return body


def curve_json(run: Run, numbers: bool = False) -> str:
    """The data of a `curve` event: the loss chart as far as the run is trained. `numbers`: its parts as data, too."""
    chart = loss_chart.drawn(run)
    body = {
        "head": chart.head,
        "complete": chart.complete,
        "top": chart.layout.top,
        "grid": chart.grid,
        "lines": chart.lines,
        "slots": chart.layout.slots,
        "parts": _chart_parts(chart),
    }
    return compact(body | (_placed(chart) if numbers else {}))


def _chart_parts(chart: Chart) -> dict[str, str]:
    """What the curves alone decide, by its place, as the page has it; the table of the complete ones alone."""
    written = environment().get_template("figures/loss_parts.html").module
    parts = {arm: written.over(chart, arm, loss_chart.axes) for arm in loss_chart.ARMS}  # type: ignore[attr-defined]
    return parts | ({"rows": written.rows(chart)} if chart.complete else {})  # type: ignore[attr-defined]


def _placed(chart: Chart) -> dict[str, Any]:
    least = chart.layout.least
    return {
        "ticks": chart.ticks,
        "exits": [[e.arm, e.line, e.step, e.anchor, e.short, e.long] for e in chart.exits],
        "marks": [[m.step, m.short, m.long, m.down, m.side, m.twin] for m in chart.layout.marks],
        "least": least and [rounded(least.loss), least.text, least.arm, least.place],
        "rows": chart.rows,
    }


def curve_numbers(run: Run) -> dict[str, Any]:
    """The losses of both arms at every evaluation, as numbers."""
    curves = curves_of(run)
    return {
        "steps": run.spec.training.steps,
        "rhythm": curves.rhythm,
        "head": curves.head,
        "complete": curves.complete,
        "dropout": _curve(curves.dropout),
        "twin": _curve(curves.twin) | {"best": _numbers(curves.best)},
    }


def end_event(run: Run) -> bytes:
    """The event that ends a stream, by how the run ended."""
    step = run.ended_at
    if run.state == "diverged":
        arm = ("dropout", "twin")[run.diverged or 0]
        return event("diverged", compact({"t": step, "arm": arm, "message": ending(run)}), step)
    if run.state == "failed":
        return event("failed", compact({"message": ending(run)}))
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
    names = ("train", "masks_on", "clean", "test", "accuracy")
    return {name: _numbers(getattr(curve, name)) for name in names}


def _numbers(values: NDArray[Any]) -> list[float | None]:
    return [rounded(value) for value in values.tolist()]
