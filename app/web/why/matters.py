"""*Who matters*: the importance of each hidden neuron, in both arms, and what is said of a layer by numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.runs.log.run import Run
from app.runs.training.activity import Activity
from app.runs.training.evaluation import can_die
from app.runs.training.importance import PAIRS, LayerImportance
from app.web.address.links import Links
from app.web.address.query import View
from app.web.moment import Moment
from app.web.section import Section, Table
from app.web.why import tables
from app.web.why.importance_drawing import Bars, Drawing, bars, drawing
from app.web.why.left import MATTERS, MOST_SECONDS, has_neurons, waits_for_matters
from app.web.why.measured import of_importance
from app.web.words.methods import arm_name
from app.web.words.names import layer_name, number
from app.web.words.numbers import percent_text
from app.web.words.say import say

Array = NDArray[np.float64]
Value = Callable[[LayerImportance, Activity], float | int | None]
Layers = list[tuple[LayerImportance, Activity]]

# The table's rows: of a layer, and whether it is a share.
ROWS: dict[str, tuple[Value, bool]] = {
    "largest": (lambda of, _: of.largest, False),
    "effective": (lambda of, _: of.effective, False),
    "gini": (lambda of, _: of.gini, False),
    "interaction": (lambda of, _: of.interaction, False),
    "redundancy": (lambda _, does: does.redundancy, False),
    "dead": (lambda _, does: does.dead, False),
    "nearly": (lambda _, does: does.nearly, False),
    "idle": (lambda of, _: of.idle, False),
    "active": (lambda _, does: does.active, True),
    "mean": (lambda _, does: does.mean, False),
    "sparsity": (lambda _, does: does.sparsity, False),
}
BY_ACTIVATION = ("dead", "nearly", "active")  # rows that mean another thing where neurons can die


@dataclass(frozen=True)
class Row:
    """One measure: what it is, in a sentence, and its texts, layer by layer, both arms beside each other."""

    name: str
    says: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class NeuronRow:
    """One neuron in a table: its layer and number, and I as a share of the test loss and in accuracy, in both arms."""

    name: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Matters:
    """All that templates/why/matters.html draws. says: with mathematics between dollar signs."""

    says: str
    names: tuple[str, str]
    sentence: str
    drawings: tuple[Drawing, ...]
    bars: tuple[Bars, ...]
    layers: tuple[str, ...]
    rows: tuple[Row, ...]
    neurons: tuple[NeuronRow, ...]
    measured: tuple[str, ...]
    over_seeds: str
    width: str
    nothing: str = ""


async def before(run: Run, view: View) -> None:
    """Take each neuron out of both arms at the view's step."""
    if has_neurons(run.spec) and waits_for_matters(run) <= MOST_SECONDS:
        await MATTERS.find(run, view.step or 0, None)


def section(moment: Moment, links: Links) -> Section:
    """Of what `before` has found."""
    run = moment.run
    seconds, says = waits_for_matters(run), say("matters.says", step=moment.step, samples=f"{len(run.data.x_test):,}")
    names = (arm_name("dropout", run.spec), arm_name("twin", run.spec))
    over_seeds, width = (f"{links.root}why/{name}" for name in ("importance", "width"))
    if seconds > MOST_SECONDS:
        nothing = say("remove.too long", seconds=f"{seconds:.0f}")
        return _section(Matters(says, names, "", (), (), (), (), (), (), over_seeds, width, nothing))
    (ours, does), (twins, twin_does) = MATTERS.of(run, moment.step, None)
    titles = tuple(layer_name(k + 1, len(ours) + 2) for k in range(len(ours)))
    shares = tuple([of.shares for of in arm] for arm in (ours, twins))
    return _section(
        Matters(
            says,
            names,
            _sentence(ours, twins),
            tuple(
                drawing(name, of, max(_largest(shares[0]), _largest(shares[1])))
                for name, of in zip(names, shares, strict=True)
            ),
            tuple(bars(title, *of) for title, *of in zip(titles, *shares, strict=True)),
            titles,
            tuple(
                _row(name, run, list(zip(ours, does, strict=True)), list(zip(twins, twin_does, strict=True)))
                for name in ROWS
            ),
            tuple(_neurons(ours, twins)),
            of_importance(),
            over_seeds,
            width,
        ),
        {
            "importance": lambda: tables.importance(ours, twins),
            "layers": lambda: _layers([*zip(ours, does, strict=True)], [*zip(twins, twin_does, strict=True)]),
        },
    )


def _section(shows: Matters, made: Mapping[str, Callable[[], Table]] | None = None) -> Section:
    return Section("why/matters.html", "who-matters", shows, made or {})


def _layers(ours: Layers, twins: Layers) -> Table:
    """The layers in numbers."""
    arms = zip(("dropout", "twin"), (ours, twins), strict=True)
    rows = [
        (layer, arm, *(value(*of) for value, _ in ROWS.values()))
        for arm, layers in arms
        for layer, of in enumerate(layers, 1)
    ]
    return Table(("hidden layer", "arm", *ROWS), rows)


def _largest(shares: list[Array]) -> float:
    return max(float(np.abs(of).max()) for of in shares)


def _sentence(ours: tuple[LayerImportance, ...], twins: tuple[LayerImportance, ...]) -> str:
    both = [
        (max(float(of.shares.max()) for of in arm), sum(of.effective or 0.0 for of in arm)) for arm in (ours, twins)
    ]
    return say(
        "matters.sentence",
        ours=percent_text(both[0][0]),
        twins=percent_text(both[1][0]),
        effective=f"{both[0][1]:.0f}",
        twin_effective=f"{both[1][1]:.0f}",
        neurons=sum(len(of.loss) for of in ours),
    )


def _row(name: str, run: Run, ours: Layers, twins: Layers) -> Row:
    value, is_share = ROWS[name]
    key = f"matters.row {name} says" + (" relu" if name in BY_ACTIVATION and can_die(run.spec) else "")
    pairs = (pair for layers in zip(ours, twins, strict=True) for pair in layers)
    return Row(
        say(f"matters.row {name}"), say(key, pairs=PAIRS), tuple(_text(value(*pair), is_share) for pair in pairs)
    )


def _text(value: float | int | None, is_share: bool) -> str:
    if value is None:
        return say("matters.none")
    if isinstance(value, int):
        return f"{value:,}"
    return percent_text(value) if is_share else number(value, 3)


def _neurons(ours: tuple[LayerImportance, ...], twins: tuple[LayerImportance, ...]) -> Iterator[NeuronRow]:
    """Every neuron, layer by layer."""
    for layer, (own, twin) in enumerate(zip(ours, twins, strict=True), 1):
        columns = [column for of in (own, twin) for column in (of.shares, of.accuracy)]
        for unit, values in enumerate(zip(*columns, strict=True), 1):
            yield NeuronRow(
                f"h{layer}.{unit}", tuple("" if v != v else f"{100 * v:.2f} %".replace("-", "−") for v in values)
            )
