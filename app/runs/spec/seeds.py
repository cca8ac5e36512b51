"""The four seeds of a run, and how a link holds them: `seed` for all, `seed.data` and its like for one."""

from dataclasses import dataclass

from app.runs.spec.link import Link
from app.runs.spec.reading import whole


@dataclass(frozen=True, slots=True)
class Seeds:
    """One seed for each thing that chance decides."""

    data: int = 1
    weights: int = 1
    batches: int = 1
    masks: int = 1

    def texts(self) -> dict[str, str]:
        """Each seed as a link holds it, under names as seed.data."""
        values = {"data": self.data, "weights": self.weights, "batches": self.batches, "masks": self.masks}
        return {f"seed.{name}": str(value) for name, value in values.items()}


NAMES = tuple(Seeds().texts())


def read_seeds(link: Link) -> Seeds:
    """`seed` sets all four, and a seed of its own overrides it."""
    common = str(link.read("seed", whole, "1"))
    return Seeds(*(link.read(name, whole, common) for name in NAMES))


def join_seeds(given: dict[str, str]) -> dict[str, str]:
    """The parameters of a link with one `seed` in place of four that are all given and equal."""
    if len({given.get(name) for name in NAMES}) > 1 or NAMES[0] not in given:
        return given
    joined = {("seed" if name == NAMES[0] else name): text for name, text in given.items()}
    return {name: text for name, text in joined.items() if name not in NAMES}
