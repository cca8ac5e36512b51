"""What a link says beside run and view, where each name has a few values to choose from: a frame's, a picture's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.runs.spec.faults import Fault
from app.runs.spec.fields import Field
from app.runs.spec.link import SpecError
from app.runs.spec.reading import choice


def read_choices(
    fields: Mapping[str, Field], pairs: Iterable[tuple[str, str]], lists: tuple[str, ...] = ()
) -> tuple[dict[str, list[str]], list[tuple[str, str]]]:
    """(the values of each of these fields that the link names, the rest of the link). lists: which may have several
    values, joined by commas; of the others each has one.

    Raises: SpecError with a fault for each name that is wrong.
    """
    found: dict[str, list[str]] = {}
    faults: dict[str, Fault] = {}
    rest = []
    for name, text in pairs:
        if name not in fields:
            rest.append((name, text))
            continue
        try:
            if name in found or name in faults:
                raise Fault("repeated", fields[name])
            found[name] = [choice(fields[name], part) for part in (text.split(",") if name in lists else [text])]
        except Fault as fault:
            faults[name] = fault
    if faults:
        raise SpecError(faults)
    return found, rest
