"""How results of experiments are written: numbers by their unit, and what a paired comparison says."""

from __future__ import annotations

import math
from collections.abc import Mapping

from app.runs.experiments.measures import Measure
from app.runs.experiments.pairs import ENOUGH, Summary
from app.runs.spec.fields import FIELDS
from app.web.words.fields import choice_title, label
from app.web.words.names import number, within
from app.web.words.numbers import loss_text, percent_text
from app.web.words.say import has, say


def axis_title(axis: str) -> str:
    """What varies: p, Weight decay, Neurons in each hidden layer."""
    return say(f"axis.{axis}") if has(f"axis.{axis}") else label(FIELDS[axis])


def at_text(axis: str, value: str, start: bool = False) -> str:
    """A value of it within a sentence, or at its start: p = 0.5, weight decay = 0.001."""
    title = axis_title(axis)
    return say("result.at", axis=title if start else within(title), value=value_title(axis, value))


def value_title(axis: str, value: str) -> str:
    """The value alone, as an axis has it."""
    return choice_title(value) if axis in FIELDS and FIELDS[axis].kind == "choice" else value


def measure_title(measure: Measure) -> str:
    """Test loss."""
    text = say(f"measure.{measure.name}")
    return text[0].upper() + text[1:]


def tick_text(measure: Measure, value: float) -> str:
    """On its axis."""
    return f"{100 * value:g} %" if measure.unit == "share" else f"{value:,g}".replace("-", "−")


def difference_tick(measure: Measure, value: float) -> str:
    """On the axis of differences, in points where it is a share."""
    value = float(f"{100 * value:.6g}") if measure.unit == "share" else value
    return f"{value:+,g}".replace("-", "−") if value else "0"


def mean_reading(measure: Measure, value: float) -> str:
    """A mean of an arm; a dash where there is none."""
    return reading_text(measure, value) if math.isfinite(value) else "–"


def reading_text(measure: Measure, value: float) -> str:
    """One number of a chart; also that an arm diverged, or never got there."""
    if math.isnan(value):
        return say("result.diverged")
    if math.isinf(value):
        return say("result.never")
    if measure.unit == "share":
        return percent_text(value)
    if measure.unit == "steps":
        return f"{value:,.0f}"
    return loss_text(value) if measure.unit == "loss" else number(value)


def difference_text(measure: Measure, difference: float) -> str:
    """With its sign: −0.031, +3.1 points."""
    if math.isnan(difference):
        return say("result.no difference")
    if math.isinf(difference):
        return say("result.later" if difference > 0 else "result.sooner")
    (size,) = _sizes(measure, abs(difference))
    sign = "" if not size.strip("0.") else "+" if difference > 0 else "−"
    return f"{sign}{size}{_unit(measure)}"


def mean_text(measure: Measure, found: Summary) -> str:
    """The mean difference and its interval, as a table has them."""
    if math.isnan(found.mean):
        return ""
    mean = difference_text(measure, found.mean)
    if math.isnan(found.low):
        return mean
    low, high = (difference_text(measure, end) for end in (found.low, found.high))
    return say("result.mean and interval", mean=mean, low=low, high=high)


def compared(measure: Measure, found: Summary) -> str:
    """What the pairs at one value say: lower in 9 of 10 seeds, by 0.031 on average, with its interval."""
    if not found.pairs:
        return say("result.no pair")
    if found.same and not (found.lower or found.higher):
        known = say("result.same", count=found.same, seeds=seeds_text(found.pairs))
        return known + _beside(found, found.same)
    count, way = max((found.lower, "lower"), (found.higher, "higher"))
    if found.mean:  # a mean decides where there is one
        count, way = (found.lower, "lower") if found.mean < 0 else (found.higher, "higher")
    way = f"{way} step" if measure.unit == "steps" else way
    facts = {"way": say(f"result.{way}"), "count": count, "seeds": seeds_text(found.pairs)}
    if not count:
        text = say("result.nothing to compare", seeds=seeds_text(found.pairs))
    elif not found.enough:
        text = say("result.too few", pairs=found.pairs - found.diverged, enough=ENOUGH, **facts)
    elif math.isnan(found.low):
        text = say("result.no mean", **facts)
    else:
        text = say("result.told", **facts, **mean_and_interval(measure, found))
    return text + _beside(found, 0)


def twin_there(measure: Measure, twin: Mapping[int, float]) -> str:
    """Its twin's mean, or why it has none."""
    for why, how in (("never", math.isinf), ("diverged", math.isnan)):
        if count := sum(map(how, twin.values())):
            return say(f"result.twin {why}", count=count, seeds=seeds_text(len(twin)))
    if not twin:
        return say("result.twin unknown")
    return say("result.twin mean", mean=reading_text(measure, math.fsum(twin.values()) / len(twin)))


def mean_and_interval(measure: Measure, found: Summary) -> dict[str, str]:
    """The mean without its sign, and its interval seen from there."""
    sign = -1 if found.mean < 0 else 1
    ends = sorted((sign * found.low, sign * found.high))
    mean, *sizes = _sizes(measure, abs(found.mean), *map(abs, ends))
    low, high = (f"−{text}" if end < 0 else text for end, text in zip(ends, sizes, strict=True))
    return {"mean": mean + _unit(measure), "low": low, "high": high}


def _beside(found: Summary, said: int) -> str:
    """What is in no mean, or in no comparison at all. said: how many ties are told of already."""
    parts = []
    if found.same > said:
        parts.append(say("result.some same", seeds=seeds_text(found.same)))
    if found.never and found.sized:
        parts.append(say("result.some never", seeds=seeds_text(found.never), sized=seeds_text(found.sized)))
    if found.diverged:
        parts.append(say("result.some diverged", seeds=seeds_text(found.diverged)))
    return "".join(parts)


def seeds_text(count: int) -> str:
    """So many: 1 seed, 10 seeds."""
    return say("result.seed" if count == 1 else "result.seeds", count=count)


def _unit(measure: Measure) -> str:
    return say(f"result.unit {measure.unit}") if measure.unit in ("share", "steps") else ""


def _sizes(measure: Measure, first: float, *others: float) -> list[str]:
    """Numbers with as many decimals as the first needs for two figures, from two to four; percent with one."""
    sizes = (first, *others)
    if measure.unit == "share":
        return [f"{100 * size:.1f}" for size in sizes]
    if measure.unit == "steps":
        return [f"{size:,.0f}" for size in sizes]
    digits = 2 if first == 0 else min(4, max(2, 1 - math.floor(math.log10(first))))
    return [f"{size:.{digits}f}" for size in sizes]
