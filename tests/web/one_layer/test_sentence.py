"""What the sentence says: one that is true for each sub-step of each mode."""

import re

import pytest

from app.runs.one_layer.fields import SUB_STEPS
from app.runs.one_layer.layer_pass import run
from app.runs.one_layer.layer_spec import LayerSpec
from app.web.one_layer.sentence import longest, sentence

QUERIES = ("", "cell=11", "mode=eval", "p=0", "batch=1&units=1", "batch=1&units=1&seed=1", "p=0.95&seed=1")


def said(query: str, substep: str) -> str:
    spec = LayerSpec.from_query(query).but(substep=substep)
    return sentence(spec, run(spec))


@pytest.mark.parametrize("query", QUERIES)
def test_each_sub_step_has_a_sentence_of_its_own(query):
    assert len({said(query, substep) for substep in SUB_STEPS}) == len(SUB_STEPS)


@pytest.mark.parametrize("query", ["mode=eval", "p=0"])
def test_where_nothing_is_dropped_nothing_is_said_of_what_is_yet_to_come(query):
    for substep in ("draw", "compare", "scale", "multiply", "upstream"):
        assert "dX" not in said(query, substep)
    assert "dX is dY" in said(query, "pass")
    assert "Y is X" in said(query, "multiply")


def test_one_cell_is_not_spoken_of_as_many():
    assert said("batch=1&units=1", "draw").startswith("The cell gets a coin, a number u")
    assert "the cell is kept" in said("batch=1&units=1&mode=eval", "compare")
    assert "1 of 1 is." in said("batch=1&units=1&seed=1", "compare")


@pytest.mark.parametrize("query", QUERIES)
def test_no_sentence_is_longer_than_the_room_that_is_kept(query):
    assert all(len(said(query, substep)) <= len(longest()) for substep in SUB_STEPS)


@pytest.mark.parametrize("p", [0.8781, 0.87812, 0.878117, 0.87811744, 0.878, 0.5, 0.1238849])
def test_coin_and_p_are_written_as_they_compare(p):
    """The coin of cell 34 is 0.87811743…"""
    text = said(f"p={p}", "compare")
    limit, coin = re.search(r"at least p [=≈] ([\d.]+):.*its coin ([\d.]+) is", text).groups()
    assert ("was kept" in said(f"p={p}", "pass")) == (float(coin) >= float(limit)) == (p <= 0.8781174363909454)
    assert float(coin) != float(limit)
    assert ("p = " in text) == (float(limit) == p)


def test_the_factor_is_about_what_it_is_where_it_is_rounded():
    assert "1/(1−p) = 2," in said("", "scale")
    assert "1/(1−p) ≈ 1.429," in said("p=0.3", "scale")
    assert "1/(1−p) ≈ 1.000001," in said("p=0.000001", "scale")
