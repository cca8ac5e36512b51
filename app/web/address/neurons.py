"""Hidden neurons by name, as a link has them: h1.3 is the third of hidden layer 1."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from app.runs.spec.faults import Fault
from app.runs.spec.fields import Field

Neuron = tuple[int, int]  # hidden layer and unit, both from 0

_NAME = re.compile(r"h([1-9][0-9]{0,2})\.([1-9][0-9]{0,3})")


def neuron_name(neuron: Neuron) -> str:
    """As a link has it."""
    return f"h{neuron[0] + 1}.{neuron[1] + 1}"


def neuron_of(name: str, widths: Sequence[int]) -> Neuron | None:
    """The neuron of a name, where a network with hidden layers so wide has it."""
    found = _NAME.fullmatch(name.strip())
    if not found:
        return None
    layer, unit = int(found[1]) - 1, int(found[2]) - 1
    return (layer, unit) if layer < len(widths) and unit < widths[layer] else None


def names_of(neurons: Iterable[Neuron]) -> str:
    """Several, joined by commas."""
    return ",".join(map(neuron_name, neurons))


def read_neurons(field: Field, text: str, widths: Sequence[int]) -> tuple[Neuron, ...]:
    """Neurons in their order, each once. Raises: Fault for a name that there is none of."""
    found = {neuron_of(name, widths) for name in text.split(",") if name.strip()}
    if None in found:
        raise Fault("no neuron", field, text)
    return tuple(sorted(neuron for neuron in found if neuron is not None))
