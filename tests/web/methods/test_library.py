"""What a method's page says of libraries, papers and the notebook: all there, quoted word for word, and computed."""

import re

import pytest

from app.web.methods.library import of
from app.web.methods.names import NAMES
from app.web.methods.papers import PAPERS
from app.web.words.english.library import DIFFERS, NOTES, TRAPS
from app.web.words.prose import prose
from tests.notebook import quotations, stands

TEXTS = [*TRAPS.values(), *NOTES.values(), *(line for lines in DIFFERS.values() for line in lines)]


def test_every_page_has_names_a_trap_papers_and_differences() -> None:
    assert NAMES.keys() == PAPERS.keys() == TRAPS.keys() == DIFFERS.keys()
    assert len(NAMES) == 16
    for page in NAMES:
        library = of(page)
        assert {row.library for row in library.names} >= {"PyTorch"}, page
        assert library.trap
        assert library.papers
        assert library.differs == DIFFERS[page]


def test_a_row_has_a_call_and_what_it_takes_or_says_that_there_is_none() -> None:
    for page in NAMES:
        for row in of(page).names:
            assert (row.call == "") == (row.note == NOTES["none"]), row
            assert not (row.takes and not row.call), row


def test_every_note_is_some_rows() -> None:
    assert {name.note for names in NAMES.values() for name in names} - {""} == set(NOTES)


def test_no_page_goes_by_another_name() -> None:
    with pytest.raises(KeyError):
        of("zoneout")


@pytest.mark.parametrize("page", DIFFERS)
def test_what_is_quoted_is_the_notebooks_word_for_word(page: str) -> None:
    quoted = [words for line in DIFFERS[page] for words in quotations(line)]
    assert [words for words in quoted if not stands(words)] == []


def test_only_the_notebook_is_quoted_and_only_where_it_differs() -> None:
    assert [text for text in TRAPS.values() if quotations(text)] == []
    assert len([words for lines in DIFFERS.values() for line in lines for words in quotations(line)]) > 20


@pytest.mark.parametrize("text", TEXTS)
def test_no_mark_of_code_or_mathematics_is_left_open(text: str) -> None:
    assert not re.search(r"[`$]", prose(text))


@pytest.mark.parametrize("page", PAPERS)
def test_an_address_is_text_that_can_be_typed(page: str) -> None:
    for paper in PAPERS[page]:
        assert re.fullmatch(r"[a-z.]+/[\w./]+", paper.link)
        assert 2012 <= paper.year <= 2020


def test_how_often_a_whole_layer_of_the_notebooks_network_is_off() -> None:
    said = DIFFERS["notebook"][0]
    assert f"With 5, all are off for {100 * 0.5**5:g} % of the samples, with 4 for {100 * 0.5**4:g} %" in said
