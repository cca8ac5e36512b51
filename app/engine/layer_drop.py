"""LayerDrop: the gate of a residual branch that is made to be left out later."""

from __future__ import annotations

from app.engine.coins import Uniform
from app.engine.rules import GATE
from app.engine.stochastic_depth import StochasticDepth


class LayerDrop(StochasticDepth):
    """Close a branch for the whole batch with probability p while training, and never scale it.

        y = x * b,   dx = dy * b,   b in {0, 1},   E[y] = (1 - p) x

    In evaluation y = x: training and evaluation differ, and that is meant. All layers have the same p, and learn to do
    without their neighbours: a trained network can be evaluated with some of them left out (`Residual.skipped`).

    Shapes and errors: as `StochasticDepth`. `mask` is (1,), or None where x was passed through.
    Source: Fan, Grave and Joulin 2020, as their code has it (fairseq's `LayerDropModuleList`).
    """

    rule = GATE

    def __init__(self, p: float, rng: Uniform) -> None:
        super().__init__(p, rng, "batch")
