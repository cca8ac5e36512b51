"""A code to scan, made by segno, as what an SVG draws."""

from __future__ import annotations

from typing import NamedTuple

import segno

QUIET = 4  # modules of white around it, as the standard asks (ISO/IEC 18004)
LONGEST = 2300  # characters of an address that the largest code holds at this level of repair


class Code(NamedTuple):
    """The dark modules as one path; a square of `side` modules, the quiet zone with it."""

    d: str
    side: int


def qr_code(address: str) -> Code | None:
    """The code of an address; None where it is too long for one that can be scanned."""
    if len(address) > LONGEST:
        return None
    code = segno.make_qr(address, error="m", boost_error=False)
    rows = [[bool(dark) for dark in row] for row in code.matrix]
    return Code("".join(_runs(rows)), len(rows) + 2 * QUIET)


def _runs(rows: list[list[bool]]) -> list[str]:
    """Each run of dark modules in a row as a rectangle."""
    found = []
    for y, row in enumerate(rows, QUIET):
        start = None
        for x, dark in enumerate([*row, False]):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                found.append(f"M{start + QUIET} {y}h{x - start}v1h{start - x}z")
                start = None
    return found
