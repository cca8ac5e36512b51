"""The plan of a residual network: x, the road before block 1 and after each, what each block adds, z."""

from __future__ import annotations

from app.runs.nets.methods import Method, Plain, StochasticDepth
from app.runs.nets.parts import ResidualNet
from app.runs.nets.plan import Place, Plan, Signal

OVERHEAD = 4e-6  # seconds of a step a layer
POINTS = 50  # evaluations of a run


def usual_places(net: ResidualNet, method: type[Method]) -> tuple[int, ...]:
    """In every block."""
    return tuple(range(net.blocks))


def plan(inputs: int, outputs: int, net: ResidualNet, method: Method | None) -> Plan:
    """Without a method it has the places of stochastic depth, one coin for the batch."""
    width, blocks = net.width, range(1, net.blocks + 1)
    operations = (inputs + 1) * width + net.blocks * 2 * (width + 1) * width + (width + 1) * outputs
    return Plan(
        kind="residual",
        signals=(
            Signal("x", (inputs,), "as is"),
            _inner("road0", width),
            *(signal for k in blocks for signal in (_inner(f"block{k}", width), _inner(f"road{k}", width))),
            Signal("z", (outputs,), "softmax"),
        ),
        places=tuple(_place(k, net, method) for k in blocks),
        placed=() if method is None else tuple(k for k in method.place if k < net.blocks),
        weights=(),
        parameters=operations,
        kept=0,
        operations=operations,
        overhead=OVERHEAD * 6 * net.blocks,
        points=POINTS,
    )


def _inner(name: str, width: int) -> Signal:
    """Numbers that a figure draws by their size alone: a frame has that, and not each of them."""
    return Signal(name, (width,), "none")


def _place(k: int, net: ResidualNet, method: Method | None) -> Place:
    """Of a whole block, or, of plain dropout, of its hidden neurons."""
    if isinstance(method, Plain):
        shape = (net.width,)
        return Place(f"inner{k}", f"inner{k}", shape, shape, shape)
    each = method.each if isinstance(method, StochasticDepth) else "batch"
    rule = "bernoulli" if method is None else method.rule
    return Place(f"block{k}", f"block{k}", (net.width,), (), (), each, rule=rule)
