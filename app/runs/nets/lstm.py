"""An LSTM that reads a sequence, built from its plan and its parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.engine import LSTM, Dense, LastStep, Network, OneHot, RecurrentMask, Reshape, to_grid
from app.engine.layer import Array, Layer
from app.engine.recurrent_mask import On
from app.runs.nets.lstm_plan import read
from app.runs.nets.methods import Method, Naive, Recurrent, Variational
from app.runs.nets.model import Chances, Model, there
from app.runs.nets.parts import LstmNet
from app.runs.nets.plan import Plan


@dataclass(frozen=True)
class LstmModel(Model):
    """What a step reads, the LSTM, its last output, and a dense layer that reads that."""

    lstm: LSTM
    last: Dense

    def values(self) -> dict[str, Array]:
        lstm = self.lstm
        read = {"read": there(lstm.x)} if self.plan.signals[0].shade == "none" else {}
        found = read | {"i": lstm.i, "f": lstm.f, "o": lstm.o, "g": lstm.g, "c": lstm.c, "h": lstm.h}
        return found | {"z": there(self.last.y)}

    def gradients(self) -> dict[str, Array]:
        reads = "read" if self.plan.signals[0].shade == "none" else "x"
        return {reads: there(self.lstm.dx), "g": self.lstm.dg, "c": self.lstm.dc, "h": self.lstm.dh}


def build(plan: Plan, net: LstmNet, method: Method | None, chances: Chances) -> LstmModel:
    """The network of a plan with its initial weights, on the float32 grid; without a method nothing is dropped."""
    inputs, outputs = plan.sizes[0], plan.sizes[-1]
    steps, width, symbols = read(inputs, outputs)
    coins = chances.coins(plan)
    placed = {} if method is None else dict(zip(method.place, method.p, strict=True))
    masks = {
        k: RecurrentMask(_on(plan, k), p, coins.place(k), _each(method), _tied(plan, k, method))
        for k, p in placed.items()
        if k < len(plan.places)
    }
    reader: Layer = OneHot(outputs, flag=True) if symbols else Reshape(steps, width)
    lstm, last = LSTM(width, net.cells, list(masks.values())), Dense(net.cells, outputs)
    network = Network([reader, lstm, LastStep(), last])
    chances.begin(network, "tanh")
    lstm.forget_bias[...] = net.forget
    to_grid(network.theta)
    return LstmModel(plan, network, coins, masks, lstm, last)


def _on(plan: Plan, k: int) -> On:
    on: On = plan.places[k].name  # type: ignore[assignment]  # a plan of this kind has these
    return on


def _each(method: Method | None) -> Literal["step", "sequence"]:
    if isinstance(method, Recurrent):
        return method.lasts
    return "step" if isinstance(method, Naive) else "sequence"


def _tied(plan: Plan, k: int, method: Method | None) -> bool:
    return not (plan.places[k].name == "h" and isinstance(method, Variational) and method.gates == "untied")
