"""Means of subnetworks beside the full network: their charts, their table, and what they come to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.runs.data.tasks import Kind
from app.runs.log.ensemble import Ensemble, Measured
from app.web.why.line_chart import COUNTS, LineChart, line_chart
from app.web.words.names import number
from app.web.words.numbers import loss_text, percent_text
from app.web.words.say import say

SHORT = 2  # digits of a distance


@dataclass(frozen=True)
class Means:
    """heads, rows: the table, a row for each count that has a mark under the axis, and one of the full network."""

    sentence: str
    charts: tuple[LineChart, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def means(found: Ensemble, step: int, task: Kind) -> Means:
    """Of the first 1, 2, ..., K."""
    kinds = ("mean",) if task == "regression" else ("arithmetic", "geometric")
    measures = ("loss", "divergence") if task == "regression" else ("error", "loss", "first", "divergence")
    columns = [(measure, kind) for measure in measures for kind in kinds]
    heads = tuple(say(f"ensemble.head {measure} {kind}") for measure, kind in columns)
    counts = [count for count in dict.fromkeys((*COUNTS, len(found.alone))) if count <= len(found.alone)]
    rows = [(str(count), *(_text(_of(found, kind)[count - 1], m) for m, kind in columns)) for count in sorted(counts)]
    rows.append((say("ensemble.row full"), *(_text(found.full, measure) for measure, _ in columns)))
    return Means(
        _sentence(found, step, task),
        tuple(_chart(found, measure, kinds, task) for measure in measures),
        (say("ensemble.head count"), *heads),
        tuple(rows),
    )


def right(of: Measured) -> str:
    """How well one does."""
    if of.error != of.error:  # of a curve
        return say("ensemble.squared", loss=loss_text(of.loss))
    return say("ensemble.right", share=percent_text(1 - of.error))


def _of(found: Ensemble, kind: str) -> tuple[Measured, ...]:
    return found.geometric if kind == "geometric" else found.arithmetic


def _chart(found: Ensemble, measure: str, kinds: tuple[str, ...], task: Kind) -> LineChart:
    def values(of: tuple[Measured, ...]) -> list[float]:
        return [getattr(one, measure) for one in of]

    name, last = f"{measure} {task}" if task == "regression" else measure, len(found.alone)
    apart = measure == "divergence"
    told = {kind: _text(_of(found, kind)[-1], measure) for kind in kinds}
    alt = say(
        f"ensemble.alt {name}",
        count=last,
        full=_text(found.full, measure),
        first=_text(found.alone[0], measure),
        **told,
    )
    ticks: Callable[[float], str] = (lambda v: f"{100 * v:.3g} %") if measure == "error" else (lambda v: number(v, 2))
    return line_chart(
        say(f"ensemble.chart {name}"),
        alt,
        {kind: values(_of(found, kind)) for kind in kinds},
        ticks,
        () if apart else values(found.alone),
        None if apart else getattr(found.full, measure),
        powers=apart,
    )


def _sentence(found: Ensemble, step: int, task: Kind) -> str:
    """What one does, what their mean does, and what the full network."""
    count, mean, geometric, full = len(found.alone), found.arithmetic[-1], found.geometric[-1], found.full
    facts = {"step": step, "count": count, "loss": loss_text(mean.loss), "full_loss": loss_text(full.loss)}
    alone = [one.loss for one in found.alone] if task == "regression" else [one.error for one in found.alone]
    average = sum(alone) / count
    if task == "regression":
        return say("ensemble.says curve", **facts, alone=loss_text(average))
    return say(
        "ensemble.says",
        **facts,
        alone=percent_text(average),
        mean=percent_text(mean.error),
        full=percent_text(full.error),
        arithmetic=number(mean.divergence, SHORT),
        geometric=number(geometric.divergence, SHORT),
    )


def _text(of: Measured, measure: str) -> str:
    if measure == "error":
        return percent_text(of.error)
    return loss_text(of.loss) if measure == "loss" else number(getattr(of, measure), SHORT)
