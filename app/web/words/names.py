"""Numbers and names as the Explore page writes them, and what grammar makes of a word within a sentence."""

from collections.abc import Iterable, Sequence

from app.runs.data.tasks import TASKS
from app.web.words.say import has, say


def within(text: str) -> str:
    """A label or sentence as it goes on within another: learning rate. One letter, as p, stays what it is."""
    return text if len(text) == 1 else text[0].lower() + text[1:]


def class_names(data: str) -> tuple[str, ...]:
    """What the classes of a data set are called; none where it has none."""
    task = TASKS[data]
    count = {"binary": 2, "classes": task.outputs, "regression": 0}[task.kind]
    return tuple(say(f"class.{data}.{k}") if has(f"class.{data}.{k}") else str(k) for k in range(count))


def number(value: float, digits: int = 3) -> str:
    """A few significant digits and a true minus sign, as −0.0213."""
    text = f"{value:.{digits}g}"
    return "0" if float(text) == 0 else text.replace("-", "−")


def subscript(value: int) -> str:
    """A whole number in small figures, as ₁₂."""
    return str(value).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))


def layer_name(layer: int, layers: int) -> str:
    """Input, Hidden 1, ..., Output; `layers` counts all of them."""
    return say(f"name.{_role(layer, layers)}", number=layer)


def short_name(layer: int, layers: int) -> str:
    """The same in two or three letters: In, H1, ..., Out."""
    return say(f"name.{_role(layer, layers)}.short", number=layer)


def _role(layer: int, layers: int) -> str:
    return "input" if layer == 0 else "output" if layer == layers - 1 else "hidden"


def are(count: int) -> str:
    """The verb of so many: 1 of 24 maps is off, 2 are."""
    return "is" if count == 1 else "are"


def enumeration(words: Sequence[str]) -> str:
    """Words as a sentence lists them: a, b and c."""
    return words[0] if len(words) == 1 else say("name.and", first=", ".join(words[:-1]), last=words[-1])


def chain(words: Sequence[str]) -> str:
    """The same with a word between each two: a and b and c."""
    return words[0] if len(words) == 1 else say("name.and", first=chain(words[:-1]), last=words[-1])


def units(numbers: Iterable[int], inputs: bool = False) -> str:
    """Neurons (or inputs) by their number on the page, which counts from 1: neurons 4, 5 and 9."""
    names = [str(number + 1) for number in numbers]
    if not names:
        return say("name.none")
    one, many = ("an input", "inputs") if inputs else ("neuron", "neurons")
    return say(f"name.{one if len(names) == 1 else many}", numbers=enumeration(names))
