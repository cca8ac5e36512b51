"""What the loss chart says of a step: why the training loss is higher with dropout, and a text alternative."""

import math
from collections.abc import Sequence

from app.web.figures.loss_parts import Label
from app.web.words.names import enumeration
from app.web.words.numbers import loss_text
from app.web.words.say import say

OTHER = ("gaussian", "dropconnect", "concrete")  # whose masks do more, or other things, than to put neurons to 0
CASES = ("higher", "equal", "lower", "start", "off", "same", "not_finite")


def sentence(
    step: int, rates: tuple[float, ...], ever: bool, masks_on: float, clean: float, method: str = "dropout"
) -> str:
    """Why the two training losses of a step differ, as far as they do as they are written.

    `rates`: p in force; `ever`: whether any neuron could be dropped up to here.
    """
    if method in OTHER and math.isfinite(masks_on + clean) and any(rates):
        return say(f"loss.{method}")
    if not math.isfinite(masks_on + clean):
        return say("loss.not_finite")
    if not any(rates):
        return say("loss.off" if ever else "loss.same")
    if step == 0:
        return say("loss.start")
    if loss_text(masks_on) == loss_text(clean):
        return say("loss.equal")
    return say("loss.higher" if masks_on > clean else "loss.lower")


def finding(step: int, masks_on: str, texts: Sequence[Sequence[str]], best: str, at: int, method: str) -> str:
    """The chart in words, of numbers as they are written.

    texts: training loss with dropout off, test loss and gap, (dropout, twin) each; best: the twin's lowest test loss.
    """
    clean, test, gap = texts
    facts = {"clean": clean, "test": test, "gap": gap, "best": best, "at": at}
    return say("chart.finding", step=step, method=method, masks_on=masks_on, **facts)


def labels() -> dict[str, dict[str, tuple[Label, ...]]]:
    """The names of the lines, by arm and slot."""
    training = say("chart.label.training")
    masks_on = Label("masks_on", training, say("chart.label.masks_on"), "masks")
    off = Label("clean", training, say("chart.label.off"), "clean 0")
    tests = [Label("test", "", say("chart.label.test"), f"test {i}") for i in (0, 1)]
    return {
        "dropout": {"test": (tests[0],), "training": (masks_on, off)},
        "twin": {"test": (tests[1],), "training": (Label("clean", "", say("chart.label.clean"), "clean 1"),)},
    }


def note(masks: int, moved: bool = False, normed: bool = False) -> str:
    """How the loss with masks on is measured, with so many masks a sample, in what else the batches' loss is another
    (of moved images, of each batch's own mean and variance), and what the gap is."""
    others = [*([say("chart.moved")] if moved else []), *([say("chart.of the batch")] if normed else [])]
    batches = say("chart.of batches", what=enumeration(others)) if others else ""
    return say("chart.note", masks=say("chart.a mask" if masks == 1 else "chart.masks", count=masks), batches=batches)


def exit_texts(line: str, highest: float, how: str) -> tuple[str, str]:
    """What stands where a line leaves through the top, short and long: goes on to 3.18, the test loss goes on to 3.18.

    how: for good, peak or start.
    """
    loss = loss_text(highest)
    goes = say(f"chart.{how}", loss=loss)
    short = goes if line == "test" else say("chart.short", line=say(f"chart.{line}.short"), loss=loss)
    return short, say("chart.long", line=say(f"chart.{line}.long"), goes=goes)


def penalised(step: int, masks_on: float, penalty: float) -> str:
    """How much of the loss with masks on is what learned p adds to it."""
    facts = {"step": step, "loss": loss_text(masks_on), "penalty": loss_text(penalty)}
    return say("loss.concrete", **facts) if math.isfinite(masks_on + penalty) else say("loss.not_finite")


def longest(method: str = "dropout") -> str:
    """A sentence as long as any."""
    own = [say(f"loss.{method}", step="00000", loss="0.000", penalty="−0.000")] if method in OTHER else []
    return max((*own, *(say(f"loss.{case}") for case in CASES)), key=len)
