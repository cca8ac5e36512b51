"""The table of settings: which values each takes. What each is called and means is in app/web/words.

Parsing and forms both read this table, so that a limit is written once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from app.runs.data.tasks import TASKS
from app.runs.nets.methods import METHODS
from app.runs.nets.parts import NETS

FieldKind = Literal["choice", "whole", "number", "widths", "rates", "places", "changes"]

# Two points of each class, and what one page can draw and one step can test in milliseconds.
N_MIN, N_MAX = 4, 5000
# At least one image of each digit on average; 5,000 images less 1,000 for the test.
DIGITS_N_MIN, DIGITS_N_MAX = 10, 4000
# Points lie within about 1.5 of the centre, so at 2 there is nothing left to learn.
NOISE_MAX = 2.0
# Above a half, the flipped label would be the true one.
FLIP_MAX = 0.5
# What can be drawn, and trained step by step in a fraction of a second.
LAYERS_MAX, WIDTH_MAX = 6, 256
# Ten is far beyond where any scene diverges.
LR_MAX = 10.0
# Weight decay of 1 takes the weights away faster than any gradient here builds them.
DECAY_MAX = 1.0
# Places that a link can name: residual blocks, one digit each.
PLACES_MAX = 10
# A map of the convolutional network is 7 cells wide where blocks are dropped.
MAP_WIDTH = 7
# What can be drawn, and trained in seconds: maps and blocks, units and steps of a sequence, words' vectors.
MAPS_MAX, BLOCKS_MAX, CELLS_MAX, DELAY_MAX, VECTOR_MAX, HEADS_MAX = 32, 10, 64, 40, 64, 8
# A bias at which a forget gate lets 99.99 % through.
FORGET_MAX = 9.0
# A gradient that long is never cut.
CLIP_MAX = 1000.0
# Beyond these a prior says nothing, or all.
LENGTH_MAX, PRECISION_MAX = 100.0, 1e6
# Moved by more, a digit leaves its picture of 14 x 14 pixels.
SHIFT_MAX = 3
# Rows of a mask matrix that can still be seen.
BATCH_MAX = 256
# The longest log that a cursor can be moved through.
STEPS_MAX = 20_000
# Seeds fit in 31 bits, so that every language can hold them.
SEED_MAX = 2**31 - 1
# Branches that a reader can still follow; keeps the link within its length.
CHANGES_MAX = 20


@dataclass(frozen=True, slots=True)
class Field:
    """One setting. For lists (widths, rates) min and max hold for each value; step is what a form moves by.

    `open_min` and `open_max` say that the end itself does not belong to the values; `why` is the key of the reason of
    a limit that would surprise (of an open maximum: why that value itself is not allowed). `key` is what its label and
    help stand under in app/web/words, where that is not its name.
    """

    name: str
    kind: FieldKind
    min: float = 0
    max: float = 0
    step: float = 1
    choices: tuple[str, ...] = ()
    open_min: bool = False
    open_max: bool = False
    why: str = ""
    key: str = ""

    @property
    def words(self) -> str:
        """The key of its label and help."""
        return self.key or self.name

    @property
    def interval(self) -> str:
        """The values as mathematics writes them, as in [0, 1)."""
        left, right = "(" if self.open_min else "[", ")" if self.open_max else "]"
        return f"{left}{self.min:.10g}, {self.max:.10g}{right}"

    def holds(self, value: float) -> bool:
        """Whether value lies in the interval."""
        above = value > self.min if self.open_min else value >= self.min
        return above and (value < self.max if self.open_max else value <= self.max)


_TABLE = (
    Field("data", "choice", choices=tuple(TASKS)),
    Field("n", "whole", N_MIN, N_MAX),
    Field("noise", "number", 0, NOISE_MAX, 0.05),
    Field("flip", "number", 0, FLIP_MAX, 0.05),
    Field("delay", "whole", 1, DELAY_MAX),
    Field("hidden", "widths", 1, WIDTH_MAX),
    Field("activation", "choice", choices=("relu", "tanh", "sigmoid")),
    Field("norm", "choice", choices=("none", "before", "after")),
    Field("maps", "widths", 1, MAPS_MAX),
    Field("neurons", "whole", 1, WIDTH_MAX),
    Field("cells", "whole", 1, CELLS_MAX),
    Field("forget", "number", -FORGET_MAX, FORGET_MAX, 0.5),
    Field("blocks", "whole", 1, BLOCKS_MAX),
    Field("width", "whole", 1, VECTOR_MAX),
    Field("heads", "whole", 1, HEADS_MAX),
    Field("inner", "whole", 1, WIDTH_MAX),
    Field("optimizer", "choice", choices=("sgd", "momentum", "adam")),
    Field("lr", "number", 0, LR_MAX, 0.001, open_min=True),
    Field("warmup", "whole", 0, STEPS_MAX),
    Field("decay", "number", 0, DECAY_MAX, 0.001),
    Field("clip", "number", 0, CLIP_MAX, 0.1),
    Field("shift", "whole", 0, SHIFT_MAX),
    Field("batch", "whole", 1, BATCH_MAX),
    Field("steps", "whole", 1, STEPS_MAX),
    Field("p", "rates", 0, 1, 0.01, open_max=True, why="all off"),
    Field("place", "places", 0, PLACES_MAX - 1),
    Field("net", "choice", choices=tuple(NETS)),
    Field("method", "choice", choices=tuple(METHODS)),
    Field("each", "choice", choices=("sample", "batch")),
    Field("block", "whole", 1, MAP_WIDTH, why="map"),
    Field("gates", "choice", choices=("tied", "untied")),
    Field("lasts", "choice", choices=("step", "sequence")),
    Field("on", "choice", choices=("h", "c")),
    Field("along", "choice", choices=("linear", "equal")),
    Field("inference", "choice", choices=("mean", "moments")),
    Field("length", "number", 0, LENGTH_MAX, 0.01, open_min=True),
    Field("lr_p", "number", 0, LR_MAX, 0.001, open_min=True),
    Field("precision", "number", 0, PRECISION_MAX, 1, open_min=True),
    *(Field(f"seed{of}", "whole", 0, SEED_MAX) for of in ("", ".data", ".weights", ".batches", ".masks")),
    Field("change", "changes", 0, STEPS_MAX),
)

FIELDS: Mapping[str, Field] = {field.name: field for field in _TABLE}


WHY_BELOW_1 = {"gaussian": "no variance", "dropconnect": "weights off", "concrete": "no logit"} | dict.fromkeys(
    ("spatial", "dropblock", "variational", "recurrent", "naive", "stochastic_depth", "layerdrop"), "none on"
)


def field_for(name: str, data: str, method: str = "dropout") -> Field:
    """The field with the limits that hold for this data set and method."""
    field = FIELDS[name]
    if name == "p" and method in WHY_BELOW_1:
        return replace(field, why=WHY_BELOW_1[method], open_min=METHODS[method].learned)
    if (data, name) == ("digits", "n"):
        return replace(field, min=DIGITS_N_MIN, max=DIGITS_N_MAX, why="test images")
    if name == "noise" and TASKS[data].sample == "tokens":
        return replace(field, max=0, why="tokens")
    if (data, name) == ("curve", "flip"):
        return replace(field, max=0, why="no labels")
    return field
