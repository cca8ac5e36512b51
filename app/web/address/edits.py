"""What a hand changes on the Explore page, merged in the order in which the hand made it.

A page asks for the run that it shows, with one `edit=` for each change since: batch:16, place:-2, p:0.3@120,
masks:next. Each holds relative to what the ones before have made, so that nothing depends on when an answer comes.
The links of the page lead where its edits lead (`links.py`). `docs/decisions/0010-edits-are-changes.md` says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from app.runs.log.pruned import half_of
from app.runs.nets.parts import DenseNet, ResidualNet
from app.runs.spec.change import CHANGEABLE, ChangeName
from app.runs.spec.faults import Fault
from app.runs.spec.fields import FIELDS, PLACES_MAX, SEED_MAX
from app.runs.spec.reading import as_typed, list_text, number, number_text, rates, rates_text, widths
from app.runs.spec.run_spec import RunSpec, SpecError
from app.runs.spec.seeds import NAMES as SEED_NAMES
from app.runs.training.removal import first_half
from app.web.address.neurons import neuron_of
from app.web.address.query import PASSES_MAX, VIEWS, WISHES, View
from app.web.words.faults import said
from app.web.words.say import say

NAME = "edit"  # of the parameter
EDITS_MAX = 200  # more than a hand makes while an answer is on its way

# Fields that hold text: what was typed wrong stays in them. What is moved or chosen goes back.
TYPED = ("hidden", "lr", "batch", "decay", "steps", "warmup", "shift", "seed", *SEED_NAMES)


@dataclass(frozen=True)
class Merged:
    """A run and a view of it; what could not be made of them, by field, with what was typed there; and what is said
    of a step or sample that the run does not have."""

    spec: RunSpec
    view: View
    apart: bool = False
    errors: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    said: tuple[str, ...] = ()


def merged(spec: RunSpec, view: View, apart: bool, edits: Iterable[str]) -> Merged:
    """The run and view that edits make of these. What is wrong alone is left out; what the edits after it have made
    right is not: a batch of 16 needs 16 samples, whichever came first.

    Raises: SpecError for more edits than a hand makes.
    """
    edits = list(edits)
    if len(edits) > EDITS_MAX:
        raise SpecError({NAME: Fault("many edits", most=EDITS_MAX, count=len(edits))})
    now, refused = _all_of(edits, Merged(spec, view, apart))
    now, refused = _all_of([text for text, _ in refused.values()], now)
    return _seen(
        replace(
            now,
            errors={
                name: " ".join(said(fault, page=True) for fault in error.faults.values())
                for name, (_, error) in refused.items()
            },
            typed={
                name: text.partition(":")[2].partition("@")[0][:200]
                for name, (text, _) in refused.items()
                if name in TYPED
            },
        )
    )


def _all_of(edits: list[str], now: Merged) -> tuple[Merged, dict[str, tuple[str, SpecError]]]:
    """... and those that were refused, by field: the edit, and why. A later edit of a field takes its place."""
    refused: dict[str, tuple[str, SpecError]] = {}
    for text in edits:
        name = text.partition(":")[0].partition(".")[0] if text.startswith("p.") else text.partition(":")[0]
        refused.pop(name, None)
        try:
            now = _after(now, text)
        except SpecError as error:
            refused[name] = (text, error)
    return now, refused


def in_force(spec: RunSpec, step: int) -> RunSpec:
    """The run that has from its start what this one has at a step."""
    if not spec.changes:
        return spec
    texts = {"change": "", "lr": number_text(spec.lr_set(step)), "decay": number_text(spec.decay_at(step))}
    if spec.place:
        texts["p"] = rates_text(tuple(spec.given(step)[place] for place in spec.place))
    return spec.but(**texts)


def _after(now: Merged, text: str) -> Merged:
    """... one edit. Raises: SpecError."""
    name, _, value = text.partition(":")
    what, _, place = name.partition(".")
    try:
        if what in CHANGEABLE:
            return replace(now, spec=_changed(now.spec, what, place, value))
        return KINDS.get(name, _setting)(now, name, value)
    except Fault as fault:
        raise SpecError({name: fault}) from None


def _setting(now: Merged, name: str, value: str) -> Merged:
    """Any field of the table: the run with p, lr and decay of the step on screen, from the start."""
    if name not in FIELDS or name == "change":
        raise Fault("no edit", got=f"{name}:{value}")
    if FIELDS[name].kind in ("number", "whole"):
        value = as_typed(value)
    return replace(now, spec=in_force(now.spec, now.view.step or 0).but(**{name: value}))


def _changed(spec: RunSpec, name: ChangeName, place: str, value: str) -> RunSpec:
    """p, lr or decay from a step on, as p:0.3@120; p.2:0.3@120 is p of place 2 alone."""
    text, _, step = value.partition("@")
    at = int(step) if step.isascii() and step.isdigit() and len(step) < 10 else 0
    at = at if at < spec.training.steps else 0  # no step follows the last
    if name == "p" and spec.plan.learns_p:
        at = 0  # it is where p starts
    if name != "p":
        return spec.with_change(at, name, number(FIELDS[name], as_typed(text)))
    new = rates(FIELDS["p"], as_typed(text) if place or len(spec.place) < 2 else text)
    if place:
        own = spec.given(at)
        new = tuple(new[0] if str(k) == place else own[k] for k in spec.place)
    elif len(new) == 1:
        new *= len(spec.place)
    return spec.with_change(at, "p", new) if spec.place else spec


def _placed(now: Merged, _name: str, value: str) -> Merged:
    """Dropout put at a place, or taken away: +2, -2."""
    if len(value) != 2 or value[0] not in "+-" or value[1] not in "0123456789"[:PLACES_MAX]:
        raise Fault("no edit", got=f"place:{value}")
    spec, place = in_force(now.spec, now.view.step or 0), int(value[1])
    own = dict(zip(spec.place, spec.p, strict=True))
    if value[0] == "-":
        own.pop(place, None)
    else:
        own.setdefault(place, spec.p[0] if spec.p else float(spec.texts()["p"].split(",")[0]))
    return replace(now, spec=_with_places(spec, own))


def _widths(now: Merged, _name: str, value: str) -> Merged:
    """Other hidden layers: dropout after all of them stays after all of them."""
    if not now.spec.plan.columns:
        return _setting(now, "hidden", value)  # which refuses it
    spec = in_force(now.spec, now.view.step or 0)
    before, layers = len(spec.dense.hidden), len(widths(FIELDS["hidden"], value))
    own = dict(zip(spec.place, spec.p, strict=True))
    if layers > before and all(k in own for k in range(1, before + 1)):
        own |= dict.fromkeys(range(before + 1, layers + 1), spec.p[0])
    return replace(now, spec=_with_places(spec, {k: p for k, p in own.items() if k <= layers}, hidden=value))


def _with_places(spec: RunSpec, own: dict[int, float], **texts: str) -> RunSpec:
    ordered = dict(sorted(own.items()))
    if ordered:
        texts["p"] = rates_text(tuple(ordered.values()))
    return spec.but(place=list_text(ordered) or "none", **texts)


def _data(now: Merged, _name: str, value: str) -> Merged:
    """The scene of another data set, or of this one from its beginning. A network other than a dense one stays, with
    its method."""
    own = {} if now.spec.plan.columns else {"net": now.spec.net.name, "method": now.spec.method_name}
    return replace(now, spec=RunSpec.parse({"data": value, **own}))


def _masks(now: Merged, _name: str, _value: str) -> Merged:
    """All else equal, changes too: the run with the next mask seed."""
    seeds = now.spec.seeds
    return replace(now, spec=replace(now.spec, seeds=replace(seeds, masks=(seeds.masks + 1) % (SEED_MAX + 1))))


def _apart(now: Merged, _name: str, value: str) -> Merged:
    """A slider for each place, or one for all. Where the places have different p, one for all is a change from this
    step on, to the first place's."""
    spec, step = now.spec, now.view.step or 0
    own = [spec.given(step)[place] for place in spec.place]
    if value != "1" and len(set(own)) > 1:
        try:
            spec = spec.with_change(step % spec.training.steps, "p", (own[0],) * len(own))
        except SpecError:  # no room for another change
            spec = spec.but(p=number_text(own[0]), change="")
    return replace(now, spec=spec, apart=value == "1")


