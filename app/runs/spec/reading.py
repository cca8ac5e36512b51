"""Reading one value of a setting from the text of a link or form, and writing it back.

Whatever has a number in it, a query, a path or a form, is read here: digits are ASCII's, blanks around a value mean
nothing. Each reader takes the field and the text, returns the value, and raises a Fault.
"""

import re
from collections.abc import Iterable
from itertools import pairwise

from app.runs.spec.faults import Fault
from app.runs.spec.fields import LAYERS_MAX, PLACES_MAX, Field

_WHOLE = re.compile(r"-?[0-9]+")
_NUMBER = re.compile(r"-?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_COMMA = re.compile(r"(-?[0-9]*),([0-9]+)")
_THOUSANDS = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+")
_DIGITS_MAX = 300  # more are a number outside all limits, and would only take time


def choice(field: Field, text: str) -> str:
    """One of the field's choices."""
    if text.strip() not in field.choices:
        raise Fault("choice", field, text, choices=", ".join(field.choices))
    return text.strip()


def whole(field: Field, text: str) -> int:
    """A whole number within the field's limits."""
    stripped = text.strip()
    if not _WHOLE.fullmatch(stripped):
        raise Fault("whole", field, text, hint=_grouped(stripped))
    value = int(stripped) if len(stripped) <= _DIGITS_MAX else _far(stripped)
    _check(field, value, text)
    return int(value)


def number(field: Field, text: str) -> float:
    """A finite number within the field's limits."""
    stripped = text.strip()
    if not _NUMBER.fullmatch(stripped):
        raise Fault("number", field, text, hint=_pointed(stripped))
    value = float(stripped) + 0.0  # -0.0 becomes 0.0, which has another text
    _check(field, value, text)
    return value


def widths(field: Field, text: str) -> tuple[int, ...]:
    """One to six widths, as 12,12,12."""
    values = tuple(whole(field, part) for part in text.split(","))
    if len(values) > LAYERS_MAX:
        raise Fault("layers", field, text, most=LAYERS_MAX, count=len(values))
    return values


def rates(field: Field, text: str) -> tuple[float, ...]:
    """One or several probabilities, as 0.2 or 0.1,0.2,0.3."""
    try:
        values = tuple(number(field, part) for part in text.split(","))
    except Fault:
        meant = as_typed(text)
        if meant != text.strip() and field.holds(float(meant)):
            raise Fault("two values", field, text, hint=meant) from None
        raise
    if len(values) > PLACES_MAX:
        raise Fault("values", field, text, most=PLACES_MAX, count=len(values))
    return values


def places(field: Field, text: str) -> tuple[int, ...]:
    """Rising positions, as 0,2; none is the empty tuple."""
    if text.strip() == "none":
        return ()
    values = tuple(whole(field, part) for part in text.split(","))
    if any(a >= b for a, b in pairwise(values)):
        raise Fault("rising", field, text)
    return values


def as_typed(text: str) -> str:
    """What a hand types into a field for one number, as a link writes it: 0,5 is 0.5, and a true minus sign is -.

    For pages alone. In a link a comma parts the values of a list, so links and programs must write a point.
    """
    plain = text.strip().replace("−", "-")
    return _COMMA.sub(r"\1.\2", plain) if _COMMA.fullmatch(plain) else plain


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
    why = field.why if value == field.max or not field.open_max else ""
    raise Fault("outside", field, text, interval=field.interval, why=why)


def _far(digits: str) -> float:
    """A whole number of very many digits, unless they are zeros."""
    plain = digits.lstrip("-0")
    size = float(plain or 0) if len(plain) <= _DIGITS_MAX else float("inf")
    return -size if digits.startswith("-") else size


def _grouped(text: str) -> str:
    return text.replace(",", "") if _THOUSANDS.fullmatch(text) else ""


def _pointed(text: str) -> str:
    return as_typed(text) if _COMMA.fullmatch(text) else ""
