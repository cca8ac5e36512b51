"""The transport under the network: where the cursor is, with links to the steps beside it."""

from dataclasses import dataclass
from urllib.parse import parse_qsl

from app.runs.run import Run
from app.web.query import MAX_RATE, View, link

RATES = ("1", "3", "10", "20", "60", "max")


@dataclass(frozen=True)
class Transport:
    """All that templates/explore/transport.html draws. `hidden` is the link's rest, for the slider's form."""

    step: int
    steps: int
    head: int
    rate: str
    rates: tuple[str, ...]
    start: str
    back: str
    on: str
    hidden: tuple[tuple[str, str], ...]
    marks: tuple[tuple[float, str], ...]
    message: str


def context(run: Run, view: View) -> Transport:
    """The transport of a run at the view's step."""
    step, steps, rate = view.step or 0, run.spec.steps, "max" if view.rate == MAX_RATE else f"{view.rate:g}"
    marks = [(c.step / steps, c.text.replace(f"@{c.step}:", " ")) for c in run.spec.changes]
    return Transport(
        step=step, steps=steps, head=max(run.head, step),
        rate=rate, rates=RATES if rate in RATES else (*RATES, rate),
        start=_at(run, 0, view),
        back=_at(run, max(0, step - 1), view),
        on=_at(run, min(run.ended_at, step + 1), view),
        hidden=(*parse_qsl(run.query, keep_blank_values=True), ("sample", str(view.sample))),
        marks=tuple(marks),
        message=run.message,
    )  # fmt: skip


def _at(run: Run, step: int, view: View) -> str:
    return "/?" + link(run.spec, step=step, sample=view.sample or None)
