"""Fair: which of many jobs gets the next slice."""

from __future__ import annotations

from typing import Generic, TypeVar

HEAD_START = 0.25  # seconds; a small run is complete by then, however long the slices of its neighbours are

Job = TypeVar("Job")


class Fair(Generic[Job]):
    """Jobs by number. Next is the one that has had the least time; a new one begins with less than those before it.

    New ones that never end, as while a hand moves p on and on, would keep all others waiting. So a job is new for the
    first HEAD_START seconds of work that is done here, by whichever job; and new ones are never further than that ahead
    of the others: from there on they have half of the time.
    """

    def __init__(self) -> None:
        self._clock = 0.0  # what the job that was next had had
        self._jobs: dict[int, Job] = {}
        self._used: dict[int, float] = {}
        self._done = 0.0  # seconds of work, all in all
        self._begun: dict[int, float] = {}  # ... when a job came
        self._ahead = 0.0  # seconds that new ones have had more than the others, while there were such

    def __len__(self) -> int:
        return len(self._jobs)

    def add(self, number: int, job: Job) -> None:
        """Let a job take part."""
        self._used[number] = self._clock - HEAD_START
        self._begun[number] = self._done
        self._jobs[number] = job

    def remove(self, number: int) -> None:
        """Its turn does not come again; a number that is not there is none's."""
        for of in (self._jobs, self._used, self._begun):
            of.pop(number, None)

    def next(self) -> tuple[int, Job]:
        """(number, job): the one that is next, of those that have had as little the newest. There must be one."""
        others = [number for number in self._jobs if not self._new(number)]
        of = others if others and self._ahead >= HEAD_START else self._jobs
        number = min(reversed(of), key=lambda at: self._used[at])
        self._clock = max(self._clock, self._used[number])
        return number, self._jobs[number]

    def charge(self, number: int, seconds: float) -> None:
        """A job has had so much more time."""
        if number not in self._jobs:
            return
        if not self._new(number):
            self._ahead = max(0.0, self._ahead - seconds)
        elif not all(map(self._new, self._jobs)):
            self._ahead += seconds
        self._used[number] += seconds
        self._done += seconds

    def _new(self, number: int) -> bool:
        return self._done - self._begun[number] < HEAD_START
