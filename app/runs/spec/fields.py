"""The table of settings: what each is called, what it means and which values it takes.

Parsing and forms both read this table, so that a limit is written once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from app.runs.data.tasks import TASKS

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

    `open_min` and `open_max` say that the end itself does not belong to the values; `why` is the reason of a
    limit that would surprise (of an open maximum: why that value itself is not allowed).
    """

    name: str
    label: str
    help: str
    kind: FieldKind
    min: float = 0
    max: float = 0
    step: float = 1
    choices: tuple[str, ...] = ()
    open_min: bool = False
    open_max: bool = False
    why: str = ""

    @property
    def interval(self) -> str:
        """The values as mathematics writes them, as in [0, 1)."""
        left, right = "(" if self.open_min else "[", ")" if self.open_max else "]"
        return f"{left}{self.min:.10g}, {self.max:.10g}{right}"

    def holds(self, value: float) -> bool:
        """Whether value lies in the interval."""
        above = value > self.min if self.open_min else value >= self.min
        return above and (value < self.max if self.open_max else value <= self.max)


def _seed(name: str, what: str) -> Field:
    return Field(name, f"Seed of {what}", f"The number that {what} are drawn from.", "whole", 0, SEED_MAX)


_TABLE = (
    Field("data", "Data", "What the network learns.", "choice", choices=tuple(TASKS)),
    Field("n", "Training samples", "How many samples the network learns from.", "whole", N_MIN, N_MAX),
    Field("noise", "Noise", "Standard deviation of the noise on each point, pixel or target.", "number",
          0, NOISE_MAX, 0.05),
    Field("flip", "Flipped labels", "Share of labels that are wrong on purpose.", "number",
          0, FLIP_MAX, 0.05),
    Field("hidden", "Hidden layers", "Neurons in each hidden layer, as 12,12,12.", "widths", 1, WIDTH_MAX),
    Field("activation", "Activation", "What each hidden neuron does with its sum.", "choice",
          choices=("relu", "tanh", "sigmoid")),
    Field("optimizer", "Optimizer", "How a gradient becomes a step.", "choice",
          choices=("sgd", "momentum", "adam")),
    Field("lr", "Learning rate", "How far one step goes.", "number", 0, LR_MAX, 0.001, open_min=True),
    Field("decay", "Weight decay", "Pulls weights and biases towards 0: decay times each is added to its "
          "gradient (L2, as weight_decay of PyTorch's Adam; AdamW's decoupled decay is another method).", "number",
          0, DECAY_MAX, 0.001),
    Field("batch", "Batch size", "Samples in one gradient step.", "whole", 1, BATCH_MAX),
    Field("steps", "Steps", "Gradient steps in the whole run.", "whole", 1, STEPS_MAX),
    Field("p", "p", "Probability that a neuron is dropped: one value, or one for each place.", "rates",
          0, 1, 0.01, open_max=True, why="at 1 every neuron would be off at every step"),
    Field("place", "Place", "Where dropout sits: 0 is the input, k is after hidden layer k; none is nowhere.",
          "places", 0, LAYERS_MAX),
    Field("seed", "Seed", "One seed for data, weights, batches and masks.", "whole", 0, SEED_MAX),
    _seed("seed.data", "the data"),
    _seed("seed.weights", "the weights"),
    _seed("seed.batches", "the batches"),
    _seed("seed.masks", "the masks"),
    Field("change", "Changes", "What changed while it ran, as p@128:0.3;lr@200:0.01.", "changes",
          0, STEPS_MAX),
)  # fmt: skip

FIELDS: Mapping[str, Field] = {field.name: field for field in _TABLE}


def field_for(name: str, data: str) -> Field:
    """The field with the limits that hold for this data set."""
    field = FIELDS[name]
    if (data, name) == ("digits", "n"):
        why = "1,000 of the 5,000 images are for the test"
        return replace(field, min=DIGITS_N_MIN, max=DIGITS_N_MAX, why=why)
    if (data, name) == ("curve", "flip"):
        return replace(field, max=0, why="a curve has no labels to flip")
    return field
