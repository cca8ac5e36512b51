"""From gradient to update: SGD, momentum and Adam, each with weight decay.

An optimizer changes one array of parameters in place; a network's are one flat array (`Network.theta`).
Weight decay is L2 in the gradient, g + decay * theta, on weights and biases alike (PyTorch's `weight_decay`).
Some parameters may learn at a rate of their own (`Layer.rates`), and some may not decay (`Layer.decaying`).
`state` holds what it remembers between steps, with the shape of theta, and `steps` how many it has made:
together they are all that is needed to continue elsewhere.
"""

from __future__ import annotations

import numpy as np

from app.engine.layer import Array

Setting = float | Array  # one for all replicas, or one for each


class SGD:
    """theta <- theta - lr g.

    `rates` has for each parameter a rate of its own, or NaN where `lr` counts; `decaying` has 1 where `decay` acts
    and 0 where it does not. Where theta is (replicas, size), lr and decay may have a number for each: (replicas, 1).
    Raises: ValueError unless lr is a finite number above 0, and decay one of at least 0.
    """

    names: tuple[str, ...] = ()

    def __init__(
        self, theta: Array, lr: Setting, decay: Setting = 0.0, rates: Array | None = None, decaying: Array | None = None
    ) -> None:
        self.theta = theta
        self._rates = None if rates is None or np.isnan(rates).all() else rates
        self._decaying = None if decaying is None or decaying.all() else decaying
        self.lr = lr
        self.decay = decay
        self.steps = 0
        self.state = {name: np.zeros_like(theta) for name in self.names}
        self._work = np.empty_like(theta)
        self._decayed = np.empty_like(theta)

    @property
    def lr(self) -> Setting:
        """The learning rate of all parameters that have none of their own."""
        return self._lr

    @lr.setter
    def lr(self, lr: Setting) -> None:
        if not np.all((lr > 0) & np.isfinite(lr)):
            raise ValueError(f"lr must be a finite number above 0, got {lr}")
        self._lr = lr
        self._rate = lr if self._rates is None else np.where(np.isnan(self._rates), lr, self._rates)

    @property
    def decay(self) -> Setting:
        """By how much of itself each parameter that decays is added to its gradient."""
        return self._decay

    @decay.setter
    def decay(self, decay: Setting) -> None:
        if not np.all((decay >= 0) & np.isfinite(decay)):
            raise ValueError(f"decay must be a finite number of at least 0, got {decay}")
        self._decay = decay
        self._decays = bool(np.any(decay))
        self._pull = decay if self._decaying is None else decay * self._decaying

    def step(self, grad: Array) -> None:
        """Update theta with this gradient, of its shape."""
        self.steps += 1
        if self._decays:
            np.multiply(self.theta, self._pull, out=self._decayed)
            self._decayed += grad
            grad = self._decayed
        self._update(grad)

    def _update(self, grad: Array) -> None:
        np.multiply(grad, self._rate, self._work)
        np.subtract(self.theta, self._work, self.theta)


class Momentum(SGD):
    """v <- 0.9 v + g, theta <- theta - lr v. Source: Polyak 1964, in PyTorch's form."""

    names = ("v",)
    beta = 0.9

    def _update(self, grad: Array) -> None:
        v = self.state["v"]
        v *= self.beta
        v += grad
        super()._update(v)


class Adam(SGD):
    """m <- b1 m + (1 - b1) g, v <- b2 v + (1 - b2) g^2, theta <- theta - lr m' / (sqrt(v') + eps).

    m' = m / (1 - b1^t) and v' = v / (1 - b2^t) undo the start from zero.
    Source: Kingma and Ba 2015, with their constants.
    """

    names = ("m", "v")
    beta1, beta2, eps = 0.9, 0.999, 1e-8

    def _update(self, grad: Array) -> None:
        m, v, work = self.state["m"], self.state["v"], self._work
        m *= self.beta1
        np.multiply(grad, 1 - self.beta1, out=work)
        m += work
        v *= self.beta2
        np.multiply(grad, grad, out=work)
        work *= 1 - self.beta2
        v += work
        np.multiply(v, 1 / (1 - self.beta2**self.steps), out=work)
        np.sqrt(work, out=work)
        work += self.eps
        np.divide(m, work, out=work)
        work *= self._rate / (1 - self.beta1**self.steps)
        self.theta -= work


OPTIMIZERS: dict[str, type[SGD]] = {"sgd": SGD, "momentum": Momentum, "adam": Adam}
