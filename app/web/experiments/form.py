"""The form of an experiment: what varies, over which values and seeds, what is measured, and the settings of its run.

Values that are wrong stay as they were typed, with the message beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.runs.data.tasks import TASKS
from app.runs.experiments.axes import AXES
from app.runs.experiments.experiment import ASKED, Experiment
from app.runs.experiments.measures import MEASURES
from app.runs.nets.parts import DenseNet
from app.runs.spec.defaults import ALWAYS
from app.runs.spec.faults import Fault
from app.runs.spec.fields import FIELDS, field_for
from app.runs.spec.link import methods_for
from app.runs.spec.run_spec import RunSpec
from app.web.experiments.asked import ROOT
from app.web.explore.forms import Control
from app.web.explore.settings_said import network_said, training_said
from app.web.words.faults import said as fault_said
from app.web.words.fields import choice_title, help_of, label
from app.web.words.results import axis_title, measure_title
from app.web.words.say import say

FIRST = ("values", "seeds", "shows")  # in sight; the rest is folded
MORE = ("over", "by", "panels", "first")
WAS = ("data", "net", "method", "over", "values", "by", "panels")
UNASKED = ("seed", "change")  # settings of a run that an experiment has not, or not in its form
Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Form:
    """All that templates/experiments/form.html draws. was: what holds now, by which a change is known; explore:
    the run alone; general: messages for which there is no field."""

    first: tuple[Control, ...]
    more: tuple[Control, ...]
    more_open: bool
    run: tuple[Control, ...]
    run_said: str
    run_open: bool
    explore: str
    was: tuple[tuple[str, str], ...]
    general: tuple[str, ...]


def context(
    experiment: Experiment, typed: Mapping[str, str] | None = None, faults: Mapping[str, Fault] | None = None
) -> Form:
    """The form of an experiment; typed: what a reader has written that is not understood, and beside it."""
    typed = typed or {}
    errors = {name: fault_said(fault, page=True) for name, fault in (faults or {}).items()}
    spec = experiment.base
    now = _texts(experiment)

    def control(name: str) -> Control:
        own = ASKED.get(name)
        field = own or field_for(name, spec.data.name, spec.method_name)
        choices = _choices(name, experiment)
        return Control(
            name=name,
            id=f"control-{name.replace('.', '-')}",
            label=label(field),
            help=help_of(field),
            kind="select" if choices else "number" if field.kind in ("whole", "number") else "text",
            value=typed.get(name, now[name]),
            shown="",
            choices=choices,
            error=errors.pop(name, ""),
        )

    first, more = tuple(map(control, FIRST)), tuple(map(control, MORE))
    run = tuple(map(control, _of_run(experiment)))
    return Form(
        first=first,
        more=more,
        more_open=_wrong(more),
        run=run,
        run_said=run_said(spec),
        run_open=_wrong(run),
        explore=f"{ROOT}?{spec.query()}".rstrip("?"),
        was=tuple((name, now[name]) for name in WAS),
        general=tuple(errors.values()),
    )


def run_said(spec: RunSpec) -> str:
    """A run in one line: its data, its network, its training."""
    return say(
        "experiment page.run",
        data=say(f"data.{spec.data.name}"),
        n=f"{spec.data.n:,}",
        network=network_said(spec),
        method=choice_title(spec.method_name),
        training=training_said(spec, 0),
        steps=f"{spec.training.steps:,}",
    )


def _texts(experiment: Experiment) -> dict[str, str]:
    """What holds, by the name of each field."""
    spec = experiment.base
    return {
        **ALWAYS,
        **spec.texts(),
        "net": spec.net.name,
        "method": spec.method_name,
        "over": experiment.over,
        "values": "; ".join(experiment.values),
        "by": experiment.by or "none",
        "panels": "; ".join(experiment.panel_values),
        "seeds": str(experiment.seeds),
        "first": str(experiment.first),
        "shows": experiment.measure.name,
    }


def _of_run(experiment: Experiment) -> Iterable[str]:
    """Settings of the run that do not vary."""
    spec = experiment.base
    varied = {experiment.over, experiment.by}
    varied |= {"hidden"} if varied & {"units", "layers"} else set()
    there = {"net", "method", *spec.texts()} | ({"p"} if spec.method is not None else set())
    names = (name for name in FIELDS if name in there and name not in varied)
    return [name for name in names if not name.startswith(UNASKED)]


def _choices(name: str, experiment: Experiment) -> Choices:
    """What a field can be, where it is chosen from a list; nothing where it is typed."""
    spec, row = experiment.base, experiment.row
    if name in ("over", "by"):
        axes = (experiment.over,) if name == "over" and experiment.measure.along else _axes(experiment)
        return tuple((axis, axis_title(axis)) for axis in (("none", *axes) if name == "by" else axes))
    if name == "shows":
        names = dict.fromkeys((row.shows, *row.also, experiment.measure.name))
        return tuple((name, measure_title(MEASURES[name])) for name in names)
    if name == "data":
        return tuple((data, say(f"data.{data}")) for data in TASKS)
    found = {"net": TASKS[spec.data.name].nets, "method": methods_for(spec.net.name)}.get(name)
    if found is None:
        found = FIELDS[name].choices if name in FIELDS and FIELDS[name].kind == "choice" else ()
    return tuple((text, choice_title(text)) for text in found)


def _axes(experiment: Experiment) -> list[str]:
    """What this run has that can vary."""
    spec = experiment.base
    there = {"p", "place", "method", *spec.texts(), experiment.over, experiment.by}
    there |= {"units", "layers"} if isinstance(spec.net, DenseNet) else set()
    return [axis for axis in AXES if axis in there]


def _wrong(controls: tuple[Control, ...]) -> bool:
    return any(control.error for control in controls)
