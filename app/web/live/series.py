"""A series: events of one kind, step by step, as columns of bytes, most of which barely change from step to step.

An event is taken apart into its leaves, and each leaf is a column: its bytes, where an event writes bytes (`BYTES`),
and of all else the number of its value in a table. Where events come to have another shape, as where a place begins to
drop, another part begins, with columns of its own. static/js/play/series.js puts the events together again.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.web.frames import compact
from app.web.live.columns import (
    LEVEL,
    Bytes,
    Order,
    Way,
    lately,
    rings,
    rows_of_bits,
    rows_of_bytes,
    shortest,
    two_bytes,
)

Path = tuple[str | int, ...]
Event = dict[str, Any]

# Leaves that are bytes, and how an event writes them; of a list, each of its texts.
BYTES = {
    **dict.fromkeys(("m", "a", "k"), "hex"),
    **dict.fromkeys(("M", "A", "w", "map", "shades"), "base64"),
    "g": "text",
}
READ = {"hex": bytes.fromhex, "base64": base64.b64decode, "text": str.encode}
GIVEN, SIGNALS, OWN, LATELY, MASKS = ("a",), ("A",), ("m",), ("k",), ("M",)
SHARED = {("t",), ("l",), ("p",), MASKS, ("w",)}  # what all samples of a step have in common


class Joined(tuple[str, ...]):
    """A text in pieces, of which some are the same again and again."""


class Packed(NamedTuple):
    """What columns there are, as JSON, and what is written of them; each: about how many bytes zlib makes of those that
    every sample has."""

    head: str
    data: list[bytes]
    each: int


class Series:
    """Events as they come: of each step one for every sample.

    samples: their rows of the batch, in the order of their events; batch: how many rows `M` has; inputs: how many bytes
    of `a`, or of `A`, are what the network was given.
    """

    def __init__(self, samples: Sequence[int] = (0,), batch: int = 1, inputs: int = 0) -> None:
        self.samples = list(samples)
        self.batch = batch
        self.inputs = inputs
        self.length = 0  # steps so far
        self.parts: list[Part] = []

    def add(self, events: Sequence[Event], places: Sequence[int] = ()) -> None:
        """A step. All but the first event may lack what is SHARED. places: how many neurons have a bit in `m`."""
        shape = {path: len(value) if code_of(path, value) else None for path, value in leaves(events[0])}
        if not self.parts or self.parts[-1].shape != shape:
            self.parts.append(Part(events[0], shape, self.length, places))
        self.parts[-1].add(events)
        self.length += 1

    def packed(self, keep: NDArray[np.bool_], count: int = 1) -> Packed:
        """The steps to keep of the first samples, so many."""
        kept = [(part, keep[part.start : part.start + part.steps]) for part in self.parts]
        parts = [part.packed(self, steps, count) for part, steps in kept if steps.any()]
        written = ",".join(part.head for part in parts)
        lasts = compact(rings()) if '"way":"kept"' in written else "[]"
        samples = compact(self.samples[:count])
        head = f'{{"samples":{samples},"batch":{self.batch},"rings":{lasts},"parts":[{written}]}}'
        data = [column for part in parts for column in part.data]
        return Packed(head, data, sum(part.each for part in parts))


class Column:
    """One leaf of all events so far: its bytes, or the numbers of its values, two bytes each."""

    def __init__(self, path: Path, value: Any) -> None:
        self.code = code_of(path, value)
        self.each = path not in SHARED  # whether each sample has its own
        self.data = bytearray()
        self.numbers: dict[str, int] = {}  # of the values in the table
        self.table: list[str] = []  # as JSON, piece by piece: to write all of it at once would stop everybody else
        self.kind = ""  # of the way that was the shortest so far

    def add(self, value: Any) -> None:
        self.data += READ[self.code](value) if self.code else self._number(value).to_bytes(2, "big")

    def _number(self, value: Any) -> int:
        text = compact(value)
        number = self.numbers.get(text)
        if number is None:
            number = self.numbers[text] = len(self.table)
            self.table.append(text)
        return number

    def rows(self, steps: int, samples: int) -> Bytes:
        """All of it: (steps, samples, width)."""
        width = len(self.data) // (steps * samples)
        return np.frombuffer(self.data, np.uint8).reshape(steps, samples, width)

    def renumbered(self, numbers: Bytes) -> tuple[Bytes, str]:
        """Of those numbers, with a table that has nothing else."""
        used, new = np.unique(numbers.copy().view(">u2").astype(int), return_inverse=True)
        return two_bytes(new.reshape(numbers.shape[:2])), f"[{','.join(self.table[number] for number in used)}]"


class Part:
    """Steps whose events have one shape."""

    def __init__(self, event: Event, shape: dict[Path, int | None], start: int, places: Sequence[int]) -> None:
        self.shape = shape
        self.places = list(places)
        self.start = start
        self.steps = 0
        self.form = form(event, {path: number for number, path in enumerate(shape)})
        self.columns = {path: Column(path, value) for path, value in leaves(event)}

    def add(self, events: Sequence[Event]) -> None:
        """A step's."""
        self.steps += 1
        for path, column in self.columns.items():
            for event in events if column.each else events[:1]:
                column.add(reduce(_part, path, event))

    def packed(self, series: Series, steps: NDArray[np.bool_], count: int) -> Packed:
        """As `Series.packed`, of these steps."""
        seen = {
            path: column.rows(self.steps, len(series.samples) if column.each else 1)[steps, :count]
            for path, column in self.columns.items()
        }
        orders = self._orders(seen, series)
        heads: list[str] = []
        data = [two_bytes(orders["given"].numbers).T.tobytes()] if "given" in orders else []
        size = 0
        for path, column in self.columns.items():
            rows, table = seen[path], ""
            if not column.code:
                rows, table = column.renumbered(rows)
                size += len(zlib.compress(table.encode(), LEVEL)) * column.each
            way = self._follows(path, seen, series)
            if way is None:
                written = shortest(rows, orders if column.each else {}, column.kind)
                column.kind, way = written.kind, written.way
                data.append(written.data)
                size += written.size * column.each
            head = compact({"each": column.each, "code": column.code, "width": rows.shape[2], "way": way})
            heads.append(f'{head[:-1]},"table":{table}}}' if table else head)
        whole = {"steps": int(steps.sum()), "places": self.places, "given": "given" in orders, "form": self.form}
        return Packed(f'{compact(whole)[:-1]},"columns":[{",".join(heads)}]}}', data, size)

    def _orders(self, seen: dict[Path, Bytes], series: Series) -> dict[str, Order]:
        """What columns may be sorted by; "given" always first."""
        given = SIGNALS if SIGNALS in seen else GIVEN
        orders = {"given": Order(seen[given][..., : series.inputs])} if series.inputs else {}
        if self.places:
            bits = np.unpackbits(seen[OWN], axis=2)
            starts = np.cumsum([0, *self.places])
            orders |= {f"mask {k}": Order(bits[..., a:b]) for k, (a, b) in enumerate(pairwise(starts))}
        return orders

    def _follows(self, path: Path, seen: dict[Path, Bytes], series: Series) -> Way | None:
        """How a column follows from the masks of the batch, if it does."""
        if path not in (OWN, LATELY) or MASKS not in seen:
            return None
        masks, column, batch = seen[MASKS], seen[path], series.batch
        samples, width = series.samples[: column.shape[1]], column.shape[2]
        found = {"kept": lately} if path == LATELY else {"bits": rows_of_bits, "bytes": rows_of_bytes}
        for name, of in found.items():
            follows = of(masks, batch, width)
            if follows.shape[2] == width and np.array_equal(follows[:, samples], column):
                return name
        return None


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """What an event holds, and where: of lists, those of texts are taken apart."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from leaves(part, (*path, name))
    elif is_texts(value):
        for number, part in enumerate(value):
            yield (*path, number), part
    else:
        yield path, value


def form(value: Any, numbers: dict[Path, int], path: Path = ()) -> Any:
    """The same with the number of its column in place of each leaf."""
    if isinstance(value, dict):
        return {name: form(part, numbers, (*path, name)) for name, part in value.items()}
    if not is_texts(value):
        return numbers[path]
    found = [numbers[(*path, number)] for number in range(len(value))]
    return {"joined": found} if isinstance(value, Joined) else found


def _part(value: Any, name: str | int) -> Any:
    return value[name]


def is_texts(value: Any) -> bool:
    """Whether this is a list of texts."""
    return isinstance(value, list | Joined) and bool(value) and all(isinstance(text, str) for text in value)


def code_of(path: Path, value: Any) -> str | None:
    """How an event writes this leaf's bytes; None where it is no bytes."""
    name = next(part for part in reversed(path) if isinstance(part, str))
    return BYTES.get(name) if isinstance(value, str) else None
