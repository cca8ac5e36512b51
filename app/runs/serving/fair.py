"""Fair: which of many jobs gets the next slice."""

from __future__ import annotations

from typing import Generic, TypeVar

HEAD_START = 0.25  # seconds; a small run is complete by then, however long the slices of its neighbours are

Job = TypeVar("Job")


class Fair(Generic[Job]):
    """Jobs by number. Next is the one that has had the least time; a new one begins with less than those before it."""

    def __init__(self) -> None:
        self._clock = 0.0  # what the job that was next had had
        self._jobs: dict[int, Job] = {}
        self._used: dict[int, float] = {}

    def __len__(self) -> int:
        return len(self._jobs)

    def add(self, number: int, job: Job) -> None:
        """Let a job take part."""
        self._used[number] = self._clock - HEAD_START
        self._jobs[number] = job

    def remove(self, number: int) -> None:
        """Its turn does not come again; a number that is not there is none's."""
        self._jobs.pop(number, None)
        self._used.pop(number, None)

    def next(self) -> tuple[int, Job]:
        """(number, job): the one that is next, of those that have had as little the newest. There must be one."""
        number = min(reversed(self._used), key=lambda at: self._used[at])
        self._clock = max(self._clock, self._used[number])
        return number, self._jobs[number]

    def charge(self, number: int, seconds: float) -> None:
        """A job has had so much more time."""
        if number in self._used:
            self._used[number] += seconds
