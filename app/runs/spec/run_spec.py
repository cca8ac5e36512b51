"""What a run is: everything that determines it, checked once, with one canonical link.

RunSpec.parse([("p", "0.3")]).query() == "p=0.3"
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from urllib.parse import parse_qsl

from app.runs.data.part import DataPart
from app.runs.data.tasks import inputs_outputs
from app.runs.nets.methods import Method, Plain
from app.runs.nets.parts import DenseNet
from app.runs.nets.plan import Plan, plan
from app.runs.spec.change import Change, ChangeName, read_changes, settle, spread
from app.runs.spec.checks import check_batch, check_changes, check_places, check_work
from app.runs.spec.faults import Fault
from app.runs.spec.link import DEFAULT_DATA, Link, SpecError
from app.runs.spec.parts import TrainingPart
from app.runs.spec.reading import choice, list_text, number, number_text, places, rates, rates_text, whole, widths
from app.runs.spec.seeds import Seeds, join_seeds, read_seeds

__all__ = ["RunSpec", "Seeds", "SpecError"]

KEPT = 4096  # links whose specs are kept: a page reads its own again and again


@dataclass(frozen=True)
class RunSpec:
    """All that determines a run. Made by `parse`, which checks it; equal specs are the same run.

    method: None where nothing is dropped, as in the twin.
    changes: sorted by step, all after step 0, each of which changes something.
    """

    data: DataPart
    net: DenseNet
    method: Method | None
    training: TrainingPart
    seeds: Seeds
    changes: tuple[Change, ...]

    @classmethod
    def parse(cls, pairs: Mapping[str, str] | Iterable[tuple[str, str]]) -> RunSpec:
        """Read query parameters; what they leave out is the default scene's.

        Raises: SpecError with a message for each name that is wrong, unknown or repeated.
        """
        return _parsed(tuple(pairs.items() if isinstance(pairs, Mapping) else pairs))

    @classmethod
    def understand(cls, pairs: Iterable[tuple[str, str]]) -> tuple[RunSpec, dict[str, Fault]]:
        """What of a link is right, as a spec, and a fault for each name that is wrong.

        Where settings do not go together, the one that a fault is told of gives way.
        """
        pairs = list(pairs)
        faults: dict[str, Fault] = {}
        while True:
            try:
                link = Link(pairs)
            except SpecError as error:  # nothing of it is read
                faults, pairs = error.faults, []
                continue
            spec = _read(link)
            if not link.errors:
                return spec, faults
            faults = link.errors | faults
            kept = [pair for pair in pairs if pair[0] not in link.concerned]
            pairs = kept if len(kept) < len(pairs) else []

    @classmethod
    def from_query(cls, query: str) -> RunSpec:
        """Read the text of a link, without its question mark. Raises: SpecError."""
        return cls.parse(parse_qsl(query, keep_blank_values=True))

    @property
    def place(self) -> tuple[int, ...]:
        """Where the method sits, in rising order; () where there is none."""
        return () if self.method is None else self.method.place

    @property
    def p(self) -> tuple[float, ...]:
        """p at step 0 of each of these places."""
        return () if self.method is None else self.method.p

    @cached_property
    def plan(self) -> Plan:
        """The network before any number."""
        return self.plan_with(self.method)

    def plan_with(self, method: Method | None) -> Plan:
        """The same with another method, or none."""
        return plan(*inputs_outputs(self.data.name), self.net, method)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Widths of all layers, from the inputs to the outputs."""
        return self.plan.sizes

    @property
    def parameters(self) -> int:
        """How many numbers this arm learns."""
        return self.plan.parameters

    def rates(self, step: int = 0) -> tuple[float, ...]:
        """p in force at a step for each position, input first; 0 where there is no dropout.

        Length: len(net.hidden) + 1.
        """
        placed = dict(zip(self.place, self._in_force("p", step), strict=True))
        return tuple(placed.get(position, 0.0) for position in range(len(self.net.hidden) + 1))

    def lr_at(self, step: int) -> float:
        """Learning rate in force at a step."""
        return self._in_force("lr", step)[0]

    def decay_at(self, step: int) -> float:
        """Weight decay in force at a step."""
        return self._in_force("decay", step)[0]

    def twin(self) -> RunSpec:
        """The arm without dropout: equal for all runs that differ only in p, place or masks."""
        changes = tuple(change for change in self.changes if change.name != "p")
        return replace(self, method=None, seeds=replace(self.seeds, masks=Seeds().masks), changes=changes)

    def with_change(self, step: int, name: ChangeName, value: float | tuple[float, ...]) -> RunSpec:
        """The branch that leaves this run at a step, without the changes that came later.

        At step 0 the setting itself changes.
        Raises: SpecError where the step or value is outside its limits.
        """
        values = value if isinstance(value, tuple) else (value,)
        past = [c for c in self.changes if c.step < step or (c.step == step and c.name != name)]
        return self.but(change=";".join(change.text for change in (*past, Change(step, name, values))))

    def but(self, **texts: str) -> RunSpec:
        """This spec's link with some parameters replaced, read again. Raises: SpecError."""
        pairs = dict(parse_qsl(self.query(), keep_blank_values=True))
        if "seed" in texts:
            pairs = {name: text for name, text in pairs.items() if not name.startswith("seed.")}
        return RunSpec.parse(pairs | texts)

    def texts(self) -> dict[str, str]:
        """Every setting as a link or form holds it, defaults too, in the order of the table."""
        return {
            "data": self.data.name,
            "n": str(self.data.n),
            "noise": number_text(self.data.noise),
            "flip": number_text(self.data.flip),
            "hidden": list_text(self.net.hidden),
            "activation": self.net.activation,
            "optimizer": self.training.optimizer,
            "lr": number_text(self.training.lr),
            "decay": number_text(self.training.decay),
            "batch": str(self.training.batch),
            "steps": str(self.training.steps),
            "p": rates_text(self.p) if self.p else _default(self.data.name).texts()["p"],
            "place": list_text(self.place) or "none",
            **self.seeds.texts(),
            "change": ";".join(change.text for change in self.changes),
        }

    def query(self) -> str:
        """The canonical link: defaults left out, in the order of the table. It is the run's identity."""
        return self._query

    @cached_property
    def _query(self) -> str:
        usual = _default(self.data.name).texts() | {"data": DEFAULT_DATA, "place": _everywhere(self.net.hidden)}
        given = {name: text for name, text in self.texts().items() if text != usual[name]}
        return "&".join(f"{name}={text}" for name, text in join_seeds(given).items())

    def _in_force(self, name: ChangeName, step: int) -> tuple[float, ...]:
        start = {"p": self.p, "lr": (self.training.lr,), "decay": (self.training.decay,)}[name]
        values = [change.value for change in self.changes if change.name == name and change.step <= step]
        return values[-1] if values else start


