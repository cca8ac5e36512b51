"""A sample as a text, where it is a sequence of tokens."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.runs.spec.run_spec import RunSpec
from app.web.words.say import has, say


def tokens_of(spec: RunSpec, x: NDArray[np.float64]) -> tuple[str, ...]:
    """What each token is called: A, B, ... of the memory task; of others a word, or its number."""
    return tuple(
        say(f"token.{spec.data.name}.{int(token)}") if has(f"token.{spec.data.name}.{int(token)}") else str(int(token))
        for token in x
    )


def sample_text(spec: RunSpec, x: NDArray[np.float64]) -> str:
    """The whole of it; "" of what is no sequence."""
    return say("token.between").join(tokens_of(spec, x)) if spec.plan.signals[0].shade == "none" else ""
