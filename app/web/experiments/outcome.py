"""What comes of an experiment that runs: how far it is, the chart of what is there, and in the end what was seen."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from urllib.parse import parse_qsl

from markupsafe import Markup

from app.runs.experiments.experiment import Experiment
from app.runs.experiments.sweep import Progress
from app.web.experiments import called
from app.web.experiments.asked import ROOT, SKIPPED, Asked
from app.web.experiments.measured import Measured, measured
from app.web.experiments.progress import said
from app.web.figures import results
from app.web.figures.results import Results
from app.web.site.templates import drawn
from app.web.words.names import within
from app.web.words.say import say


@dataclass(frozen=True)
class Choice:
    """Something a reader may predict, or have seen."""

    value: int
    text: str


@dataclass(frozen=True)
class Question:
    """What was seen: what the reader had predicted, then choices with the fields that go with them; what she saw and
    how it is read once she has said so, or has skipped it. action, skip: where that stands."""

    guessed: str
    action: str
    choices: tuple[Choice, ...]
    kept: tuple[tuple[str, str], ...]
    skip: str
    seen: str
    reads: str


@dataclass(frozen=True)
class Outcome:
    """All that templates/experiments/outcome.html draws. drawn, stream: where it is drawn anew, and told; stop, go:
    what stops it, and what goes on, "" where there is nothing to; question, measured: once all is there, the second
    when the reader has said what she saw."""

    state: str
    done: int
    total: int
    said: str
    drawn: str
    stream: str
    stop: str
    go: str
    results: Results
    question: Question | None
    measured: Measured | None


async def html(asked: Asked, progress: Progress) -> Markup:
    """Drawn in a thread, since many dots take long: others have their turns meanwhile."""
    return await asyncio.to_thread(lambda: drawn("experiments/outcome.html", outcome=context(asked, progress)))


def context(asked: Asked, progress: Progress) -> Outcome:
    """Of an experiment that runs, has run, or is stopped."""
    if progress.state == "running" and asked.run != "1":  # for somebody else
        progress = progress._replace(state="stopped")
    state, done, asks = progress.state, len(progress.values), question(asked)
    return Outcome(
        state=state,
        done=done,
        total=progress.total,
        said=said(progress),
        drawn=asked.beside("experiments/outcome"),
        stream=asked.beside("experiments/stream"),
        stop=asked.href(run="stop") if state == "running" else "",
        go=asked.href(run="1") if state in ("stopped", "failed", "idle") else "",
        results=results.context(
            asked.experiment, progress.values, lambda link: f"{ROOT}?{link}", asked.beside("experiments/results.csv")
        ),
        question=asks if state == "complete" else None,
        measured=measured(asked.experiment) if state == "complete" and not (asks and not asks.reads) else None,
    )


def choice_list(experiment: Experiment) -> tuple[Choice, ...]:
    """What readers of an experiment choose from."""
    return tuple(Choice(number, text) for number, text in enumerate(called.choices(experiment), 1))


def question(asked: Asked) -> Question | None:
    """What is asked after it; None where the experiment has nothing to choose from."""
    found = choice_list(asked.experiment)
    if not found:
        return None
    texts = {choice.value: within(choice.text) for choice in found}
    link = parse_qsl(asked.href().partition("?")[2])
    return Question(
        guessed=say("experiment page.guessed", text=texts[asked.guess])
        if asked.guess in texts
        else say("experiment page.no guess"),
        action=f"{ROOT}{asked.path}#seen",
        choices=found,
        kept=tuple(pair for pair in link if pair[0] != "saw"),
        skip=f"{asked.href(saw=SKIPPED)}#seen",
        seen="" if asked.saw not in texts else say("experiment page.seen", text=texts[asked.saw]),
        reads="" if asked.saw is None else called.reads(asked.experiment),
    )
