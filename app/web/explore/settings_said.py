"""A run's settings in words: one by one, as they are printed, and in the one line of each fold."""

from __future__ import annotations

from app.runs.data.tasks import TASKS
from app.runs.nets.parts import DenseNet, net_settings
from app.runs.spec.change import Change
from app.runs.spec.fields import FIELDS
from app.runs.spec.parts import part_texts
from app.runs.spec.reading import list_text, number_text, rates_text
from app.runs.spec.run_spec import RunSpec
from app.web.explore.method_fields import own_fields
from app.web.words import methods
from app.web.words.fields import choice_title, label
from app.web.words.places import place_name
from app.web.words.say import say

PERCENT = ("flip",)  # whose values are said as a share in percent


def said(spec: RunSpec, step: int) -> tuple[tuple[str, str], ...]:
    """(label, value) of every setting in force at a step, as the form calls them."""
    texts = spec.texts() | {"lr": number_text(spec.lr_set(step)), "decay": number_text(spec.decay_at(step))}
    texts |= {name: percent(texts[name]) for name in PERCENT} | {"data": say(f"data.{spec.data.name}")}
    training = ("optimizer", "lr", "batch", "decay", "steps")
    names = ("data", *data_fields(spec), *net_settings(type(spec.net)), *training, "warmup", "shift")
    rates = spec.given(step)
    names_of = {k: place_name(spec, k) for k in spec.place}
    after = "after" if spec.plan.columns and 0 not in spec.place else "at"
    placed = [
        say(f"form.p {after}", p=number_text(p), layers=", ".join(names_of[k] for k in names_of if rates[k] == p))
        for p in dict.fromkeys(rates[k] for k in spec.place)
    ]
    own = [(name, texts[name]) for name in own_fields(spec)]
    return (
        (label(FIELDS["method"]), choice_title(methods.name_of(spec))),
        ("p", "; ".join(placed) or say("form.nothing")),
        *((label(FIELDS[name]), choice_title(text)) for name, text in own),
        *((label(FIELDS[name]), choice_title(texts[name])) for name in names if name in texts),
        (say("form.seed"), _seeds(spec)),
        *((say("form.change"), _change(c)) for c in spec.changes),
    )


def data_fields(spec: RunSpec) -> tuple[str, ...]:
    """The settings of the data that count with these."""
    if spec.data.name == "curve":
        return ("n", "noise")
    if TASKS[spec.data.name].sample == "tokens":
        return ("n", "delay") if spec.data.name == "memory" else ("n", "flip")
    return ("n", "flip", "noise")


def percent(text: str) -> str:
    """A share as text, in percent."""
    return f"{100 * float(text):.3g} %"


def network_said(spec: RunSpec) -> str:
    """The network in one line."""
    if isinstance(spec.net, DenseNet):
        said = f"{list_text(spec.net.hidden)} {choice_title(spec.net.activation)}"
        return said if spec.net.norm == "none" else say("form.normed", network=said, where=choice_title(spec.net.norm))
    return say(f"form.network.{spec.net.name}", **part_texts(spec.net))


def training_said(spec: RunSpec, step: int) -> str:
    """The training in one line, as it is at a step."""
    decay = spec.decay_at(step)
    said = f"{choice_title(spec.training.optimizer)} {number_text(spec.lr_set(step))}"
    said = say("form.decay", training=said, decay=number_text(decay)) if decay else said
    for name in ("warmup", "shift"):
        value = getattr(spec.training, name)
        said = say(f"form.{name}", training=said, value=value) if value else said
    return said


def chance_said(spec: RunSpec) -> str:
    """All seeds in one line."""
    return say("form.chance", seeds=_seeds(spec))


def _seeds(spec: RunSpec) -> str:
    """The seed of the data, and what has another."""
    seeds = {name.removeprefix("seed."): text for name, text in spec.seeds.texts().items()}
    first = seeds.pop("data")
    others = ((of, seed) for of, seed in seeds.items() if seed != first)
    return ", ".join([first, *(say("form.other seed", of=say(f"form.{of}"), seed=seed) for of, seed in others)])


def _change(change: Change) -> str:
    return say("form.from", name=change.name, value=rates_text(change.value), step=change.step)
