"""The forward and the backward pass of the page's layer, by the engine."""

from __future__ import annotations

from dataclasses import dataclass

from app.engine.dropout import Dropout
from app.engine.layer import Array
from app.runs.one_layer.cells import edited
from app.runs.one_layer.coins import Kept, generator
from app.runs.one_layer.layer_spec import LayerSpec


@dataclass(frozen=True)
class LayerPass:
    """Every number of one pass there and back, each (batch, units).

    coins and mask are None where the layer drew nothing: in evaluation and for p = 0.
    """

    x: Array
    coins: Array | None
    mask: Array | None
    y: Array
    dy: Array
    dx: Array

    @property
    def kept(self) -> int:
        """How many of all cells the mask keeps."""
        return self.x.size if self.mask is None else int((self.mask != 0).sum())


def matrices(spec: LayerSpec) -> tuple[Array, Array]:
    """X and dY with their edits, each (batch, units)."""
    return edited("x", spec.batch, spec.units, spec.x), edited("dy", spec.batch, spec.units, spec.dy)


def run(spec: LayerSpec) -> LayerPass:
    """Send X through the layer and dY back."""
    x, dy = matrices(spec)
    source = Kept(generator(spec.seed))
    layer = Dropout(spec.p, source)
    layer.train(spec.training)
    y = layer.forward(x)
    return LayerPass(x, source.last, layer.mask, y, dy, layer.backward(dy))