@lru_cache(KEPT)
def _parsed(pairs: tuple[tuple[str, str], ...]) -> RunSpec:
    link = Link(pairs)
    spec = _read(link)
    link.finish()
    return spec


def _read(link: Link) -> RunSpec:
    """The spec of a link, with the default scene's settings filled in; its errors are left in the link."""
    n, batch, steps = link.read("n", whole), link.read("batch", whole), link.read("steps", whole)
    hidden = link.read("hidden", widths)
    place = link.read("place", places, _everywhere(hidden))
    p = link.read("p", rates)
    lr, decay = link.read("lr", number), link.read("decay", number)
    changes = link.read("change", read_changes, "")
    check_batch(link, batch, n)
    check_places(link, place, p, len(hidden))
    check_changes(link, changes, place, steps)
    start, kept = settle(
        (change.spread(len(place)) for change in changes),
        {"p": spread(p, len(place)), "lr": (lr,), "decay": (decay,)},
    )
    spec = RunSpec(
        DataPart(link.data, n, link.read("noise", number), link.read("flip", number)),
        DenseNet(hidden, link.read("activation", choice)),
        Plain(start["p"], place) if place else None,
        TrainingPart(link.read("optimizer", choice), start["lr"][0], start["decay"][0], batch, steps),
        read_seeds(link),
        kept,
    )
    check_work(link, steps, batch, spec.parameters)
    return spec


def _everywhere(hidden: tuple[int, ...]) -> str:
    return list_text(range(1, len(hidden) + 1))


@cache
def _default(data: str) -> RunSpec:
    return RunSpec.parse({"data": data})
