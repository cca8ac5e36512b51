"""A link in one sentence, made of its settings alone: what is there, and nothing of how it goes."""

from __future__ import annotations

from app.runs.one_layer.fields import SUB_STEPS
from app.runs.one_layer.layer_spec import LayerSpec
from app.runs.spec.fields import FIELDS
from app.runs.spec.reading import number_text, rates_text
from app.runs.spec.run_spec import RunSpec
from app.runs.spec.seeds import NAMES as SEED_NAMES
from app.runs.spec.seeds import Seeds, join_seeds
from app.web.address.query import View
from app.web.words import methods, names
from app.web.words.fields import choice_title, label
from app.web.words.places import place_name
from app.web.words.say import say

ELSEWHERE = {"data", "p", "place", "method", "net", "steps", "change", *SEED_NAMES}  # said apart, or not at all


def run_title(spec: RunSpec) -> str:
    """Two moons with dropout."""
    named = say("preview.run.with", method=methods.called(spec)) if spec.place else say("preview.run.without")
    return say("preview.run.title", scene=say(f"scene.{spec.data.name}.title"), method=named)


def run_sentence(spec: RunSpec, view: View) -> str:
    """Dropout with p = 0.2 after each hidden layer; two moons; step 128 of 1,500."""
    step, steps = view.step, f"{spec.training.steps:,}"
    at = say("preview.steps", steps=steps) if step is None else say("preview.step", step=f"{step:,}", steps=steps)
    scene = names.within(say(f"scene.{spec.data.name}.title"))
    return _sentence(_method(spec, step or 0), scene, *_settings(spec), *_seeds(spec), *_changes(spec, step or 0), at)


def layer_sentence(spec: LayerSpec) -> str:
    """4 samples and 5 neurons with p = 0.3; training; sub-step 4 of 7."""
    of = {"samples": _counted("sample", spec.batch), "neurons": _counted("neuron", spec.units)}
    own = say("preview.edited") if spec.x or spec.dy else "" if spec.query() else say("preview.notebook")
    at = say("preview.substep", step=SUB_STEPS.index(spec.substep) + 1, steps=len(SUB_STEPS))
    seed = "" if spec.seed is None else say("preview.setting", name=_name("seed"), value=spec.seed)
    parts = (say("preview.layer", p=number_text(spec.p), **of), own, seed, say(f"preview.{spec.mode}"), at)
    return _sentence(*parts)


def _sentence(*parts: str) -> str:
    text = say("preview.end", parts=say("preview.between").join(filter(None, parts)))
    return text[0].upper() + text[1:]


def _method(spec: RunSpec, step: int) -> str:
    rates = spec.rates(step)
    if not any(rates):
        return say("preview.nothing")
    learned, given = spec.plan.learns_p, spec.given(step)
    if rates != given and len({given[place] for place in spec.place}) == 1:
        groups = [say("preview.rising", p=number_text(max(given)))]
    else:
        groups = [
            say("preview.learned p" if learned else "preview.p", p=number_text(p), where=_where(spec, p, rates))
            for p in sorted({rates[place] for place in spec.place})
        ]
    return say(
        "preview.learned" if learned else "preview.rates", method=methods.called(spec), rates=names.enumeration(groups)
    )


def _where(spec: RunSpec, p: float, rates: tuple[float, ...]) -> str:
    """After which layers p has this value."""
    if not spec.plan.columns:
        own = [names.within(place_name(spec, k)) for k in spec.place if rates[k] == p]
        return say("preview.each place") if len(own) == len(spec.plan.places) > 1 else names.enumeration(own)
    layers, hidden = len(spec.sizes), [k for k in spec.place if k and rates[k] == p]
    texts = [say("preview.input")] if 0 in spec.place and rates[0] == p else []
    if len(hidden) == len(spec.dense.hidden) > 1:
        texts.append(say("preview.each"))
    elif hidden:
        listed = names.enumeration([names.layer_name(k, layers) for k in hidden])
        texts.append(say("preview.after", layers=listed))
    return names.chain(texts)


def _settings(spec: RunSpec) -> list[str]:
    """Those that are not the scene's."""
    own = spec.defaults
    return [
        say("preview.setting", name=_name(name), value=_value(name, text))
        for name, text in spec.texts().items()
        if name not in ELSEWHERE and text != own[name]
    ]


def _seeds(spec: RunSpec) -> list[str]:
    usual = Seeds().texts()
    given = {name: text for name, text in spec.seeds.texts().items() if text != usual[name]}
    return [say("preview.setting", name=_name(name), value=text) for name, text in join_seeds(given).items()]


def _changes(spec: RunSpec, step: int) -> list[str]:
    """Those that are still to come; those of p before are in force."""
    return [
        say("measured.change.later", label=_name(c.name), value=rates_text(c.value), step=c.step)
        for c in spec.changes
        if c.name != "p" or c.step > step
    ]


def _name(name: str) -> str:
    return names.within(label(FIELDS[name]))


def _value(name: str, text: str) -> str:
    if name == "flip":
        return f"{100 * float(text):.4g} %"
    return choice_title(text) if FIELDS[name].kind == "choice" else text


def _counted(noun: str, count: int) -> str:
    return say(f"preview.{noun}") if count == 1 else say(f"preview.{noun}s", count=count)
