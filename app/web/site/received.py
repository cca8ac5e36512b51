"""The parameters of a request as they were meant: what chat and mail programs add is dropped, what they damage mended.

Nothing is guessed: what is dropped says nothing of a run, and what is mended can be read in one way only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from app.runs.spec.faults import Fault
from app.runs.spec.link import SpecError

QUERY_MAX = 65_536  # bytes; a form of two matrices, each letter encoded in nine, has less
FORMS = ("form", "was")  # what marks the query of a form, which no program has damaged

# Parameters by which advertisers, mail programs and social networks follow a link.
_FOLLOW = """
    fbclid gclid gclsrc dclid gbraid wbraid gad_source gad_campaignid msclkid twclid ttclid yclid ysclid igsh
    igshid li_fat_id srsltid ref_src ref_url mc_cid mc_eid mkt_tok _ga _gl _openstat _hsenc _hsmi __hstc __hssc
    __hsfp hsctatracking vero_id vero_conv oly_anon_id oly_enc_id wickedid rb_clickid s_cid epik sccid si
"""
TRACKING = frozenset(_FOLLOW.split())
TRACKING_STARTS = ("utm_", "mtm_", "pk_", "piwik_", "matomo_", "hsa_")
STRAY = ".,;:!?)]}>\"'*_’”»"  # what a sentence or its markup leaves at the end of a link


def received(scope: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The parameters of a request, in their order. Raises: SpecError for a query that is too long to be read."""
    query = scope["query_string"]
    if len(query) > QUERY_MAX:
        raise SpecError({"link": Fault("long", most=QUERY_MAX, count=len(query))})
    return mended(query.decode("latin-1"))


def mended(query: str) -> list[tuple[str, str]]:
    """The parameters of a link's text, without its question mark."""
    pairs = [(_plain(name), text) for name, text in parse_qsl(query, keep_blank_values=True)]
    if pairs and not any(name in FORMS for name, _ in pairs):
        pairs[-1] = _ended(*pairs[-1])
    return [(name, text) for name, text in pairs if (name or text) and not _follows(name)]


def _plain(name: str) -> str:
    """The name where a program has written &amp; for &."""
    while name.startswith("amp;"):
        name = name.removeprefix("amp;")
    return name


def _ended(name: str, text: str) -> tuple[str, str]:
    """The last parameter, without what stood behind the link."""
    return (name, text.strip().rstrip(STRAY)) if text else (name.strip().rstrip(STRAY), text)


def _follows(name: str) -> bool:
    plain = name.casefold()
    return plain in TRACKING or plain.startswith(TRACKING_STARTS)
