"""What the loss chart says of a step: why the training loss is higher with dropout, and a text alternative."""

import math
from collections.abc import Sequence

from app.web.words.numbers import loss_text

SENTENCES = {
    "higher": "With masks on, the training loss is higher because part of the network is off; the same weights, "
    "dropout off, do better.",
    "equal": "With masks on or with dropout off, these weights have the same training loss here.",
    "lower": "Here the training loss is lower with masks on: with dropout off, the whole network does worse than with "
    "parts of it off.",
    "start": "Nothing is trained yet. With dropout off both networks are the same; with masks on, part of one is off.",
    "off": "No neuron is dropped at this step, so masks make no difference to the training loss.",
    "same": "Without dropout anywhere both networks are the same, and so are their losses.",
    "not_finite": "A loss is no longer finite here.",
    "none": "No step is trained yet.",
}

EXITS = {"for good": "goes on to", "peak": "goes up to", "start": "starts at"}
SHORT = {"train": "batches", "masks_on": "masks on", "clean": "training", "test": "test"}
LONG = {
    "train": "the loss of the batches",
    "masks_on": "the loss with masks on",
    "clean": "the training loss",
    "test": "the test loss",
}


def sentence(step: int, rates: tuple[float, ...], ever: bool, masks_on: float, clean: float) -> str:
    """Why the two training losses of a step differ, as far as they do as they are written.

    `rates`: p in force; `ever`: whether any neuron could be dropped up to here.
    """
    if not math.isfinite(masks_on + clean):
        return SENTENCES["not_finite"]
    if not any(rates):
        return SENTENCES["off" if ever else "same"]
    if step == 0:
        return SENTENCES["start"]
    if loss_text(masks_on) == loss_text(clean):
        return SENTENCES["equal"]
    return SENTENCES["higher" if masks_on > clean else "lower"]


def finding(step: int, masks_on: str, texts: Sequence[Sequence[str]], best: str, at: int) -> str:
    """The chart in words, of numbers as they are written.

    texts: training loss with dropout off, test loss and gap, (dropout, twin) each; best: the twin's lowest test loss.
    """
    clean, test, gap = texts
    return (
        f"At step {step}: with dropout, training loss {masks_on} with masks on and {clean[0]} with dropout off, "
        f"test loss {test[0]}, gap {gap[0]}; without, training loss {clean[1]}, test loss {test[1]}, gap {gap[1]}. "
        f"The twin's best test loss so far is {best}, at step {at}."
    )


def exit_texts(line: str, highest: float, how: str) -> tuple[str, str]:
    """What stands where a line leaves through the top, short and long: goes on to 3.18, the test loss goes on to 3.18.

    how: one of EXITS.
    """
    text = loss_text(highest)
    short = f"{EXITS[how]} {text}" if line == "test" else f"{SHORT[line]} to {text}"
    return short, f"{LONG[line]} {EXITS[how]} {text}"


def longest() -> str:
    """A sentence as long as any."""
    return max(SENTENCES.values(), key=len)