def _direction(now: Merged, _name: str, value: str) -> Merged:
    """Forward or backward pass."""
    if value not in VIEWS:
        raise Fault("no edit", got=f"view:{value}")
    return replace(now, view=replace(now.view, view=value))


def _passes(now: Merged, _name: str, value: str) -> Merged:
    """How many Monte-Carlo passes are shown; 0 for none."""
    count = int(value) if value.isascii() and value.isdigit() and len(value) < 4 else PASSES_MAX + 1
    if count > PASSES_MAX:
        raise Fault("no edit", got=f"passes:{value}")
    return replace(now, view=replace(now.view, passes=count))


def _cut(now: Merged, _name: str, value: str) -> Merged:
    """Which blocks are left out of what has been learned: one more or less, as +2, -2; every other one; or none."""
    net, (sign, number) = now.spec.net, (value[:1], value[1:])
    blocks = net.blocks if isinstance(net, ResidualNet) else 0
    cut = {*now.view.cut}
    if blocks and value in ("half", "none"):
        cut = {*half_of(blocks)} if value == "half" else set()
    elif sign in ("+", "-") and number.isascii() and number.isdigit() and 1 <= int(number[:3]) <= blocks:
        cut = cut | {int(number) - 1} if sign == "+" else cut - {int(number) - 1}
    else:
        raise Fault("no edit", got=f"cut:{value}")
    if len(cut) == blocks:
        raise Fault("all cut", WISHES["cut"], most=blocks - 1, count=blocks)
    return replace(now, view=replace(now.view, cut=tuple(sorted(cut))))


