"""The scaling laboratory as four small charts on one scale, and a table of what was measured."""

from __future__ import annotations

import math
from dataclasses import dataclass

from app.runs.one_layer.layer_spec import LayerSpec
from app.runs.one_layer.scaling import SURPRISE, Laboratory, Way, chance_beyond, laboratory
from app.web.one_layer.counts import counted
from app.web.one_layer.digits import cell, factor, measured, rounded, shown, times
from app.web.words.numbers import rate_text

WIDTH, HEIGHT = 240.0, 150.0
LEFT, RIGHT, TOP, BOTTOM = 46.0, 10.0, 10.0, 20.0

TICK_APART = 28.0  # so that two numbers under an axis do not touch
NEVER = 1e-9  # a chance below which nobody will see it
APART = 1.6  # times the range of the others, from which the wrong factor has a scale of its own

Scale = tuple[float, float]

TITLES = {"inverted": "Inverted", "classic": "At test time (classic)", "none": "None", "1/p": "Wrong factor 1/p"}
RULES = {
    "inverted": "training $x/(1 - p)$, evaluation $x$",
    "classic": r"training $x$, evaluation $(1 - p) \cdot x$",
    "none": "training $x$, evaluation $x$",
    "1/p": "training $x/p$, evaluation $x$",
}


@dataclass(frozen=True)
class Panel:
    """One way: its chart and its row of the table. agrees: as of app.runs.one_layer.scaling.Way.

    dot: the mean of a single mask, of which there is no line.
    """

    name: str
    title: str
    rule: str
    line: str
    x_line: float
    evaluation_line: float
    verdict: str
    agrees: bool
    mean: str
    evaluation: str
    second: str
    z: str
    alt: str
    missing: bool
    levels: tuple[tuple[float, str], ...] = ()
    dot: tuple[float, float] | None = None


@dataclass(frozen=True)
class ScalingView:
    """All that templates/one_layer/scaling.html draws."""

    k: int
    error: str
    typed: str
    cell: str
    p: str
    x: str
    growth: str
    surprise: str
    seldom: str
    panels: tuple[Panel, ...]
    apart: bool  # whether the last has a scale of its own
    ticks: tuple[tuple[float, str], ...]
    width: float
    height: float
    left: float
    right: float
    bottom: float
    sentence: str


def scaling_view(spec: LayerSpec, error: str = "", typed: str = "") -> ScalingView:
    """Measure, and draw: on one scale, but for a wrong factor that would flatten all others."""
    found = laboratory(spec)
    common, all_four = _range(found, found.ways[:3]), _range(found, found.ways)
    apart = all_four[1] - all_four[0] > APART * (common[1] - common[0])
    scales = [common] * 3 + [all_four] if apart else [all_four] * 4
    i, j = spec.cell
    return ScalingView(
        spec.k, error, typed or str(spec.k), f"{i}{j}", rate_text(spec.p), shown(found.x), _growth(spec.p),
        f"{SURPRISE:g}", _seldom(spec.k, spec.p),
        tuple(_panel(*each, found, spec) for each in zip(found.ways, scales, strict=True)), apart, _ticks(spec.k),
        WIDTH, HEIGHT, LEFT, WIDTH - RIGHT, HEIGHT - BOTTOM, _sentence(found, spec),
    )  # fmt: skip


def _seldom(k: int, p: float) -> str:
    """How often chance alone goes beyond SURPRISE, for so many masks at this p."""
    chance = chance_beyond(k, p)
    if chance < NEVER:
        return "with so few masks chance does not go there" if p > 0 else "at p = 0 nothing is left to chance"
    once = float(f"{1 / chance:.2g}")
    number = f"{once:,.0f}".replace(",", "\N{NARROW NO-BREAK SPACE}")
    return f"over {counted(k, 'mask')} at p = {rate_text(p)} chance goes there once in about {number} times"


def _range(found: Laboratory, ways: tuple[Way, ...]) -> Scale:
    values = [0.0, found.x]
    for way in ways:
        if way.factor is not None:
            values += [way.evaluation, *(mean for _, mean in way.running)]
    low, high = min(values), max(values)
    return (low, high + 0.05 * (high - low)) if high > low else (low - 1, high + 1)


def _down(value: float, scale: Scale) -> float:
    low, high = scale
    return round(TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low), 1)


def _across(n: int, k: int) -> float:
    share = math.log(n) / math.log(k) if k > 1 else 1.0
    return round(LEFT + (WIDTH - LEFT - RIGHT) * share, 1)


