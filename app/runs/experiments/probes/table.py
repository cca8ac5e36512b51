"""All probes, by name."""

from __future__ import annotations

from collections.abc import Mapping

from app.runs.experiments.arm import Probe
from app.runs.experiments.probes.doubt import DOUBT
from app.runs.experiments.probes.members import ENSEMBLE
from app.runs.experiments.probes.neurons import NEURONS
from app.runs.experiments.probes.removal import REMOVAL
from app.runs.experiments.probes.scores import SCORES
from app.runs.experiments.probes.speed import SPEED
from app.runs.experiments.probes.training_mode import TRAINING_MODE
from app.runs.experiments.probes.variance import VARIANCE
from app.runs.experiments.probes.width import WIDTH

PROBES: Mapping[str, Probe] = {
    "scores": SCORES,
    "speed": SPEED,
    "removal": REMOVAL,
    "neurons": NEURONS,
    "width": WIDTH,
    "ensemble": ENSEMBLE,
    "doubt": DOUBT,
    "training mode": TRAINING_MODE,
    "variance": VARIANCE,
}
