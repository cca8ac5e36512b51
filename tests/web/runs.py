"""Runs trained on the spot, without a server: for tests of what is drawn from them."""

import time
from functools import cache

from app.runs.data.data_set import load
from app.runs.log.arm_log import ArmLog
from app.runs.log.run import Run
from app.runs.spec.run_spec import RunSpec
from app.runs.training.job import Job


@cache
def trained(query: str, scored: bool = True) -> Run:
    """Both arms of a link's run, to its end. scored: at all of its evaluations, or at its last step alone, which is
    many times cheaper where a test asks for no other score."""
    spec = RunSpec.from_query(query)
    logs = []
    for arm in (spec, spec.twin()):
        log, job = ArmLog(arm), Job(arm, None)
        if not scored:
            last = arm.training.steps
            job.points = {last: job.points[last]}
        while not log.ended:
            log.append(job.slice(time.perf_counter, 1.0))
        logs.append(log)
    return Run(logs[0], logs[1], load(spec.data, spec.seeds.data))


def unscored(query: str) -> Run:
    """The same, for what is drawn of a step alone."""
    return trained(query, scored=False)
