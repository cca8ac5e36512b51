"""The sentence above the figure: what happens at this step, with its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.runs.log.run import Run
from app.web.moment import Moment

PASS_NOTHING = "They pass nothing forward, and no gradient flows back through them."
PASSES_NOTHING = "It passes nothing forward, and no gradient flows back through it."
BY_CHANCE = "Chance kept every neuron; outputs are still multiplied by 1/(1 − p)."
ALL_WORK = "Every neuron works for every sample, as it does in evaluation."


@dataclass(frozen=True)
class Sentence:
    """Three parts: the middle one counts what is off and is underlined; it is empty where nothing can be off.

    `longest`: a text as long as the longest sentence of the run, whose room is kept free.
    """

    parts: tuple[str, str, str]
    sample: int
    longest: str


def context(moment: Moment) -> Sentence:
    """The sentence of one step for one sample."""
    return Sentence(parts(moment), moment.sample, _longest(moment.run, moment.rates[0] > 0))


def parts(moment: Moment) -> tuple[str, str, str]:
    """Its three parts."""
    off = [int(layer.sum()) for layer in moment.off]
    return written(moment.run.sizes, moment.rates, moment.step, moment.sample, off)


def written(
    sizes: Sequence[int], rates: Sequence[float], step: int, sample: int, off: Sequence[int]
) -> tuple[str, str, str]:
    """The sentence's parts; off: how many neurons of each layer the mask puts to 0."""
    if not any(rates):
        return f"At step {step} nothing is dropped. {ALL_WORK}", "", ""
    parts = []
    if any(rates[1:]):
        parts.append((sum(off[1 : len(sizes) - 1]), sum(sizes[1:-1]), "hidden neuron"))
    if rates[0]:
        parts.append((off[0], sizes[0], "input"))
    total = sum(part[0] for part in parts)
    (first, of, what), *rest = parts
    more = "".join(f" and {count} of {whole} {word}s" for count, whole, word in rest)
    ending = BY_CHANCE if total == 0 else PASSES_NOTHING if total == 1 else PASS_NOTHING
    after = f" {what}s{more} {'is' if total == 1 else 'are'} off for sample {sample + 1}. {ending}"
    return f"At step {step}, ", f"{first} of {of}", after


def _longest(run: Run, inputs: bool) -> str:
    hidden, step, sample = (
        sum(run.sizes[1:-1]),
        "0" * len(str(run.spec.training.steps)),
        "0" * len(str(run.spec.training.batch)),
    )
    more = f" and {run.sizes[0]} of {run.sizes[0]} inputs" if inputs else ""
    endings = ((hidden, PASS_NOTHING), (0, BY_CHANCE))
    texts = (
        f"At step {step}, {off} of {hidden} hidden neurons{more} are off for sample {sample}. {ending}"
        for off, ending in endings
    )
    return max(texts, key=len)
