"""An experiment: one setting of a run varied, perhaps a second, and at each value both arms with each of some seeds.

It is a pure function of its link, as a run is: `Experiment.parse("p", [("seeds", "20")]).query() == "seeds=20"`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import parse_qsl

from app.runs.data.tasks import TASKS
from app.runs.experiments.axes import AXES, settings
from app.runs.experiments.catalogue import ROWS, Room, Row
from app.runs.experiments.cell import Cell
from app.runs.experiments.measures import MEASURES, Measure
from app.runs.experiments.probes.scores import classes
from app.runs.experiments.seeded import seeded
from app.runs.nets.parts import DenseNet
from app.runs.spec.faults import Fault
from app.runs.spec.fields import SEED_MAX, Field
from app.runs.spec.link import SpecError
from app.runs.spec.reading import choice, whole
from app.runs.spec.run_spec import RunSpec

CELLS_MAX = 2000  # of an experiment that a server runs: minutes of its cores
VALUES_MAX = 1000  # on the x axis, and panels
SEEDS_MAX = 1_000_000

ASKED: Mapping[str, Field] = {
    field.name: field
    for field in (
        Field("over", "choice", choices=AXES),
        Field("values", "changes"),
        Field("by", "choice", choices=("none", *AXES)),
        Field("panels", "changes"),
        Field("seeds", "whole", 1, SEEDS_MAX),
        Field("first", "whole", 0, SEED_MAX - SEEDS_MAX),
        Field("shows", "choice", choices=tuple(MEASURES)),
    )
}


@dataclass(frozen=True)
class Point:
    """One value on the x axis: links without seeds of both arms, and which of a cell's values is shown."""

    value: str
    ours: str
    twin: str
    key: str


@dataclass(frozen=True)
class Panel:
    """The points of one value of what varies from panel to panel; "" where nothing does."""

    value: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Experiment:
    """Made by `parse`, which checks it. base: its run, whose seeds mean nothing; by: "" where there is one panel."""

    row: Row
    base: RunSpec
    over: str
    values: tuple[str, ...]
    by: str
    panel_values: tuple[str, ...]
    seeds: int
    first: int
    measure: Measure
    panels: tuple[Panel, ...]

    @classmethod
    def parse(cls, name: str, pairs: Iterable[tuple[str, str]], most: int | None = CELLS_MAX) -> Experiment:
        """Read what follows a page's address; what it leaves out is its row's. most: of cells; None for any number.

        Raises: LookupError for a name that there is none of; SpecError with a fault for each name that is wrong.
        """
        return _read(ROWS[name], list(pairs), most)

    @property
    def name(self) -> str:
        return self.row.name

    @property
    def room(self) -> Room:
        return self.row.room

    @property
    def seed_numbers(self) -> range:
        return range(self.first, self.first + self.seeds)

    def cell(self, link: str, seed: int) -> Cell:
        """Of an arm of one of the points, with this seed."""
        return Cell(self.probe, seeded(link, seed))

    @property
    def probe(self) -> str:
        """Of its cells: the row's, where it has one for all of its measures."""
        own = self.measure.name in (self.row.shows, *self.row.also)
        return self.row.probe if own and self.row.probe else self.measure.probe

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """Each once, seed by seed: all points of the first seed, then all of the second, and so on."""
        return tuple(self.cell(link, seed) for seed in self.seed_numbers for link in self.links)

    @cached_property
    def links(self) -> tuple[str, ...]:
        """Of all arms, each once, without seeds: twins may be shared."""
        return tuple(dict.fromkeys(at for panel in self.panels for of in panel.points for at in (of.ours, of.twin)))

    @property
    def count(self) -> int:
        """How many cells there are, none of which is made for it."""
        return self.seeds * len(self.links)

    def query(self) -> str:
        """The canonical link: what is the row's is left out."""
        row = self.row
        given = {
            "over": (self.over, row.over),
            "values": (";".join(self.values), ";".join(row.values) if self.over == row.over else ""),
            "by": (self.by or "none", row.by or "none"),
            "panels": (";".join(self.panel_values), ";".join(row.panels) if self.by == row.by else ""),
            "seeds": (str(self.seeds), str(row.seeds)),
            "first": (str(self.first), "1"),
            "shows": (self.measure.name, row.shows),
        }
        asked = "&".join(f"{name}={text}" for name, (text, usual) in given.items() if text != usual)
        run = self.base.query()
        if run != RunSpec.from_query(row.link).query():
            rest = "&".join(part for part in run.split("&") if part and not part.startswith("data="))
            asked = "&".join(filter(None, (f"data={self.base.data.name}", rest, asked)))
        return asked


def _read(row: Row, pairs: list[tuple[str, str]], most: int | None) -> Experiment:
    """What is asked, then its panels where they can be read, then all that is wrong, at once."""
    wishes, faults = _asked(pairs)
    base = _base(row, [pair for pair in pairs if pair[0] not in ASKED], faults)
    by = _choice("by", wishes, row.by or "none", faults).replace("none", "")
    measure = MEASURES[_choice("shows", wishes, row.shows, faults)]
    over = measure.along or _choice("over", wishes, row.over, faults)
    seeds = _whole("seeds", wishes, row.seeds, faults)
    first = _whole("first", wishes, 1, faults)
    values = _texts("values", wishes, row.values if over == row.over else measure.at, faults)
    if measure.along:
        _there(values, measure, faults)
    panel_values = _texts("panels", wishes, row.panels if by == row.by else (), faults) if by else ()
    if not by and wishes.get("panels", "").strip():
        faults["panels"] = Fault("no by", ASKED["panels"], wishes["panels"])

    found = Experiment(row, base, over, values, by, panel_values, seeds, first, measure, ())
    points = len(values) * max(1, len(panel_values))
    sound = not faults.keys() - {"seeds", "first"}
    if sound and (most is None or points <= most):  # else there is nothing to read, or too much
        found = replace(found, panels=_panels(found, faults))
    known = found.count if found.panels and not faults else points * seeds  # of each point at least one cell a seed
    if most is not None and known > most:
        faults["seeds"] = _grid(found, most, known)
    if faults:
        raise SpecError(faults)
    return found


