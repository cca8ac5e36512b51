"""The store: runs shared among viewers, trained once, kept while there is room."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Protocol

import numpy as np

from app.runs.arm_log import ArmLog, Chunk
from app.runs.budget import BRANCH_MAX, seek_seconds
from app.runs.busy import GOING_DOWN, Busy
from app.runs.data import load
from app.runs.evaluation import Evaluation
from app.runs.replay import Replay
from app.runs.run import Run
from app.runs.spec import RunSpec
from app.runs.training import State, Training

RUNS = 16  # kept besides those that are watched


class Trainer(Protocol):
    """Something that trains arms and hands chunks to `receive(number, chunk)`."""

    def submit(self, number: int, spec: RunSpec, state: State | None) -> None: ...

    def cancel(self, number: int) -> None: ...


class Store:
    """Logs by arm, so that all runs that differ only in p, place and masks share one twin.

    A log that nobody watches stops training. When logs, and what their runs compute steps with, need more than
    `memory` bytes, those that nobody watches are dropped, oldest first; asked for again they are computed again,
    with the same result.
    """

    def __init__(self, memory: int, live: int) -> None:
        self.memory = memory
        self.live = live
        self.trainer: Trainer | None = None
        self.closed = False
        self._logs: OrderedDict[str, ArmLog] = OrderedDict()  # by arm's query, last used at the end
        self._runs: OrderedDict[str, Run] = OrderedDict()
        self._jobs: dict[int, ArmLog] = {}
        self._numbers: dict[str, int] = {}
        self._next = 0

    @asynccontextmanager
    async def open(self, spec: RunSpec) -> AsyncIterator[Run]:
        """The run of a spec, training while the block lasts.

        Raises: Busy where `live` arms train already, those who watch other runs need all the memory, or all is over.
        """
        run = self.watch(spec)
        try:
            yield run
        finally:
            self.leave(run)

    def watch(self, spec: RunSpec) -> Run:
        """As `open`, for those who will call `leave`."""
        if self.closed:
            raise Busy(GOING_DOWN)
        run = self._run(spec)
        arms = {arm_key(log.spec): log for log in run.logs}  # one, where the run has no dropout
        missing = [log for key, log in arms.items() if not log.ended and key not in self._numbers]
        if missing and len(self._jobs) + len(missing) > self.live:
            raise Busy(f"{self.live} runs are training already; please try again in a moment")
        if self.nbytes > self.memory and any(log.watchers for key, log in self._logs.items() if key not in arms):
            self._make_room()
            raise Busy("other runs that are watched now need all the memory; please try again in a moment")
        for log in run.logs:
            log.watchers += 1
        for log in missing:
            self._start(log)
        return run

    def leave(self, run: Run) -> None:
        """A viewer is gone; what nobody watches stops training."""
        for log in run.logs:
            log.watchers -= 1
            if not log.watchers and not log.ended:
                self._stop(log)
        self._make_room()

    def receive(self, number: int, chunk: Chunk) -> None:
        """Take a chunk from the trainer."""
        log = self._jobs.get(number)
        if log is None:
            return
        log.append(chunk)
        if chunk.ended:
            self._forget_job(log)

    def fail_all(self, message: str) -> None:
        """The trainer is gone: say so in every log that was training."""
        for log in list(self._jobs.values()):
            log.ended, log.message = "failed", message
            self._forget_job(log)
            log.wake()
            self._logs.pop(arm_key(log.spec), None)  # the next who asks starts afresh
        self._runs.clear()

    def close(self) -> None:
        """The server is going down: end what trains or computes steps again, and start nothing more."""
        self.closed = True
        for run in self._runs.values():
            run.close()
        self.fail_all(GOING_DOWN)

    @property
    def nbytes(self) -> int:
        return sum(log.nbytes for log in self._logs.values()) + sum(run.nbytes for run in self._runs.values())

    @property
    def counts(self) -> dict[str, int]:
        """What is held: for health checks and tests."""
        watched = sum(log.watchers for log in self._logs.values())
        return {"logs": len(self._logs), "training": len(self._jobs), "watchers": watched, "bytes": self.nbytes}

    def _run(self, spec: RunSpec) -> Run:
        key = spec.query()
        run = self._runs.get(key)
        if run is None or any(self._logs.get(arm_key(log.spec)) is not log for log in run.logs):
            run = Run(self._log(spec), self._log(spec.twin()), load(spec))
            self._runs[key] = run
        self._runs.move_to_end(key)
        for old in list(self._runs)[:-RUNS]:
            if not self._runs[old].watched:
                del self._runs[old]
        for log in run.logs:
            self._logs.move_to_end(arm_key(log.spec))
        self._make_room(keep=run.logs)
        return run

    def _log(self, spec: RunSpec) -> ArmLog:
        """This arm's log: the one that is there, a branch of one that is there, or a new one at step 0."""
        key = arm_key(spec)
        if key not in self._logs:
            log = ArmLog(spec)
            if not self._branch(log):
                training = Training(spec, load(spec))
                log.append(Chunk(0, log.losses[:0], None, [], [training.state()]))
                if log.rows is not None:
                    log.rows[0] = training.row
                log.losses[0] = training.forward()
                log.scores[0] = Evaluation(spec, training.data).score(training.row)
                log.head = 0
            self._logs[key] = log
        return self._logs[key]

    def _branch(self, log: ArmLog) -> bool:
        """Let a log share the past of the run that it left, if that is still there."""
        changes = log.spec.changes
        if not changes:
            return False
        step = changes[-1].step
        before = replace(log.spec, changes=tuple(change for change in changes if change.step < step))
        parent = self._logs.get(arm_key(before))
        if parent is None or parent.head < step:
            return False
        if seek_seconds(before.steps, before.batch, before.parameters) > BRANCH_MAX:
            state = parent.last_state(step)  # the trainer goes on from there
        else:
            state = parent.visited = Replay(parent, load(before)).state(step)
        step = state.step
        parent.fork(log, step)
        log.states[step] = state
        if log.rows is not None:
            log.rows[step] = state.theta
        training = Training(log.spec, load(before))
        training.restore(state)
        with np.errstate(all="ignore"):
            log.losses[step] = training.forward()
        log.head = step
        return True

    def _start(self, log: ArmLog) -> None:
        if self.trainer is None:
            raise RuntimeError("the store has no trainer yet")
        number, self._next = self._next, self._next + 1
        self._jobs[number] = log
        self._numbers[arm_key(log.spec)] = number
        self.trainer.submit(number, log.spec, log.last_state(log.head))

    def _stop(self, log: ArmLog) -> None:
        number = self._forget_job(log)
        if number is not None and self.trainer is not None:
            self.trainer.cancel(number)

    def _forget_job(self, log: ArmLog) -> int | None:
        number = self._numbers.pop(arm_key(log.spec), None)
        if number is not None:
            self._jobs.pop(number, None)
        return number

    def _make_room(self, keep: tuple[ArmLog, ...] = ()) -> None:
        """Drop what nobody watches, oldest first: what steps are computed with, soon there again, then logs."""
        excess = self.nbytes - self.memory
        for key, run in list(self._runs.items()):
            if excess > 0 and not run.watched and run.logs[0] not in keep:
                excess -= run.nbytes
                del self._runs[key]
        for key, log in list(self._logs.items()):
            if excess > 0 and not log.watchers and log not in keep:
                excess -= log.nbytes
                del self._logs[key]
                self._forget_runs_of(log)

    def _forget_runs_of(self, log: ArmLog) -> None:
        for key, run in list(self._runs.items()):
            if log in run.logs:
                del self._runs[key]


def arm_key(spec: RunSpec) -> str:
    """The identity of an arm."""
    return spec.query()
