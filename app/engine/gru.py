"""GRU: a recurrent layer whose units mix what they were with what they could become."""

from __future__ import annotations

import numpy as np

from app.engine.activations import ONE
from app.engine.layer import Array, Shape
from app.engine.recurrent import Recurrent, Unrolled, stepwise

HALF = np.array(0.5)


class Steps(Unrolled):
    """A GRU's arrays, by step: r, u and n, what the candidate reads (`zn`), and room for backward."""

    def __init__(self, shape: Shape, hidden: int) -> None:
        super().__init__(shape, hidden)
        self.zn = self.reads()
        self.below, self.reset = list(self.h_of(self.z)), list(self.h_of(self.zn))
        self.gates, self.n = self.steps_of(2 * hidden), self.steps_of(hidden)
        self.r, self.u = self.gates[:, :hidden], self.gates[:, hidden:]
        self.da = self.steps_of(3 * hidden)
        self.dh, self.more, self.q, self.zero = np.zeros((4, hidden, self.batch))


class GRU(Recurrent[Steps]):
    """The gated recurrent unit: a reset gate r, an update gate u and a candidate n.

        r_t, u_t = sigmoid([x_t, h_{t-1}, 1] [Wr, Wu])
        n_t = tanh([x_t, r_t h_{t-1}, 1] Wn),   h_t = (1 - u_t) h_{t-1} + u_t n_t

    W is [Wr, Wu, Wn] from left to right, (inputs + hidden + 1, 3 hidden); products of gates are number by number. With
    dh_t = dL/dh_t and q_t = dL/d(r_t h_{t-1}) = dn'_t Whn^T, where ' is before a gate's nonlinearity:

        dn'_t = dh_t u_t (1 - n_t^2),   du'_t = dh_t (n_t - h_{t-1}) u_t (1 - u_t),   dr'_t = q_t h_{t-1} r_t (1 - r_t)
        dh_{t-1} = dy_{t-1} + dh_t (1 - u_t) + q_t r_t + [dr'_t, du'_t] [Whr, Whu]^T

    Shapes and errors are those of `Recurrent`. PyTorch and Keras reset h_{t-1} Whn, with a bias of its own, and their u
    says how much is kept.
    Source: Cho et al. 2014, with u as in Chung et al. 2014.
    """

    sums = 3

    def adopt(self, theta: Array, grad: Array) -> None:
        super().adopt(theta, grad)
        gates = 2 * self.hidden
        self._gates, self._candidate = self._w[:, :gates], self._w[:, gates:]

    def unrolled(self, shape: Shape) -> Steps:
        return Steps(shape, self.hidden)

    def forward(self, x: Array) -> Array:
        room = self._begin(x)
        for z in (room.z, room.zn):
            room.x_of(z)[...] = stepwise(room.x)
        before = room.zero
        for t, h in enumerate(room.h):
            room.below[t][...] = before
            np.matmul(self._gates.T, room.z[t], room.gates[t])
            sigmoid(room.gates[t])
            np.multiply(room.r[t], before, room.reset[t])
            np.matmul(self._candidate.T, room.zn[t], room.n[t])
            np.tanh(room.n[t], room.n[t])
            np.subtract(room.n[t], before, h)  # h_{t-1} + u (n - h_{t-1})
            np.multiply(h, room.u[t], h)
            np.add(h, before, h)
            before = h
        return room.y

    def backward(self, dy: Array) -> Array:
        room = self._last()
        h, dh, more, q = self.hidden, room.dh, room.more, room.q
        whg, whn = self._gates[self.inputs : -1], self._candidate[self.inputs : -1]
        dh[...] = 0.0
        for t in reversed(range(room.steps)):
            r, u, n, before, da = room.r[t], room.u[t], room.n[t], room.below[t], room.da[t]
            dr, du, dn = da[:h], da[h : 2 * h], da[2 * h :]
            dh += dy[:, t].T
            np.multiply(n, n, dn)
            np.subtract(ONE, dn, dn)
            dn *= u
            dn *= dh
            np.matmul(whn, dn, q)
            np.subtract(n, before, du)
            np.subtract(ONE, u, more)
            du *= u
            du *= more
            du *= dh
            dh *= more
            np.subtract(ONE, r, dr)
            dr *= r
            dr *= before
            dr *= q
            q *= r
            dh += q
            np.matmul(whg, da[: 2 * h], more)
            dh += more
        self._learn_from(room.z, room.da, self._dw, self._one_dw)
        # The candidate read r_t h_{t-1} where the gates read h_{t-1}.
        part = slice(self.inputs, -1), slice(2 * h, None)
        self._learn_from(room.zn[:, part[0]], room.da[:, part[1]], self._dw[part], self._one_dw[part])
        return self._input_gradient(room.da, room.dx)


def sigmoid(a: Array) -> None:
    """1 / (1 + e^-a) = (1 + tanh(a / 2)) / 2, in place and without overflow."""
    a *= HALF
    np.tanh(a, a)
    a *= HALF
    a += HALF
