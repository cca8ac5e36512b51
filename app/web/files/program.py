"""What a run's program consists of: the facts that templates/programs writes down."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from app.runs.data.tasks import TASKS
from app.runs.nets import methods
from app.runs.nets.conv_plan import block_side
from app.runs.nets.lstm_plan import read
from app.runs.nets.model import Chances
from app.runs.nets.parts import ConvNet, DenseNet, LstmNet, ResidualNet, TransformerNet
from app.runs.spec.change import CHANGEABLE
from app.runs.spec.run_spec import RunSpec
from app.runs.spec.seeds import Seeds
from app.runs.training.model import entropy
from app.web.address.links import to

Library = Literal["NumPy", "PyTorch"]
WIDTH = 100  # of a line that lists changes
MEMORY = {"sgd": "", "momentum": "0", "adam": "(0, 0)"}
KEPT = "u >= 65536 * q"
# What a coin u becomes for a p of q, and that in words, by rule.
RULES = {
    "bernoulli": (f"({KEPT}) / (1 - q)", "0 with probability p, else 1 / (1 - p)"),
    "classic": (f"({KEPT}).astype(float)", "0 with probability p, else 1"),
    "gaussian": ("1 + np.sqrt(q / (1 - q)) * normal[u]", "normal numbers of mean 1 and variance p / (1 - p)"),
    "concrete": ("logit[u]", "logits, of which soft masks are made"),
    "block": (f"({KEPT})[:, None] / (1 - q)", "0, with probability p, closes a block; else 1 / (1 - p)"),
    "gate": (f"({KEPT}).astype(float)[:, None]", "0, with probability p, closes a block; else 1"),
    "spatial": (f"({KEPT}) / (1 - q)", "0 with probability p for a whole map, else 1 / (1 - p)"),
    "dropblock": ("", "0 in squares of maps, and for neurons, else scaled up"),
}


@dataclass(frozen=True)
class Program:
    """All that templates/programs/<library>/program.jinja draws, of any kind of run.

    link: of the run; npz: of its file. shapes, bits, split: lines about its places' coins; settings: p of these, lr and
    decay, by `names`, `changing` where they do on the way; decays: whether weights ever do. per_step, length, words: of
    its coins, as `app.engine.coins.Coins` has them. rule: what coins become; off: the masks with which nothing is
    dropped; moments: whether evaluation goes by these. own: what its network alone has.
    """

    library: Library
    link: str
    npz: str
    net: str
    task: str
    seeds: Seeds
    settings: str
    names: str
    decays: bool
    changing: bool
    optimizer: str
    clip: float
    shift: int
    warmup: int
    shapes: str
    bits: str
    split: str
    per_step: int
    length: int
    words: int
    rule: str
    off: str
    off_says: str
    moments: bool
    own: Mapping[str, Any]

    @property
    def factor(self) -> str:
        """What coins u become at a place whose p is q."""
        return RULES[self.rule][0]

    @property
    def factor_says(self) -> str:
        """The same in words."""
        return RULES[self.rule][1]

    @property
    def normal(self) -> bool:
        """Whether it needs the normal distribution, of Python's own library."""
        averages = self.library == "NumPy" and self.moments and self.own["activation"] == "relu"
        return self.rule == "gaussian" or averages

    @property
    def memory(self) -> str:
        """What an optimizer remembers of a parameter before its first step."""
        return MEMORY[self.optimizer]


