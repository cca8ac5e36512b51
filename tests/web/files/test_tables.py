"""Every section of every page has its numbers as tables, and every template that draws numbers leads to them."""

import re
from urllib.parse import parse_qsl, urlencode

import pytest

from app.resources import templates_dir
from app.web.address.links import Links
from app.web.address.query import View
from app.web.files.tables import TABLES
from app.web.methods.catalogue import BY_PATH, Page
from app.web.moment import seen
from tests.web.runs import trained

STEP = 3
SMALL = {"steps": "4"}
SMALLER = {"dense": {"hidden": "4,3"}, "residual": {"blocks": "2"}}
OF_DATA = {"digits": {"n": "60"}, "words": {"n": "60"}, "memory": {"delay": "5", "n": "60"}}
WORDS_ONLY = {"elsewhere"}  # sections without a number of this run: names in libraries, programs, papers
LEADS = re.compile(r"csv_link\(|\.csv\b")
DRAWS = re.compile(r"<table|<svg[^>]*role=|role=\"img\"|<figure")
SECTION = "methods/scene.html"  # under each
# Templates that draw numbers and lead to no table themselves: which does instead, or why there is none to have.
LED_BY = {
    "docs/page.html": "settings and addresses, no numbers of a run",
    "embed/code.html": "a code to scan",
    "explore/gauge.html": "p itself, which frames and the numbers of a step have",
    "figures/conv.html": "figures/numbers.html",
    "figures/dense.html": "figures/numbers.html",
    "figures/loss_chart.html": "figures/share.html",
    "figures/lstm.html": "figures/numbers.html",
    "figures/masks.html": "figures/share.html",
    "figures/neuron.html": "figures/numbers.html",
    "figures/outcomes.html": "figures/share.html",
    "figures/residual.html": "figures/numbers.html",
    "figures/transformer.html": "figures/numbers.html",
    "methods/conv_coins.html": SECTION,
    "methods/conv_means.html": SECTION,
    "methods/conv_positions.html": SECTION,
    "methods/depth.html": SECTION,
    "methods/elsewhere.html": "names in libraries, no numbers",
    "methods/measured_runs.html": SECTION,
    "methods/pruning.html": SECTION,
    "methods/putting_out.html": SECTION,
    "methods/repeated_words.html": SECTION,
    "methods/row_sums.html": SECTION,
    "methods/same_coins.html": SECTION,
    "methods/survival.html": SECTION,
    "methods/turned.html": SECTION,
    "one_layer/matrix.html": "one_layer/figure.html",
    "one_layer/network.html": "one_layer/figure.html",
    "one_layer/notebook.html": "what the notebook says, no numbers",
    "one_layer/task.html": "the numbers of one_layer/figure.html, to be worked out",
    "practice/sparks.html": "practice/index.html",
    "why/line_chart.html": "why/ensemble.html",
}


def small(page: Page) -> str:
    given = dict(parse_qsl(page.link)) | SMALL | SMALLER.get("dense" if page.room == "why" else page.net, {})
    if given.get("data") == "notebook":
        del given["hidden"]
    given.pop("passes", None)
    return urlencode(given | OF_DATA.get(given.get("data", ""), {}), safe=",")


@pytest.mark.parametrize("page", BY_PATH.values(), ids=lambda page: page.path)
def test_a_section_has_its_numbers_as_tables(page: Page) -> None:
    run = trained(small(page))
    moment, links = seen(run, View(step=STEP)), Links(run.spec, View(step=STEP))
    assert page.sections
    for section in (made(moment, links) for made in page.sections):
        assert section.tables or section.id in WORDS_ONLY, section.id
        for name, table in section.tables.items():
            assert TABLES[name].holds(run.spec, View()), name
            made = table()
            lengths = {len(row) for row in made.rows}
            assert lengths == {len(made.columns)}, name
            assert len(set(made.columns)) == len(made.columns), name


def test_every_table_is_of_a_section_or_a_figure_that_has_it() -> None:
    """Of a run that has it: what it holds of is what its section gives."""
    names = set()
    for page in BY_PATH.values():
        run = trained(small(page))
        moment, links = seen(run, View(step=STEP)), Links(run.spec, View(step=STEP))
        own = {name for made in page.sections for name in made(moment, links).tables}
        wanted = {name for name, of in TABLES.items() if of.page == page.path and of.holds(run.spec, View())}
        assert wanted <= own, page.path
        names |= own
    assert {"loss", "losses", "map", "batch", "numbers", "weights", "passes"} == TABLES.keys() - names - {"eval-maps"}


def test_a_template_that_draws_numbers_leads_to_a_table() -> None:
    root = templates_dir()
    texts = {of.relative_to(root).as_posix(): of.read_text(encoding="utf-8") for of in root.rglob("*.html")}
    without = {name for name, text in texts.items() if DRAWS.search(text) and not LEADS.search(text)}
    assert without == LED_BY.keys()
    for led in {*LED_BY.values()} & texts.keys():
        assert LEADS.search(texts[led]), led
