"""What is dropped, where and how often, as a link holds it: one class a method."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import ClassVar, Literal

from app.engine.rules import CONCRETE

Each = Literal["sample", "batch"]
Inference = Literal["mean", "moments"]


@dataclass(frozen=True)
class Method:
    """place: sorted positions, 0 the input, k after hidden layer k; p: one probability for each.

    rule: of `app.engine.RULES`, how coins become factors. weights: whether weights are multiplied, not neurons: then
    place k means those that leave layer k. learned: whether p is learned, and not set. nets: networks that have a place
    for it.
    """

    p: tuple[float, ...]
    place: tuple[int, ...]

    name: ClassVar[str]
    rule: ClassVar[str] = "bernoulli"
    weights: ClassVar[bool] = False
    learned: ClassVar[bool] = False
    nets: ClassVar[tuple[str, ...]] = ("dense",)

    def at(self, place: int, p: float, places: int) -> float:
        """p that acts at one of so many places, where p is what was set for it."""
        return p


@dataclass(frozen=True)
class Plain(Method):
    """Dropout of neurons, what is kept scaled up in training."""

    name = "dropout"
    nets = ("dense", "conv", "residual", "transformer")


@dataclass(frozen=True)
class Classic(Method):
    """The published form: nothing is scaled in training, and evaluation multiplies by 1 - p."""

    name = "classic"
    rule = "classic"


@dataclass(frozen=True)
class Gaussian(Method):
    """Every neuron is multiplied by a normal number around 1."""

    name = "gaussian"
    rule = "gaussian"


@dataclass(frozen=True)
class DropConnect(Method):
    """Weights are dropped. each: who has a mask of its own; inference: how evaluation goes over masks."""

    name = "dropconnect"
    weights = True

    each: Each
    inference: Inference


@dataclass(frozen=True)
class Concrete(Method):
    """p is where the learned one starts. length: the prior's length scale; lr_p: at which rate the logit of p learns;
    precision: of a curve's noise, 1 / variance."""

    temperature: ClassVar[float] = CONCRETE.temperature  # of the soft edges
    name = "concrete"
    rule = "concrete"
    learned = True

    length: float
    lr_p: float
    precision: float


@dataclass(frozen=True)
class Spatial(Method):
    """Whole feature maps are dropped."""

    name = "spatial"
    nets = ("conv",)


@dataclass(frozen=True)
class DropBlock(Method):
    """Squares of feature maps are dropped. block: how many cells a side has."""

    name = "dropblock"
    nets = ("conv",)

    block: int


@dataclass(frozen=True)
class Variational(Method):
    """What an LSTM reads, of its input and of its own last output, has one mask for the whole sequence. gates: whether
    all four share it."""

    name = "variational"
    nets = ("lstm",)

    gates: Literal["tied", "untied"]


@dataclass(frozen=True)
class Recurrent(Method):
    """An LSTM's candidates are dropped, and never its memory. lasts: how long a mask is kept."""

    name = "recurrent"
    nets = ("lstm",)

    lasts: Literal["step", "sequence"]


@dataclass(frozen=True)
class Naive(Method):
    """A fresh mask at each step of a sequence. on: an LSTM's output h where it reads it again, or its memory c."""

    name = "naive"
    nets = ("lstm",)

    on: Literal["h", "c"]


@dataclass(frozen=True)
class StochasticDepth(Method):
    """Whole blocks are dropped. p: of the last block; along: whether it rises to that, block by block, or all have it;
    each: who has coins of its own."""

    name = "stochastic_depth"
    nets = ("residual",)

    along: Literal["linear", "equal"]
    each: Each

    def at(self, place: int, p: float, places: int) -> float:
        return p * (place + 1) / places if self.along == "linear" else p


@dataclass(frozen=True)
class LayerDrop(Method):
    """Whole blocks are dropped, all with the same p, and nothing is scaled, in training or after it."""

    name = "layerdrop"
    rule = "gate"
    nets = ("residual",)


def own_settings(part: type[Method]) -> tuple[str, ...]:
    """The settings that a method has besides p and place, by name."""
    return tuple(field.name for field in fields(part) if field.name not in ("p", "place"))


METHODS: dict[str, type[Method]] = {
    part.name: part
    for part in (
        Plain,
        Classic,
        Gaussian,
        DropConnect,
        Concrete,
        Spatial,
        DropBlock,
        Variational,
        Recurrent,
        Naive,
        StochasticDepth,
        LayerDrop,
    )
}
