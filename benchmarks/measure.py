"""How the scripts here measure: two things in turn, in short chunks, and the median of the paired ratios.

On a shared machine the clock rate and the neighbours change from second to second. Two chunks of about 4 ms,
one right after the other, meet nearly the same conditions: their ratio repeats where their times do not.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from statistics import median, quantiles
from typing import NamedTuple

CHUNK = 0.004  # seconds
Chunk = Callable[[int], float]  # does something so many times, and returns the CPU seconds that it took


class Ratio(NamedTuple):
    """The median of the paired ratios first / second, and seconds a call of each (10th percentile)."""

    ratio: float
    first: float
    second: float


def calls(function: Callable[[], object]) -> Chunk:
    """A chunk of calls in this process."""

    def chunk(count: int) -> float:
        start = time.thread_time()
        for _ in range(count):
            function()
        return time.thread_time() - start

    return chunk


def paired(first: Chunk, second: Chunk, rounds: int = 150) -> Ratio:
    """Compare two chunks, round by round; who goes first alternates."""
    chunks = (first, second)
    counts = [_calls_a_chunk(chunk) for chunk in chunks]
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds):
        for which in (0, 1) if number % 2 else (1, 0):
            times[which].append(chunks[which](counts[which]) / counts[which])
    ratios = [a / b for a, b in zip(*times, strict=True)]
    return Ratio(median(ratios), quantiles(times[0], n=10)[0], quantiles(times[1], n=10)[0])


def _calls_a_chunk(chunk: Chunk) -> int:
    count = 1
    while (seconds := chunk(count)) < CHUNK / 2:
        count *= 2
    return max(1, round(count * CHUNK / seconds))


def print_table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows as a Markdown table with columns in line."""
    lines = [[str(cell) for cell in row] for row in (head, *rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, ["-" * width for width in widths])
    for line in lines:
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |")
