"""The form beside the figure, with its fields from the table of settings.

Values that are wrong stay as they were typed, with the message beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.runs.data.tasks import TASKS
from app.runs.nets.parts import net_settings
from app.runs.scenes.caveats import warnings
from app.runs.spec.defaults import ALWAYS
from app.runs.spec.fields import FIELDS, Field, field_for
from app.runs.spec.reading import list_text, number_text, rates_text
from app.runs.spec.run_spec import RunSpec
from app.runs.spec.seeds import NAMES as SEED_NAMES
from app.web.address.links import Links
from app.web.explore import settings_said
from app.web.explore.method_fields import (
    Choice,
    Gauge,
    gauges_of,
    kind_of_field,
    methods_of,
    own_fields,
    place_label,
)
from app.web.explore.settings_said import PERCENT, chance_said, data_fields, network_said, percent, training_said
from app.web.methods.catalogue import home
from app.web.words import methods
from app.web.words.caveats import said as said_of
from app.web.words.fields import choice_title, help_of, label
from app.web.words.places import place_names
from app.web.words.say import say

P_SLIDER = (0.0, 0.95, 0.01)
# (least, most, step) of the sliders; one that does not hold the value is widened to it.
WIDGETS: Mapping[str, str] = {"widths": "text", "choice": "select"}  # of a network's settings; the others are numbers
SLIDERS = {"delay": (5.0, 40.0, 1.0), "n": (10.0, 500.0, 10.0), "noise": (0.0, 1.0, 0.05), "flip": (0.0, 0.5, 0.01)}
DIGITS_SLIDERS = {"n": (100.0, 4000.0, 50.0)}


@dataclass(frozen=True)
class Control:
    """One input: range, number, text or select; live ones act while they move (static/js/explore/controls.js)."""

    name: str
    id: str
    label: str
    help: str
    kind: str
    value: str
    shown: str = ""  # as the output beside a slider says it
    low: str = ""
    high: str = ""
    step: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    error: str = ""
    warning: str = ""
    live: bool = False
    place: int | None = None


@dataclass(frozen=True)
class Place:
    """A checkbox: whether dropout sits there."""

    value: int
    label: str
    checked: bool


@dataclass(frozen=True)
class Fold:
    """Settings under one line that shows their values; open where one of them is wrong."""

    shown: str
    open: bool


@dataclass(frozen=True)
class Form:
    """All that templates/explore/controls.html draws; `general` are messages for which there is no field."""

    methods: tuple[Choice, ...]
    method: str
    method_says: str
    method_error: str
    own_page: tuple[str, str] | None  # of the method, as words and address, where this is another
    own: tuple[Control, ...]  # settings that only this method has
    gauges: tuple[Gauge, ...]  # in place of sliders, where p is learned
    why_no_slider: str
    rates: tuple[Control, ...]
    apart: bool
    apart_href: str
    places: tuple[Place, ...]
    place_error: str
    place_warning: str
    rates_of: str
    scenes: tuple[Choice, ...]
    data: tuple[Control, ...]
    network: tuple[Control, ...]
    training: tuple[Control, ...]
    seed: Control
    seed_was: str  # of the run, whatever is typed
    seeds: tuple[Control, ...]
    seeds_apart: bool
    folds: Mapping[str, Fold]  # network, training, chance
    new_masks: str
    changes: tuple[str, ...]
    said: tuple[tuple[str, str], ...]  # every setting in words, for print
    data_name: str
    hidden: str
    seen: tuple[tuple[str, str], ...]  # the step and so on that the form keeps
    general: tuple[str, ...]


def context(
    spec: RunSpec,
    step: int,
    links: Links,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    learned: tuple[float, ...] = (),
) -> Form:
    """The form of a run at a step: p, lr and decay are those in force there. learned: p of each layer, where it is."""
    typed, errors = dict(typed or {}), dict(errors or {})
    rates = spec.given(step)
    in_force = tuple(rates[k] for k in spec.place)
    texts = {**ALWAYS, **spec.texts(), "lr": number_text(spec.lr_set(step)), "decay": number_text(spec.decay_at(step))}
    texts |= {"p": list_text(in_force) or texts["p"]} | typed
    warned = {name: said_of(note) for name, note in warnings(spec).items()}
    method = methods.name_of(spec)

    def control(name: str, kind: str) -> Control:
        field, text = field_for(name, spec.data.name, method), texts[name]
        low, high, step = number_text(field.min), number_text(field.max), number_text(field.step)
        if kind == "range":
            low, high, step = _slider(spec.data.name, field, text)
        elif kind == "number" and field.kind == "number":
            low, step = "", "any"
        return Control(
            name=name,
            id=f"control-{name.replace('.', '-')}",
            label=label(field),
            help=help_of(field),
            kind=kind,
            value=text,
            shown=percent(text) if name in PERCENT and _is_number(text) else text,
            low=low,
            high=high,
            step=step,
            choices=tuple((choice, choice_title(choice)) for choice in field.choices),
            error=errors.pop(name, ""),
            warning=warned.get(name, ""),
            live=name in ("lr", "decay"),
        )

    apart = (links.apart or len(set(in_force)) > 1) and not methods.kind_of(spec).learned
    equal = len(set(spec.seeds.texts().values())) == 1
    seed_was = str(spec.seeds.data) if equal else ""
    texts["seed"] = typed.get("seed", seed_was)
    seeds = tuple(control(name, "number") for name in SEED_NAMES)
    network = tuple(control(name, WIDGETS.get(FIELDS[name].kind, "number")) for name in net_settings(type(spec.net)))
    clipping = () if spec.plan.columns else ("clip",)
    moving = ("shift",) if TASKS[spec.data.name].sample == "image" else ()
    numbers = (control(name, "number") for name in ("lr", "batch", "decay", "steps", "warmup", *moving, *clipping))
    training = (control("optimizer", "select"), *numbers)
    seed = control("seed", "number")
    return Form(
        methods=methods_of(spec, links),
        method=method,
        method_says=methods.says(spec),
        method_error=errors.pop("method", ""),
        own_page=_own_page(spec, links),
        own=tuple(control(name, kind_of_field(name)) for name in own_fields(spec)),
        gauges=gauges_of(spec, learned),
        why_no_slider=say("method.why no slider"),
        rates=_rate_controls(spec, in_force, texts["p"], apart, errors.pop("p", ""), warned.get("p", "")),
        apart=apart,
        apart_href=links.after("apart:0" if apart else "apart:1"),
        places=_places(spec, typed),
        place_error=errors.pop("place", ""),
        place_warning=warned.get("place", ""),
        rates_of=list_text(spec.place) if apart else "",
        scenes=_scenes(spec, links),
        data=tuple(control(name, "range") for name in data_fields(spec)),
        network=network,
        training=training,
        seed=seed,
        seed_was=seed_was,
        seeds=seeds,
        seeds_apart=not equal or any(control.error for control in seeds),
        folds={
            "network": Fold(network_said(spec), _wrong(network)),
            "training": Fold(training_said(spec, step), _wrong(training)),
            "chance": Fold(chance_said(spec), _wrong((seed, *seeds))),
        },
        new_masks=links.after("masks:next"),
        changes=tuple(say("form.changed", name=c.name, value=rates_text(c.value), step=c.step) for c in spec.changes),
        said=settings_said.said(spec, step),
        data_name=spec.data.name,
        hidden=spec.texts().get("hidden", ""),
        seen=links.seen(),
        general=tuple(errors.values()),  # what no control has taken
    )


def _own_page(spec: RunSpec, links: Links) -> tuple[str, str] | None:
    page = home(spec, links.view)
    if page is None or links.page.startswith("methods/"):
        return None
    return say("page.own page", title=page.title), links.here(page.path)


def _wrong(controls: tuple[Control, ...]) -> bool:
    return any(control.error for control in controls)


def _rate_controls(
    spec: RunSpec, rates: tuple[float, ...], text: str, apart: bool, error: str, warning: str
) -> tuple[Control, ...]:
    """One slider, or one for each place; a field for where p starts, if it is learned. What was typed wrong is shown
    as it is."""
    typed = text.split(",")
    if not apart or len(typed) != len(spec.place):
        value = typed[0] if len(set(typed)) == 1 else text
        control = _rate_control("control-p", say("form.p.label"), value, None)
        if methods.kind_of(spec).learned:
            control = replace(control, label=say("method.p starts"), kind="number", live=False)
        return (replace(control, help=methods.says(spec, "p"), error=error, warning=warning),)
    labels = [place_label(spec, k) for k in spec.place]
    first, *rest = (
        _rate_control(f"control-p-{k}", label, value, k)
        for k, label, value in zip(spec.place, labels, typed, strict=True)
    )
    return (replace(first, error=error, warning=warning), *rest)


def _rate_control(id: str, label: str, value: str, place: int | None) -> Control:
    """A slider, or a field for text that no slider can show."""
    low, high, step = _range(P_SLIDER, value)
    return Control(
        name="p",
        id=id,
        label=label,
        help="",
        kind="range" if _is_number(value) and 0 <= float(value) < 1 else "text",
        value=value,
        shown=value,
        low=low,
        high=high,
        step=step,
        live=True,
        place=place,
    )


def _places(spec: RunSpec, typed: Mapping[str, str]) -> tuple[Place, ...]:
    ticked = set(typed["place"].split(",")) if "place" in typed else {str(k) for k in spec.place}
    return tuple(Place(k, name, str(k) in ticked) for k, name in enumerate(place_names(spec)))


def _scenes(spec: RunSpec, links: Links) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            name=name,
            label=say(f"data.{name}"),
            href=links.after(f"data:{name}"),
            current=name == spec.data.name,
        )
        for name, task in TASKS.items()
        if spec.net.name in task.nets
    )


def _slider(data: str, field: Field, text: str) -> tuple[str, str, str]:
    table = DIGITS_SLIDERS if data in ("digits", "memory", "words") and field.name in DIGITS_SLIDERS else SLIDERS
    return _range(table[field.name], text)


def _range(limits: tuple[float, float, float], text: str) -> tuple[str, str, str]:
    """Ends and step of a slider that can stand at this value: a browser would move one that cannot."""
    low, high, step = limits
    if not _is_number(text):
        return number_text(low), number_text(high), number_text(step)
    value = float(text)
    on_grid = abs((value - low) / step - round((value - low) / step)) < 1e-9
    return (
        number_text(min(low, value)),
        number_text(max(high, value)),
        number_text(step) if on_grid else "any",
    )


def _is_number(text: str) -> bool:
    try:
        return float("-inf") < float(text) < float("inf")
    except ValueError:
        return False
