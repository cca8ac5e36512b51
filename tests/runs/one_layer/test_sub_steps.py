"""Every sub-step has its line, found in the layer's own source."""

import sys

import pytest

from app.runs.one_layer.fields import SUB_STEPS
from app.runs.one_layer.sub_steps import source, trace

CASES = [(True, True), (True, False), (False, True), (False, False)]


@pytest.fixture(scope="module")
def texts():
    return {line.number: line.text.strip() for lines in source() for line in lines}


@pytest.mark.parametrize("case", CASES)
def test_every_sub_step_has_a_line_that_is_shown_and_ran(case, texts):
    found = trace(*case)
    assert set(found.lines) == set(SUB_STEPS)
    for name, number in found.lines.items():
        assert number in texts, name
        assert number in found.ran, name


def test_in_training_each_line_does_what_its_sub_step_says(texts):
    lines = {name: texts[number] for name, number in trace(True, True).lines.items()}
    assert "random(" in lines["draw"]
    assert ">=" in lines["compare"]
    assert "self.mask =" in lines["scale"]
    assert "scale" in lines["scale"]
    assert "multiply(x, self.mask" in lines["multiply"]
    assert lines["upstream"].startswith("def backward(")
    assert "multiply(dy, self.mask" in lines["mask"]
    assert lines["pass"].startswith("return")


@pytest.mark.parametrize("case", CASES[1:])
def test_where_nothing_is_drawn_the_lines_are_the_decision_and_what_it_sets(case, texts):
    lines = {name: texts[number] for name, number in trace(*case).lines.items()}
    assert lines["draw"].startswith(("if", "elif"))
    assert "self.mask" in lines["scale"]
    assert not any("random(" in line for line in lines.values())
    assert lines["pass"] == "return dy"


def test_lines_come_in_the_order_of_the_sub_steps():
    for case in CASES:
        numbers = [trace(*case).lines[name] for name in SUB_STEPS]
        assert numbers == sorted(numbers)


def test_the_tracer_gives_back_the_one_that_was_there():
    before = sys.gettrace()
    trace.cache_clear()
    trace(True, True)
    assert sys.gettrace() is before
