"""How what the form of an experiment sends becomes a link."""

from urllib.parse import parse_qsl

import pytest

from app.runs.spec.link import SpecError
from app.web.experiments.asked import read
from app.web.experiments.form import context
from app.web.experiments.form_link import joined


def sent(query: str = "", **typed: str) -> list[tuple[str, str]]:
    """What a browser sends of the page of this link, with some fields filled in otherwise."""
    form = context(read("p", parse_qsl(query)).experiment)
    controls = (*form.first, *form.more, *form.run)
    fields = {control.name: control.value for control in controls}
    assert typed.keys() <= fields.keys()
    return [("form", "1"), *((f"{name}.was", text) for name, text in form.was), *(fields | typed).items()]


def link(query: str = "", **typed: str) -> str:
    return read("p", joined(sent(query, **typed))).experiment.query()


@pytest.mark.parametrize(
    "query",
    [
        "",
        "seeds=3&first=7",
        "data=digits&method=gaussian",
        "over=units&values=4;8",
        "by=n&panels=50;100",
        "n=50&lr=0.1",
    ],
)
def test_a_form_that_is_sent_as_it_is_leads_to_its_own_link(query: str) -> None:
    assert link(query) == read("p", parse_qsl(query)).experiment.query()


def test_what_is_typed_is_in_the_link() -> None:
    assert link(values="0 ; 0.5", seeds="4", lr=" 0,01") == link("lr=0.01&values=0;0.5&seeds=4")


def test_other_data_bring_settings_of_their_own() -> None:
    assert link("n=50&lr=0.1", data="digits") == "data=digits"


def test_another_method_keeps_all_but_what_was_its_predecessors() -> None:
    assert link("method=concrete&n=50&length=2&over=n&values=20;40", method="gaussian") == link(
        "method=gaussian&p=0.1&over=n&values=20;40"
    )


def test_values_go_with_what_varied_unless_they_are_new_too() -> None:
    pairs = dict(joined(sent("", over="n")))
    assert "values" not in pairs
    assert link("", over="n", values="20;40") == "over=n&values=20;40"
    assert link("by=n&panels=50;100", by="none") == ""


def test_panels_that_nothing_varies_over_are_a_fault_and_not_lost() -> None:
    with pytest.raises(SpecError) as refused:
        link(panels="50;100")
    assert refused.value.faults["panels"].kind == "no by"
    assert link(panels="50;100", by="n") == link("by=n&panels=50;100")


def test_a_link_that_is_no_form_stays_as_it_is() -> None:
    assert joined([("seeds", " 3"), ("over.was", "p")]) == [("seeds", " 3"), ("over.was", "p")]
