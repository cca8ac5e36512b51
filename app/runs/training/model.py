"""The networks that one arm needs: to train, to be evaluated, and to be evaluated with its masks on."""

from __future__ import annotations

from dataclasses import replace

from app.runs.data.tasks import TASKS
from app.runs.nets.build import build
from app.runs.nets.methods import Concrete, DropConnect, Method
from app.runs.nets.model import Chances, Model
from app.runs.spec.run_spec import RunSpec


def training_model(spec: RunSpec) -> Model:
    """The network that the arm trains."""
    return _built(spec, spec.method, Chances(spec.seeds.weights, spec.seeds.masks, spec.training.batch))


def evaluated_model(spec: RunSpec) -> Model:
    """Nothing random in it: without layers that evaluation passes through anyway, where they have no parameters."""
    method = spec.method
    idle = method is not None and method.rule in ("bernoulli", "gaussian", "gate") and not method.weights
    model = _built(spec, None if idle else method, Chances(spec.seeds.weights, spec.seeds.masks, 1))
    model.network.eval()
    return model


def masked_model(spec: RunSpec, batch: int) -> Model:
    """For the training loss with masks on: so many samples at once. Of weights, they share a mask (`MasksOn`)."""
    chances = Chances(spec.seeds.weights, spec.seeds.masks, batch, "masks on")
    model = _built(spec, _shared(spec.method), chances)
    model.network.masks_on()
    return model


def passing_model(spec: RunSpec) -> Model:
    """For Monte-Carlo: all samples of a pass share one mask."""
    model = _built(spec, _shared(spec.method), Chances(spec.seeds.weights, spec.seeds.masks, 1, "passes"))
    model.network.masks_on()
    return model


def fresh_model(spec: RunSpec, batch: int) -> Model:
    """A trained network that is left in training mode: masks as training draws them, so many samples at once."""
    model = _built(spec, spec.method, Chances(spec.seeds.weights, spec.seeds.masks, batch, "fresh"))
    model.network.masks_on()
    return model


def _shared(method: Method | None) -> Method | None:
    return replace(method, each="batch") if isinstance(method, DropConnect) else method


def _built(spec: RunSpec, method: Method | None, chances: Chances) -> Model:
    plan = spec.plan if method is spec.method else spec.plan_with(method)
    kind = TASKS[spec.data.name].kind
    return build(plan, spec.net, method, chances, logits=kind != "regression", entropy=entropy(spec))


def entropy(spec: RunSpec) -> float:
    """The weight of the entropy of learned p in the loss: 1 / N under a cross-entropy, 2 / (precision N) under the
    squared error. Source: Gal, Hron and Kendall 2017, and their code."""
    if isinstance(spec.method, Concrete) and TASKS[spec.data.name].kind == "regression":
        return 2 / (spec.method.precision * spec.data.n)
    return 1 / spec.data.n
