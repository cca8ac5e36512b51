"""LSTM: a recurrent layer with a memory that is handed on from step to step, and masks on each of its ways."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.engine.activations import ONE
from app.engine.layer import Array, Shape
from app.engine.lstm_steps import Steps
from app.engine.recurrent import Recurrent, sequence, stepwise
from app.engine.recurrent_mask import PLACES, On, RecurrentMask

FORGET_BIAS = 2.0  # a unit forgets slowly at first: sigmoid(2) = 0.88
HALF = np.array(0.5)


class LSTM(Recurrent[Steps]):
    """Long short-term memory: gates o, i, f and a candidate g; masks m on what a step reads, keeps or writes.

        o_t, i_t, f_t = sigmoid(a_t),   g_t = tanh(a_t),   a_t = [x_t m^x_t, h_{t-1} m^h_t, 1] W
        c_t = f_t (c_{t-1} m^c_t) + i_t (g_t m^g_t),   h_t = o_t tanh(c_t)

    number by number, but for the product with W, which gives each unit four sums, in the order o, i, f, g. Back
    through time, where dy is what the output h itself gets:

        dh_t = dy_t + (da_{t+1} Wh^T) m^h_{t+1},   do_t = dh_t tanh(c_t)
        dc_t = dh_t o_t (1 - tanh(c_t)^2) + dc_{t+1} f_{t+1} m^c_{t+1}
        di_t = dc_t g_t m^g_t,   df_t = dc_t c_{t-1} m^c_t,   dg_t = dc_t i_t m^g_t
        da_t = [do_t, di_t, df_t, dg_t] times the slopes s (1 - s) and 1 - g^2,   dx_t = (da_t Wx^T) m^x_t

    The memory's own way has no weight on it, only f: masks of x, h and g leave it alone, and one of c cuts it. c_t is
    masked on its way to step t + 1 and not on that to h_t: what was stored at step 0 has passed t masks by step t, and
    is still there with probability (1 - p)^t.

    `masks` are at most one for each of x, h, c and g. In evaluation, and where p is 0, nothing is drawn or multiplied.
    `drawn` has what the last forward pass multiplied by, by place, or None. With untied masks each gate reads h through
    its own: four products in place of one.

    Shapes: x (batch, steps, inputs), h (batch, steps, hidden); masks as in `RecurrentMask`. No replicas.
    For who looks inside there are i, f, g, o, c and h of the last pass, (batch, steps, hidden), and after backward dh,
    dc and dg: the gradients of the loss in h_t, c_t and g_t (before its mask), with all that later steps hand back.
    Raises: as `Recurrent`, and ValueError where two masks are on one place.
    Source: Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000. Masks: Gal and Ghahramani 2016 on
    x and h, for a sequence; Semeniuta et al. 2016 on g. Moon et al. 2015 mask c on its way to h too.
    """

    sums = 4

    def __init__(self, inputs: int, hidden: int, masks: Sequence[RecurrentMask] = ()) -> None:
        super().__init__(inputs, hidden)
        self.masks = {mask.on: mask for mask in masks}
        if len(self.masks) < len(masks):
            raise ValueError(f"a place takes one mask, got masks on {', '.join(mask.on for mask in masks)}")
        self.draws = bool(masks)
        self.drawn: dict[On, Array | None] = {}
        self._halves = np.repeat([0.5, 0.5, 0.5, 1.0], hidden)  # of each column of W
        self._halved = np.empty_like(self._w)

    def draw(self, rng: np.random.Generator, gain: float) -> None:
        """Weights ~ N(0, 1 / hidden), whatever the gain; b = 0, but 2 for the forget gate."""
        super().draw(rng, gain)
        self.forget_bias[...] = FORGET_BIAS

    @property
    def forget_bias(self) -> Array:
        """The part of b that the forget gates have."""
        return self.params["b"][2 * self.hidden : 3 * self.hidden]

    def unrolled(self, shape: Shape) -> Steps:
        return Steps(shape, self.hidden)

    def forward(self, x: Array) -> Array:
        room = self._begin(x)
        self._draw_masks(room)
        reading, work = room.reading, room.work
        w = np.swapaxes(reading.weights(np.multiply(self._w, self._halves, self._halved)), -1, -2)
        for t, h in enumerate(room.h):
            reading.product(w, reading.z[t], reading.a[t])
            np.tanh(room.a[t], room.a[t])  # of half of a_t where it is for a gate: sigmoid(a) = (1 + tanh(a / 2)) / 2
            gates = room.gates[t]
            gates *= HALF
            gates += HALF
            (o, i, f, g), before, c = room.each[t], room.c[t], room.c[t + 1]
            if room.mc:
                before = np.multiply(before, room.mc[t], room.carried[t])
            if room.mg:
                g = np.multiply(g, room.mg[t], room.written[t])
            np.multiply(f, before, c)
            c += np.multiply(i, g, work)
            np.multiply(o, np.tanh(c, room.tanh_c[t]), h)
            if t + 1 < room.steps:
                np.multiply(h, room.mh[t + 1] if room.mh else ONE, reading.below[t + 1])
        return room.y

    def backward(self, dy: Array) -> Array:
        room = self._last()
        room.slopes()
        reading, dy = room.reading, stepwise(dy)
        wh = reading.weights(self._wh)
        dh, dc = room.dh[-1], room.dc[-1]
        dh[...] = dy[-1]
        np.multiply(dh, room.through[-1], dc)
        for t in reversed(range(room.steps)):
            da = room.da[t]
            da[0] *= dh
            da[1:] *= dc
            if t == 0:
                break
            back = reading.product(wh, reading.da[t], reading.back)
            if room.mh:
                back *= room.mh[t]
            if reading.untied:
                back = np.add.reduce(back, axis=0, out=room.dh[t - 1])
            dh = np.add(back, dy[t - 1], room.dh[t - 1])
            dc = np.multiply(dc, room.each[t][2], room.dc[t - 1])
            if room.mc:
                dc *= room.mc[t]
            dc += np.multiply(dh, room.through[t - 1], room.work)
        self._learn_from(reading.z, reading.da, *map(reading.weights, (self._dw, self._one_dw)))
        dx = self._input_gradient(room.da.reshape(room.steps, -1, room.batch), room.dx)
        if room.mx is not None and not self.skip_dx:
            dx *= room.mx
        return dx

    def _draw_masks(self, room: Steps) -> None:
        """Draw the masks of this pass, and have x where the steps read it."""
        for on in PLACES:
            mask = self.masks.get(on)
            self.drawn[on] = None if mask is None else mask.draw(room.x.shape, self.hidden, self.training)
        room.use(*(self.drawn[on] for on in PLACES))

    # For who looks inside

    @property
    def i(self) -> Array:
        """The input gate of each step: how much of the candidate is written."""
        return sequence(self._last().a[:, 1])

    @property
    def f(self) -> Array:
        """The forget gate of each step: how much of the memory is kept."""
        return sequence(self._last().a[:, 2])

    @property
    def g(self) -> Array:
        """The candidate of each step, before its mask."""
        return sequence(self._last().a[:, 3])

    @property
    def o(self) -> Array:
        """The output gate of each step: how much of the memory is shown."""
        return sequence(self._last().a[:, 0])

    @property
    def c(self) -> Array:
        """The memory after each step, before the mask on its way to the next one."""
        return sequence(self._last().memory[1:])

    @property
    def h(self) -> Array:
        """The output of each step, before the mask on its way to the next one."""
        return self._last().y

    @property
    def dh(self) -> Array:
        """dL/dh_t of each step, as the last backward pass left it."""
        return sequence(self._last().dh)

    @property
    def dc(self) -> Array:
        """dL/dc_t of each step, of c."""
        return sequence(self._last().dc)

    @property
    def dg(self) -> Array:
        """dL/dg_t of each step, of g."""
        dg = self.dc * self.i
        return dg if self.drawn["g"] is None else dg * self.drawn["g"][:, :, 0]