def _off(now: Merged, _name: str, value: str) -> Merged:
    """Which hidden neurons are taken out of what has been learned: one more or less, as +h1.3, -h1.3; half of them, at
    random; or none."""
    net, sign = now.spec.net, value[:1]
    widths = net.hidden if isinstance(net, DenseNet) else ()
    neuron, off = neuron_of(value[1:], widths), {*now.view.off}
    if widths and value in ("half", "none"):
        off = {*first_half(now.spec)} if value == "half" else set()
    elif neuron is not None and sign in ("+", "-"):
        off = off | {neuron} if sign == "+" else off - {neuron}
    else:
        raise Fault("no edit", got=f"off:{value}")
    return replace(now, view=replace(now.view, off=tuple(sorted(off))))


KINDS: dict[str, Callable[[Merged, str, str], Merged]] = {
    "place": _placed,
    "hidden": _widths,
    "data": _data,
    "masks": _masks,
    "apart": _apart,
    "view": _direction,
    "passes": _passes,
    "cut": _cut,
    "off": _off,
}


def _seen(now: Merged) -> Merged:
    """With a step, sample and neuron that the run has."""
    spec, view = now.spec, now.view
    said = []
    if view.step is not None and view.step > spec.training.steps:
        said.append(say("form.last step", steps=spec.training.steps))
        view = replace(view, step=spec.training.steps)
    if view.sample >= (batch := spec.training.batch):
        said.append(say("form.last sample" if batch > 1 else "form.only sample", batch=batch))
        view = replace(view, sample=batch - 1)
    sizes = spec.sizes
    if view.layer is not None and (view.layer >= len(sizes) or (view.unit or 0) >= sizes[view.layer]):
        view = replace(view, layer=None, unit=None)
    blocks = spec.net.blocks if isinstance(spec.net, ResidualNet) else 0
    cut = tuple(block for block in view.cut if block < blocks)
    widths = spec.net.hidden if isinstance(spec.net, DenseNet) else ()
    off = tuple((layer, unit) for layer, unit in view.off if layer < len(widths) and unit < widths[layer])
    view = replace(view, cut=cut if len(cut) < blocks else (), off=off)
    return replace(now, view=view, said=tuple(said))
