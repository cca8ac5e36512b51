"""Depth: which blocks of a residual network are open, with which probability, and which to leave out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.engine.layer import Array, probability


def linear_decay(blocks: int, p: float) -> list[float]:
    """p of each block of stochastic depth: p l / blocks for l = 1, ..., blocks. The later, the more often closed.

    The mean depth is blocks - p (blocks + 1) / 2: (3 blocks - 1) / 4 for p = 0.5.
    Source: Huang et al. 2016, equation 4, whose p_l keeps. Others differ: timm's `drop_path_rate` is spread as
    p (l - 1) / (blocks - 1), which never closes the first block, and so is torchvision's of ConvNeXt and Swin; its
    EfficientNet has p (l - 1) / blocks.
    Raises: ValueError unless there is a block and 0 <= p < 1.
    """
    if blocks < 1:
        raise ValueError(f"blocks must be at least 1, got {blocks}")
    return [probability(p) * number / blocks for number in range(1, blocks + 1)]


def depths(rates: Sequence[float]) -> Array:
    """The probability that 0, 1, ..., len(rates) blocks are open, each closed by itself at its rate: (blocks + 1,).

    Block after block: with the new one closed the depth stays, with it open it is one more. This is the
    Poisson-binomial distribution, with mean sum (1 - p) and variance sum p (1 - p).
    """
    chances = np.ones(1)
    for p in rates:
        chances = np.append(chances, 0.0) * p + np.append(0.0, chances) * (1 - p)
    return chances


def every_other(blocks: int, kept: int) -> list[bool]:
    """Which blocks stay where so many are kept, evenly spread: block l goes where floor(l gone / blocks) steps up.

    Where one in n goes these are Fan's, l = n, 2n, 3n, ...: every other one for a half. Theirs leaves open what to do
    where more than half go. Source: Fan et al. 2020, section 3, "Every Other".
    Raises: ValueError unless 1 <= kept <= blocks.
    """
    if not 1 <= kept <= blocks:
        raise ValueError(f"kept must lie in [1, {blocks}], got {kept}")
    gone = blocks - kept
    return [number * gone // blocks == (number - 1) * gone // blocks for number in range(1, blocks + 1)]
