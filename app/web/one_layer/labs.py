"""The measured sections below the figure: ten answers, scaling, whose mask."""

from __future__ import annotations

from dataclasses import dataclass

from app.runs.one_layer.layer_spec import LayerSpec
from app.web.one_layer.answers_view import AnswersView, answers_view
from app.web.one_layer.forms import Sent
from app.web.one_layer.noise_view import NoiseView, noise_view
from app.web.one_layer.scaling_view import ScalingView, scaling_view


@dataclass(frozen=True)
class Labs:
    """All that templates/one_layer/labs.html draws."""

    key: str
    query: str
    answers: AnswersView
    scaling: ScalingView
    noise: NoiseView


def labs(sent: Sent) -> Labs:
    """Measure. Takes some milliseconds of NumPy."""
    spec, error = sent.spec, sent.errors.get("k", "")
    scaling = scaling_view(spec, error, sent.texts["k"] if error else "")
    return Labs(labs_key(spec), spec.query(), answers_view(spec), scaling, noise_view(spec))


def labs_key(spec: LayerSpec) -> str:
    """What the measured sections depend on."""
    return spec.but(dy=(), substep="pass", coins=False).query()