def _ticks(k: int) -> tuple[tuple[float, str], ...]:
    powers = [10**e for e in range(5) if _across(k, k) - _across(min(10**e, k), k) > TICK_APART]
    names = [f"{n:,}".replace(",", "\N{NARROW NO-BREAK SPACE}") for n in (*powers, k)]
    return tuple((_across(n, k), name) for n, name in zip((*powers, k), names, strict=True))


def _panel(way: Way, scale: Scale, found: Laboratory, spec: LayerSpec) -> Panel:
    title, rule = TITLES[way.name], RULES[way.name]
    if way.factor is None:
        verdict = "At p = 0 there is no 1/p."
        return Panel(way.name, title, rule, "", 0, 0, verdict, False, "–", "–", "–", "–", verdict, True)
    points = [(_across(n, found.k), _down(mean, scale)) for n, mean in way.running]
    line = "".join(f"{'L' if at else 'M'}{x} {y}" for at, (x, y) in enumerate(points))
    target = way.factor * (1 - spec.p) * found.x
    verdict = _verdict(way, target, spec)
    mean, evaluation = measured(way.mean), measured(way.evaluation)
    return Panel(
        way.name, title, rule, line, _down(found.x, scale), _down(way.evaluation, scale), verdict, way.agrees,
        mean, evaluation, "–" if math.isnan(way.second) else times(way.second, 3), _z(way.z),
        f"{title}: the mean over {counted(found.k, 'mask')} is {mean}, evaluation gives {evaluation}. {verdict}", False,
        _levels(found.x, target, scale), points[0] if len(points) == 1 else None,
    )  # fmt: skip


def _levels(x: float, target: float, scale: Scale) -> tuple[tuple[float, str], ...]:
    """0, x and where the mean is bound, those that do not lie on one another."""
    found: list[tuple[float, str]] = []
    for value in (x, 0.0, target):
        y = _down(value, scale)
        if all(abs(y - other) > 11 for other, _ in found):
            found.append((y, cell(value)))
    return tuple(found)


def _verdict(way: Way, target: float, spec: LayerSpec) -> str:
    if way.agrees and way.name == "1/p":
        return "Closes on x, but only because p is 0.5: at any other p it does not."
    if way.agrees and way.name == "none":
        return "Nothing is dropped, so nothing is missing."
    if way.agrees and way.name == "classic" and spec.p > 0:
        return f"Closes on (1−p)·x = {measured(target)}, and evaluation is scaled down to it."
    if way.agrees:
        return "Closes on x, which is what evaluation gives."
    assert way.factor is not None
    ratio = factor(1 / (way.factor * (1 - spec.p)))
    if target == 0:
        return f"All is 0 here. Of any other x, evaluation gives {ratio} times what the next layer was trained on."
    return f"Closes on {measured(target)}: evaluation gives {ratio} times what the next layer was trained on."


def _growth(p: float) -> str:
    """What 1 / (1 - p) is, exactly or about."""
    growth = 1 / (1 - p)
    return f"{'≈' if rounded(growth) else '='} {factor(growth)}"


def _z(z: float) -> str:
    text = _size(z)
    return text if text in ("–", "0.0") else ("−" if z < 0 else "+") + text  # neither +0 nor −0


def _size(z: float) -> str:
    """Of a z-score, with as many digits as it takes to see on which side of SURPRISE it lies."""
    if math.isnan(z):
        return "–"
    least = 1 if abs(z) < 100 else 0
    texts = (f"{abs(z):.{digits}f}" for digits in range(least, 17))
    return next(text for text in texts if (float(text) > SURPRISE) == (abs(z) > SURPRISE))


def _sentence(found: Laboratory, spec: LayerSpec) -> str:
    inverted, wrong = found.ways[0], found.ways[3]
    if found.x == 0:
        return "The selected cell holds 0, and 0 times anything is 0: select another to see a mean move."
    if spec.p == 0:
        return "At p = 0 every mask keeps everything, and every mean is x from the first."
    if not found.enough:
        few = f"{found.k} masks are few" if found.k > 1 else "One mask is no mean yet"
        return f"{few} at p = {rate_text(spec.p)}: what comes out says little about x."
    near = "within what chance explains" if abs(inverted.z) <= SURPRISE else "which would surprise"
    text = (
        f"Over {found.k} masks the inverted mean lies {_size(inverted.z)} standard errors from x, {near}; "
        f"unscaled, it lies {_size(found.ways[2].z)} from it."
    )
    if abs(wrong.z) > SURPRISE:
        text += f" The factor 1/p misses x by {_size(wrong.z)}."
    return text
