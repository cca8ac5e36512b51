"""How experiments are read agrees with what was measured of them: each row is what its sentence says, in numbers."""

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

import pytest

from app.runs.scenes.measured import at, experiments


def mean(name: str, value: str, panel: str = "", measure: str = "", arm: str = "ours") -> float:
    return float(at(name, value, measure, panel)[arm]["mean"])


def gain(name: str, value: str, panel: str = "", measure: str = "") -> Mapping[str, float]:
    """Paired: the mean difference and its interval."""
    found: Mapping[str, float] = at(name, value, measure, panel)["difference"]
    return found


def best(name: str, panel: str, measure: str, pick: Callable[..., Any]) -> float:
    """The value at which the arm with dropout, or its twin where nothing is dropped, is best."""
    panels = experiments()[name]["measures"][measure]
    points = next(of["points"] for of in panels if of["value"] == panel)
    return float(pick(points, key=lambda point: point.get("ours", point["twin"])["mean"])["value"])


def ratios(name: str, values: tuple[str, ...]) -> list[float]:
    return [mean(name, value) / mean(name, value, arm="twin") for value in values]


SAID: dict[str, Callable[[], bool]] = {
    "p": lambda: best("p", "", "test", min) == 0.9 and mean("p", "0.9") < 0.55,
    "p-samples": lambda: (
        all(gain("p-samples", p, "30")["low"] < 0 for p in ("0.1", "0.2", "0.3", "0.5"))
        and gain("p-samples", "0.5", "1000")["high"] < 0
        and gain("p-samples", "0.2", "100")["mean"] > gain("p-samples", "0.2", "300")["mean"] > 0.005
        and abs(gain("p-samples", "0.1", "1000")["mean"]) < 0.005
    ),
    "p-decay": lambda: (
        gain("p-decay", "0.1", "0.003")["low"] > 0
        and best("p-decay", "0.01", "accuracy", max) == 0
        and gain("p-decay", "0.5", "0.01")["high"] < 0
    ),
    "p-conv": lambda: (
        best("p-conv", "", "test", min) < best("p-conv", "", "accuracy", max)
        and gain("p-conv", "0.5")["low"] > 0
        and gain("p-conv", "0.5", "", "test")["low"] > 0
    ),
    "p-input": lambda: (
        abs(gain("p-input", "0.1", "0")["mean"]) < 0.005
        and gain("p-input", "0.5", "0")["high"] < 0 < gain("p-input", "0.5", "0.2")["low"]
    ),
    "place": lambda: (
        all(gain("place", k)["low"] > 0 for k in ("1", "2", "3"))
        and gain("place", "0")["low"] < 0
        and mean("place", "1,2,3") > max(mean("place", k) for k in ("1", "2", "3", "0,1,2,3"))
    ),
    "deep": lambda: gain("deep", "layerdrop")["low"] < 0 < gain("deep", "layerdrop", "", "test")["low"],
    "rate": lambda: (
        all(a <= b for a, b in pairwise(ratios("rate", ("0.001", "0.002", "0.005", "0.01", "0.02"))))
        and mean("rate", "0.001") > mean("rate", "0.002") > mean("rate", "0.005") < mean("rate", "0.02")
        and at("rate", "0.02")["never"] > 0
    ),
    "warmup": lambda: (
        all(a > b for a, b in pairwise(ratios("warmup", ("0", "100", "300"))))
        and mean("warmup", "300") > mean("warmup", "0")
    ),
    "decay": lambda: (
        gain("decay", "0.01")["low"] < 0 < gain("decay", "0.01")["high"]
        and gain("decay", "0.03")["high"] < 0
        and abs(mean("decay", "0.01", arm="twin") - mean("decay", "0")) < 0.01
    ),
    "norm": lambda: all(
        mean("norm", "none", n, arm="twin") > mean("norm", norm, n, arm="twin")
        and gain("norm", norm, n)["mean"] > gain("norm", "none", n)["mean"]
        and mean("norm", norm, n) < mean("norm", "none", n)
        for norm in ("before", "after")
        for n in ("300", "1000")
    ),
    "variance": lambda: all(
        at("variance", "0.5", "", norm)["higher"] == at("variance", "0.5", "", norm)["n"]
        for norm in ("before", "after")
    ),
    "samples": lambda: (
        all(gain("samples", n, "0")["low"] < 0.005 for n in ("100", "300", "1000", "4000"))
        and all(gain("samples", "4000", flip)["high"] < 0 for flip in ("0", "0.2"))
        and gain("samples", "300", "0.2")["mean"]
        == max(gain("samples", n, "0.2")["mean"] for n in ("100", "300", "1000"))
    ),
    "flip": lambda: (
        all(gain("flip", a)["mean"] < gain("flip", b)["mean"] for a, b in pairwise(("0", "0.1", "0.2", "0.3", "0.4")))
        and gain("flip", "0")["low"] < 0
        and gain("flip", "0", "", "test")["high"] < 0
    ),
    "shift": lambda: (
        gain("shift", "500", "1")["high"] < 0
        and all(
            gain("shift", a, "1")["mean"] < gain("shift", b, "1")["mean"]
            for a, b in pairwise(("500", "1000", "1500", "2000"))
        )
    ),
    "place-conv": lambda: (
        mean("place-conv", "0", "0.2") > max(mean("place-conv", k, "0.2") for k in ("1", "2"))
        and mean("place-conv", "0,1,2", "0.2") > mean("place-conv", "0", "0.2")
        and gain("place-conv", "0,1,2", "0.5")["high"] < 0
    ),
    "importance": lambda: gain("importance", "0.8", "", "gini-first")["low"] > 0 > gain("importance", "0.8")["high"],
    "redundancy": lambda: gain("redundancy", "0.5")["low"] > 0 > gain("redundancy", "0.5", "", "interaction")["high"],
    "width": lambda: (
        gain("width", "4")["high"] < 0 < gain("width", "32")["low"]
        and gain("width", "256")["low"] < 0 < gain("width", "256")["high"]
        and gain("width", "4", "", "accuracy")["high"] < 0
    ),
    "members": lambda: mean("members", "100", measure="mean-loss") > mean("p-digits", "0.5", measure="test"),
}


@pytest.mark.parametrize("name", SAID)
def test_how_an_experiment_is_read_is_what_was_measured(name: str) -> None:
    assert SAID[name]()
