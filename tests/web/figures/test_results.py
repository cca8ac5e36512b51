"""The chart of an experiment's results."""

import math
from collections.abc import Mapping

import pytest

from app.runs.experiments.cell import Cell, Values
from app.runs.experiments.experiment import Experiment
from app.web.figures import results
from app.web.site.templates import drawn
from tests.web.page_tree import Node, tree

LINK = [("values", "0;0.2;0.5"), ("seeds", "8"), ("shows", "test")]


def made(experiment: Experiment, seeds: int = 99) -> dict[Cell, Values]:
    """Of the first seeds: a twin's loss is 1 + seed/10, dropout at p takes p from it."""
    return {
        experiment.cell(link, seed): {"test": 1 + seed / 10 - (p if link == point.ours else 0)}
        for point in experiment.panels[0].points
        for p in (float(point.value),)
        for link in (point.twin, point.ours)
        for seed in experiment.seed_numbers[:seeds]
    }


def chart(experiment: Experiment, values: Mapping[Cell, Values]) -> Node:
    return tree(drawn("figures/results.html", results=results.context(experiment, values, lambda link: f"../?{link}")))


def dots(page: Node) -> dict[tuple[str, ...], tuple[str, str]]:
    """By value, arm and seed: the place of each dot that is one."""
    return {
        (column["data-at"], group["data-of"], link["data-seed"]): (circle["cx"], circle["cy"])
        for column in page.all("g", "column")
        for group in column.all("g", "dots")
        for link in group.all("a")
        for circle in link.all("circle")
    }


def test_each_seed_is_a_dot_in_both_arms_and_one_of_the_differences() -> None:
    experiment = Experiment.parse("p", LINK)
    page = chart(experiment, made(experiment))
    assert len(dots(page)) == 3 * 3 * 8
    for plot, of in (("arms", ["twin", "dropout"]), ("differences", ["difference"])):
        column = page.one("div", plot).all("g", "column")[1]
        assert [group["data-of"] for group in column.all("g", "dots")] == of
    said = page.one("div", "differences").all("g", "column")[1].one("a", data_seed="3")
    assert said["data-said"] == "−0.20"


def test_a_dot_opens_its_run_at_the_last_step() -> None:
    experiment = Experiment.parse("p", [("data", "digits"), *LINK])
    page = chart(experiment, made(experiment))
    arms = page.one("div", "arms").all("g", "column")
    for group in arms[2].all("g", "dots"):
        assert group.one("a", data_seed="3")["href"] == "../?data=digits&seed=3&step=500"
    assert arms[0].all("a", data_seed="1")[0]["href"] == "../?data=digits&place=none&step=500"


def test_more_seeds_move_no_dot_and_change_no_other_value() -> None:
    experiment = Experiment.parse("p", LINK)
    few, all_of_them = chart(experiment, made(experiment, 4)), chart(experiment, made(experiment))
    wider = Experiment.parse("p", [LINK[0], ("seeds", "20"), LINK[2]])
    more = chart(wider, made(wider))
    for page in (all_of_them, more):
        assert dots(few).items() <= dots(page).items()
    other = Experiment.parse("p", [*LINK, ("by", "n"), ("panels", "100;50")])
    panel = results.context(other, made(experiment), str).panels[0]
    assert [c.says for c in panel.columns] == [
        c.says for c in results.context(experiment, made(experiment), str).panels[0].columns
    ]


def test_a_line_joins_the_same_seed_in_both_arms() -> None:
    experiment = Experiment.parse("p", LINK)
    page = chart(experiment, made(experiment))
    places = dots(page)
    for column in page.one("div", "arms").all("g", "column"):
        for line in column.all("line", "seed"):
            ends = [places[column["data-at"], of, line["data-seed"]] for of in ("twin", "dropout")]
            assert [(line["x1"], line["y1"]), (line["x2"], line["y2"])] == ends


def test_diverged_never_and_outside_stand_on_rails_that_are_named() -> None:
    experiment = Experiment.parse("p", [*LINK[:2], ("shows", "steps-0.2")])
    point = experiment.panels[0].points[1]
    odd: list[Values] = [{"diverged": 3.0}, {"steps to 0.2": None}, {"steps to 0.2": 1.0}, {"steps to 0.2": 300.0}]
    values = {experiment.cell(point.ours, seed): found for seed, found in enumerate(odd, 1)}
    values |= {experiment.cell(point.twin, seed): {"steps to 0.2": 200.0} for seed in (1, 2, 3, 4)}
    page = chart(experiment, values)
    arms = page.one("div", "arms")
    assert [text.text for text in arms.all("text", "rail")] == ["diverged", "never", "below"]
    column = arms.all("g", "column")[1]
    assert [link["data-said"] for link in column.all("g", "dropout")[0].all("a")] == ["diverged", "never", "1", "300"]
    assert not [line for line in column.all("line", "bar") if "dropout" in line.classes]  # no mean of some of them
    assert "in 1 seed an arm diverged" in page.one("dl").text
    assert len(page.all("tr")) == 1 + 3 * 3


def test_the_finding_says_where_the_mean_is_best_and_what_the_twin_has_there() -> None:
    experiment = Experiment.parse("p", LINK)
    finding = results.context(experiment, made(experiment), str).panels[0].finding
    assert finding == (
        "Test loss over p, 8 seeds. With dropout the mean is lowest at p = 0.5: 0.95; its twin’s there is 1.45."
    )
    assert "no result yet" in results.context(experiment, {}, str).panels[0].finding


def test_panels_make_a_grid_each_with_its_name() -> None:
    experiment = Experiment.parse("p", [*LINK, ("by", "n"), ("panels", "50;100")])
    page = chart(experiment, {})
    assert [title.text for title in page.all("h3")] == ["Training samples = 50", "Training samples = 100"]
    assert len(page.all(data_plots="")) == 2


def test_the_table_has_every_number_of_the_chart() -> None:
    experiment = Experiment.parse("p", LINK)
    rows = results.context(experiment, made(experiment), str).panels[0].rows
    assert [row.what for row in rows[3:6]] == ["dropout", "twin", "difference"]
    assert rows[3].cells[:2] == ("0.90", "1.00")
    assert (rows[3].mean, rows[4].mean, rows[5].mean) == ("1.25", "1.45", "−0.20 (−0.20 to −0.20)")


@pytest.mark.parametrize("missing", ["ours", "twin"])
def test_half_a_pair_is_a_dot_and_no_difference(missing: str) -> None:
    experiment = Experiment.parse("p", LINK)
    values = made(experiment)
    del values[experiment.cell(getattr(experiment.panels[0].points[1], missing), 2)]
    column = results.context(experiment, values, str).panels[0].columns[1].marks
    assert len(column.ours) + len(column.twin) == 15
    assert {dot.seed for dot in column.differences} == {1, 3, 4, 5, 6, 7, 8}
    assert column.band is not None
    assert not math.isnan(column.band.y1)
