"""/why/uncertainty: maps on one scale each, both kinds of masks, and what it is not with the numbers of the run."""

import pytest

from app.runs.log.doubt import Band, Doubt
from app.web.address.links import Links
from app.web.address.query import View
from app.web.moment import seen
from app.web.site.templates import environment
from app.web.why import uncertainty as page
from app.web.why.doubt_of_plane import of_plane
from tests.web.page_tree import tree
from tests.web.runs import trained


def sectioned(query: str, passes: int = 8):
    run, view = trained(query), View(step=60, passes=passes)
    section = page.section(seen(run, view), Links(run.spec, view))
    html = environment().get_template(section.template).render(section=section, root="./")
    return page.DOUBTS.of(run, 60, passes), tree(html)


def test_the_plane_has_five_maps_of_each_kind_of_mask_with_what_they_show_in_words() -> None:
    found, html = sectioned("steps=60")
    rows = html.all("div", "maps")
    assert [len(row.all("img")) for row in rows] == [5, 5]
    most = (found.shared.information / 0.6931471805599453).max()
    assert f"at most {most:.2g} bits" in rows[0].all("img")[4]["alt"]
    assert "a mask for each point" in rows[1].all("img")[0]["alt"]
    cells = [[cell.text for cell in row.all("td")] for row in html.one("table").one("tbody").all("tr")]
    assert found.plane is not None
    for texts, of in zip(cells, found.plane, strict=True):
        assert [float(text) for text in texts] == pytest.approx([of.entropy, of.information], abs=6e-3)


def test_a_pass_with_a_mask_for_each_point_is_rougher_though_the_means_are_near() -> None:
    found, _ = sectioned("steps=60", 50)
    near = abs(found.shared.mean - found.fresh.mean).mean()
    assert near < 0.05
    rough = [abs(of.first.reshape(32, 32)[1:] - of.first.reshape(32, 32)[:-1]).mean() for of in found[:2]]
    assert rough[1] > 3 * rough[0]


@pytest.mark.parametrize(
    ("entropy", "information", "said"),
    [
        (0.3, 0.2, "It is not the entropy"),
        (0.7, 0.2, "It is small."),
        (0.3, 0.05, "It is no distance"),
        (0.7, 0.05, "Mutual information is no distance"),
    ],
)
def test_what_it_is_not_follows_from_the_numbers(entropy: float, information: float, said: str) -> None:
    found, _ = sectioned("steps=60")
    told = of_plane(trained("steps=60"), 60, 8, found._replace(plane=(Doubt(0.5, 0.1), Doubt(entropy, information))))
    assert told.nots[0].startswith(said)


def test_a_curve_is_drawn_beyond_its_data_and_says_how_much_of_the_truth_its_band_holds() -> None:
    found, html = sectioned("data=curve&steps=60")
    assert found.bands is not None
    assert isinstance(found.bands[1], Band)
    assert [len(svg.all("path", "band")) for svg in html.all("svg", "wide-curve")] == [1, 1]
    assert f"holds {100 * found.bands[0].covered:.1f} % of the true curve" in html.one("ul", "nots").text
    assert f"and {100 * found.bands[1].covered:.1f} % of it" in html.one("ul", "nots").text


def test_images_have_a_row_each_in_which_the_entropies_add_up() -> None:
    _, html = sectioned("data=digits&hidden=16,16&steps=60")
    rows = [[cell.text for cell in row.all("td")] for row in html.one("tbody").all("tr")]
    assert len(rows) == 6
    for _, whole, expected, information in rows:
        assert float(whole) == pytest.approx(float(expected) + float(information), abs=0.011)


def test_without_masks_there_is_no_doubt_to_see() -> None:
    assert "every pass says the same" in sectioned("hidden=5&place=none&steps=60")[1].text
