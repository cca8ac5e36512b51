"""What is made of a run once, and kept while the run is there."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from app.runs.log.run import Run

Made = TypeVar("Made")


def once_a_run(make: Callable[[Run], Made]) -> Callable[[Run], Made]:
    """A function of a run that depends on its link alone: called once for each run."""
    return _kept(make, lambda run: None)


def once_a_head(make: Callable[[Run], Made]) -> Callable[[Run], Made]:
    """A function of a run as far as it is trained: called again when it has gone on or ended."""
    return _kept(make, lambda run: (run.head, run.state))


def _kept(make: Callable[[Run], Made], when: Callable[[Run], Hashable]) -> Callable[[Run], Made]:
    found: WeakKeyDictionary[Run, tuple[Hashable, Made]] = WeakKeyDictionary()

    @wraps(make)
    def kept(run: Run) -> Made:
        now = when(run)
        if run not in found or found[run][0] != now:
            found[run] = (now, make(run))
        return found[run][1]

    return kept
