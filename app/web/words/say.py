"""Every text that Python puts on a page or into an answer, by its key: another language is another table.

`say("fault.whole", it="Steps", ...)` is the entry with its facts put in. Facts are numbers as they are written, names,
or other entries; what grammar asks for besides (one or many, a list, a word within a sentence) is in `names.py`.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.web.words.english import ENGLISH

TEXTS: Mapping[str, str] = ENGLISH


def say(key: str, **facts: object) -> str:
    """The text of a key. Raises: KeyError where there is none, or a fact that it names is not given."""
    text = TEXTS[key]
    return text.format(**facts) if facts else text


def has(key: str) -> bool:
    """Whether there is a text of this key."""
    return key in TEXTS


def theme(name: str) -> dict[str, str]:
    """The texts of one theme, by the rest of their keys."""
    return {key.removeprefix(f"{name}."): text for key, text in TEXTS.items() if key.startswith(f"{name}.")}
