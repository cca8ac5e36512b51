"""The settings of the one-layer page: which values each takes."""

from dataclasses import replace

from app.runs.spec.faults import Fault
from app.runs.spec.fields import FIELDS, SEED_MAX, Field
from app.runs.spec.reading import number

# A matrix of 8 x 8 is the largest whose every number can still be read.
SIDE_MAX = 8
# A millionth and a million side by side are already unreadable; beyond, only zeros would be told apart.
CELL_MAX = 1_000_000
CELL_LEAST = 1e-6
# Enough masks to tell 1 from 1.01 at p = 0.5, and still a few milliseconds.
MASKS_MAX = 10_000
# The page draws at most 10,000 masks of 64 cells: of those coins less than one falls so near to 0 or 1.
P_LEAST = 1e-6

SUB_STEPS = ("draw", "compare", "scale", "multiply", "upstream", "mask", "pass")
FORWARD = SUB_STEPS[:4]
MODES = ("train", "eval")

_TABLE = (
    replace(FIELDS["p"], key="layer p"),
    Field("seed", "whole", 0, SEED_MAX, key="layer seed"),
    Field("batch", "whole", 1, SIDE_MAX, key="layer batch"),
    Field("units", "whole", 1, SIDE_MAX),
    Field("mode", "choice", choices=MODES),
    Field("substep", "choice", choices=SUB_STEPS),
    Field("coins", "choice", choices=("hidden", "shown")),
    Field("k", "whole", 1, MASKS_MAX),
)

LAYER_FIELDS = {field.name: field for field in _TABLE}
OTHER_NAMES = ("x", "dy", "cell")


def read_p(field: Field, text: str) -> float:
    """p: 0, or so far from 0 and 1 that some coin of the page can tell. Raises: Fault."""
    value = number(field, text)
    if value != 0 and not P_LEAST <= value <= 1 - P_LEAST:
        raise Fault("near", field, text)
    return value


def read_value(name: str, text: str) -> float:
    """The number of one cell, as x34 (sample 3, neuron 4). Raises: Fault where it is not of sensible size."""
    field = Field(name, "number", -CELL_MAX, CELL_MAX)
    value = number(field, text)
    if 0 < abs(value) < CELL_LEAST:
        raise Fault("small", field, text, least=f"{CELL_LEAST:g}")
    return value
