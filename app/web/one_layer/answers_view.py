"""Ten predictions for one sample, with the layer in the mode it was left in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from app.runs.one_layer.layer_spec import LayerSpec
from app.runs.one_layer.ten_answers import ten_answers
from app.web.one_layer.digits import different, measured
from app.web.one_layer.links import PAGE, Turn

WIDTH, HEIGHT, LEFT = 420.0, 146.0, 16.0
BASE, PITCH = 122.0, 11.0  # the axis, and from dot to dot in a pile of at most ten


@dataclass(frozen=True)
class AnswersView:
    """All that templates/one_layer/answers.html draws. dots: (x, y) of each answer; only equal ones stand in a pile."""

    training: bool
    sample: int
    answers: tuple[str, ...]
    different: int
    evaluated: str
    dots: tuple[tuple[float, float], ...]
    mark: float
    ends: tuple[tuple[float, str], ...]
    width: float
    height: float
    base: float
    other: Turn
    draws: bool


def answers_view(spec: LayerSpec) -> AnswersView:
    """In the spec's mode."""
    found = ten_answers(spec)
    values = [*found.given, found.evaluated, 0.0]
    low, high = min(values), max(values)
    width = high - low or 1.0

    def across(value: float) -> float:
        return round(LEFT + (WIDTH - 2 * LEFT) * (value - low) / width, 1)

    piles = Counter(found.equal)
    dots = [(across(value), BASE - 8.0 - PITCH * n) for value in sorted(piles) for n in range(piles[value])]
    other = "eval" if spec.training else "train"
    texts = different((*found.equal, found.equally(found.evaluated)))
    ends = tuple((across(value), measured(value)) for value in sorted({low, high}))
    return AnswersView(
        spec.training, spec.cell[0], texts[:-1], found.different,
        texts[-1], tuple(dots), across(found.evaluated), ends, WIDTH, HEIGHT, BASE,
        PAGE.turn(spec, "mode", other), spec.draws,
    )  # fmt: skip
