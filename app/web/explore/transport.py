"""The transport under the network: where the cursor is, with links to the steps beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from app.runs.log.run import Run
from app.web.address.links import Links
from app.web.address.query import MAX_RATE, View
from app.web.words.answers import ending

RATES = ("1", "3", "10", "20", "60", "max")
USUAL = "20"


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
    action: str  # the page's own address, without its query
    may: tuple[str, ...]  # step, speed, and what else of `more` is there


def rate_text(view: View) -> str:
    """The speed as its field has it."""
    return "max" if view.rate == MAX_RATE else f"{view.rate:g}" if view.rate else USUAL


def context(
    run: Run, view: View, links: Links, said: Sequence[str] = (), may: tuple[str, ...] = ("step", "speed", "more")
) -> Transport:
    """The transport of a run at the view's step. A rate of 0 is one frame of a stream, and no speed to play at."""
    step, steps = view.step or 0, run.spec.training.steps
    rate = rate_text(view)
    hidden = parse_qsl(urlsplit(links.here(step=None)).query, keep_blank_values=True)
    marks = [(c.step / steps, c.text.replace(f"@{c.step}:", " ")) for c in run.spec.changes]
    return Transport(
        step=step, steps=steps, head=max(run.head, step),
        rate=rate, rates=RATES if rate in RATES else (*RATES, rate),
        start=links.here(step="0"),
        back=links.here(step=str(max(0, step - 1))),
        on=links.here(step=str(min(run.ended_at, step + 1))),
        hidden=tuple(hidden),
        marks=tuple(marks),
        message=" ".join((*said, ending(run))).strip(),
        action=links.root + links.page,
        may=may,
    )  # fmt: skip
