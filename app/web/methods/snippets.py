"""Programs to copy: a method in PyTorch, and in Keras where it is at home there, with the settings of a run.

Each is a file of templates/snippets that runs as it stands. Its first paragraph behind the imports holds its settings,
and only these lines are written anew: `p = 0.2` with the p of the run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

from app.resources import templates_dir
from app.runs.nets.methods import Plain
from app.runs.nets.parts import DenseNet, TransformerNet
from app.runs.spec.run_spec import RunSpec
from app.runs.training.model import entropy

Settings = Mapping[str, Any]
Program = tuple[str, Settings]  # a file of templates/snippets, and what its settings are

LIBRARIES = {"torch": "PyTorch", "keras": "Keras"}
SETTING = re.compile(r"^(?P<names>\w+(?:, \w+)*) = (?P<value>.+?)(?P<comment>  #.*)?$")
MODULES = {"relu": "ReLU", "tanh": "Tanh", "sigmoid": "Sigmoid"}  # PyTorch's classes of activations
DIGITS = 6  # of a number, at most
START = 0.1  # of learned p, where a run has none


@dataclass(frozen=True)
class Snippet:
    """A program. library: which one it needs, by name."""

    library: str
    code: str


@dataclass(frozen=True)
class Shown:
    """A run at a step, with so many Monte-Carlo passes."""

    spec: RunSpec
    step: int
    passes: int

    @property
    def place(self) -> int:
        """The first place where something is dropped, or where it usually would be."""
        return (self.spec.place or self.spec.usual_place)[0]

    @property
    def p(self) -> float:
        """p in force there."""
        return self.rates[self.place]

    @property
    def rates(self) -> tuple[float, ...]:
        """p in force at each place."""
        return self.spec.rates(self.step)

    @property
    def batch(self) -> int:
        return self.spec.training.batch

    @property
    def shape(self) -> tuple[int, ...]:
        """Of what is multiplied there, the batch first."""
        return (self.batch, *self.spec.plan.places[self.place].shape)

    def of_method(self, name: str, usual: Any) -> Any:
        """A setting that the run's method has, or the usual one."""
        return getattr(self.spec.method, name, usual)


def snippets(page: str, spec: RunSpec, step: int = 0, passes: int = 50) -> tuple[Snippet, ...]:
    """The programs of a page, with the settings of a run that are in force at a step.

    Raises: KeyError where there is no page of that name.
    """
    programs = PROGRAMS[page](Shown(spec, step, passes))
    return tuple(Snippet(LIBRARIES[file.split("/")[0]], written(file, settings)) for file, settings in programs)


def written(file: str, settings: Settings) -> str:
    """A program with these settings. Raises: ValueError unless they are just those that it has."""
    before, paragraph, after = parts(file)
    lines = [SETTING.fullmatch(line) for line in paragraph.split("\n")]
    names = list(chain.from_iterable(line["names"].split(", ") for line in lines if line))
    if set(names) != set(settings):
        raise ValueError(f"{file} has the settings {', '.join(names)}, got {', '.join(settings)}")
    new = (_line(line, settings) for line in lines if line)
    return before + "\n".join(new) + after


@cache
def parts(file: str) -> tuple[str, str, str]:
    """A program up to its settings, its settings, and what follows."""
    text = (templates_dir() / "snippets" / file).read_text(encoding="utf-8")
    imports, _, rest = text.partition("\n\n")
    paragraph, blank, after = rest.partition("\n\n")
    return f"{imports}\n\n", paragraph, blank + after


def _line(line: re.Match[str], settings: Settings) -> str:
    values = ", ".join(_value(settings[name]) for name in line["names"].split(", "))
    return f"{line['names']} = {values}{line['comment'] or ''}"


def _value(value: Any) -> str:
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, tuple):
        return f"({', '.join(_value(part) for part in value)}{',' if len(value) == 1 else ''})"
    return repr(float(f"{value:.{DIGITS}g}")) if isinstance(value, float) else repr(value)


def _layer(shown: Shown) -> Settings:
    return {"p": shown.p, "shape": shown.shape}


def _on_neurons(name: str, *libraries: str) -> Callable[[Shown], list[Program]]:
    """A layer that multiplies what it is given by a mask of its shape, in these libraries."""
    return lambda shown: [(f"{library}/{name}.py", _layer(shown)) for library in libraries]


def _feature_maps(shown: Shown) -> list[Program]:
    """Of pixels, or, behind the maps, of neurons."""
    name = "feature-maps" if len(shown.shape) == 4 else "dropout"
    return [(f"torch/{name}.py", _layer(shown))]


def _spatial(shown: Shown) -> list[Program]:
    batch, maps, rows, columns = shown.shape
    last = {"p": shown.p, "shape": (batch, rows, columns, maps)}
    return [("torch/spatial.py", _layer(shown)), ("keras/spatial.py", last)]


def _drop_block(shown: Shown) -> list[Program]:
    """torchvision's, or our own lines where it refuses the block."""
    block = min(shown.of_method("block", 3), *shown.shape[2:])
    name = "dropblock" if block % 2 else "dropblock-even"
    return [(f"torch/{name}.py", {**_layer(shown), "block": block})]


