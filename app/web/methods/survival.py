"""Of an LSTM: how many values stored at t = 0 are left at each step, where the memory is masked and where it is not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.web.address.links import Links
from app.web.figures.lstm_seen import CELL, cell_of
from app.web.methods.same_coins import coins, rate
from app.web.moment import Moment
from app.web.section import Section, Table
from app.web.words.numbers import percent_text, rate_text
from app.web.words.say import say


@dataclass(frozen=True)
class Left:
    """One step: the share that is left as found and by the formula, as texts, and where both lie in percent."""

    t: int
    x: str
    y: str
    found: str
    expected: str


@dataclass(frozen=True)
class Survival:
    """All that templates/methods/survival.html draws. curve: of the formula, a path in 100 by 100; flat: whether this
    run's masks leave the memory alone."""

    p: str
    last: int
    curve: str
    left: tuple[Left, ...]
    flat: bool
    sentence: str
    whole: str


def section(moment: Moment, links: Links) -> Section:
    """Of all lanes of the batch, from the coins of this step: with masks on c, whatever the run's method does."""
    p = rate(moment)
    gone = coins(moment)[:, :, 0] < p
    gone[:, 0] = False  # nothing has been stored before the first step
    alive = ~np.logical_or.accumulate(gone, axis=1)
    steps, lanes = alive.shape[1], alive.shape[0] * alive.shape[2]
    found, expected = alive.mean(axis=(0, 2)), (1 - p) ** np.arange(steps)
    across = max(steps - 1, 1)
    left = tuple(
        Left(
            t,
            f"{100 * t / across:.2f}",
            f"{100 * (1 - found[t]):.2f}",
            percent_text(found[t]),
            percent_text(expected[t]),
        )
        for t in range(steps)
    )
    curve = "M" + "L".join(f"{100 * t / across:.2f} {100 * (1 - share):.2f}" for t, share in enumerate(expected))
    on_c = cell_of(moment.run.spec).name == "c" and CELL in moment.acting
    sentence = say(
        "survival.masked" if on_c else "survival.others",
        t=steps - 1,
        step=moment.step,
        count=int(alive[:, -1].sum()),
        whole=f"{lanes:,}",
        found=left[-1].found,
        expected=left[-1].expected,
    )
    shows = Survival(rate_text(p), steps - 1, curve, left, not on_c, sentence, f"{lanes:,}")
    rows = zip(range(steps), found.tolist(), expected.tolist(), strict=True)
    table = Table(("t", "left", "by the formula"), list(rows))
    return Section("methods/survival.html", "survival", shows, {"survival": lambda: table})
