"""Reading one value of a setting from the text of a link or form, and writing it back.

Each reader takes the field and the text, returns the value, and raises ValueError with what was expected and
what came.
"""

import math
import re
from collections.abc import Iterable
from itertools import pairwise

from app.runs.fields import LAYERS_MAX, Field

SHOWN = 60

_WHOLE = re.compile(r"-?[0-9]+")
_NUMBER = re.compile(r"-?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")


def cut(text: str) -> str:
    """The input as a message shows it, cut where it is long."""
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def quoted(text: str) -> str:
    """The same in quotes, for text that may hold anything."""
    return repr(cut(text))


def choice(field: Field, text: str) -> str:
    """One of the field's choices."""
    if text.strip() not in field.choices:
        raise ValueError(f"{field.name} must be one of {', '.join(field.choices)}, got {quoted(text)}")
    return text.strip()


def whole(field: Field, text: str) -> int:
    """A whole number within the field's limits."""
    if not _WHOLE.fullmatch(text.strip()):
        raise ValueError(f"{field.name} must be a whole number, got {quoted(text)}")
    value = int(text)
    _check(field, value, text)
    return value


def number(field: Field, text: str) -> float:
    """A finite number within the field's limits."""
    if not _NUMBER.fullmatch(text.strip()):
        raise ValueError(f"{field.name} must be a number, got {quoted(text)}")
    value = float(text) + 0.0  # -0.0 becomes 0.0, which has another text
    if not math.isfinite(value):
        raise ValueError(f"{field.name} must be a finite number, got {quoted(text)}")
    _check(field, value, text)
    return value


def widths(field: Field, text: str) -> tuple[int, ...]:
    """One to six widths, as 12,12,12."""
    values = tuple(whole(field, part) for part in text.split(","))
    if len(values) > LAYERS_MAX:
        raise ValueError(f"{field.name} must have 1 to {LAYERS_MAX} layers, got {len(values)}")
    return values


def rates(field: Field, text: str) -> tuple[float, ...]:
    """One or several probabilities, as 0.2 or 0.1,0.2,0.3."""
    values = tuple(number(field, part) for part in text.split(","))
    if len(values) > LAYERS_MAX + 1:
        raise ValueError(f"{field.name} must have at most {LAYERS_MAX + 1} values, got {len(values)}")
    return values


def places(field: Field, text: str) -> tuple[int, ...]:
    """Rising positions, as 0,2; none is the empty tuple."""
    if text.strip() == "none":
        return ()
    values = tuple(whole(field, part) for part in text.split(","))
    if any(a >= b for a, b in pairwise(values)):
        raise ValueError(f"{field.name} must rise without repeats, as 0,2, got {quoted(text)}")
    return values


def number_text(value: float) -> str:
    """The shortest text that reads back as this number: 1 and not 1.0."""
    return repr(float(value)).removesuffix(".0")


def list_text(values: Iterable[float]) -> str:
    """Numbers as a link holds them, as 0.1,0.2."""
    return ",".join(number_text(value) for value in values)


def rates_text(values: tuple[float, ...]) -> str:
    """Values of p: one where all are equal, else all."""
    return number_text(values[0]) if len(set(values)) == 1 else list_text(values)


def _check(field: Field, value: float, text: str) -> None:
    if field.holds(value):
        return
    why = f"; {field.why}" if field.why and (value == field.max or not field.open_max) else ""
    raise ValueError(f"{field.name} must lie in {field.interval}, got {cut(text.strip())}{why}")
