"""How a run ended, and why a busy server refuses."""

from __future__ import annotations

from app.runs.log.busy import Busy
from app.runs.log.run import Run
from app.web.words.say import has, say


def ending(run: Run) -> str:
    """What to say about a run that diverged or failed, else nothing."""
    if run.state == "diverged":
        step = run.head + 1
        said = say("end.diverged", step=step, lr=f"{run.spec.lr_set(step):g}")
        return say("end.twin diverged", said=said) if run.diverged else said
    cause = run.cause
    return say(f"end.{cause}") if has(f"end.{cause}") else cause


def refusal(busy: Busy) -> str:
    """Why a busy server cannot do what it was asked for."""
    return say(f"busy.{busy.kind}", **busy.facts)
