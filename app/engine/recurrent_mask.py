"""A mask within a recurrent layer: what it multiplies, and how long it is kept."""

from __future__ import annotations

from typing import Literal

from app.engine.coins import Uniform, factors_of
from app.engine.layer import Array, Shape, probability
from app.engine.rules import BERNOULLI, Rule, Shared

On = Literal["x", "h", "c", "g"]

PLACES: tuple[On, ...] = ("x", "h", "c", "g")
STEPS, GATES = -3, -2  # the axes of (batch, steps, gates, hidden)


class RecurrentMask:
    """Dropout on one of the numbers that a recurrent layer reads or writes at each step.

    `on` says on which: "x" and "h" are what a step reads, "c" the memory that it is handed, "g" the candidate for it
    (`LSTM` has the formula). `each` says how long a mask is kept: for one step, or for the whole sequence. With
    `tied=False` each gate has its own mask of h.

    Shapes: on x coins are (batch, steps, inputs) and the mask (batch, steps or 1, inputs); elsewhere coins are
    (batch, steps, 4, hidden) and the mask (batch, steps or 1, 4 or 1, hidden). What is shared takes the first coin
    along its axis: all these masks can be made of the same coins.
    Factors are 0 and 1 / (1 - p). A mask of c is always of one step: kept for a sequence its factor would come to
    (1 - p)^-steps where it is not 0.
    `mask` is what was drawn last, or None.
    Raises: ValueError unless 0 <= p < 1, or where c is to keep a mask, or gates are told apart elsewhere than on h.
    """

    def __init__(
        self, on: On, p: float, rng: Uniform, each: Literal["step", "sequence"] = "sequence", tied: bool = True
    ) -> None:
        if on not in PLACES:
            raise ValueError(f'on must be "x", "h", "c" or "g", got {on!r}')
        if each not in ("step", "sequence"):
            raise ValueError(f'each must be "step" or "sequence", got {each!r}')
        if on == "c" and each == "sequence":
            raise ValueError("a mask of c must be drawn for each step")
        if on != "h" and not tied:
            raise ValueError(f"only masks of h may be untied, got one of {on}")
        self.on = on
        self.p = p
        self.rng = rng
        self.each = each
        self.tied = tied
        self.rule = self._rule()
        self.mask: Array | None = None

    @property
    def p(self) -> float:
        """Probability that a number is dropped."""
        return self._p

    @p.setter
    def p(self, p: float) -> None:
        self._p = probability(p)

    def _rule(self) -> Rule:
        if self.on == "x":
            return Shared((-2,)) if self.each == "sequence" else BERNOULLI
        axes = [STEPS] * (self.each == "sequence") + [GATES] * self.tied
        return Shared(axes) if axes else BERNOULLI

    def draw(self, shape: Shape, hidden: int, training: bool = True) -> Array | None:
        """The next mask, for x of this shape, or None in evaluation and where p is 0: then no coin is drawn."""
        self.mask = None
        if training and self._p > 0:
            batch, steps, _ = shape
            coins = shape if self.on == "x" else (batch, steps, 4, hidden)
            self.mask = factors_of(self.rng, coins, self.rule, self._p)
        return self.mask
