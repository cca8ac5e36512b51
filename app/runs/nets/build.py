"""Any network with its initial weights: each kind has a module of its own."""

from __future__ import annotations

from app.runs.nets import conv, dense, lstm, residual, transformer
from app.runs.nets.methods import Method
from app.runs.nets.model import Chances, Model
from app.runs.nets.parts import ConvNet, DenseNet, LstmNet, Net, ResidualNet, TransformerNet
from app.runs.nets.plan import Plan


def build(
    plan: Plan, net: Net, method: Method | None, chances: Chances, logits: bool = True, entropy: float = 1.0
) -> Model:
    """The network of a plan with its initial weights, on the float32 grid; without a method nothing is dropped.

    logits: whether its outputs are logits, and not numbers. entropy: weight of the entropy in the penalty of learned p.
    """
    if isinstance(net, DenseNet):
        return dense.build(plan, net, method, chances, logits, entropy)
    if isinstance(net, ConvNet):
        return conv.build(plan, net, method, chances)
    if isinstance(net, LstmNet):
        return lstm.build(plan, net, method, chances)
    if isinstance(net, ResidualNet):
        return residual.build(plan, net, method, chances)
    if isinstance(net, TransformerNet):
        return transformer.build(plan, net, method, chances)
    raise NotImplementedError(net)
