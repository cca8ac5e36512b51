"""The sections of stochastic depth's and LayerDrop's pages: depth so far, what pruning leaves, what is put out."""

import pytest

from app.web.address.links import Links
from app.web.address.query import View
from app.web.methods import depth, pruning, putting_out
from app.web.moment import seen
from app.web.site.templates import environment
from tests.web.page_tree import tree
from tests.web.runs import unscored

SMALL = "data=digits&n=100&blocks=5&width=8&steps=40"
DEPTH = f"{SMALL}&method=stochastic_depth&p=0.8"
INSIDE = f"{SMALL}&net=residual&method=dropout&p=0.5"


def sectioned(of, query: str, step: int = 20):
    run, view = unscored(query), View(step=step, sample=3)
    section = of.section(seen(run, view), Links(run.spec, view))
    return section.shows, tree(environment().get_template(section.template).render(section=section))


def test_bars_of_the_depth_add_up_and_the_one_of_now_is_the_figures() -> None:
    shows, page = sectioned(depth, DEPTH)
    assert sum(float(bar.expected.rstrip(" %")) for bar in shows.bars) == pytest.approx(100, abs=0.4)
    moment = seen(unscored(DEPTH), View(step=20))
    assert [bar.depth for bar in shows.bars if bar.now] == [sum(bool(of.any()) for of in moment.acting.values())]
    assert "where 2.6 are expected" in page.one("svg", "count-chart")["aria-label"]
    assert "Counted are 21 passes" in page.text
    assert "Counted is one pass, of step 0," in sectioned(depth, DEPTH, 0)[1].text
    assert "always as deep" in sectioned(depth, INSIDE)[1].text


def test_pruning_has_a_row_for_each_depth_with_the_blocks_that_stay() -> None:
    shows, page = sectioned(pruning, DEPTH, 40)
    assert [row.kept for row in shows.rows] == [5, 4, 3, 2, 1]
    assert [len(row.all("rect", "stays")) for row in page.one("tbody").all("tr")] == [5, 4, 3, 2, 1]
    assert shows.rows[0].texts[0] == f"{100 * unscored(DEPTH).scores(40).dropout.accuracy:.1f} %"
    assert sectioned(pruning, DEPTH.replace("blocks=5", "blocks=1"))[0].rows[0].kept == 1


@pytest.mark.parametrize("query", [DEPTH, INSIDE])
def test_what_a_block_puts_out_is_told_of_one_that_this_step_leaves_out_too(query: str) -> None:
    shows, _ = sectioned(putting_out, query)
    assert len(shows.places) == 5
    assert all(any(row.texts[0] != "0" for row in place.rows) for place in shows.places)


def test_a_moment_is_the_same_after_its_left_out_blocks_were_asked_for() -> None:
    moment = seen(unscored(DEPTH), View(step=20))
    model = moment.training.model
    closed = [k for k in range(5) if not model.blocks[k].computed]  # type: ignore[attr-defined]
    before = {name: of.copy() for name, of in model.values().items()}
    for k in closed:
        assert model.reads(k).any()  # type: ignore[union-attr]
    assert closed
    assert all((before[name] == of).all() for name, of in model.values().items())


def test_blocks_that_are_cut_by_hand_are_left_out_of_both_arms() -> None:
    run = unscored(DEPTH)
    shown = {}
    for cut in ((), (1, 3), (4,)):
        view = View(step=40, cut=cut)
        section = pruning.section(seen(run, view), Links(run.spec, view))
        page = tree(environment().get_template(section.template).render(section=section))
        handles = page.one("div", "handles").all("a", "handle")
        assert [k for k, handle in enumerate(handles) if "gone" in handle["class"]] == list(cut)
        shown[cut] = section.shows.own
    assert shown[()].startswith("With all blocks, ")
    assert shown[1, 3].startswith("Without blocks 2 and 4, ")
    assert section.shows.rows[1].texts[0] in shown[4,]  # the last block is what goes first
