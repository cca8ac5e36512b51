"""A dropout class with the statements that the errata name, so that what they say can be run.

It follows the description of the notebook's section "Basic Implementation" in the errata, line for line where
they quote it. It is text, because parts of it do not run; `load` compiles it with a NumPy of its own that holds
the legacy generator, so that no global state changes.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

SOURCE = """\
class Dropout:
    def __init__(self, p=0.5):
        assert 0 <= p < 1
        self.p, self.mask = p, None
        self.train = True

    def train():
        self.train = True

    def eval():
        self.train = False

    def forward(self, X):
        if not self.train or self.p == 0:
            return X
        self.mask = (np.random.rand(*X.shape) > self.p) / (1 - self.p)
        return X * self.mask

    def backward(self, dY):
        if not self.train or self.p == 0:
            return grad_output
        return dY * self.mask
"""


def load(seed: int = 1, optimize: int = 0) -> Any:
    """The class, with `np.random` as after `np.random.seed(seed)`; optimize=1 compiles as `python -O` does."""
    names: dict[str, Any] = {"np": SimpleNamespace(random=np.random.RandomState(seed))}
    exec(compile(SOURCE, "notebook", "exec", dont_inherit=True, optimize=optimize), names)
    return names["Dropout"]
