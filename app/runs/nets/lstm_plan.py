"""The plan of an LSTM that reads a sequence: x, its gates, candidate, memory and output at each step, z."""

from __future__ import annotations

from app.engine.layer import Shape
from app.runs.nets.methods import Method, Naive, Recurrent, Variational
from app.runs.nets.parts import LstmNet
from app.runs.nets.plan import Place, Plan, Signal

SIDE = 14  # an image is read row by row,
GATES = 4  # and each unit makes four sums of what it reads
OVERHEAD = 20e-6  # seconds of a training step a step of the sequence
IMAGE_POINTS, TOKEN_POINTS = 20, 16  # evaluations of a run


def read(inputs: int, outputs: int) -> tuple[int, int, bool]:
    """Steps, numbers that each reads, and whether these stand for a symbol: one of as many as there are outputs, and a
    flag at the first step."""
    if inputs == SIDE * SIDE:
        return SIDE, SIDE, False
    return inputs, outputs + 1, True


def usual_places(net: LstmNet, method: type[Method]) -> tuple[int, ...]:
    """Within the cell; variational dropout on the input too."""
    return (0, 1) if issubclass(method, Variational) else (1,)


def plan(inputs: int, outputs: int, net: LstmNet, method: Method | None) -> Plan:
    """Without a method it has the places of variational dropout. The coins are the same for all methods."""
    steps, width, symbols = read(inputs, outputs)
    cell = (width + net.cells + 1) * GATES * net.cells
    last = (net.cells + 1) * outputs
    units, image = (steps, net.cells), Signal("x", (steps, width), "as is")
    return Plan(
        kind="lstm",
        signals=(
            *((Signal("x", (steps,), "none"), Signal("read", (steps, width), "none")) if symbols else (image,)),
            *(Signal(gate, units, "none") for gate in ("i", "f", "o")),
            Signal("g", units, "as is" if isinstance(method, Recurrent) else "none"),
            Signal("c", units, "tanh"),
            Signal("h", units, "as is"),
            Signal("z", (outputs,), "softmax"),
        ),
        places=_places(
            "read" if symbols else "x", (steps, width), (steps, GATES, net.cells), method or Variational((), (), "tied")
        ),
        placed=() if method is None else tuple(k for k in method.place if k < 2),
        weights=(),
        parameters=cell + last,
        kept=0,
        operations=steps * cell + last,
        overhead=OVERHEAD * steps,
        points=TOKEN_POINTS if symbols else IMAGE_POINTS,
    )


def _places(reads: str, read: Shape, cell: Shape, method: Method) -> tuple[Place, ...]:
    """On what each step reads of the sequence, and within the cell."""
    steps, width = read
    each_step = isinstance(method, Naive) or (isinstance(method, Recurrent) and method.lasts == "step")
    lasts = steps if each_step else 1
    on, gates = "h", 1
    if isinstance(method, Recurrent):
        on = "g"
    elif isinstance(method, Naive):
        on = method.on
    elif isinstance(method, Variational) and method.gates == "untied":
        gates = GATES
    return (
        Place("x", reads, read, (lasts, width), read),
        Place(on, on, (steps, gates, cell[-1]), (lasts, gates, cell[-1]), cell),
    )
