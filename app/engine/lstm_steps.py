"""The arrays of an LSTM's pass over a sequence, step by step."""

from __future__ import annotations

import numpy as np

from app.engine.activations import ONE
from app.engine.layer import Array, Shape
from app.engine.recurrent import Unrolled, stepwise


class Steps(Unrolled):
    """Each array is (steps, ..., batch), each list has one array for each step.

    `a` has the gates o, i, f and the candidate g, (steps, 4, hidden, batch), and `da` their gradients before the
    nonlinearity. `memory` has c, behind the zeros from before the first step. `carried` and `written` are what f and i
    multiply: c of the step before and g, with their masks. `reading` is what is multiplied by W.
    """

    def __init__(self, shape: Shape, hidden: int) -> None:
        super().__init__(shape, hidden)
        self.a, self.da = self.steps_of(4, hidden), self.steps_of(4, hidden)
        self.gates = list(self.a[:, :3])
        self.each = [tuple(gates) for gates in self.a]
        self.memory = np.zeros((self.steps + 1, hidden, self.batch))
        self.c = list(self.memory)
        self.tanh_c, self.through = self.steps_of(hidden), self.steps_of(hidden)
        self.dh, self.dc = self.steps_of(hidden), self.steps_of(hidden)
        self.work = np.zeros((hidden, self.batch))
        self._masked_c, self._masked_g = self.steps_of(hidden), self.steps_of(hidden)
        self._tied = Reading(self, self.z)
        self._untied: Reading | None = None  # made when it is first needed
        self.use(None, None, None, None)

    def use(self, x: Array | None, h: Array | None, c: Array | None, g: Array | None) -> None:
        """Have these masks, as they were drawn, and x where the steps read it."""
        self.mx, self.mh, self.mc, self.mg = x, self._by_step(h), self._by_step(c), self._by_step(g)
        self.carried = self._masked_c if self.mc else self.memory[:-1]
        self.written = self._masked_g if self.mg else self.a[:, 3]
        self.reading = self._tied
        if h is not None and h.shape[2] == 4:
            self._untied = self.reading = self._untied or Reading(self, self.reads(4))
        into = self.x_of(self.reading.z)
        if x is None:
            into[...] = self.reading.for_all(stepwise(self.x))
        else:
            np.multiply(self.reading.for_all(stepwise(self.x)), self.reading.for_all(stepwise(x)), into)

    def _by_step(self, mask: Array | None) -> list[Array]:
        """A mask (batch, steps or 1, gates, hidden) as (hidden, batch), or (4, hidden, batch), for each step."""
        if mask is None:
            return []
        steps = list(stepwise(mask if mask.shape[2] == 4 else mask[:, :, 0]))
        return steps * self.steps if len(steps) == 1 else steps

    def slopes(self) -> None:
        """Set da to what dh_t (at o) and dc_t (at i, f, g) are multiplied by to be da_t, and `through` to what dh_t is
        multiplied by on its way to c_t."""
        a, da = self.a, self.da
        np.multiply(a, a, da)
        np.subtract(a[:, :3], da[:, :3], da[:, :3])  # s (1 - s)
        np.subtract(ONE, da[:, 3], da[:, 3])  # 1 - g^2
        for gate, factor in enumerate((self.tanh_c, self.written, self.carried, a[:, 1])):
            da[:, gate] *= factor
        for dg, m in zip(da[:, 3], self.mg, strict=False):
            dg *= m
        np.multiply(self.tanh_c, self.tanh_c, self.through)
        np.subtract(ONE, self.through, self.through)
        self.through *= a[:, 0]


class Reading:
    """What the steps read, z, and the sums that W makes of it: one z for all gates, or four with their own h.

    z (steps, rows, batch), a, da (steps, 4 hidden, batch), or where they are `untied` z (steps, 4, rows, batch),
    a, da (steps, 4, hidden, batch).
    """

    def __init__(self, steps: Steps, z: Array) -> None:
        self.z = z
        self.untied = z.ndim == 4
        self.below = list(steps.h_of(z))  # where each step reads h
        self.da = self._summed(steps.da)
        self.a = list(self._summed(steps.a))
        self.back = np.zeros(self.below[0].shape)
        self.product = np.matmul if self.untied else np.ndarray.dot

    def _summed(self, a: Array) -> Array:
        return a if self.untied else a.reshape(len(a), -1, a.shape[-1])

    def for_all(self, x: Array) -> Array:
        """(steps, inputs, batch), with an axis for the gates where they are untied."""
        return x[:, None] if self.untied else x

    def weights(self, w: Array) -> Array:
        """W (rows, 4 hidden), or where gates are untied (4, rows, hidden), as a view."""
        return w.reshape(len(w), 4, -1).swapaxes(0, 1) if self.untied else w
