"""Which network a run trains, as a link holds it: one class a kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import ClassVar, Literal


@dataclass(frozen=True)
class DenseNet:
    """Hidden layers of so many neurons, each fed by all of the layer before it. norm: batch normalisation in each of
    them, of its sums, which is before dropout, or of what its mask has left."""

    name: ClassVar[str] = "dense"
    usual: ClassVar[str] = "dropout"  # the method where a link names the network alone

    hidden: tuple[int, ...]
    activation: str
    norm: Literal["none", "before", "after"] = "none"


@dataclass(frozen=True)
class ConvNet:
    """Two convolutions of so many maps, each with ReLU and a pool, then dense layers of so many neurons."""

    name: ClassVar[str] = "conv"
    usual: ClassVar[str] = "dropout"

    maps: tuple[int, ...]
    neurons: int


@dataclass(frozen=True)
class LstmNet:
    """An LSTM of so many units, whose forget gates start with this bias; its last output is read."""

    name: ClassVar[str] = "lstm"
    usual: ClassVar[str] = "variational"

    cells: int
    forget: float


@dataclass(frozen=True)
class ResidualNet:
    """So many blocks, each of which adds to what passes by it, so many numbers."""

    name: ClassVar[str] = "residual"
    usual: ClassVar[str] = "stochastic_depth"

    blocks: int
    width: int


@dataclass(frozen=True)
class TransformerNet:
    """One layer of attention and feed-forward. types: of words that it knows, all that there are; width: of a word's
    vector; inner: neurons of the feed-forward."""

    name: ClassVar[str] = "transformer"
    usual: ClassVar[str] = "dropout"
    types: ClassVar[int] = 60

    width: int
    heads: int
    inner: int


Net = DenseNet | ConvNet | LstmNet | ResidualNet | TransformerNet
NETS: Mapping[str, type[Net]] = {part.name: part for part in (DenseNet, ConvNet, LstmNet, ResidualNet, TransformerNet)}


def net_settings(part: type[Net]) -> tuple[str, ...]:
    """The settings of a network, by name."""
    return tuple(field.name for field in fields(part))