def _grid(found: Experiment, most: int, count: int) -> Fault:
    """Too many cells for a server. link: all that was asked, for who runs any number; its values are not checked."""
    return Fault("grid", ASKED["seeds"], most=f"{most:,}", count=f"{count:,}", link=found.query())


def _asked(pairs: list[tuple[str, str]]) -> tuple[dict[str, str], dict[str, Fault]]:
    texts: dict[str, str] = {}
    faults: dict[str, Fault] = {}
    for name, text in pairs:
        if name in ASKED:
            if name in texts:
                faults[name] = Fault("repeated", ASKED[name])
            texts[name] = text
    return texts, faults


def _base(row: Row, pairs: list[tuple[str, str]], faults: dict[str, Fault]) -> RunSpec:
    """The run: the row's, with what the link says of it; one that names its data is the link's alone."""
    names = {name for name, _ in pairs}
    own = [] if "data" in names else [pair for pair in parse_qsl(row.link) if pair[0] not in names]
    try:
        spec = RunSpec.parse([*own, *pairs])
    except SpecError as error:
        faults |= error.faults
        return RunSpec.from_query(row.link)
    if any(name.startswith("seed") for name in names):
        faults["first"] = Fault("own seeds", ASKED["first"])
    return spec


def _choice(name: str, texts: Mapping[str, str], usual: str, faults: dict[str, Fault]) -> str:
    try:
        return choice(ASKED[name], texts.get(name, usual))
    except Fault as fault:
        faults.setdefault(name, fault)
        return usual


def _whole(name: str, texts: Mapping[str, str], usual: int, faults: dict[str, Fault]) -> int:
    try:
        return whole(ASKED[name], texts.get(name, str(usual)))
    except Fault as fault:
        faults.setdefault(name, fault)
        return usual


def _texts(name: str, texts: Mapping[str, str], usual: tuple[str, ...], faults: dict[str, Fault]) -> tuple[str, ...]:
    """Values joined by semicolons, each once; one at least."""
    found = usual
    if name in texts:
        found = tuple(dict.fromkeys(part.strip() for part in texts[name].split(";") if part.strip()))
    if len(found) > VALUES_MAX:
        faults.setdefault(name, Fault("values", ASKED[name], texts[name], most=VALUES_MAX, count=len(found)))
        return usual
    if not found:
        faults.setdefault(name, Fault("no values", ASKED[name]))
    return found


def _panels(asked: Experiment, faults: dict[str, Fault]) -> tuple[Panel, ...]:
    """The points of what is asked; with a fault for each name whose values are wrong."""
    measure, panels = asked.measure, []
    for panel_value in asked.panel_values or ("",):
        spec = _varied(asked.base, asked.by, panel_value, "panels", faults) if asked.by else asked.base
        points = []
        for value in asked.values if spec is not None else ():
            at = spec if measure.along else _varied(spec, asked.over, value, "values", faults)  # type: ignore[arg-type]
            if at is not None:
                _needed(at, measure, faults)
                points.append(_point(at, value, measure))
        panels.append(Panel(panel_value, tuple(points)))
    return tuple(panels)


def _needed(spec: RunSpec, measure: Measure, faults: dict[str, Fault]) -> None:
    """A measure may be of something that not every run has."""
    has = {
        "needs classes": classes(spec),
        "needs plane": TASKS[spec.data.name].kind == "binary",
        "needs curve": TASKS[spec.data.name].kind == "regression",
        "needs dense": spec.plan.columns,
        "needs norm": spec.plan.norm != "none",
    }
    for need in measure.needs:
        if not has[need]:
            faults.setdefault("shows", Fault(need, ASKED["shows"], measure.name))


def _there(values: Iterable[str], measure: Measure, faults: dict[str, Fault]) -> None:
    """A measure along something is found at certain values alone."""
    for value in values:
        if value not in measure.at:
            faults.setdefault("values", Fault("choice", ASKED["values"], value, choices=", ".join(measure.at)))


def _varied(spec: RunSpec, axis: str, value: str, name: str, faults: dict[str, Fault]) -> RunSpec | None:
    """A run with one setting otherwise; None, with a fault of `name`, where that cannot be."""
    if axis in ("units", "layers") and not isinstance(spec.net, DenseNet):
        faults.setdefault(name, Fault("dense axis", ASKED[name]))
        return None
    try:
        return spec.but(**settings(spec, axis, value))
    except SpecError as error:
        faults.setdefault(name, Fault("of", ASKED[name], value, of=next(iter(error.faults.values()))))
        return None


def _point(spec: RunSpec, value: str, measure: Measure) -> Point:
    """Where nothing is ever dropped the arm is its own twin."""
    twin = spec.twin().query()
    learned = spec.method is not None and (spec.method.learned or spec.method.weights)
    dropped = learned or any(spec.p) or any(change.name == "p" for change in spec.changes)
    return Point(value, spec.query() if dropped else twin, twin, measure.key_at(value))
