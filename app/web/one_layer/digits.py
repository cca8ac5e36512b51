"""How the page writes its numbers: short where they can be read, exact where they are typed."""

from __future__ import annotations

import math

from app.runs.reading import number_text

CELL, LINE = 5, 6  # characters of a number in a cell, and in a sentence or formula


def typed(value: float) -> str:
    """As an input holds it: the exact number where that is short, else three digits. With a plain minus."""
    return _short(value, CELL)


def cell(value: float) -> str:
    """As a cell shows it, with a true minus sign."""
    return typed(value).replace("-", "−")


def shown(value: float) -> str:
    """As a sentence says it, with up to four digits and a true minus sign."""
    return _short(value, LINE).replace("-", "−")


def exact(value: float) -> str:
    """All digits that tell this number from its neighbours."""
    return number_text(value).replace("-", "−")


def coin(u: float, p: float) -> str:
    """A coin with two digits, or with as many as it takes to see on which side of p it lies."""
    for digits in range(2, 17):
        text = f"{u:.{digits}f}"
        if float(text) < 1 and (float(text) >= p) == (u >= p):
            return text
    return number_text(u)


def tex(value: float) -> str:
    """A number in a formula, as 1.3 or 2\\cdot 10^{-7}."""
    mantissa, _, power = _short(value, LINE).partition("e")
    return mantissa if not power else rf"{mantissa} \cdot 10^{{{int(power)}}}"


def times(ratio: float, digits: int = 2) -> str:
    """A measured factor, as 4.6."""
    if not math.isfinite(ratio):
        return "not finite"
    return f"{ratio:.{digits}g}" if ratio < 10**digits else f"{ratio:.0f}"


def _short(value: float, width: int) -> str:
    """The exact number where it has this width at most, else one digit less than that."""
    text = number_text(value)
    if len(text) <= width:
        return text
    digits, _, power = f"{value:.{width - 2}g}".partition("e")
    return digits if not power else f"{digits}e{int(power)}"
