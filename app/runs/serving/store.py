"""The store: runs shared among viewers, trained once, kept while there is room."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Protocol

import numpy as np

from app.runs.data.data_set import load
from app.runs.log.arm_log import ArmLog
from app.runs.log.beginning import begin
from app.runs.log.busy import GOING_DOWN, Busy
from app.runs.log.replay import Replay
from app.runs.log.run import Run
from app.runs.log.turns import Turns
from app.runs.spec.budget import BRANCH_MAX, HEAVY_ARMS, seek_seconds
from app.runs.spec.cost import cost
from app.runs.spec.run_spec import RunSpec
from app.runs.training.chunk import Chunk, State
from app.runs.training.evaluation import Evaluation
from app.runs.training.loop import Training
from app.runs.training.masks_on import MasksOn

RUNS = 16  # kept besides those that are watched
HEAVY_RETRY = 10  # seconds, where as much heavy work is done as can be


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
        self.turns = Turns()
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
        """As `open`, for those who will call `leave`. A refusal costs nothing: a spec says what its run needs."""
        if self.closed:
            raise Busy(GOING_DOWN)
        self._admit(spec)
        run = self._run(spec)
        for log in run.logs:
            log.watchers += 1
        for key, log in {arm_key(log.spec): log for log in run.logs}.items():  # one, where the run has no dropout
            if not log.ended and key not in self._numbers:
                self._start(log)
        return run

    def _admit(self, spec: RunSpec) -> None:
        """Raises: Busy where a run cannot be trained or kept now."""
        arms = {arm_key(arm): arm for arm in (spec, spec.twin())}
        new = {key: arm for key, arm in arms.items() if key not in self._logs}
        missing = [
            arm for key, arm in arms.items() if key not in self._numbers and (key in new or not self._logs[key].ended)
        ]
        if missing and len(self._jobs) + len(missing) > self.live:
            raise Busy("runs", most=self.live)
        heavy = [log for log in self._jobs.values() if cost(log.spec).heavy]
        if heavy and len(heavy) + sum(cost(arm).heavy for arm in missing) > HEAVY_ARMS:
            raise Busy("heavy", HEAVY_RETRY)
        key = spec.query()
        others = [run for query, run in self._runs.items() if run.watched and query != key]
        if not others:
            return  # alone, it may need all there is
        logs = {arm_key(log.spec): log for run in others for log in run.logs}
        held = sum(log.nbytes for log in logs.values()) + sum(run.nbytes for run in others) + self._jobs_bytes
        needed = sum(cost(arm).log for name, arm in arms.items() if name not in logs) + cost(spec).run
        if held + needed + sum(cost(arm).job for arm in missing) > self.memory:
            self._make_room()
            raise Busy("memory", 5)

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

    def fail_all(self, cause: str) -> None:
        """The trainer is gone: say so in every log that was training."""
        for log in list(self._jobs.values()):
            log.ended, log.cause = "failed", cause
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
        """Bytes that everything here will need when it is complete, and the training of it meanwhile."""
        logs = sum(log.nbytes for log in self._logs.values())
        return logs + sum(run.nbytes for run in self._runs.values()) + self._jobs_bytes

    @property
    def _jobs_bytes(self) -> int:
        return sum(cost(log.spec).job for log in self._jobs.values())

    @property
    def counts(self) -> dict[str, int]:
        """What is held: for health checks and tests."""
        watched = sum(log.watchers for log in self._logs.values())
        return {"logs": len(self._logs), "training": len(self._jobs), "watchers": watched, "bytes": self.nbytes}

    def _run(self, spec: RunSpec) -> Run:
        key = spec.query()
        run = self._runs.get(key)
        if run is None or any(self._logs.get(arm_key(log.spec)) is not log for log in run.logs):
            run = Run(self._log(spec), self._log(spec.twin()), turns=self.turns)
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
        """This arm's log: the one that is there, a branch of one that is there, or a new one.

        That begins at step 0 where its scores take a moment only, else empty: the worker records step 0.
        """
        key = arm_key(spec)
        if key not in self._logs:
            log = ArmLog(spec)
            if not self._branch(log) and cost(spec).outcome_at_once:
                training = begin(log)
                log.scores[0] = score = Evaluation(spec, training.data).score(training.row, 0)
                log.masks_on[0] = MasksOn(spec, training.data).loss(training.row, 0, 0, score.clean)
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
        seen = self._seen(parent, step)
        if seen is not None:
            state = parent.visited = seen
        elif seek_seconds(before.training, before.plan) > BRANCH_MAX:
            state = parent.last_state(step)  # the trainer goes on from there
        else:
            state = parent.visited = Replay(parent, load(before.data, before.seeds.data)).state(step)
        step = state.step
        parent.fork(log, step)
        log.states[step] = state
        if log.rows is not None:
            log.rows[step] = state.theta
        log.head = step - 1
        if cost(log.spec).frame_at_once:
            training = Training(log.spec, load(before.data, before.seeds.data))
            training.restore(state)
            with np.errstate(all="ignore"):
                log.losses[step] = training.forward()
            log.head = step
        return True

    def _seen(self, log: ArmLog, step: int) -> State | None:
        """The state at a step that somebody looks at: a cursor of the run stands there, and nothing is computed."""
        runs = (run for run in self._runs.values() if run.logs[0] is log)
        return next((state for run in runs if (state := run.standing(step)) is not None), None)

    def _start(self, log: ArmLog) -> None:
        if self.trainer is None:
            raise RuntimeError("the store has no trainer yet")
        number, self._next = self._next, self._next + 1
        self._jobs[number] = log
        self._numbers[arm_key(log.spec)] = number
        # A branch may begin with a state at the step that comes next.
        self.trainer.submit(number, log.spec, log.last_state(log.head + 1) if log.states else None)

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
        if excess <= 0:
            return
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
