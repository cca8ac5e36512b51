"""What an experiment's link means: its points, its cells, and what is wrong with it."""

from urllib.parse import parse_qsl

import pytest

from app.runs.experiments.catalogue import ROWS
from app.runs.experiments.experiment import CELLS_MAX, Experiment
from app.runs.experiments.measures import NEEDS
from app.runs.experiments.probes.table import PROBES
from app.runs.experiments.seeded import seeded
from app.runs.spec.link import SpecError
from app.runs.spec.run_spec import RunSpec


def read(name: str, query: str = "", most: int | None = CELLS_MAX) -> Experiment:
    return Experiment.parse(name, parse_qsl(query, keep_blank_values=True), most)


@pytest.mark.parametrize("name", list(ROWS))
def test_every_row_of_the_catalogue_can_be_run(name: str) -> None:
    found = read(name)
    assert found.query() == ""
    assert found.room == ROWS[name].room
    assert all(RunSpec.from_query(cell.arm).query() == cell.arm for cell in found.cells[:40])


@pytest.mark.parametrize(
    "query",
    [
        "seeds=3",
        "data=blobs&seeds=2",
        "over=n&values=30;100",
        "over=p&values=0;0.5&by=n&panels=30;300",
        "over=units&values=4;8",
        "data=digits&net=conv&over=place&values=none;0;0,1",
        "shows=accuracy&first=20001",
    ],
)
def test_a_link_is_canonical(query: str) -> None:
    found = read("p", query)
    assert read("p", found.query()) == found
    assert read("p", found.query()).query() == found.query()


def test_one_twin_serves_every_p_and_is_the_arm_at_p_0() -> None:
    found = read("p", "values=0;0.2;0.5&seeds=2")
    points = found.panels[0].points
    assert len({point.twin for point in points}) == 1
    assert points[0].ours == points[0].twin
    assert len(found.cells) == 2 * 3


def test_cells_come_seed_by_seed() -> None:
    found = read("p", "values=0.2;0.5&seeds=3&first=7")
    seeds = [RunSpec.from_query(cell.arm).seeds.data for cell in found.cells]
    assert seeds == sorted(seeds) == [7] * 3 + [8] * 3 + [9] * 3


def test_more_seeds_and_values_keep_every_cell_that_was_there() -> None:
    assert set(read("p", "seeds=2").cells) < set(
        read("p", "seeds=3&values=0;0.1;0.2;0.3;0.4;0.5;0.6;0.7;0.8;0.9;0.95").cells
    )


@pytest.mark.parametrize(
    "link", ["", "p=0.5", "data=digits&method=dropblock", "change=p@128:0.3", "change=lr@9:0.1&place=none"]
)
@pytest.mark.parametrize("seed", [1, 2, 20001])
def test_a_link_gets_a_seed_as_reading_it_would_give_it(link: str, seed: int) -> None:
    spec = RunSpec.from_query(link)
    assert seeded(spec.query(), seed) == spec.but(seed=str(seed)).query() or spec.method is None
    twin = spec.twin()
    assert seeded(twin.query(), seed) == spec.but(seed=str(seed)).twin().query()


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("over=colour", "over"),
        ("values=2", "values"),
        ("over=n", "values"),
        ("seeds=0", "seeds"),
        ("seeds=x", "seeds"),
        ("seeds=500000", "seeds"),
        ("by=n", "panels"),
        ("shows=luck", "shows"),
        ("seed=5", "first"),
        ("n=1", "n"),
        ("data=digits&net=conv&over=units&values=3", "values"),
        ("seeds=3&seeds=4", "seeds"),
    ],
)
def test_what_is_wrong_is_told_by_name(query: str, name: str) -> None:
    with pytest.raises(SpecError) as raised:
        read("p", query)
    assert name in raised.value.faults


@pytest.mark.parametrize(
    ("query", "count", "others"),
    [
        ("values=0;0.2;0.5&seeds=1000", "3,000", set()),  # both arms of two p, and the twin of all
        ("values=0.2;2&seeds=1001", "2,002", {"values"}),  # one of its values is wrong: at least a cell each
        (f"values={';'.join(map(str, range(3, 903)))}&by=n&panels=30;40;50&seeds=2", "5,400", set()),  # nor are read
        ("values=0.2&seeds=2001&first=x", "2,001", {"first"}),
        ("values=&seeds=9000", "", {"values"}),
    ],
)
def test_a_grid_is_refused_with_what_is_known_of_its_cells_and_all_else_that_is_wrong(
    query: str, count: str, others: set[str]
) -> None:
    with pytest.raises(SpecError) as raised:
        read("p", query)
    faults = raised.value.faults
    assert set(faults) == others | ({"seeds"} if count else set())
    assert not count or (faults["seeds"].kind, faults["seeds"].facts["count"]) == ("grid", count)


def test_any_number_of_cells_may_be_asked_for_elsewhere() -> None:
    assert len(read("p", "values=0.2&seeds=4000", None).cells) == 8000


def test_each_probe_that_a_run_must_suit_is_one() -> None:
    assert set(NEEDS) <= set(PROBES)
