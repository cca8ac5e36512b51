"""The parameters of a request as they were meant, for every address that reads a link.

What programs add to follow a reader is dropped (`tracking.py`), what they damage is mended where it can be read in one
way only (`damage.py`), and a link of another version is refused (docs/decisions/0015-a-link-has-a-version.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from app.runs.spec.faults import Fault
from app.runs.spec.link import SpecError
from app.web.site.damage import Pair, ended, undone
from app.web.site.tracking import follows

QUERY_MAX = 65_536  # bytes; a form of two matrices, each letter encoded in nine, has less
MADE_HERE = ("form", "was", "edit")  # what marks the query of a form or a page, which no program has damaged
VERSION_NAME, VERSION = "v", "1"


def received(scope: Mapping[str, Any]) -> list[Pair]:
    """The parameters of a request, in their order. Raises: SpecError for what is no link of ours."""
    query = scope["query_string"]
    if len(query) > QUERY_MAX:
        raise SpecError({"link": Fault("long", most=QUERY_MAX, count=len(query))})
    return mended(query.decode("utf-8", "replace"))


def mended(query: str) -> list[Pair]:
    """The parameters of a link's text, without its question mark.

    Raises: SpecError for a link that is of another version, or whose end is missing.
    """
    pairs = parse_qsl(query, keep_blank_values=True)
    made_here = any(name in MADE_HERE for name, _ in pairs)
    if not made_here:
        pairs = undone(query)
    pairs = [pair for pair in pairs if any(pair) and not follows(*pair)]
    return _of_version(pairs if made_here else ended(pairs))


def _of_version(pairs: list[Pair]) -> list[Pair]:
    """Without the version. Raises: SpecError unless it is the one that is read here, or none is said."""
    for version in (text.strip() for name, text in pairs if name == VERSION_NAME):
        if version != VERSION:
            kind = "version" if version.isascii() and version.isdigit() else "no version"
            raise SpecError({VERSION_NAME: Fault(kind, got=version, reads=VERSION)})
    return [pair for pair in pairs if pair[0] != VERSION_NAME]
