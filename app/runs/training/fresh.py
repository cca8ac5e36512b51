"""A trained network that nobody has switched to evaluation: every sample it is asked for gets a mask of its own."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.engine.layer import Array
from app.runs.nets.model import Model
from app.runs.spec.cost import passed_at_once
from app.runs.spec.run_spec import RunSpec
from app.runs.training.evaluation import at_once, in_parts
from app.runs.training.model import fresh_model


class Fresh:
    """Puts any samples through one arm's network with masks on, drawn as training draws them: `Evaluation.passes` has
    one mask for all samples of a pass, this has one for each, where the method has.

    The masks have coins of their own, so that training's are not used twice; a pass has the same at every step.
    """

    def __init__(self, spec: RunSpec) -> None:
        self.spec = spec
        self._models: dict[int, Model] = {}  # by the size of the parts that they are bound to

    def passes(self, theta: NDArray[Any], x: Array, k: int, step: int = 0) -> Array:
        """z of K passes: (k, samples, outputs)."""
        return at_once(self.passes_in_parts(theta, x, k, step))

    def passes_in_parts(self, theta: NDArray[Any], x: Array, k: int, step: int = 0) -> Generator[None, None, Array]:
        """The same, with a pause after each part."""
        passes = []
        for number in range(k):
            passes.append((yield from self.pass_in_parts(theta, x, number, step)))
        return np.stack(passes)

    def pass_in_parts(self, theta: NDArray[Any], x: Array, number: int, step: int = 0) -> Generator[None, None, Array]:
        """One of these passes alone: (samples, outputs)."""
        size = -(-len(x) // -(-len(x) // passed_at_once(self.spec.plan)))
        model, parts, z = self._bound(size), in_parts(x, size), []
        for of_it, (part, wanted) in enumerate(parts):
            model.network.state[...] = theta  # others may have asked meanwhile
            model.put(self.spec.rates(step))
            model.coins.seek(number * len(parts) + of_it)
            z.append(model.network.forward(part)[:wanted].copy())
            yield
        return np.concatenate(z)

    def _bound(self, size: int) -> Model:
        """The network, for parts of one size."""
        if size not in self._models:
            self._models[size] = fresh_model(self.spec, size)
            self._models[size].network.bind((size, self.spec.sizes[0]))
        return self._models[size]
