"""An arm at its last step that is left in training mode: its test set predicted ten times, beside evaluation."""

from __future__ import annotations

from app.runs.experiments.arm import Arm, Probe, at_the_end
from app.runs.experiments.cell import Values
from app.runs.log.forgot import TIMES, forgot_in_parts
from app.runs.spec.budget import chance_seconds, passes_seconds
from app.runs.spec.cost import shown, tested
from app.runs.spec.run_spec import RunSpec
from app.runs.training.evaluation import at_once
from app.runs.training.fresh import Fresh

COINS_SECONDS = 2e-9  # a coin, drawn and made a factor
MADE_SECONDS = 2e-3  # a network for passes with fresh masks


def found(arm: Arm) -> Values:
    """`masked loss`, the mean of ten, and `dearer`, that less evaluation's; for classes `masked accuracy`, `lost`, how
    much less that is than evaluation's, and `wavers`, how far the best of the ten is from the worst."""
    of = at_once(forgot_in_parts(arm.evaluation, Fresh(arm.spec), arm.rows[-1], arm.steps[-1]))
    loss = sum(answer.loss for answer in of.given) / TIMES
    values: Values = {"masked loss": loss, "dearer": loss - of.evaluated.loss}
    if arm.data.task == "regression":
        return values
    accuracies = [answer.accuracy for answer in of.given]
    lost = sum(of.evaluated.accuracy - accuracy for accuracy in accuracies) / TIMES
    wavers = max(accuracies) - min(accuracies)
    return values | {"masked accuracy": of.evaluated.accuracy - lost, "lost": lost, "wavers": wavers}


def seconds(spec: RunSpec) -> float:
    samples = tested(spec) + shown(spec)
    masks = chance_seconds(samples, spec.plan) + COINS_SECONDS * samples * spec.plan.coins(1)
    return MADE_SECONDS + passes_seconds(TIMES + 1, samples, spec.plan) + TIMES * masks


TRAINING_MODE = Probe(at_the_end, found, seconds)
