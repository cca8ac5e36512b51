"""A recording, read as docs/stream.md says it is written."""

import base64
import gzip
import json
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

WRITE: dict[str, Callable[[bytes], str]] = {
    "hex": bytes.hex,
    "base64": lambda data: base64.b64encode(data).decode(),
    "text": bytes.decode,
}


class Unpacked(NamedTuple):
    """frames: by step and sample; ways: those that columns are written in."""

    run: dict[str, Any]
    curve: dict[str, Any]
    steps: list[int]
    samples: list[int]
    frames: dict[tuple[int, int], dict[str, Any]]
    outcomes: list[dict[str, Any]]
    ways: list[Any]


def unzipped(text: str) -> bytes:
    """What a page has inside."""
    return gzip.decompress(base64.b85decode(text.replace(".", "<")))


def unpacked(text: str) -> Unpacked:
    line, _, data = unzipped(text).partition(b"\n")
    head = json.loads(line)
    rest = memoryview(data)
    ways: list[Any] = []

    def events(series: dict[str, Any]) -> list[dict[str, Any]]:
        nonlocal rest
        found: list[dict[str, Any]] = []
        for part in series["parts"]:
            many, rest = read(series, part, rest)
            found += many
            ways.extend(column["way"] for column in part["columns"])
        return found

    frames, outcomes = events(head["frames"]), events(head["outcomes"])
    assert not rest
    keys = [(step, sample) for step in head["steps"] for sample in head["frames"]["samples"]]
    by_step = dict(zip(keys, frames, strict=True))
    return Unpacked(head["run"], head["curve"], head["steps"], head["frames"]["samples"], by_step, outcomes, ways)


def read(series: dict[str, Any], part: dict[str, Any], data: memoryview) -> tuple[list[dict[str, Any]], memoryview]:
    """The events of a part, and what is behind it."""
    steps, samples = part["steps"], series["samples"]
    count = steps * len(samples)
    given = np.empty(0)
    if part["given"]:
        high, low = np.frombuffer(data[: 2 * count], np.uint8).reshape(2, count).astype(int)
        given, data = 256 * high + low, data[2 * count :]
    written: list[Any] = []
    for column in part["columns"]:
        size = (count if column["each"] else steps) * column["width"] * (column["way"] not in ("bits", "bytes", "kept"))
        written.append(np.frombuffer(data[:size], np.uint8).copy())
        data = data[size:]
    read: dict[int, Any] = {}  # (steps, samples or 1, width)

    def planes(number: int) -> Any:
        if number not in read:
            read[number] = columns(number)
        return read[number]

    def bits(number: int) -> Any:
        return np.unpackbits(planes(number), axis=2)

    def columns(number: int) -> Any:
        column = part["columns"][number]
        way, width = column["way"], column["width"]
        if way in ("bits", "bytes"):
            masks = (bits if way == "bits" else planes)(part["form"]["M"])[:, 0]
            batch = series["batch"]
            units = masks.shape[1] // batch
            own = masks[:, : units * batch].reshape(steps, units, batch)[:, :, samples].transpose(0, 2, 1)
            return np.packbits(own, axis=2)[..., :width] if way == "bits" else own
        if way == "kept":
            own = bits(part["form"]["m"])[..., :width].astype(int)
            rings = series["rings"]
            last = [own[max(0, step + 1 - len(rings)) : step + 1] for step in range(steps)]
            return np.array([np.array(rings[len(some) - 1])[some.sum(axis=0)] for some in last], np.uint8)
        data, length = written[number], count if column["each"] else steps
        if isinstance(way, list):
            for before in way:
                rows = np.resize(data, (-(-len(data) // before), before))
                data = np.cumsum(rows, axis=0, dtype=np.uint8).ravel()[: len(data)]
            by_byte = data.reshape(width, length)
        else:
            by_byte = np.empty((width, length), np.uint8)
            by_byte[:, order(way)] = data.reshape(width, length)
        return by_byte.T.reshape(steps, length // steps, width)

    def order(way: str) -> Any:
        if way == "given":
            return np.argsort(given, kind="stable")
        place = int(way.split()[1])
        start = sum(part["places"][:place])
        own = bits(part["form"]["m"])[..., start : start + part["places"][place]].reshape(count, -1)
        return np.array(sorted(range(count), key=lambda at: (own[at].tolist(), at)))

    def filled(form: Any, step: int, at: int) -> Any:
        if isinstance(form, list):
            return [filled(part, step, at) for part in form]
        if isinstance(form, dict) and "joined" in form:
            return "".join(filled(form["joined"], step, at))
        if isinstance(form, dict):
            return {name: filled(part, step, at) for name, part in form.items()}
        column = part["columns"][form]
        value = planes(form)[step, at if column["each"] else 0].tobytes()
        return WRITE[column["code"]](value) if column["code"] else column["table"][int.from_bytes(value, "big")]

    events = [filled(part["form"], step, at) for step in range(steps) for at in range(len(samples))]
    return events, data
