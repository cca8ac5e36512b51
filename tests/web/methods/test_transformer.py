"""The sections of the transformer's page: what is left of a row of attention, and words that come twice."""

import numpy as np
import pytest

from app.runs.log.repeats import repeats_so_far
from app.runs.log.row_sums import MASKS, row_sums
from app.web.address.links import Links
from app.web.address.query import View
from app.web.methods import putting_out, repeated_words
from app.web.methods import row_sums as rows_section
from app.web.moment import Moment, seen
from app.web.site.templates import environment
from tests.web.page_tree import tree
from tests.web.runs import unscored

SMALL = "data=words&n=40&batch=8&width=6&inner=5&steps=70&p=0.4"


def sectioned(of, query: str, step: int = 60):
    run, view = unscored(query), View(step=step, sample=3)
    section = of.section(seen(run, view), Links(run.spec, view))
    return section.shows, tree(environment().get_template(section.template).render(section=section))


@pytest.mark.parametrize("p", [0.2, 0.7])
def test_rows_add_up_to_1_in_the_mean_with_the_variance_of_the_formula(p: float) -> None:
    weights = np.random.default_rng(1).dirichlet(np.full(12, 0.5), (2, 12))
    sums = row_sums(weights, p, 1, (3, 1))
    spread = np.sqrt(p / (1 - p) * (weights**2).sum(axis=-1))
    assert sums.shape == (MASKS, 2, 12)
    assert (abs(sums.mean(axis=0) - 1) < 4.5 * spread / np.sqrt(MASKS)).all()
    np.testing.assert_allclose(sums.std(axis=0), spread, rtol=0.25)


def test_the_section_has_a_row_for_each_word_of_each_head_and_this_steps_sums() -> None:
    shows, page = sectioned(rows_section, SMALL)
    moment = seen(unscored(SMALL), View(step=60, sample=3))
    now = (moment.signals["attention"] * moment.acting[1]).sum(axis=-1)
    assert [len(head.rows) for head in shows.heads] == [12, 12]
    assert [float(row.now) for head in shows.heads for row in head.rows] == pytest.approx(now.ravel(), rel=0.01)
    assert f"Over {MASKS} masks with p = 0.4" in page.text
    assert "Nothing is dropped of the attention weights" in sectioned(rows_section, f"{SMALL}&place=0")[1].text


def test_pairs_of_equal_words_are_counted_as_the_steps_had_them() -> None:
    run = unscored(SMALL)
    both = one = pairs = 0
    for step in range(50, 61):
        moment = Moment(run, step, 0)
        gone = moment.factors[0][..., 0] == 0
        for words, off in zip(moment.training.x.astype(int), gone, strict=True):
            for i in range(12):
                for j in range(i):
                    if words[i] == words[j]:
                        pairs += 1
                        both += off[words[i]] and off[words[j]]
                        one += off[words[i]] != off[words[j]]
    moment = Moment(run, 60, 0)
    coins = moment.training.model.coins
    whole, before = (repeats_so_far(run.spec, run.data.x, coins, step) for step in (60, 49))
    assert (whole.steps, before.steps) == (61, 50)
    assert (whole.pairs - before.pairs, whole.both - before.both) == (pairs, both)
    assert whole.one == one == 0
    assert abs(whole.both / whole.pairs - 0.4) < 0.1
    assert whole.apart_both == pytest.approx(0.16 * whole.pairs)
    assert whole.apart_one == pytest.approx(0.48 * whole.pairs)


def test_the_section_says_so_and_nothing_where_no_word_is_dropped() -> None:
    shows, page = sectioned(repeated_words, SMALL)
    assert [row.apart for row in shows.rows] == ["16.0 %", "48.0 %", "36.0 %"]
    assert shows.rows[1].found == "0.0 %"
    assert "pairs of equal words" in page.text
    assert "No words are dropped" in sectioned(repeated_words, f"{SMALL}&place=1")[1].text


def test_what_is_put_out_is_told_of_all_four_places() -> None:
    shows, _ = sectioned(putting_out, SMALL)
    assert [place.name for place in shows.places] == [
        "Words",
        "Attention weights",
        "After attention",
        "After feed-forward",
    ]
