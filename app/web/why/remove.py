"""*Remove neurons*: both arms without those that a reader takes away, and without a share that is drawn at random."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.runs.log.run import Run
from app.runs.training.ablation import Left
from app.runs.training.removal import DRAWS, Removed
from app.web.address.links import Links
from app.web.address.neurons import Neuron, neuron_name
from app.web.address.query import View
from app.web.moment import Moment
from app.web.section import Section, Table
from app.web.why import tables
from app.web.why.left import AT_RANDOM, LEFT, MOST_SECONDS, Both, Off, has_neurons, waits_at_random
from app.web.why.measured import of_removal
from app.web.why.shares_chart import SharesChart, shares_chart
from app.web.words.methods import arm_name
from app.web.words.names import enumeration, layer_name
from app.web.words.numbers import loss_text, percent_text
from app.web.words.say import say

NAMED = 6  # neurons that a sentence names; of more it says how many


@dataclass(frozen=True)
class Handle:
    """One neuron: whether it stays, and what takes it away or puts it back."""

    number: int
    name: str
    stays: bool
    edit: str
    href: str
    label: str


@dataclass(frozen=True)
class Column:
    """A hidden layer. gone: how many of it are away, or ""."""

    title: str
    gone: str
    handles: tuple[Handle, ...]


@dataclass(frozen=True)
class Row:
    """Of a table: accuracy and loss of both arms, what there is of them."""

    name: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class AtRandom:
    """The chart over shares, in words and as a table; nothing: why there is none."""

    nothing: str
    sentence: str = ""
    chart: SharesChart | None = None
    measure: str = ""
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Removing:
    """All that templates/why/remove.html draws. ways: (edit, address, text) of several at once."""

    says: str
    names: tuple[str, str]
    columns: tuple[Column, ...]
    ways: tuple[tuple[str, str, str], ...]
    own: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    at_random: AtRandom
    measured: tuple[str, ...]
    over_seeds: str


async def before(run: Run, view: View) -> None:
    """Evaluate both arms at the view's step, without these and without any share."""
    if has_neurons(run.spec):
        await LEFT.find(run, view.step or 0, view.off)
        if waits_at_random(run) <= MOST_SECONDS:
            await AT_RANDOM.find(run, view.step or 0, None)


def section(moment: Moment, links: Links) -> Section:
    """Of what `before` has found."""
    run, off = moment.run, links.view.off
    found = LEFT.of(run, moment.step, off)
    spec, measures = run.spec, _measures(found[0][0])
    return Section(
        "why/remove.html",
        "removing",
        Removing(
            says=say("remove.says", step=moment.step, samples=f"{len(run.data.x_test):,}"),
            names=(arm_name("dropout", spec), arm_name("twin", spec)),
            columns=tuple(_column(layer, width, off, links) for layer, width in enumerate(spec.dense.hidden)),
            ways=tuple((f"off:{way}", links.after(f"off:{way}"), say(f"remove.{way}")) for way in ("half", "none")),
            own=_own(off, sum(spec.dense.hidden), found),
            heads=tuple(say(f"remove.head {measure}") for measure in measures),
            rows=_rows(found),
            at_random=_at_random(run, moment.step),
            measured=of_removal(),
            over_seeds=f"{links.root}why/removal",
        ),
        _tables(run, moment.step, off, found),
    )


def _tables(run: Run, step: int, off: Off, found: Both[list[Left]]) -> dict[str, Callable[[], Table]]:
    by_hand = {"removing": lambda: tables.removed(off, *found)}
    if waits_at_random(run) > MOST_SECONDS:
        return by_hand
    return by_hand | {"removing-random": lambda: tables.removed_at_random(*AT_RANDOM.of(run, step, None))}


def _measures(left: Left) -> tuple[str, ...]:
    return ("accuracy", "loss") if _classes(left) else ("loss",)


def _column(layer: int, width: int, off: Sequence[Neuron], links: Links) -> Column:
    gone = {unit for at, unit in off if at == layer}
    handles = (_handle((layer, unit), unit not in gone, links) for unit in range(width))
    said = say("remove.gone", count=len(gone), width=width) if gone else ""
    return Column(layer_name(layer + 1, layer + 3), said, tuple(handles))


def _handle(neuron: Neuron, stays: bool, links: Links) -> Handle:
    name = neuron_name(neuron)
    edit = f"off:{'+' if stays else '-'}{name}"
    label = say("remove.stays" if stays else "remove.away", number=neuron[1] + 1, layer=neuron[0] + 1)
    return Handle(neuron[1] + 1, name, stays, edit, links.after(edit), label)


def _own(off: Sequence[Neuron], neurons: int, found: tuple[list[Left], list[Left]]) -> str:
    """Both arms without the neurons that are away."""
    facts = dict(zip(("whole", "ours"), map(_right, found[0]), strict=True))
    facts |= dict(zip(("twin_whole", "twins"), map(_right, found[1]), strict=True))
    if not off:
        return say("remove.own none", **facts)
    names = enumeration([neuron_name(of) for of in off]) if len(off) <= NAMED else ""
    return say("remove.own", which=names or say("remove.many", count=len(off), neurons=neurons), **facts)


def _right(left: Left | Removed) -> str:
    """How well it does."""
    if not _classes(left):
        return say("remove.squared", loss=loss_text(left.loss))
    return say("remove.right", share=percent_text(left.accuracy))


def _texts(left: Left | Removed) -> tuple[str, ...]:
    loss = (loss_text(left.loss),)
    return (percent_text(left.accuracy), *loss) if _classes(left) else loss


def _rows(found: tuple[list[Left], list[Left]]) -> tuple[Row, ...]:
    ours, twins = found
    return tuple(
        Row(say(f"remove.row {name}"), (*_texts(ours[i]), *_texts(twins[i]))) for i, name in enumerate(("all", "left"))
    )


def _at_random(run: Run, step: int) -> AtRandom:
    seconds = waits_at_random(run)
    if seconds > MOST_SECONDS:
        return AtRandom(say("remove.too long", seconds=f"{seconds:.0f}"))
    ours, twins = AT_RANDOM.of(run, step, None)
    half = next(i for i, of in enumerate(ours) if of.share == 0.5)
    return AtRandom(
        "",
        say(
            "remove.sentence",
            draws=DRAWS,
            ours=_right(ours[half]),
            twins=_right(twins[half]),
            whole=_right(ours[0]),
            twin_whole=_right(twins[0]),
        ),
        shares_chart(ours, twins),
        say(f"remove.axis {_measures(ours[0].left[0])[0]}"),
        tuple(_share_row(of, twin) for of, twin in zip(ours, twins, strict=True)),
    )


def _share_row(ours: Removed, twins: Removed) -> Row:
    """A share: the means of both arms, and the worst and the best draw."""
    name = say("remove.share", share=f"{100 * ours.share:g}", count=ours.neurons)
    return Row(name, tuple(text for of in (ours, twins) for text in (_texts(of)[0], _ends(of))))


def _ends(of: Removed) -> str:
    """Of the draws, the worst and the best."""
    if len(of.left) == 1:
        return ""
    texts = [
        _texts(left)[0] for left in sorted(of.left, key=lambda left: left.accuracy if _classes(left) else -left.loss)
    ]
    return say("remove.ends", low=texts[0], high=texts[-1])


def _classes(left: Left | Removed) -> bool:
    """Whether there is an accuracy: a curve has none."""
    return left.accuracy == left.accuracy
