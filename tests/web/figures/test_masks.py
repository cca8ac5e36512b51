"""The mask matrices are the masks of the batch."""

import re

import numpy as np
import pytest

from app.web.address.links import Links
from app.web.address.query import View
from app.web.figures import masks as matrices
from app.web.figures.catalogue import Placed
from app.web.moment import seen
from app.web.site.templates import environment
from tests.web.page_tree import Node, tree
from tests.web.runs import unscored

RUN = "steps=60"


def drawn(query: str = RUN) -> tuple[Node, matrices.Matrices]:
    run, looks = unscored(query), View(step=40, sample=3)
    shown = matrices.context(seen(run, looks), Links(run.spec, looks))
    return tree(environment().get_template("figures/masks.html").render(figure=Placed("", "masks", shown, 3))), shown


def test_every_row_holds_the_cells_that_its_sample_kept() -> None:
    page, shown = drawn()
    masks = unscored(RUN).record(40).masks
    for matrix, figure in zip(shown.matrices, page.all("figure", "matrix"), strict=True):
        mask = masks[matrix.place]
        assert mask is not None
        for row, link in zip(mask, figure.all("a", "row"), strict=True):
            starts = re.findall(r"M([\d.]+) ", link.one("path", "kept")["d"])
            assert [round(float(x) / matrix.cell) for x in starts] == np.flatnonzero(row).tolist()


def test_each_matrix_says_the_factor_of_its_own_place() -> None:
    _, figure = drawn("steps=60&place=1,3&p=0.2,0.5")
    assert [matrix.keep for matrix in figure.matrices] == ["1.25", "2"]


def test_a_row_is_a_link_to_its_sample_and_one_is_chosen() -> None:
    page, _ = drawn()
    rows = page.all("figure", "matrix")[0].all("a", "row")
    assert [row["href"] for row in rows][:2] == ["./?steps=60&step=40&sample=1", "./?steps=60&step=40&sample=2"]
    assert [i for i, row in enumerate(rows) if row.has("aria-current")] == [3]


def test_only_the_first_matrix_is_in_the_tab_order() -> None:
    page, _ = drawn()
    first, *others = page.all("figure", "matrix")
    assert not any(row.has("tabindex") for row in first.all("a"))
    assert all(row["tabindex"] == "-1" for figure in others for row in figure.all("a"))


def test_a_large_batch_of_wide_layers_stays_small() -> None:
    _, shown = drawn("data=digits&steps=60")
    assert sum(len(row.kept) for matrix in shown.matrices for row in matrix.rows) < 200_000
    assert all(matrix.width <= matrices.WIDTH_MAX + 1 for matrix in shown.matrices)


@pytest.mark.parametrize(
    ("units", "least"),
    [([12, 12, 12], 11.0), ([12] * 6, 7.0), ([64] * 6, 3.0), ([128, 64], 2.4), ([256] * 6, 1.2), ([256], 2.0)],
)
def test_matrices_wrap_before_their_cells_get_narrow(units: list[int], least: float) -> None:
    width = matrices.room(units)
    assert width / max(units) >= least
    across = min(len(units), int((matrices.ROW_WIDTH + matrices.GAP) // (width + matrices.GAP)))
    assert across >= min(2, len(units))


def test_without_dropout_there_is_no_matrix_and_a_word_on_it() -> None:
    page, _ = drawn("steps=60&place=none")
    assert "no mask" in page.one("section", id="masks").text
