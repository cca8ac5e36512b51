"""Who matters: what the test set's loss and accuracy lose by each hidden neuron alone, and by two at once.

    I_j = L(without j) - L,   I_ij = L(without i and j) - L,   accuracy likewise as what is lost

Of a layer of H neurons, undefined where nothing matters (a mean of |I| below 1e-12):

    effective number   (sum |I|)^2 / sum I^2: H where all matter alike, 1 where one alone does
    Gini               sum_i (2 i - H - 1) |I|_i / (H sum |I|), |I| rising: 0 where all matter alike
    interaction        mean |I_ij - I_i - I_j| / mean |I|: 0 where what a neuron does is its own affair
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.engine.layer import Array
from app.engine.seeding import seeding
from app.runs.spec.budget import PASS, pass_seconds
from app.runs.spec.run_spec import RunSpec
from app.runs.training.ablation import Left, Neuron, above_seconds, left_in_parts, rows_at_once, without
from app.runs.training.evaluation import Evaluation

PAIRS = 60  # of a layer, at most
TINY = 1e-12  # a mean of |I| or a loss that small is none
NO_MATTER = 1e-3  # of the layer's largest |I|: whoever matters less is dead in effect


@dataclass(frozen=True)
class LayerImportance:
    """One hidden layer. loss, accuracy: I of each neuron; pairs, together: which two, and their I_ij."""

    whole: Left
    loss: Array
    accuracy: Array
    pairs: NDArray[np.intp]
    together: Array

    @property
    def largest(self) -> float | None:
        """max I / L."""
        return float(self.loss.max() / self.whole.loss) if self.whole.loss > TINY else None

    @property
    def shares(self) -> Array:
        """I / L of each neuron; 0 where there is no loss to speak of."""
        return self.loss / self.whole.loss if self.largest is not None else np.zeros(len(self.loss))

    @property
    def effective(self) -> float | None:
        """The effective number of neurons."""
        return float(self._sizes.sum() ** 2 / np.square(self._sizes).sum()) if self._matters else None

    @property
    def effective_share(self) -> float | None:
        """The same, of all that there are."""
        return None if self.effective is None else self.effective / len(self.loss)

    @property
    def gini(self) -> float | None:
        """How unequal |I| is, from 0 towards 1."""
        return gini(self._sizes) if self._matters else None

    @property
    def interaction(self) -> float | None:
        """The co-adaptation of its pairs."""
        if not self._matters or not len(self.pairs):
            return None
        apart = self.loss[self.pairs].sum(axis=1)
        return float(np.abs(self.together - apart).mean() / self._sizes.mean())

    @property
    def idle(self) -> int:
        """How many are dead in effect: |I| below a thousandth of the layer's largest."""
        return int((self._sizes < NO_MATTER * self._sizes.max()).sum()) if self._matters else len(self.loss)

    @property
    def _sizes(self) -> Array:
        return np.abs(self.loss)

    @property
    def _matters(self) -> bool:
        return bool(self._sizes.mean() > TINY)


def importance_in_parts(
    evaluation: Evaluation, theta: NDArray[Any], step: int = 0, pairs: int = PAIRS
) -> Generator[None, None, tuple[LayerImportance, ...]]:
    """Of each hidden layer, with a pause after each pass."""
    widths = evaluation.spec.dense.hidden
    chosen = [pairs_of(layer, width, pairs) for layer, width in enumerate(widths)]
    off: list[list[Neuron]] = [[]]
    for layer, width in enumerate(widths):
        off += [[(layer, unit)] for unit in range(width)]
        off += [[(layer, i), (layer, j)] for i, j in chosen[layer].tolist()]
    left = yield from left_in_parts(evaluation, theta, [without(widths, these) for these in off], step)
    whole, lost = left[0], np.array(left[1:]) - left[0]
    found = []
    for width, of in zip(widths, chosen, strict=True):
        own, together, lost = lost[:width], lost[width : width + len(of)], lost[width + len(of) :]
        found.append(LayerImportance(whole, own[:, 0], -own[:, 1], of, together[:, 0]))
    return tuple(found)


def importance_seconds(spec: RunSpec, samples: int, pairs: int = PAIRS) -> float:
    """About how long it takes with so many test samples."""
    ways = [width + min(pairs, width * (width - 1) // 2) for width in spec.dense.hidden]
    above = sum(many * above_seconds(spec.plan, layer) for layer, many in enumerate(ways))
    parts = -(-samples // rows_at_once(spec, samples))
    return samples * (above + pass_seconds(1, spec.plan)) + PASS * parts * (1 + sum(ways))


def pairs_of(layer: int, width: int, most: int) -> NDArray[np.intp]:
    """All pairs of a layer's neurons, or so many of them, drawn once for all networks: (pairs, 2)."""
    every = np.stack(np.triu_indices(width, 1), axis=1)
    if len(every) <= most:
        return every
    rng = np.random.Generator(np.random.PCG64(seeding(0, "removal", layer, width)))
    return every[np.sort(rng.permutation(len(every))[:most])]


def gini(sizes: Array) -> float:
    """Of sizes that are not all 0."""
    rising, count = np.sort(sizes), len(sizes)
    return float((2 * np.arange(1, count + 1) - count - 1) @ rising / (count * rising.sum()))
