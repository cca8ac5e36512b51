"""*Ensemble*: what subnetworks of the network say one by one, how many there are, and their mean beside the whole."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from app.runs.log.ensemble import Ensemble, Measured, ensemble_in_parts
from app.runs.log.run import Run
from app.runs.log.subnetworks import Subnetworks, countable, sampled, subnetworks_in_parts
from app.runs.training.evaluation import GUESSES
from app.web.address.links import Links
from app.web.address.query import View
from app.web.moment import Array, Moment
from app.web.section import Section
from app.web.why import tables
from app.web.why.counted import Counted, counted
from app.web.why.found import Found
from app.web.why.means import Means, means, right
from app.web.why.measured_passes import of_members
from app.web.why.thumbnails import Sheet, sheet
from app.web.words.say import say

USUAL, CHOICES = 50, (10, 20, 50, 100, 200)  # how many subnetworks are averaged
SHOWN = 8  # that are drawn


@dataclass(frozen=True)
class Choice:
    """So many subnetworks, and what leads there."""

    count: int
    edit: str
    href: str
    current: bool


@dataclass(frozen=True)
class Shown:
    """All that templates/why/ensemble.html draws."""

    choices: tuple[Choice, ...]
    counted: Counted
    sheet: Sheet
    means: Means
    measured: str
    over_seeds: str  # where that is an experiment


class Averaged(NamedTuple):
    """What is drawn of so many subnetworks: the first of them, and means of them all."""

    sheet: Sheet
    means: Means
    found: Ensemble
    first: tuple[Measured, ...]  # of those that are drawn, by themselves,
    said: Array  # and what they say


def _averaged(run: Run, step: int, k: int) -> Generator[None, None, Averaged]:
    theta, evaluation, data = run.theta(0, step).copy(), run.evaluations[0], run.data
    yield
    found = yield from ensemble_in_parts(evaluation, theta, max(SHOWN, k), step)
    wanted = Ensemble(found.alone[:k], found.arithmetic[:k], found.geometric[:k], found.full)
    drawn = means(wanted, step, data.task)
    yield
    x = data.x_test[:GUESSES] if data.bounds is None else data.shown
    z = yield from evaluation.passes_in_parts(theta, x, SHOWN, step)
    said, first = np.stack([run.predict(each) for each in z]), found.alone[:SHOWN]
    return Averaged(sheet(run, step, said, [right(one) for one in first]), drawn, wanted, first, said)


def _counts(run: Run, step: int, k: int) -> Generator[None, None, Subnetworks]:
    return subnetworks_in_parts(run.spec, step, k)


MEANS: Found[int, Averaged] = Found(_averaged)
COUNTS: Found[int, Subnetworks] = Found(_counts)


def asked(view: View) -> int:
    """How many subnetworks a view asks for."""
    return view.passes or USUAL


def drops(run: Run, step: int) -> bool:
    """Whether there are subnetworks at a step: neurons that are on or off."""
    return countable(run.spec) and any(run.spec.rates(step))


def choices(links: Links) -> tuple[Choice, ...]:
    """Of how many subnetworks to look at."""
    k = asked(links.view)
    return tuple(
        Choice(count, f"passes:{count}", links.here(passes=count), count == k) for count in sorted({*CHOICES, k})
    )


async def before(run: Run, view: View) -> None:
    """Average the subnetworks of the view's step, and count those that it was trained as."""
    step = view.step or 0
    if drops(run, step):
        await MEANS.find(run, step, asked(view))
        await COUNTS.find(run, step, asked(view))


def section(moment: Moment, links: Links) -> Section:
    """Of what `before` has found."""
    run, step, k = moment.run, moment.step, asked(links.view)
    if not drops(run, step):
        return Section("why/nothing.html", "ensemble", say("ensemble.nothing"))
    found, counts = MEANS.of(run, step, k), COUNTS.of(run, step, k)
    seeds = links.root + "why/members"
    shown = Shown(choices(links), counted(run.spec, step, counts, k), found.sheet, found.means, of_members(), seeds)
    made = {
        "subnetwork-counts": lambda: tables.counts(counts),
        "subnetworks": lambda: tables.subnetworks(sampled(run.spec, step, SHOWN), found.first),
        "subnetworks-said": lambda: tables.said(run.data, found.said),
        "ensemble": lambda: tables.ensemble(found.found),
    }
    return Section("why/ensemble.html", "ensemble", shown, made)
