"""Every page of the catalogue has words, a run of its own, its sections, and its place among the others."""

import pytest

from app.web.address.query import View, read_query
from app.web.methods.catalogue import PAGES, Page, home, run_of
from app.web.methods.introduction import FACTS, fact
from app.web.methods.library import of
from app.web.methods.links import filled
from app.web.words.say import say


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_has_words_and_is_the_home_of_its_own_run(page: Page) -> None:
    assert all((page.title, say(f"page.{page.name}.says"), *(fact(page, name) for name in FACTS)))
    spec, view = read_query(filled(page, []))
    assert spec == run_of(page)
    assert home(spec, view, page) == page
    assert home(spec, view) == (PAGES[page.method] if page.passes else page)
    assert of(page.name).names


def test_a_run_without_any_method_stays_where_it_is() -> None:
    page = PAGES["gaussian"]
    spec, view = read_query([("place", "none")])
    assert home(spec, view, page) == page
    assert home(spec, view) == PAGES["dropout"]


def test_without_passes_a_run_leaves_the_page_of_monte_carlo() -> None:
    page = PAGES["monte-carlo"]
    spec = run_of(page)
    assert home(spec, View(passes=10), page) == page
    assert home(spec, View(), page) == PAGES["dropout"]
