"""How results are written: as few digits as can be read while they change, and a true minus sign."""

import math


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


def as_sent(value: float) -> float:
    """As a stream sends it, with four significant digits, so that script and server write the same."""
    return float(f"{value:.4g}")


def written_difference(first: float, second: float) -> str:
    """How far two losses lie apart as they are written, so that a reader's own subtraction gives the same."""
    digits = 3 if max(first, second) < 0.0995 else 2
    return f"{abs(float(f'{first:.{digits}f}') - float(f'{second:.{digits}f}')):.{digits}f}"


def percent_text(share: float) -> str:
    """A share of 1 in percent: 81.0 %."""
    return f"{100 * share:.1f} %"
