"""What programs do to a link on its way, undone where it can be read in one way only.

No name and no value of a link holds any of & ? # % \\ or =, no value begins with 3D, and no name has a blank. So where
these stand, a program has put them there, and it is known what stood there before. Of anything else nothing is guessed:
the reader of a value refuses it, in plain words.
"""

from __future__ import annotations

import re
from html import unescape
from html.entities import html5
from urllib.parse import parse_qsl, unquote

from app.runs.spec.faults import Fault
from app.runs.spec.link import SpecError

Pair = tuple[str, str]

WORDS = ("title",)  # their values are a person's words, which may hold anything
ROUNDS = 4  # so often a link may have been encoded or escaped again
# Zero-width characters, soft hyphens and marks of direction, which nobody sees, and the backslashes of Markdown.
UNSEEN = dict.fromkeys(map(ord, "\\\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e"))
REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# A name that begins with an entity which browsers read without a semicolon, as in ¶meters.
EATEN = {unescape(f"&{name}"): f"&{name}" for name in ("parameters",)}
SOFT_BREAK = re.compile(r"=\r?\n")  # of quoted-printable, by which mail breaks its lines
ENCODED_EQUALS = "3D"  # what it makes of =3D, which is =, where that was not read as such
# What a sentence, its markup or its quotes leave at the end of a link.
STRAY = ".,;:!?)]}>([{<|\"'`*_’‘”“»«›‹—–。，、；：！？）」』】》 \t\r\n\u00a0\u202f\u3000"
CUT = ("...", "…")  # what stands where a program shows a link's beginning alone


def undone(query: str) -> list[Pair]:
    """The parameters of a link's text, without its question mark. Raises: SpecError where its end is missing."""
    parts = query.split("&")
    words = [part for part in parts if _name(part) in WORDS]
    text = _decoded("&" + "&".join(part for part in parts if _name(part) not in WORDS).replace("+", " "))
    for eaten, name in EATEN.items():
        text = text.replace(eaten, name)
    return [*parse_qsl("&".join(words), keep_blank_values=True), *map(_pair, re.split("[&?]", text))]


def ended(pairs: list[Pair]) -> list[Pair]:
    """Without what stood behind the link. Raises: SpecError where that says that the link's end is missing."""
    pairs = list(pairs)
    while pairs and pairs[-1][0] not in WORDS:
        name, text = pairs.pop()
        whole = text or name
        plain = whole.rstrip(STRAY + "…")
        if any(mark in whole[len(plain) :] for mark in CUT):
            raise SpecError({"link": Fault("cut", got=f"{name}={text}" if text else name)})
        if text or plain:
            return [*pairs, (name, plain) if text else (plain, "")]
    return pairs


def _name(part: str) -> str:
    return part.partition("=")[0]


def _decoded(text: str) -> str:
    """With every %26 and &amp; read, however often they were written again."""
    for _ in range(ROUNDS):
        before, text = text, REFERENCE.sub(_letter, unquote(text))
        if text == before:
            break
    return text.translate(UNSEEN)


def _letter(reference: re.Match[str]) -> str:
    text = reference[0]
    return unescape(text) if text[1] == "#" or text[1:] in html5 else text


def _pair(part: str) -> Pair:
    """One name and its value, without a fragment, and over a break of the line."""
    if part.count("=") > 1:  # else it is the one between them
        part = SOFT_BREAK.sub("", part)
    name, _, text = part.partition("#")[0].partition("=")
    return "".join(name.split()), text.removeprefix(ENCODED_EQUALS)
