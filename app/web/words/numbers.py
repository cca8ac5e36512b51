"""How results are written: as few digits as can be read while they change, and a true minus sign."""

import math
from decimal import Decimal


def loss_text(value: float) -> str:
    """A loss: 0.59; a small one 0.044; a large one 1.2e+4; an endless one not finite."""
    if not math.isfinite(value):
        return "not finite"
    size = abs(value)
    if size >= 1000:
        digits, _, power = f"{value:.1e}".partition("e")
        return f"{digits}e{int(power):+d}".replace("-", "−")
    text = f"{value:.3f}" if 0.0005 <= size < 0.0995 else f"{value:.2f}"
    return "0.00" if text == "-0.00" else text.replace("-", "−")


def written_difference(first: float, second: float) -> str:
    """How far two losses lie apart as they are written, so that a reader's own subtraction gives the same."""
    digits = 3 if max(first, second) < 0.0995 else 2
    return f"{abs(float(f'{first:.{digits}f}') - float(f'{second:.{digits}f}')):.{digits}f}"


def percent_text(share: float) -> str:
    """A share of 1 in percent: 81.0 %."""
    return f"{100 * share:.1f} %"


def tenths_of_percent(share: float) -> int:
    """How many tenths of a percent are written."""
    return round(10 * float(f"{100 * share:.1f}"))


def apart(u: float, p: float, places: int = 2, digits: int = 4) -> tuple[str, str]:
    """A coin and the p that it is compared with, with as many digits as it takes to see on which side of p it lies.

    As few as `places` decimals for u and so many `digits` for p: (0.8781, 0.5) is 0.88 and 0.5, (0.19998, 0.2) is
    0.19998 and 0.2. What is written compares as the numbers do.
    """
    if u == p:
        return rate_text(p, digits), rate_text(p, digits)
    for more in range(17):
        coin, limit = _decimal(f"{u:.{places + more}f}"), rate_text(p, digits + more)
        if float(coin) < 1 and (float(coin) > float(limit)) == (u > p) and float(coin) != float(limit):
            return coin, limit
    return _decimal(repr(u)), _decimal(repr(p))


def rate_text(p: float, digits: int = 4) -> str:
    """A probability as a decimal of so many digits, or of all where they are few; never the 0 or 1 that it is not."""
    whole = _decimal(repr(float(p)))
    texts = (_decimal(f"{p:.{n}g}") for n in range(digits, 17))
    return whole if len(whole) <= digits + 2 else next((text for text in texts if text not in ("0", "1")), whole)


def _decimal(text: str) -> str:
    """Without a power of ten, and without the .0 of a whole number."""
    return f"{Decimal(text):f}".removesuffix(".0")
