"""Predicting ten times: ten answers where the layer was left in training, one where it was not."""

from __future__ import annotations

from dataclasses import dataclass

from app.engine.dropout import Dropout
from app.runs.one_layer.coins import generator
from app.runs.one_layer.layer_pass import matrices
from app.runs.one_layer.layer_spec import LayerSpec

TIMES = 10


@dataclass(frozen=True)
class Answers:
    """The selected sample's prediction, the sum of its row of Y, ten times in the link's mode; and in evaluation."""

    given: tuple[float, ...]
    evaluated: float

    @property
    def equal(self) -> tuple[float, ...]:
        """The answers, those that differ in their last bit alone made equal."""
        return tuple(map(self.equally, self.given))

    @staticmethod
    def equally(answer: float) -> float:
        """The number without its last bits, in which sums differ that are equal on paper."""
        return round(answer, 9) + 0.0

    @property
    def different(self) -> int:
        """How many different answers there are."""
        return len(set(self.equal))


def ten_answers(spec: LayerSpec) -> Answers:
    """The first is the page's own pass; the others go on drawing where it stopped."""
    x, _ = matrices(spec)
    row = spec.cell[0] - 1
    layer = Dropout(spec.p, generator(spec.seed))
    layer.train(spec.training)
    given = tuple(float(layer.forward(x)[row].sum()) for _ in range(TIMES))
    return Answers(given, float(layer.eval().forward(x)[row].sum()))
