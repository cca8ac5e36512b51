"""Replay: the network as it was at any recorded step, computed again from the log."""

from __future__ import annotations

from app.runs.arm_log import ArmLog
from app.runs.data import DataSet
from app.runs.training import State, Training

CURSORS = 4


class Replay:
    """A few trainings that go to any step of a log; a viewer who plays on finds one just behind her step."""

    def __init__(self, log: ArmLog, data: DataSet) -> None:
        self.log = log
        self.data = data
        self._cursors: list[Training] = []  # last used at the end

    @property
    def nbytes(self) -> int:
        return sum(cursor.nbytes for cursor in self._cursors)

    def at(self, step: int) -> Training:
        """A training at this step, with its parameters; for `forward`, not for `update`, where rows are kept.

        Raises: LookupError where the log does not reach that far.
        """
        if not 0 <= step <= self.log.head:
            raise LookupError(f"step must lie in 0 to {self.log.head}, got {step}")
        if self.log.rows is None:
            return self._go_on(step)
        if not self._cursors:
            self._cursors.append(Training(self.log.spec, self.data))
        training = self._cursors[0]
        training.network.theta[...] = self.log.rows[step]
        training.seek(step)
        return training

    def state(self, step: int) -> State:
        """All that training needs to go on from this step."""
        if self.log.rows is None:
            return self._go_on(step).state()
        training = Training(self.log.spec, self.data)
        training.restore(self.log.last_state(step))
        training.advance(step)
        return training.state()

    def _go_on(self, step: int) -> Training:
        """Make the updates from the nearest cursor behind this step, or from a key step."""
        key = self.log.last_state(step)
        behind = [cursor for cursor in self._cursors if key.step <= cursor.step <= step]
        if behind:
            training = max(behind, key=lambda cursor: cursor.step)
            self._cursors.remove(training)
        elif len(self._cursors) < CURSORS:
            training = Training(self.log.spec, self.data)
            training.restore(key)
        else:
            training = self._cursors.pop(0)
            training.restore(key)
        training.advance(step)
        self._cursors.append(training)
        return training
