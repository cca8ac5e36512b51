"""RNN: the plain recurrent layer."""

from __future__ import annotations

import numpy as np

from app.engine.activations import ONE
from app.engine.layer import Array, Shape
from app.engine.recurrent import Recurrent, Unrolled, stepwise


class Steps(Unrolled):
    """An RNN's arrays: `below` is where step t reads h_{t-1}; `da` is dL/da of all steps, `dh` of the current one."""

    def __init__(self, shape: Shape, hidden: int) -> None:
        super().__init__(shape, hidden)
        self.below = list(self.h_of(self.z))
        self.da = self.steps_of(hidden)
        self.dh = np.zeros((hidden, self.batch))


class RNN(Recurrent[Steps]):
    """Each step is a dense layer with tanh that also reads its own last output.

        h_t = tanh(a_t),   a_t = x_t Wx + h_{t-1} Wh + b
        dh_t = dy_t + da_{t+1} Wh^T,   da_t = dh_t (1 - h_t^2)

    dL/dh_t is what the output itself gets, dy_t, and what the next step hands back: Wh and a slope for each step
    between, which is why it fades or grows with their number.
    Shapes, parameters and errors are those of `Recurrent`.
    Source: Elman 1990; back through time as Werbos 1990.
    """

    def unrolled(self, shape: Shape) -> Steps:
        return Steps(shape, self.hidden)

    def forward(self, x: Array) -> Array:
        room = self._begin(x)
        room.x_of(room.z)[...] = stepwise(room.x)
        w = self._w.T
        for t, h in enumerate(room.h):
            np.matmul(w, room.z[t], h)
            np.tanh(h, h)
            if t + 1 < room.steps:
                room.below[t + 1][...] = h
        return room.y

    def backward(self, dy: Array) -> Array:
        room = self._last()
        da = np.square(stepwise(room.y), room.da)  # the slopes, until each step has its gradient
        np.subtract(ONE, da, da)
        dh = room.dh
        for t in reversed(range(room.steps)):
            if t + 1 < room.steps:
                self._wh.dot(da[t + 1], dh)
            else:
                dh[...] = 0.0
            dh += dy[:, t].T
            da[t] *= dh
        self._learn_from(room.z, da, self._dw, self._one_dw)
        return self._input_gradient(da, room.dx)
