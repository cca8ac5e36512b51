"""Checks that concern several settings of a link at once."""

from collections.abc import Sequence

from app.runs.budget import SEEK_MAX, WORK_MAX, seek_seconds, work
from app.runs.change import Change
from app.runs.link import Link


def check_batch(link: Link, batch: int, n: int) -> None:
    """A batch is drawn without repeats."""
    link.require(("batch", "n"), batch <= n, f"batch must be at most n, which is {n}, got {batch}")


def check_work(link: Link, steps: int, batch: int, parameters: int) -> None:
    """Bounds on the time that one link can ask for: to train, and to show one of its steps."""
    seconds, seek = work(steps, batch, parameters), seek_seconds(steps, batch, parameters)
    link.require(
        ("steps", "batch", "hidden"),
        seconds <= WORK_MAX,
        f"hidden, batch and steps must together take at most {WORK_MAX:g} s of training, got about {seconds:.0f} s",
    )
    link.require(
        ("steps", "batch", "hidden"),
        seek <= SEEK_MAX,
        f"hidden, batch and steps must let a step be found again in {SEEK_MAX:g} s, got about {seek:.2g} s; "
        "fewer steps or neurons would do",
    )


def check_places(link: Link, place: Sequence[int], p: Sequence[float], layers: int) -> None:
    """Dropout sits on the input or after a hidden layer, with one p for all places or one for each."""
    top = max(place, default=0)
    link.require(
        ("place", "hidden"),
        top <= layers,
        f"place must lie in [0, {layers}], where {layers} is the last hidden layer, got {top}"
        + ("; dropout does not belong on the output, where it would blot out the answer" if top == layers + 1 else ""),
    )
    link.require(("p", "place", "hidden"), len(p) in (1, len(place)), _count("p", len(place), len(p)))


def check_changes(link: Link, changes: Sequence[Change], place: Sequence[int], steps: int) -> None:
    """A change lies within the run, and fits the places."""
    for change in changes:
        link.require(
            ("change", "steps"),
            change.step <= steps,
            f"change must come at a step in [0, {steps}], got {change.text}",
        )
        if change.name == "p":
            link.require(
                ("change", "place", "hidden"),
                len(place) > 0,
                f"change must not set p where place is none, got {change.text}",
            )
            link.require(
                ("change", "place", "hidden"),
                len(change.value) in (1, len(place)),
                _count(f"change at step {change.step}: p", len(place), len(change.value)),
            )


def _count(what: str, places: int, came: int) -> str:
    if places < 2:
        return f"{what} must have 1 value, got {came}"
    return f"{what} must have 1 value or {places}, one for each place, got {came}"