def program(spec: RunSpec, library: Library, site: str) -> Program:
    """The facts of a run's program. site: the address at which its link and its file are found."""
    coins = Chances(spec.seeds.weights, spec.seeds.masks, spec.training.batch).coins(spec.plan)
    per_step = coins.starts[-1]
    rule = _rule(spec)
    block = f"step // {coins.length}" if coins.length > 1 else "step"
    of_steps = f"of {coins.length} steps" if coins.length > 1 else ""
    return Program(
        library=library,
        link=to(site, spec.query(), {}),
        npz=to(f"{site}run.npz", spec.query(), {}),
        net=spec.plan.kind,
        task=TASKS[spec.data.name].kind,
        seeds=spec.seeds,
        settings=_settings(spec),
        names=", ".join(_set(spec)),
        decays=_decays(spec),
        changing=bool(spec.changes),
        optimizer=spec.training.optimizer,
        clip=spec.training.clip,
        shift=spec.training.shift,
        warmup=spec.training.warmup,
        shapes=_shapes(spec),
        bits=laid(
            f"    bits = np.random.SFC64(np.random.SeedSequence({spec.seeds.masks}, spawn_key=(3, {block})))",
            [],
            "",
            of_steps,
        ),
        split=laid("    coins = np.split(coins, [", map(repr, coins.starts[1:-1]), "])"),
        per_step=per_step,
        length=coins.length,
        words=-(-coins.length * per_step // 4),
        rule=rule,
        off=_off(spec, rule, library),
        off_says="all on, times their mean" if rule == "classic" else "nothing is dropped",
        moments=moments(spec),
        own=_own(spec),
    )


def moments(spec: RunSpec) -> bool:
    """Whether a run is evaluated by the moments of its sums."""
    return isinstance(spec.method, methods.DropConnect) and spec.method.inference == "moments"


def _shapes(spec: RunSpec) -> str:
    """The line of what is counted; the size of a batch where something asks for it."""
    sized = spec.training.shift or (isinstance(spec.net, DenseNet) and spec.net.norm != "none")
    names, values, says = "steps, shapes", f"{spec.training.steps}", "updates, coins of a sample"
    if sized:
        names, values, says = f"size, {names}", f"{spec.training.batch}, {values}", f"a batch, {says}"
    return laid(f"{names} = {values}, [", (repr(place.coins) for place in spec.plan.places), "]", says)


def _decays(spec: RunSpec) -> bool:
    return bool(spec.training.decay) or any(change.name == "decay" for change in spec.changes)


def _set(spec: RunSpec) -> dict[str, Callable[[int], str]]:
    """What is set in a program, by name, and the text of its value at a step: only what it uses."""
    texts: dict[str, Callable[[int], str]] = {} if spec.method and spec.method.learned else {"p": partial(_rates, spec)}
    texts["lr"] = lambda step: repr(spec.lr_set(step))
    return texts | ({"decay": lambda step: repr(spec.decay_at(step))} if _decays(spec) else {})


def _rates(spec: RunSpec, step: int) -> str:
    """p of each place, as a list; [0.3] * 4 where all have the same."""
    rates = spec.rates(step)
    return f"[{rates[0]!r}] * {len(rates)}" if len(rates) > 2 and len(set(rates)) == 1 else repr([*rates])


def _settings(spec: RunSpec) -> str:
    """The line, or lines, of p of each place, lr and decay; where one of them changes, those from each such step on."""
    steps = sorted({change.step for change in spec.changes if change.name in CHANGEABLE})
    values = _set(spec)
    sets = [[of(at) for of in values.values()] for at in (0, *steps)]
    if steps:
        texts = [f"({', '.join(of)})" if len(of) > 1 else of[0] for of in sets]
        rows = [f"{at}: {text}" for at, text in zip((0, *steps), texts, strict=True)]
        return laid("settings = {", rows, "}", f"from a step on: {', '.join(values)}")
    first, *others = sets[0]
    says = "p of each place" if "p" in values else ""
    return laid(f"{', '.join(values)} = {first}", [], "".join(f", {of}" for of in others), says)


def laid(head: str, items: Iterable[str], tail: str, says: str = "") -> str:
    """A line that lists things, with a comment where there is room for it; lines below one another where it is too
    long."""
    items = list(items)
    line, comment = head + ", ".join(items) + tail, f"  # {says}" if says else ""
    if len(line) > WIDTH:
        room = WIDTH - len(head)
        packed = (
            ", ".join(item.replace(" ", "\0") if len(item) < room else item.replace(": ", ":\0") for item in items)
            + tail
        )
        lines = textwrap.wrap(packed, room, break_long_words=False, break_on_hyphens=False)
        line = head + f"\n{' ' * len(head)}".join(lines).replace("\0", " ")
    return line + comment if len(line.splitlines()[-1] + comment) <= WIDTH else line


def _rule(spec: RunSpec) -> str:
    """How coins become factors: the method's rule, or, on maps, its name."""
    of = spec.method
    if isinstance(of, methods.Spatial | methods.DropBlock):
        return of.name
    rule = "bernoulli" if of is None else of.rule
    return "block" if rule == "bernoulli" and spec.plan.places[0].name.startswith("block") else rule


def _off(spec: RunSpec, rule: str, library: Library) -> str:
    """The masks with which nothing is dropped."""
    ones, places = ("np.ones" if library == "NumPy" else "torch.ones"), len(spec.plan.places)
    if isinstance(spec.net, LstmNet):
        return f"[{ones}((1, 1, 1)), {ones}((1, 1, 1, 1))]"
    if rule == "concrete":
        return "None"
    if rule == "classic":
        return "[1 - q for q in p]"
    return f"[{ones}((1, 1))] * {places}" if isinstance(spec.net, TransformerNet) else f"[1] * {places}"


def _own(spec: RunSpec) -> dict[str, Any]:
    net, plan, _of = spec.net, spec.plan, spec.method
    if isinstance(net, DenseNet):
        names = tuple(weights.name.removesuffix(".W") for weights in plan.weights)
        dense = {"layers": len(plan.weights), "activation": net.activation, "weights": plan.masks_weights}
        return dense | {"norm": net.norm, "names": repr(names)} | _learned(spec)
    if isinstance(net, ConvNet):
        return {"side": plan.signals[0].shape[0]} | _blocks(spec)
    if isinstance(net, LstmNet):
        steps, width, symbols = read(plan.sizes[0], plan.sizes[-1])
        reads = {"symbols": width - 1 if symbols else 0, "reads": (steps, width), "cells": net.cells}
        return reads | {"on": plan.places[1].name, "slices": ", ".join(_slice(spec, k) for k in (0, 1))}
    if isinstance(net, ResidualNet):
        return {"blocks": net.blocks, "gates": not plan.places[0].name.startswith("inner")}
    assert isinstance(net, TransformerNet)
    return {"width": net.width, "heads": net.heads, "types": net.types, "words": plan.sizes[0]}


def _blocks(spec: RunSpec) -> dict[str, int]:
    """Of DropBlock, whose maps have all the same size: the side of a block, where one may begin, cells of a map."""
    if not isinstance(spec.method, methods.DropBlock):
        return {}
    shape = spec.plan.places[0].shape
    side = block_side(spec.method, shape)
    return {"block": side, "reach": shape[-1] - side + 1, "cells": shape[-2] * shape[-1]}


def _slice(spec: RunSpec, k: int) -> str:
    """Which coins of a place of an LSTM make its mask: all, or the first along what shares it."""
    place = spec.plan.places[k]
    firsts = [":1" if mask < coins else ":" for mask, coins in zip(place.mask, place.coins, strict=True)]
    while firsts and firsts[-1] == ":":
        firsts.pop()
    return f"coins[{k}][:, {', '.join(firsts)}]" if firsts else f"coins[{k}]"


def _learned(spec: RunSpec) -> dict[str, Any]:
    """Of Concrete Dropout: the name of each place's logit of p, which stands behind the layers' weights."""
    of = spec.method
    if not isinstance(of, methods.Concrete):
        return {}
    first = len(spec.plan.weights) + 1
    phis = {place: f"{number}.phi" for number, place in enumerate(of.place, first)}
    return {"phis": repr(phis), "entropy": repr(entropy(spec)), "scale": repr(of.length), "lr_p": repr(of.lr_p)}
