"""How the page writes its numbers: short where they can be read, exact where they are typed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Context, Decimal

from app.runs.spec.reading import number_text
from app.web.words.numbers import apart

LINE = 6  # characters of a number in a sentence or formula
# Widths in em of what numbers are made of, in the widest of the usual fonts; a minus in a cell is drawn narrower.
EM = {".": 0.32, "-": 0.37, "−": 0.54, "e": 0.62, "…": 1.0}
DIGIT, BOLD = 0.64, 1.1
MOST = 3.9  # em of a number in a cell: at this width its smallest type can still be read
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
# Up to which width a text has which size of type; static/css/one_layer.css says how large each is.
SIZES = ((2.62, ""), (3.12, "long"), (3.55, "longer"), (math.inf, "longest"))


def typed(value: float) -> str:
    """As an input holds it, with a plain minus: the exact number, or its first digits and an ellipsis.

    So whoever types the same digits without the ellipsis means another number.
    """
    texts = (text if float(text) == value else f"{text}…" for text in _shorter(value, ROUND_DOWN))
    return _first_that_fits(texts)


def cell(value: float) -> str:
    """As a cell shows it, rounded, with a true minus sign."""
    return _first_that_fits(text.replace("-", "−") for text in _shorter(value, ROUND_HALF_EVEN))


def size(text: str, bold: bool = False) -> str:
    """The class of a cell by the width of its text: nothing, long, longer or longest."""
    wide = width(text) * (BOLD if bold else 1)
    return next(name for most, name in SIZES if wide <= most)


def width(text: str) -> float:
    """Of a number, in em."""
    return sum(EM.get(letter, DIGIT) for letter in text)


def shown(value: float) -> str:
    """As a sentence says it, with up to four digits and a true minus sign."""
    return _short(value).replace("-", "−")


def measured(value: float) -> str:
    """A mean, or another number that was measured: four digits of it, and a true minus sign."""
    return shown(float(f"{value:.4g}"))


def rounded(value: float) -> bool:
    """Whether a sentence or a formula shows this number rounded."""
    return not math.isclose(float(_short(value)), value, rel_tol=1e-12, abs_tol=1e-15)


def power_of_ten(exponent: int) -> str:
    """As an axis says it: 0.1, 1, 10, and 10³ beyond."""
    if -2 <= exponent <= 2:
        return f"{10.0**exponent:g}"
    return "10" + str(exponent).translate(_RAISED)


def exact(value: float) -> str:
    """All digits that tell this number from its neighbours."""
    return _text(value).replace("-", "−")


def coin_cell(u: float, p: float, bold: bool = False) -> str:
    """A coin as a cell shows it: so that one sees on which side of p it lies, or its first digits and an ellipsis."""
    text, _ = apart(u, p)
    most = MOST / BOLD if bold else MOST
    short = (f"{Decimal(text).quantize(Decimal(1).scaleb(-n), ROUND_DOWN)}…" for n in (3, 2))
    return text if width(text) <= most else next(text for text in short if width(text) <= most)


def scale(p: float) -> str:
    """1 / (1 - p), never rounded to the 1 that it is not."""
    return factor(1 / (1 - p))


def factor(ratio: float) -> str:
    """A ratio with four digits, or with as many as it takes to see that it is not 1."""
    texts = (times(ratio, digits) for digits in range(4, 18))
    return shown(ratio) if shown(ratio) != "1" else next((text for text in texts if float(text) != 1), "1")


def different(values: Sequence[float]) -> tuple[str, ...]:
    """Measured numbers with four digits, or with as many as it takes to see which of them are equal."""
    for digits in range(4, 17):
        texts = tuple(shown(float(f"{value:.4g}")) if digits == 4 else f"{value:.{digits}g}" for value in values)
        if len(set(texts)) == len(set(values)):
            break
    return tuple(text.replace("-", "−") for text in texts)


def tex(value: float) -> str:
    """A number in a formula, as 1.3 or 2\\cdot 10^{-7}."""
    mantissa, _, power = _short(value).partition("e")
    return mantissa if not power else rf"{mantissa} \cdot 10^{{{int(power)}}}"


def times(ratio: float, digits: int = 2) -> str:
    """A measured factor, as 4.6."""
    if not math.isfinite(ratio):
        return "not finite"
    text = f"{ratio:.{digits}g}"
    return f"{ratio:.0f}" if 10**digits <= float(text) < 10**6 else _power(text)


def _text(value: float) -> str:
    """The number as it is; a dropped negative number is 0, and not the −0 that a product leaves."""
    return _power(number_text(value + 0.0))


def _shorter(value: float, rounding: str) -> Iterator[str]:
    """The exact number, then with three digits, with two and with one, and that one with a power of ten."""
    yield _text(value)
    rounded = value
    for digits in (3, 2, 1):
        rounded = float(Context(prec=digits, rounding=rounding).create_decimal(number_text(value))) + 0.0
        yield _power(f"{rounded:.{digits}g}")
    yield _power(f"{rounded:.0e}")


def _first_that_fits(texts: Iterator[str]) -> str:
    text = ""
    for text in texts:
        if width(text) <= MOST:
            break
    return text


def _short(value: float) -> str:
    """The exact number where it has LINE characters at most, else with one digit less than that."""
    text = _text(value)
    return text if len(text) <= LINE else _power(f"{value:.{LINE - 2}g}")


def _power(text: str) -> str:
    """1e-05 as 1e-5."""
    digits, _, power = text.partition("e")
    return digits if not power else f"{digits}e{int(power)}"
