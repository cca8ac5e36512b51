"""What the notebook says and what holds: one line each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from app.runs.one_layer.notebook_failures import findings


@dataclass(frozen=True)
class Erratum:
    """said: as the notebook has it; holds: the correction; ran: what its code did here, for those in code.

    Code stands between backticks.
    """

    number: int
    said: str
    holds: str
    ran: str = ""


CODE = {
    1: ("`def train():` and `def eval():` have no `self`.", "`def eval(self):`, as a method is handed its object."),
    2: ("`self.train = True` hides the method `train()`.", "Give the mode another name, as PyTorch's `self.training`."),
    3: ("In evaluation and for p = 0, `backward` returns `grad_output`.", "Nothing of that name exists: `return dY`."),
    4: ("A forward pass in evaluation leaves the old mask in place, and `backward` looks at the mode of the moment.",
        "Set `self.mask = None` where `forward` passes through; let `backward` follow the mask, which is what "
        "`forward` did."),
    5: ("`backward` before any `forward` multiplies by `None`.", "Raise an error that says what is missing."),
    6: ("`> self.p` decides what is kept.", "u lies in [0, 1): `>= p` keeps with exactly 1−p, `> p` with 2⁻⁵³ less."),
    7: ("The mask is float64 whatever X is.", "Give the mask the type of X."),
    8: ("Passing through returns the same array.", "Copy it, or say so where it is documented."),
    9: ("`assert` checks p.", "Raise `ValueError`: assertions are removed under `python -O`."),
    10: ("The global legacy generator draws the coins.", "Give the layer a generator of its own, with a seed."),
    11: ("A list as input has no `shape`.", "Turn the input into an array first."),
}  # fmt: skip

FORMULAS = {
    12: ("X, row 2 ends in x₃₄, x₃₅.", "x₂₄, x₂₅."),
    13: ("∂L/∂Y, row 4 begins with y₄₂.", "y₄₁."),
    14: ("“Neuron was active: if the neuron was turned off, y = x/(1−p).”", "If the neuron was active, y = x/(1−p)."),
    15: ("“∂L/∂X is the same as mask M.”",
         "The mask is ∂yᵢⱼ/∂xᵢⱼ; ∂L/∂X = ∂L/∂Y ⊙ M, as the notebook's own code computes it."),
    16: ("∂Y/xᵢⱼ.", "The scalar ∂yᵢⱼ/∂xᵢⱼ, with a ∂ below as well."),
    17: ("∂L/∂X = ∂Y/∂X · ∂L/∂Y, as a product of matrices.",
         "∂Y/∂X has one row for each y and one column for each x, and is diagonal; written cell by cell it is ⊙ M."),
    18: ("∂L/∂Y is called a Jacobian, and M is both the mask and the width.",
         "L is one number, so ∂L/∂Y is its gradient; here X is batch × units."),
}  # fmt: skip

STATEMENTS = {
    19: ("“The network sees consistent activation statistics.”",
         "Only the mean is kept; the second moment grows by 1/(1−p), which batch normalisation notices."),
    20: ("“During inference the network uses appropriately scaled weights or activations.”",
         "True of the published form. In the inverted form, the one in the notebook, inference scales nothing."),
    21: ("“The expected output matches”, and inference “closely approximates averaging the predictions”.",
         "Exact for the layer and a linear map behind it. Beyond, what is approximated is the normalised "
         "geometric mean of the subnetworks."),
    22: ("“Dropout is placed after BN, not before.”",
         "Within each block that still puts it before the next block's normalisation: place it after the last one."),
    23: ("Masks of its own for each sample “inject more noise”.",
         "They average out over the batch. One mask for all gives the noisier gradient, with the same mean."),
    24: ("“Stochastic Depth (also called LayerDrop).”", "Two methods: schedule, gate, scaling and purpose differ."),
    25: ("“Recurrent Dropout: a fixed mask on the recurrent connections.”",
         "That is the recurrent mask of variational dropout; recurrent dropout masks the update, not the memory."),
    26: ("Gaussian dropout approximates Bernoulli dropout “in expectation”.", "Mean and variance both agree."),
    27: ("Structured variants “use the same probability p”.", "DropBlock draws its blocks with a much smaller one."),
    28: ("“The dropout layer has no learnable parameters.”", "True but for concrete dropout, which learns p."),
    29: ("Dead neurons “learn weights close to zero, activate extremely rarely”.",
         "Broader than usual: here dead means 0 for every sample."),
    30: ("“Over-specialization is the primary symptom of co-adaptation.”",
         "Not shown: with dropout the inequality of neurons hardly moves, while their interaction falls clearly."),
    31: ("DropConnect: “notably early LSTM variants, less common due to optimization difficulties”.",
         "No source is given; its best-known use in an LSTM is AWD-LSTM (2018)."),
}  # fmt: skip

SPELLING = (
    ("institution", "intention"), ("neutrons", "neurons"), ("gradeint", "gradient"), ("self.class", "self.mask"),
    ("to after all", "after all"), ("how p to make this decision", "how p makes this decision"),
    ("the as the one", "the same as the one"),
    ("For example Gaussian dropout, the", "For example, in Gaussian dropout the"),
)  # fmt: skip


@cache
def errata() -> dict[str, tuple[Erratum, ...]]:
    """All of them, by kind: code, formulas, statements."""
    ran = findings()
    return {
        name: _listed(table, ran)
        for name, table in (("code", CODE), ("formulas", FORMULAS), ("statements", STATEMENTS))
    }


def _listed(table: Mapping[int, tuple[str, str]], ran: Mapping[int, str]) -> tuple[Erratum, ...]:
    return tuple(Erratum(number, said, holds, ran.get(number, "")) for number, (said, holds) in table.items())
