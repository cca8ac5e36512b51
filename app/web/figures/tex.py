"""Numbers within formulas, and a formula with its numbers."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from app.web.words.prose import math


@dataclass(frozen=True)
class Line:
    """One line of the explanation: words, then a formula as MathML."""

    label: str
    formula: Markup


def tex(value: float) -> str:
    """Three significant digits, as LaTeX."""
    text = f"{value:.3g}"
    if float(text) == 0:
        return "0"
    mantissa, e, exponent = text.partition("e")
    written = rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if e else text
    return f"{{{written}}}" if value < 0 else written  # in braces the minus is a sign and not an operation


def signed(value: float) -> str:
    """The same within a product."""
    return rf"({tex(value)})" if value < 0 else tex(value)


def equal(formula: str, numbers: str) -> Markup:
    """A formula and, on another line where there is no room, its numbers."""
    return Markup(" ").join((math(formula), math(f"= {numbers}")))
