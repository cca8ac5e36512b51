"""The loss chart as the server draws it: both arms' curves over the whole run, complete without script."""

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from app.runs.run import Curve, Curves, Run
from app.web import loss_axes as axes
from app.web.loss_axes import x_of, y_of
from app.web.numbers import as_sent, loss_text, percent_text
from app.web.query import View

ARMS = ("twin", "dropout")  # as they are painted: dropout lies on top
LINES = ("train", "clean", "test")
EDGE = 56  # nearer to an end of the axis than this, both gaps are labelled on the inner side
APART = 12  # two labels on one side
TABLE_ROWS = 15


@dataclass(frozen=True)
class Tick:
    """A labelled value of an axis; `at` is its x or y."""

    at: float
    text: str


@dataclass(frozen=True)
class Line:
    """One path: `name` is train, clean, test or band; `arm` dropout or twin."""

    name: str
    arm: str
    d: str


@dataclass(frozen=True)
class Gap:
    """One arm's test loss less its clean training loss at the cursor, as a bar from the one to the other."""

    arm: str
    x: float
    y1: float
    y2: float
    text: str
    label_x: float
    label_y: float
    anchor: str


@dataclass(frozen=True)
class Row:
    """A line of the table: for dropout, then twin: training, clean training, test loss, gap, accuracy."""

    step: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class LossChart:
    """All that templates/explore/loss_chart.html draws."""

    step: int
    steps: int
    rhythm: int
    top: float
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    lines: tuple[Line, ...]
    cursor: float
    gaps: tuple[Gap, ...]
    best: Tick | None
    marks: tuple[Tick, ...]
    cut: bool
    finding: str
    rows: tuple[Row, ...]
    accuracy: bool
    axes: Any = axes


def context(run: Run, view: View) -> LossChart:
    """The chart of a run with the cursor at the view's step."""
    changes = [(change.step, change.text.replace(f"@{change.step}:", " ")) for change in run.spec.changes]
    return chart(run.curves(), run.spec.steps, (view.step or 0), changes)


def chart(curves: Curves, steps: int, step: int, changes: list[tuple[int, str]] | None = None) -> LossChart:
    """Draw curves; `changes` are (step, text), as (128, "p 0.3")."""
    lines = [finite(getattr(arm, name)) for arm in (curves.dropout, curves.twin) for name in LINES]
    start = max((line[0] for line in (lines[2], lines[5]) if line), default=0.0)
    top = axes.axis_top(lines, start)
    now = int(np.searchsorted(curves.steps, step, side="right")) - 1
    cursor = x_of(step, steps)
    return LossChart(
        step, steps, curves.rhythm, top,
        x_ticks=tuple(Tick(x_of(at, steps), str(at)) for at in axes.step_ticks(steps)),
        y_ticks=tuple(Tick(y_of(loss, top), f"{loss:g}") for loss in axes.loss_ticks(top)),
        lines=tuple(_lines(curves, steps, top)),
        cursor=cursor,
        gaps=_gaps(curves, now, cursor, top),
        best=_best(curves, now, top),
        marks=tuple(Tick(x_of(at, steps), text) for at, text in changes or ()),
        cut=max((max(line) for line in lines if line), default=0.0) > top,
        finding=_finding(curves, now),
        rows=tuple(_rows(curves)),
        accuracy=bool(np.isfinite(curves.twin.accuracy).any()),
    )  # fmt: skip


def finite(losses: Any) -> list[float]:
    """The losses up to the first that is not finite."""
    bad = np.flatnonzero(~np.isfinite(losses))
    return [float(loss) for loss in losses[: bad[0] if len(bad) else None]]


def _lines(curves: Curves, steps: int, top: float) -> list[Line]:
    at = curves.steps.tolist()
    lines = []
    for arm in ARMS:
        curve: Curve = getattr(curves, arm)
        low, high = curve.low.tolist(), curve.high.tolist()
        lines.append(Line("band", arm, axes.band_path(at, low, high, steps, top)))
    for arm in ARMS:
        for name in LINES:
            losses = getattr(getattr(curves, arm), name).tolist()
            lines.append(Line(name, arm, axes.line_path(at, losses, steps, top)))
    return lines


def _gaps(curves: Curves, now: int, cursor: float, top: float) -> tuple[Gap, ...]:
    """Dropout's bar left of the cursor, the twin's right; near an end of the axis both on the inner side."""
    near_start, near_end = cursor < axes.LEFT + EDGE, cursor > axes.RIGHT - EDGE
    gaps: list[Gap] = []
    if now < 0:
        return ()
    for arm, usual, distance in (("dropout", -1, 4), ("twin", 1, 9 if near_start or near_end else 4)):
        curve: Curve = getattr(curves, arm)
        clean, test = as_sent(curve.clean[now]), as_sent(curve.test[now])
        if not math.isfinite(clean + test):
            continue
        side = 1 if near_start else -1 if near_end else usual
        y1, y2 = y_of(clean, top), y_of(test, top)
        label_y = min(max((y1 + y2) / 2 + 3.5, axes.TOP + 8), axes.BOTTOM - 4)
        x, label_x = cursor + side * distance, cursor + side * (14 if near_start or near_end else 9)
        text = f"gap {loss_text(test - clean)}"
        anchor = "start" if side > 0 else "end"
        gaps.append(Gap(arm, round(x, 2), y1, y2, text, round(label_x, 2), round(label_y, 2), anchor))
    return _apart(gaps)


def _apart(gaps: list[Gap]) -> tuple[Gap, ...]:
    """Two labels on one side do not touch: the lower one moves down, or the other up if there is no room."""
    if len(gaps) < 2 or gaps[0].anchor != gaps[1].anchor:
        return tuple(gaps)
    upper, lower = sorted(gaps, key=lambda gap: gap.label_y)
    low = min(max(lower.label_y, upper.label_y + APART), axes.BOTTOM - 4)
    return replace(upper, label_y=min(upper.label_y, low - APART)), replace(lower, label_y=low)


def _best(curves: Curves, now: int, top: float) -> Tick | None:
    best = as_sent(curves.best[now]) if now >= 0 else math.nan
    return Tick(y_of(best, top), loss_text(best)) if math.isfinite(best) else None


def _finding(curves: Curves, now: int) -> str:
    if now < 0:
        return "Loss over the steps of the run; no step is trained yet."
    said = []
    for name, curve in (("with dropout", curves.dropout), ("without", curves.twin)):
        clean, test = (loss_text(as_sent(losses[now])) for losses in (curve.clean, curve.test))
        said.append(f"{name}, clean training loss {clean}, test loss {test}")
    best = loss_text(as_sent(curves.best[now]))
    return f"At step {curves.steps[now]}: {'; '.join(said)}. The twin's best test loss so far is {best}."


def _rows(curves: Curves) -> list[Row]:
    every = max(1, math.ceil((len(curves.steps) - 1) / TABLE_ROWS))
    shown = [*range(0, len(curves.steps) - 1, every), len(curves.steps) - 1] if len(curves.steps) else []
    return [Row(int(curves.steps[i]), _cells(curves.dropout, i) + _cells(curves.twin, i)) for i in shown]


def _cells(curve: Curve, i: int) -> tuple[str, ...]:
    train, clean, test, accuracy = (as_sent(getattr(curve, name)[i]) for name in (*LINES, "accuracy"))
    share = percent_text(accuracy) if math.isfinite(accuracy) else ""
    return loss_text(train), loss_text(clean), loss_text(test), loss_text(test - clean), share
