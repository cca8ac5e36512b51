"""Runs a program to copy, and compares the masks that it draws with those of our own rules."""

from __future__ import annotations

import contextlib
import io
import math
import os
import random
import tempfile
from typing import Any

import numpy as np
import pytest

from app.engine.coins import LEVELS
from app.engine.rules import Rule
from app.web.methods.snippets import written

WHY = "the libraries are not installed: pip install -e '.[libraries]' (docs/libraries.md)"
HOME = tempfile.TemporaryDirectory(prefix="keras")  # where Keras writes its settings when it is imported
APART = 5.0  # standard errors: once in two million comparisons
EXACT = 1e-5  # a float32 sum


def library(name: str) -> Any:
    """A library, or a test that is skipped for want of it. Keras computes with PyTorch, and writes into no home."""
    os.environ.setdefault("KERAS_BACKEND", "torch")
    os.environ.setdefault("KERAS_HOME", HOME.name)
    return pytest.importorskip(name, reason=WHY)


def ran(file: str, settings: dict[str, Any], seed: int = 1) -> dict[str, Any]:
    """The names of a program that has run with these settings."""
    torch = library("torch")
    torch.set_num_threads(1)  # tests run beside one another
    torch.manual_seed(seed)
    np.random.seed(seed)  # Keras seeds itself from these two,
    random.seed(seed)
    names: dict[str, Any] = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()) as said:
        exec(compile(written(file, settings), file, "exec"), names)
    assert "mean" in said.getvalue()
    assert "nan" not in said.getvalue()
    return names


def numbers(tensor: Any) -> np.ndarray:
    """Of either library, as NumPy has them."""
    return tensor.detach().cpu().numpy().astype(np.float64)


def ours(rule: Rule, p: float, shape: tuple[int, ...], masks: int = 0) -> np.ndarray:
    """What our rule makes of so many steps' coins, about a million where nothing is said: (masks, *shape)."""
    masks = masks or max(300, 10**6 // math.prod(shape))
    levels = np.random.default_rng(2).integers(LEVELS, size=(masks, *shape), dtype=np.uint16)
    return np.broadcast_to(rule.factors(levels, p), levels.shape)


def shared(masks: np.ndarray) -> tuple[int, ...]:
    """Along which axes every mask is constant."""
    axes = range(1, masks.ndim)
    return tuple(axis for axis in axes if np.array_equal(masks, np.broadcast_to(masks.take([0], axis), masks.shape)))


def compare(theirs: np.ndarray, own: np.ndarray) -> None:
    """Both drop as large a share, have the same mean and mean square, and are constant along the same axes."""
    assert shared(theirs) == shared(own)
    for what, measure in (("dropped", lambda m: m == 0), ("mean", lambda m: m), ("mean square", lambda m: m * m)):
        close(what, measure(theirs), measure(own))


def close(what: str, theirs: np.ndarray, own: np.ndarray) -> None:
    """Means over everything; masks, the first axis, are independent, and whatever lies within one need not be."""
    (mean, error), (mine, own_error) = _mean(theirs), _mean(own)
    bound = APART * float(np.hypot(error, own_error)) + EXACT
    assert abs(mean - mine) < bound, f"{what}: {mean:.5f} in the library, ours {mine:.5f}, bound {bound:.5f}"


def _mean(values: np.ndarray) -> tuple[float, float]:
    each = values.reshape(len(values), -1).mean(axis=1)
    return float(each.mean()), float(each.std(ddof=1) / np.sqrt(len(each)))
