"""The loss chart: both arms' curves in a panel each on one axis, and what stands at the cursor.

The server draws it whole; `docs/stream.md` has how it goes on: a `Chart` in each `curve` event, a `Now` in each
`outcome`. All words, numbers and places are made here, once.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.runs.log.curves import Curve, Curves
from app.runs.log.run import Run
from app.runs.scenes.ceiling import ceiling
from app.runs.spec.change import Change
from app.runs.spec.cost import masks_a_sample
from app.runs.spec.reading import rates_text
from app.web.figures import loss_axes as axes
from app.web.figures import loss_labels as labels
from app.web.figures import loss_words as words
from app.web.figures.loss_axes import Losses
from app.web.figures.loss_labels import Box, Grid, Side, Slot
from app.web.figures.loss_parts import Chart, Exit, Label, Layout, Least, Mark, Now
from app.web.figures.outcomes import best_stop
from app.web.figures.told import Told
from app.web.moment import Moment, curves_of, once_a_moment
from app.web.once import once_a_head
from app.web.words.methods import arm_name, called, name_of
from app.web.words.numbers import loss_text, percent_text
from app.web.words.say import say

ARMS = ("dropout", "twin")
# Of each arm, what is drawn, in the order in which it is painted; the twin has no masks.
LINES = {"dropout": ("train", "masks_on", "clean", "test"), "twin": ("clean", "test")}
# Labels of lines: how many rows high, and whether they look for room from the bottom up.
LABELS = (
    ("dropout training", 2, True),
    ("dropout test", 1, False),
    ("twin training", 1, True),
    ("twin test", 1, False),
)
TABLE_ROWS = 15


@dataclass(frozen=True)
class LossChart:
    """All that templates/figures/loss_chart.html draws. names: of the arms; labels: in which slot of an arm which lines
    are named; finding: the chart in words."""

    step: int
    chart: Chart
    now: Now | None
    x_ticks: tuple[int, ...]
    accuracy: bool
    longest: str
    names: dict[str, str]
    labels: dict[str, dict[str, tuple[Label, ...]]]
    note: str
    finding: str
    axes: Any = axes


def told(moment: Moment) -> Told:
    """The figure in words."""
    standing_now = standing(moment)
    return Told((standing_now.sentence if standing_now else say("chart.untrained"),), _finding(standing_now))


def _finding(now: Now | None) -> str:
    return now.finding if now else say("chart.untrained")


def context(moment: Moment) -> LossChart:
    """The chart of a run with the cursor at a step."""
    run, at = moment.run, standing(moment)
    return LossChart(
        step=moment.step,
        chart=drawn(run),
        now=at,
        x_ticks=tuple(axes.step_ticks(run.spec.training.steps)),
        accuracy=run.data.task != "regression",
        longest=words.longest(name_of(run.spec)),
        names={arm: arm_name(arm, run.spec) for arm in ARMS},
        labels=words.labels(),
        note=words.note(masks_a_sample(len(run.data.x)), run.spec.training.shift > 0, run.spec.plan.norm != "none"),
        finding=_finding(at),
    )


@once_a_moment
def standing(moment: Moment) -> Now | None:
    """What stands at the cursor; None before the first evaluation."""
    return now(moment.curves, moment.run, laid_out(moment.run), moment.step)


@once_a_head
def drawn(run: Run) -> Chart:
    """The chart so far."""
    return chart(curves_of(run), run, laid_out(run))


@once_a_head
def laid_out(run: Run) -> Layout:
    """Its layout."""
    return layout(curves_of(run), run)


def layout(curves: Curves, run: Run) -> Layout:
    """Scale the axis by the network with dropout, and find places for the labels."""
    at, steps, losses = curves.steps, run.spec.training.steps, _losses(curves)
    start = losses["dropout"]["test"][:1]
    top = axes.axis_top(losses["dropout"].values(), float(start[0]) if len(start) else 0.0, at, steps)
    drawn = {arm: labels.grid(at / steps, (1 - line / top for line in losses[arm].values())) for arm in ARMS}
    around = {arm: panel.copy() for arm, panel in drawn.items()}  # with room for the words of early stopping at the end
    stops = _stop_boxes(*best_stop(curves, steps), top)
    labels.fill(around["twin"], stops[labels.emptiest(around["twin"], stops)])
    slots: dict[str, Slot] = {}
    for name, rows, upwards in LABELS:
        arm, width = name.split()[0], labels.WIDTHS[name]
        slots[name] = labels.slot(around[arm], width, rows, upwards)
        for grid in (around, drawn):
            labels.fill(grid[arm], labels.row_box(slots[name], width, rows))
    least = _least(run, top, drawn, around)
    marks = tuple(_mark(change, steps, drawn["dropout"]) for change in run.spec.changes)
    return Layout(top, slots, drawn, marks, least)


def chart(curves: Curves, run: Run, laid: Layout) -> Chart:
    """Draw the curves of a run."""
    at, top, losses, steps = curves.steps.tolist(), laid.top, _losses(curves), run.spec.training.steps
    ticks = axes.loss_ticks(top)
    return Chart(
        steps=steps,
        head=curves.head,
        complete=curves.complete,
        layout=laid,
        grid="".join(f"M0 {loss:g}H{steps}" for loss in ticks[1:]),
        ticks=tuple((loss, f"{loss:g}") for loss in ticks),
        lines={arm: {name: axes.line_path(at, line, top) for name, line in losses[arm].items()} for arm in ARMS},
        exits=tuple(leaving for arm in ARMS for leaving in _exits(arm, curves, losses[arm], laid.top, steps)),
        rows=tuple(_rows(curves)),
    )


def now(curves: Curves, run: Run, laid: Layout, step: int) -> Now | None:
    """What stands at the last evaluation up to a step; None before the first."""
    point = int(np.searchsorted(curves.steps, step, side="right")) - 1
    if point < 0:
        return None
    at, spec, pair = int(curves.steps[point]), run.spec, (curves.dropout, curves.twin)
    clean, test = (tuple(float(getattr(arm, name)[point]) for arm in pair) for name in ("clean", "test"))
    gaps = (high - low for low, high in zip(clean, test, strict=True))
    texts = [tuple(map(loss_text, losses)) for losses in (clean, test, gaps)]
    best, where = best_stop(curves, at)
    masks_on = float(curves.dropout.masks_on[point])
    ever = any(any(spec.rates(s)) for s in {0, *(change.step for change in spec.changes if change.step <= at)})
    drawn = {arm: labels.level(laid.drawn[arm], _height(best, laid.top)) for arm in ARMS}
    return Now(
        at, clean, test, (where, best),
        _stop(laid, drawn["twin"], best, where), *_beside(laid, drawn, at / spec.training.steps, clean, test),
        masks_on=loss_text(masks_on),
        texts=(texts[0], texts[1], texts[2]),
        stop_text=loss_text(best),
        sentence=words.penalised(at, masks_on, float(curves.dropout.penalty[point])) if spec.plan.learns_p
        else words.sentence(at, spec.rates(at), ever, masks_on, clean[0], name_of(spec)),
        finding=words.finding(at, loss_text(masks_on), texts, loss_text(best), where, called(spec)),
    )  # fmt: skip


def _losses(curves: Curves) -> dict[str, dict[str, Losses]]:
    return {arm: {name: axes.finite(getattr(getattr(curves, arm), name)) for name in LINES[arm]} for arm in ARMS}


def _exits(arm: str, curves: Curves, losses: dict[str, Losses], top: float, steps: int) -> list[Exit]:
    """The lines of a panel that leave; the one that goes highest has the words."""
    leaves = ((name, line) for name, line in losses.items() if len(line) and line.max() > top)
    found = [_exit(arm, name, curves.steps, line, top) for name, line in leaves]
    found.sort(key=lambda leaving: -leaving.highest)
    if found:
        third = min(2, int(3 * found[0].step / steps))
        found[0] = replace(found[0], anchor=("start", "middle", "end")[third])
    return found


def _exit(arm: str, name: str, at: NDArray[np.int64], line: Losses, top: float) -> Exit:
    """Where the part of a line that has its highest value leaves through the top."""
    peak = int(np.argmax(line))
    under = np.flatnonzero(line[:peak] <= top)
    step = float(at[0])
    if len(under):
        i = int(under[-1])
        low, high = float(line[i]), float(line[i + 1])
        step = float(at[i] + (at[i + 1] - at[i]) * (top - low) / (high - low))
    highest = float(line[peak])
    how = "for good" if (line[peak:] > top).all() else "peak" if len(under) else "start"
    return Exit(arm, name, round(step, 1), highest, *words.exit_texts(name, highest, how))


def _mark(change: Change, steps: int, drawn: Grid) -> Mark:
    x, value = change.step / steps, rates_text(change.value)
    names = [say(f"chart.{change.name}.{size}") for size in ("short", "long")]
    side: Side = "left" if x > 0.5 else "right"
    width = labels.text_width(f"{names[0]} {value} ")
    left = x - width if side == "left" else x
    boxes = [Box(left, left + width, row * labels.HEIGHT, (row + 1) * labels.HEIGHT) for row in range(labels.ROWS)]
    box = boxes[labels.emptiest(drawn, boxes)]
    labels.fill(drawn, box)
    return Mark(
        step=change.step,
        short=f"{names[0]} {value}",
        long=f"{names[1]} {value}",
        down=round(100 * box.top),
        side=side,
        twin=change.name != "p",
    )


def _height(loss: float, top: float) -> float:
    """Where a level line is, from the top; above the plot where there is none."""
    return max(0.0, 1 - loss / top) if math.isfinite(loss) else -1.0


def _stop(laid: Layout, drawn: Grid, best: float, where: int) -> str:
    """Find one of PLACES for the words of early stopping at their height of now, and take it; empty: none is free."""
    if not math.isfinite(best):
        return ""
    boxes = _stop_boxes(best, where, laid.top)
    taken = [labels.row_box(laid.slots[name], labels.WIDTHS[name]) for name in ("twin test", "twin training")]
    if laid.least and laid.least.arm == "twin":
        taken.append(_least_boxes(laid.least.loss, laid.top)[labels.PLACES.index(laid.least.place)])
    free = [box for box in boxes if not any(labels.touch(box, label) for label in taken)]
    if not free:
        return ""
    box = free[labels.emptiest(drawn, free)]
    labels.fill(drawn, box)
    return labels.PLACES[boxes.index(box)]


def _stop_boxes(best: float, where: int, top: float) -> list[Box]:
    return labels.line_boxes(_height(best, top), labels.text_width(f"stop at {where}: {loss_text(best)}"))


def _least(run: Run, top: float, drawn: dict[str, Grid], around: dict[str, Grid]) -> Least | None:
    """Find a place for the words of the least possible loss where there is room in `around`, and take it."""
    found = ceiling(run.data)
    if found is None or found.loss >= top:
        return None
    boxes = _least_boxes(found.loss, top)
    arm = min(ARMS, key=lambda arm: around[arm][labels.cells(boxes[labels.emptiest(around[arm], boxes)])].sum())
    at = labels.emptiest(around[arm], boxes)
    labels.fill(drawn[arm], boxes[at])
    for panel in ARMS:
        drawn[panel] = labels.level(drawn[panel], _height(found.loss, top))
    return Least(found.loss, loss_text(found.loss), arm, labels.PLACES[at])


def _least_boxes(loss: float, top: float) -> list[Box]:
    return labels.line_boxes(_height(loss, top), labels.text_width(f"least possible {loss_text(loss)}"))


def _beside(
    laid: Layout, drawn: dict[str, Grid], x: float, clean: Sequence[float], test: Sequence[float]
) -> tuple[Side, tuple[float, ...]]:
    """On which side of the cursor the brackets are, and where the labels of the gaps stand."""
    side: Side = "left" if x > 0.5 else "right"
    downs = []
    for i, arm in enumerate(ARMS):
        ends = [max(0.0, 1 - loss / laid.top) if math.isfinite(loss) else 0.0 for loss in (clean[i], test[i])]
        boxes = labels.gap_boxes(x, side, min(ends), max(ends))
        box = boxes[labels.emptiest(drawn[arm], boxes)]
        downs.append(round(50 * (box.top + box.bottom), 1))
    return side, tuple(downs)


def _rows(curves: Curves) -> list[tuple[str, ...]]:
    """Step; masks on, dropout off, test, gap, accuracy with dropout; training, test, gap, accuracy of the twin."""
    count = len(curves.steps)
    every = max(1, math.ceil((count - 1) / TABLE_ROWS))
    shown = [*range(0, count - 1, every), count - 1] if count else []
    dropout, twin = curves.dropout, curves.twin
    return [
        (str(curves.steps[i]), loss_text(float(dropout.masks_on[i])), *_cells(dropout, i), *_cells(twin, i))
        for i in shown
    ]


def _cells(curve: Curve, i: int) -> list[str]:
    clean, test, accuracy = (float(getattr(curve, name)[i]) for name in ("clean", "test", "accuracy"))
    share = [percent_text(accuracy)] if math.isfinite(accuracy) else []
    return [loss_text(clean), loss_text(test), loss_text(test - clean), *share]