def _blocks(shown: Shown) -> dict[str, Any]:
    (width,) = shown.spec.plan.places[0].shape
    return {"p": shown.rates, "batch": shown.batch, "width": width}


def _stochastic_depth(shown: Shown) -> list[Program]:
    if isinstance(shown.spec.method, Plain):
        return _neurons_of_blocks(shown)
    mode = "row" if shown.of_method("each", "batch") == "sample" else "batch"
    return [("torch/stochastic-depth.py", {**_blocks(shown), "mode": mode})]


def _layer_drop(shown: Shown) -> list[Program]:
    if isinstance(shown.spec.method, Plain):
        return _neurons_of_blocks(shown)
    return [("torch/layerdrop.py", _blocks(shown))]


def _neurons_of_blocks(shown: Shown) -> list[Program]:
    """What is compared with both: ordinary dropout within the blocks."""
    return [("torch/dropout.py", _layer(shown))]


def _sequence(shown: Shown) -> dict[str, Any]:
    """Of an LSTM, which has places on what each step reads and within the cell."""
    read, cell = shown.spec.plan.places
    return {"batch": shown.batch, "steps": read.shape[0], "inputs": read.shape[1], "units": cell.shape[-1]}


def _variational(shown: Shown) -> list[Program]:
    """Keras' masks are untied where some are of h."""
    settings = {"p_x": shown.rates[0], "p_h": shown.rates[1], **_sequence(shown)}
    if shown.of_method("gates", "tied") == "tied":
        return [("torch/variational.py", settings)]
    libraries = ("torch", "keras") if settings["p_h"] else ("torch",)
    return [(f"{library}/variational-untied.py", settings) for library in libraries]


def _recurrent(shown: Shown) -> list[Program]:
    lasts = {"lasts": shown.of_method("lasts", "step")}
    return [("torch/recurrent.py", {"p_x": shown.rates[0], "p": shown.rates[1], **_sequence(shown), **lasts})]


def _naive(shown: Shown) -> list[Program]:
    on = {"on": shown.of_method("on", "h")}
    return [("torch/naive.py", {"p_x": shown.rates[0], "p": shown.rates[1], **_sequence(shown), **on})]


def _transformer(shown: Shown) -> list[Program]:
    words, attention, added, _ = (place.shape for place in shown.spec.plan.places)
    net = shown.spec.net
    settings = {
        "p": shown.rates,
        "types": words[0],
        "batch": shown.batch,
        "words": added[0],
        "width": added[1],
        "heads": attention[0],
        "hidden": net.inner if isinstance(net, TransformerNet) else 2 * added[1],
    }
    return [("torch/transformer.py", settings)]


def _drop_connect(shown: Shown) -> list[Program]:
    inputs, outputs = shown.spec.plan.weights[shown.place].shape
    settings = {
        "p": shown.p,
        "batch": shown.batch,
        "inputs": inputs,
        "outputs": outputs,
        "each": shown.of_method("each", "sample"),
        "activation": _net(shown).activation,
    }
    return [("torch/dropconnect.py", settings)]


def _concrete(shown: Shown) -> list[Program]:
    settings = {
        "p": shown.p or START,
        "shape": shown.shape,
        "temperature": shown.of_method("temperature", 0.1),
        "length": shown.of_method("length", 0.01),
        "entropy": entropy(shown.spec),
    }
    return [("torch/concrete.py", settings)]


def _network(shown: Shown) -> dict[str, Any]:
    return {"sizes": shown.spec.sizes, "p": shown.rates, "activation": MODULES[_net(shown).activation]}


def _monte_carlo(shown: Shown) -> list[Program]:
    return (
        []
        if shown.spec.plan.norm != "none"
        else [("torch/monte-carlo.py", {**_network(shown), "passes": shown.passes})]
    )


def _notebook(shown: Shown) -> list[Program]:
    return [] if shown.spec.plan.norm != "none" else [("torch/notebook.py", {**_network(shown), "batch": shown.batch})]


def _net(shown: Shown) -> DenseNet:
    """The network, where it is a dense one."""
    if not isinstance(shown.spec.net, DenseNet):
        raise ValueError(f"a dense network has these layers, got {shown.spec.plan.kind}")
    return shown.spec.net


PROGRAMS: Mapping[str, Callable[[Shown], list[Program]]] = {
    "dropout": _on_neurons("dropout", "torch", "keras"),
    "classic": _on_neurons("classic", "torch"),
    "gaussian": _on_neurons("gaussian", "torch", "keras"),
    "dropconnect": _drop_connect,
    "concrete": _concrete,
    "monte-carlo": _monte_carlo,
    "feature-maps": _feature_maps,
    "spatial": _spatial,
    "dropblock": _drop_block,
    "stochastic-depth": _stochastic_depth,
    "layerdrop": _layer_drop,
    "variational": _variational,
    "recurrent": _recurrent,
    "naive": _naive,
    "transformer": _transformer,
    "notebook": _notebook,
}
