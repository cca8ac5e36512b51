"""What a run is: everything that determines it, checked once, with one canonical link.

RunSpec.parse([("p", "0.3")]).query() == "p=0.3"
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from urllib.parse import parse_qsl

from app.runs.data.part import DataPart
from app.runs.data.tasks import TASKS, inputs_outputs
from app.runs.nets.methods import METHODS, Method, own_settings
from app.runs.nets.parts import NETS, DenseNet, Net, net_settings
from app.runs.nets.plan import Plan
from app.runs.nets.planned import plan, usual_places
from app.runs.spec.change import Change, ChangeName, read_changes, settle, spread
from app.runs.spec.checks import (
    check_batch,
    check_changes,
    check_net,
    check_norm,
    check_places,
    check_warmup,
    check_weight_masks,
    check_work,
)
from app.runs.spec.defaults import ALWAYS, defaults
from app.runs.spec.faults import Fault
from app.runs.spec.fields import FIELDS
from app.runs.spec.link import DEFAULT_DATA, Link, SpecError, usual_net
from app.runs.spec.parts import TrainingPart, method_of, part_texts, read_part
from app.runs.spec.reading import list_text
from app.runs.spec.seeds import Seeds, join_seeds, read_seeds

__all__ = ["RunSpec", "Seeds", "SpecError"]

OWN_SETTINGS = {name for part in METHODS.values() for name in own_settings(part)}
NET_SETTINGS = {name for part in NETS.values() for name in net_settings(part)}
KEPT = 4096  # links whose specs are kept: a page reads its own again and again


@dataclass(frozen=True)
class RunSpec:
    """All that determines a run. Made by `parse`, which checks it; equal specs are the same run.

    method: None where nothing is dropped, as in the twin.
    changes: sorted by step, all after step 0, each of which changes something.
    """

    data: DataPart
    net: Net
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
        try:
            return cls.parse(pairs), faults
        except SpecError:
            pass
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
        return plan(*inputs_outputs(self.data), self.net, method)

    @property
    def dense(self) -> DenseNet:
        """The network, where it is a dense one."""
        assert isinstance(self.net, DenseNet)
        return self.net

    @property
    def sizes(self) -> tuple[int, ...]:
        """Widths of all layers, from the inputs to the outputs."""
        return self.plan.sizes

    @property
    def parameters(self) -> int:
        """How many numbers this arm learns."""
        return self.plan.parameters

    def rates(self, step: int = 0) -> tuple[float, ...]:
        """p that acts at a step at each place of the plan, the input first where it is one; 0 where nothing drops."""
        if self.method is None:
            return self.given(step)
        places = len(self.plan.places)
        return tuple(self.method.at(place, p, places) if p else p for place, p in enumerate(self.given(step)))

    def given(self, step: int = 0) -> tuple[float, ...]:
        """The same as it was set; a method may make less of it at some places."""
        placed = dict(zip(self.place, self._in_force("p", step), strict=True))
        return tuple(placed.get(place, 0.0) for place in range(len(self.plan.places)))

    @property
    def method_name(self) -> str:
        """The method's; of an arm without one, that which is usual in its network."""
        return self.net.usual if self.method is None else self.method.name

    @property
    def usual_place(self) -> tuple[int, ...]:
        """Where the method sits if a link does not say."""
        return usual_places(self.net, METHODS[self.method_name])

    @property
    def defaults(self) -> Mapping[str, str]:
        """What a link to these data, this network and this method means where it is silent."""
        return defaults(self.data.name, self.net.name, self.method_name)

    def lr_at(self, step: int) -> float:
        """Learning rate that acts at a step: while it warms up, a share of what is set then.

        lr (step + 1) / warmup until it is lr
        """
        lr, warmup = self.lr_set(step), self.training.warmup
        return lr * ((step + 1) / warmup) if step + 1 < warmup else lr

    def lr_set(self, step: int) -> float:
        """The same as it was set; a change of it while it warms up is one of what it rises to."""
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
        if texts.get("method", self.method_name) != self.method_name:
            pairs = {name: text for name, text in pairs.items() if name not in OWN_SETTINGS}
            pairs["net"] = self.net.name  # which it would follow from otherwise
        if texts.get("net", self.net.name) != self.net.name:
            pairs = {name: text for name, text in pairs.items() if name not in {*NET_SETTINGS, "place", "p", "change"}}
        if "seed" in texts:
            pairs = {name: text for name, text in pairs.items() if not name.startswith("seed.")}
        return RunSpec.parse(pairs | texts)

    def texts(self) -> dict[str, str]:
        """Every setting as a link or form holds it, defaults too, in the order of the table; the method, and what only
        it has, where it is not plain dropout."""
        nowhere = {"p": self.defaults["p"], "place": "none"}
        texts = {
            **part_texts(self.data),
            **part_texts(self.net),
            **part_texts(self.training),
            **(nowhere if self.method is None else part_texts(self.method)),
            **self._named(),
            **self.seeds.texts(),
            "change": ";".join(change.text for change in self.changes),
        }
        idle = {name for name, text in ALWAYS.items() if texts.get(name, text) == text == self.defaults[name]}
        if TASKS[self.data.name].inputs is None:
            idle.discard("delay")  # which says how long the sequences are
        return {name: texts[name] for name in FIELDS if name in texts and name not in idle}

    def _named(self) -> dict[str, str]:
        """Network and method, as far as a link has to name them."""
        method = self.method_name
        net = {} if self.net.name == usual_net(self.data.name, method) else {"net": self.net.name}
        usual = self.net.usual if net else NETS[TASKS[self.data.name].nets[0]].usual
        return net | ({} if method == usual else {"method": method})

    def query(self) -> str:
        """The canonical link: defaults left out, in the order of the table. It is the run's identity."""
        return self._query

    @cached_property
    def _query(self) -> str:
        texts = self.texts()
        usual = {
            **self.defaults,
            "data": DEFAULT_DATA,
            "place": list_text(self.usual_place),
            **Seeds().texts(),
            "change": "",
        }
        given = {name: text for name, text in texts.items() if text != usual.get(name)}
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
    data = DataPart(**read_part(link, DataPart, data=DEFAULT_DATA))
    net = NETS[link.net](**read_part(link, NETS[link.net]))
    training = TrainingPart(**read_part(link, TrainingPart))
    method = read_part(link, METHODS[link.method], place=list_text(usual_places(net, METHODS[link.method])))
    p, place = method["p"], method["place"]
    changes = link.read("change", read_changes, "")
    check_batch(link, training.batch, data.n)
    check_warmup(link, training.warmup, training.steps)
    check_norm(link, net, training.batch)
    check_net(link, net)
    check_places(link, place, p, net, plan(*inputs_outputs(data), net, METHODS[link.method](**method)))
    check_changes(link, changes, place, training.steps)
    start, kept = settle(
        (change.spread(len(place)) for change in changes),
        {"p": spread(p, len(place)), "lr": (training.lr,), "decay": (training.decay,)},
    )
    spec = RunSpec(
        data,
        net,
        method_of(link.method, method | {"p": start["p"]}),
        replace(training, lr=start["lr"][0], decay=start["decay"][0]),
        read_seeds(link),
        kept,
    )
    check_weight_masks(link, spec.plan, training.batch)
    check_work(link, training, spec.plan)
    return spec
