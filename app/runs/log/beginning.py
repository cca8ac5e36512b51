"""Step 0, which needs no training: starting weights, the first batch, and its coins."""

from __future__ import annotations

import numpy as np

from app.runs.data.data_set import load
from app.runs.log.arm_log import ArmLog
from app.runs.log.run import Run
from app.runs.spec.run_spec import RunSpec
from app.runs.training.chunk import Chunk
from app.runs.training.evaluation import Learned, hidden_layers
from app.runs.training.loop import Training


def begin(log: ArmLog) -> Training:
    """Record step 0 in an empty log: state, parameters and loss, and no score. Returns the training that is there."""
    training = Training(log.spec, load(log.spec.data, log.spec.seeds.data))
    log.append(Chunk(0, log.losses[:0], None, [], [training.state()]))
    if log.rows is not None:
        log.rows[0] = training.row
    log.losses[0] = training.forward()
    log.head = 0
    return training


def beginning(spec: RunSpec) -> Run:
    """A run that has step 0 and nothing else, and is nobody else's: its pass, and no score.

    Of networks whose evaluation takes long no neuron is called dead.
    """
    logs = ArmLog(spec), ArmLog(spec.twin())
    with np.errstate(all="ignore"):
        trainings = [begin(log) for log in logs]
    run = Run(*logs, trainings[0].data)
    if not run.cost.outcome_at_once:
        logs[0].learned[0] = Learned([[] for _ in hidden_layers(spec)], None, None, None)
    return run
