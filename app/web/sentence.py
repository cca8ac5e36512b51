"""The sentence above the figure: what happens at this step, with its numbers."""

from __future__ import annotations

from dataclasses import dataclass

from app.runs.record import StepRecord
from app.runs.run import Run
from app.web.activity import dropped
from app.web.query import View

PASS_NOTHING = "They pass nothing forward, and no gradient flows back through them."
PASSES_NOTHING = "It passes nothing forward, and no gradient flows back through it."
BY_CHANCE = "Chance kept every neuron; outputs are still scaled up by 1/(1 − p)."
ALL_WORK = "Every neuron works for every sample, as it does in evaluation."


@dataclass(frozen=True)
class Sentence:
    """`count` is what is off and is underlined; it is empty where nothing can be off. `longest`: a text as long as the
    longest sentence of the run, whose room is kept free."""

    before: str
    count: str
    after: str
    sizes: str  # for static/js/sentence.js
    sample: int
    longest: str


def context(run: Run, record: StepRecord, view: View) -> Sentence:
    """The sentence of one step for one sample. static/js/sentence.js writes the same."""
    sizes, longest = ",".join(map(str, run.sizes)), _longest(run, record.rates[0] > 0)
    if not any(record.rates):
        return Sentence(f"At step {record.step} nothing is dropped. {ALL_WORK}", "", "", sizes, view.sample, longest)
    off = [int(layer.sum()) for layer in dropped(record, view.sample)]
    hidden, hidden_off = sum(run.sizes[1:-1]), sum(off[1:-1])
    parts = []
    if any(record.rates[1:]):
        parts.append((hidden_off, hidden, "hidden neuron"))
    if record.rates[0]:
        parts.append((off[0], run.sizes[0], "input"))
    total = sum(part[0] for part in parts)
    (first, of, what), *rest = parts
    more = "".join(f" and {count} of {whole} {word}s" for count, whole, word in rest)
    ending = BY_CHANCE if total == 0 else PASSES_NOTHING if total == 1 else PASS_NOTHING
    after = f" {what}s{more} {'is' if total == 1 else 'are'} off for sample {view.sample + 1}. {ending}"
    return Sentence(f"At step {record.step}, ", f"{first} of {of}", after, sizes, view.sample, longest)


def _longest(run: Run, inputs: bool) -> str:
    hidden, step, sample = sum(run.sizes[1:-1]), "0" * len(str(run.spec.steps)), "0" * len(str(run.spec.batch))
    more = f" and {run.sizes[0]} of {run.sizes[0]} inputs" if inputs else ""
    endings = ((hidden, PASS_NOTHING), (0, BY_CHANCE))
    texts = (
        f"At step {step}, {off} of {hidden} hidden neurons{more} are off for sample {sample}. {ending}"
        for off, ending in endings
    )
    return max(texts, key=len)
