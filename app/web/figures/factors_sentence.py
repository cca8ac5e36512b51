"""The sentence above the figure where neurons are multiplied by any number, or weights are masked."""

from __future__ import annotations

from app.runs.spec.run_spec import RunSpec
from app.web.moment import Array, Moment
from app.web.words import methods
from app.web.words import names as words
from app.web.words.say import say

Parts = tuple[str, str, str]


def parts(moment: Moment) -> Parts:
    """Its three parts, of a step at which something is multiplied."""
    name = methods.name_of(moment.run.spec)
    return {"gaussian": _gaussian, "concrete": _concrete, "dropconnect": _weights}[name](moment)


def longest(spec: RunSpec) -> str:
    """A sentence as long as any of the run."""
    step, sample = "0" * len(str(spec.training.steps)), "0" * len(str(spec.training.batch))
    where = say("method.unit", layer=words.layer_name(1, len(spec.sizes)), unit=max(spec.sizes))
    facts = {"least": "−0.00", "most": "0.00", "where": where, "there": where}
    count = sum(spec.sizes)
    texts = {
        "gaussian": say("method.gaussian.after", sample=sample, what=_what(spec, 2), **facts)
        + say("method.gaussian.negative", count=count),
        "concrete": say("method.concrete.after", what=_what(spec, 2), sample=sample, are="are")
        + say("method.concrete.between", count=count, are=words.are(2), ps=_ps(spec, (0.1234,) * len(spec.sizes))),
        "dropconnect": say("method.dropconnect.after", whom=say("method.whom.batch"), are="are")
        + say("method.dropconnect.nothing"),
    }
    before = say("method.gaussian.before", step=step)
    return f"{before}{count} of {count}{texts[methods.name_of(spec)]}"


def _gaussian(moment: Moment) -> Parts:
    factors, sizes = moment.of_neurons, moment.run.sizes
    (k, i, least), (other, j, most) = methods.extremes(factors)
    count = sum(len(values) for values in factors.values())
    negative = sum(int((values < 0).sum()) for values in factors.values())
    after = say(
        "method.gaussian.after",
        what=_what(moment.run.spec, count),
        sample=moment.sample + 1,
        least=words.number(least),
        most=words.number(most),
        where=_unit(k, i, sizes),
        there=_unit(other, j, sizes),
    )
    ending = "none" if negative == 0 else "one" if negative == 1 else "negative"
    return (
        say("method.gaussian.before", step=moment.step),
        str(count),
        after + say(f"method.gaussian.{ending}", count=negative),
    )


def _concrete(moment: Moment) -> Parts:
    spec, factors = moment.run.spec, moment.of_neurons
    count = sum(len(values) for values in factors.values())
    off = sum(int((values < methods.NEARLY_OFF).sum()) for values in factors.values())
    between = sum(_between(values, moment.rates[k]) for k, values in factors.items())
    after = say(
        "method.concrete.after",
        what=_what(spec, count),
        sample=moment.sample + 1,
        are=words.are(off),
    )
    more = say("method.concrete.between", count=between, are=words.are(between), ps=_ps(spec, moment.rates))
    return say("method.before", step=moment.step), f"{off} of {count}", after + more


def _weights(moment: Moment) -> Parts:
    factors = moment.weight_masks
    total = sum(values.size for values in factors.values())
    off = sum(int((values == 0).sum()) for values in factors.values())
    each = getattr(moment.run.spec.method, "each", "sample")
    whom = say(f"method.whom.{each}", sample=moment.sample + 1)
    after = say("method.dropconnect.after", whom=whom, are=words.are(off))
    ending = say("method.dropconnect.nothing" if off else "method.dropconnect.by chance")
    return say("method.before", step=moment.step), f"{off:,} of {total:,}", after + ending


def _between(factors: Array, p: float) -> int:
    """How many are neither nearly off nor nearly whole."""
    share = factors * (1 - p)
    return int(((factors >= methods.NEARLY_OFF) & (share <= 1 - methods.NEARLY_OFF)).sum())


def _ps(spec: RunSpec, rates: tuple[float, ...]) -> str:
    layers = len(spec.sizes)
    return words.enumeration(
        [
            say(
                "method.p at" if k else "method.p on",
                p=methods.p_text(spec, rates[k]),
                layer=words.within(words.layer_name(k, layers)),
            )
            for k in spec.place
        ]
    )


def _what(spec: RunSpec, count: int) -> str:
    """Of what these are: hidden neurons, inputs, or both."""
    which = "both" if 0 in spec.place and len(spec.place) > 1 else "inputs" if 0 in spec.place else "neurons"
    return say(f"method.what.{which}")


def _unit(layer: int, unit: int, sizes: tuple[int, ...]) -> str:
    return say("method.unit", layer=words.within(words.layer_name(layer, len(sizes))), unit=unit + 1)
