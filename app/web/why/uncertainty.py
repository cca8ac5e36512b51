"""*Uncertainty*: what passes with masks on do not agree in, with one mask for all points and with one for each."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

from app.runs.log.doubt import agreement_in_parts, bands_in_parts, doubts_in_parts
from app.runs.log.run import Run
from app.runs.training.evaluation import GUESSES
from app.runs.training.fresh import Fresh
from app.web.address.links import Links
from app.web.address.query import View
from app.web.moment import Moment
from app.web.section import Section
from app.web.why import tables
from app.web.why.doubt_of_curve import WIDE, of_curve
from app.web.why.doubt_of_plane import of_plane
from app.web.why.doubt_of_samples import of_samples
from app.web.why.doubted import Doubted, Doubts
from app.web.why.ensemble import Choice, asked, choices
from app.web.why.found import Found
from app.web.why.measured_passes import of_doubt
from app.web.words.say import say


@dataclass(frozen=True)
class Shown:
    """All that templates/why/uncertainty.html draws."""

    choices: tuple[Choice, ...]
    doubted: Doubted
    measured: tuple[str, ...]
    over_seeds: tuple[str, str]  # where these are experiments


def _doubts(run: Run, step: int, k: int) -> Generator[None, None, Doubts]:
    theta, evaluation, data = run.theta(0, step).copy(), run.evaluations[0], run.data
    yield
    x = WIDE if data.task == "regression" else data.x_test[:GUESSES] if data.bounds is None else data.shown
    shared = yield from agreement_in_parts(evaluation, theta, x, k, step, data.task)
    fresh = yield from agreement_in_parts(Fresh(run.spec), theta, x, k, step, data.task)
    if data.task == "regression":
        return Doubts(shared, fresh, bands=(yield from bands_in_parts(evaluation, theta, k, step)))
    if data.bounds is None:
        return Doubts(shared, fresh)
    return Doubts(shared, fresh, (yield from doubts_in_parts(evaluation, theta, k, step)))


DOUBTS: Found[int, Doubts] = Found(_doubts)


async def before(run: Run, view: View) -> None:
    """Make the passes of the view's step."""
    step = view.step or 0
    if any(run.spec.rates(step)):
        await DOUBTS.find(run, step, asked(view))


def section(moment: Moment, links: Links) -> Section:
    """Of what `before` has found."""
    run, step, k = moment.run, moment.step, asked(links.view)
    if not any(run.spec.rates(step)):
        return Section("why/nothing.html", "uncertainty", say("doubt.nothing"))
    found = DOUBTS.of(run, step, k)
    if found.plane:
        doubted = of_plane(run, step, k, found)
    else:
        doubted = of_curve(step, k, found) if found.bands else of_samples(run, step, k, found)
    seeds = (f"{links.root}why/doubt", f"{links.root}why/band")
    shown = Shown(choices(links), doubted, of_doubt(), seeds)
    made = {"uncertainty": lambda: tables.doubts(run.data, WIDE, found)}
    if found.plane or found.bands:
        made["uncertainty-far"] = lambda: tables.doubt_near_and_far(found)
    return Section("why/uncertainty.html", "uncertainty", shown, made)
