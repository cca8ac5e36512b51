"""What a reader and a link are told: one sentence for each kind of fault, in the words of the page or the link."""

import re

import pytest

from app.runs.spec.faults import Fault
from app.runs.spec.fields import FIELDS, field_for
from app.runs.spec.link import SpecError
from app.runs.spec.reading import as_typed, number, whole
from app.runs.spec.run_spec import RunSpec
from app.web.address.edits import merged
from app.web.address.query import View
from app.web.words.english.faults import REASONS, SENTENCES
from app.web.words.faults import said, told
from tests.conftest import ROOT


def fault(query: str) -> Fault:
    with pytest.raises(SpecError) as caught:
        RunSpec.from_query(query)
    return next(iter(caught.value.faults.values()))


@pytest.mark.parametrize(
    ("query", "link", "page"),
    [
        ("lr=0", "Learning rate (lr) must lie in (0, 10], got 0", "Learning rate must lie in (0, 10], got 0"),
        ("p=2", "p must lie in [0, 1), got 2", "p must lie in [0, 1), got 2"),
        (
            "n=10",
            "Batch size (batch) must be at most the number of training samples (n), which is 10, got 20",
            "Batch size must be at most the number of training samples, which is 10, got 20",
        ),
        (
            "change=lr@5:0",
            "Change at step 5: learning rate (lr) must lie in (0, 10], got 0",
            "Change at step 5: learning rate must lie in (0, 10], got 0",
        ),
    ],
)
def test_a_link_is_told_its_own_name_too(query: str, link: str, page: str) -> None:
    assert (said(fault(query)), said(fault(query), page=True)) == (link, page)


def test_each_kind_of_fault_is_raised_somewhere_and_each_that_is_has_its_sentence() -> None:
    files = [path for path in (ROOT / "app").rglob("*.py") if path.parent.name != "english"]
    code = "".join(path.read_text(encoding="utf-8") for path in files)
    for kind in {*SENTENCES, *REASONS} - {"hint"}:
        assert f'"{kind}"' in code or f'"fault.{kind}"' in code, kind
    raised = re.findall(r'\bFault\(\s*"([^"]+)"', code)
    assert set(raised) <= set(SENTENCES)


def test_what_came_may_hold_anything() -> None:
    assert said(Fault("number", FIELDS["lr"], "{it} {0}")).endswith("got '{it} {0}'")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("0,5", "0.5"),
        (" 0,5 ", "0.5"),
        ("−0,5", "-0.5"),
        (",5", ".5"),
        ("0.5", "0.5"),
        ("1,2,3", "1,2,3"),
        ("a,b", "a,b"),
    ],
)
def test_a_decimal_comma_is_a_point_where_one_number_is_typed(typed: str, meant: str) -> None:
    assert as_typed(typed) == meant


@pytest.mark.parametrize("text", ["0" * 5000 + "7", "7", " 7 "])
def test_a_number_may_have_many_zeros_before_it(text: str) -> None:
    assert whole(field_for("n", "moons"), text) == 7


@pytest.mark.parametrize("text", ["9" * 5000, "-" + "9" * 5000, "1e400", "-1e400"])
def test_a_number_beyond_all_numbers_is_outside_its_limits(text: str) -> None:
    with pytest.raises(Fault) as caught:
        (number if "e" in text else whole)(FIELDS["steps"], text)
    assert caught.value.kind == "outside"


def test_a_fault_says_its_kind_and_facts_to_a_log() -> None:
    with pytest.raises(SpecError) as caught:
        RunSpec.from_query("p=2&n=10&batch=20")
    assert str(caught.value) == "outside: field=p, got=2, interval=[0, 1); batch: field=batch, most=10, count=20"
    assert told(caught.value) == {
        "batch": "Batch size (batch) must be at most the number of training samples (n), which is 10, got 20",
        "p": "p must lie in [0, 1), got 2",
    }


@pytest.mark.parametrize(
    ("query", "ending"),
    [
        ("p=1", "; at 1 every neuron would be off at every step"),
        ("data=digits&n=4001", "; 1,000 of the 5,000 images are for the test"),
        ("data=curve&flip=0.1", "; a curve has no labels to flip"),
        ("hidden=4&place=2", "; dropout does not belong on the output, where it would blot out the answer"),
        ("n=1,000", "; write 1000"),
        ("noise=0,5", "; write 0.5"),
        ("place=0&p=0,5", "p: 0,5 is read as two values here; write 0.5"),
    ],
)
def test_a_reason_or_what_was_meant_follows_where_it_helps(query: str, ending: str) -> None:
    assert said(fault(query)).endswith(ending)


@pytest.mark.parametrize("edit", ["place:2", "view:up"])
def test_an_edit_that_is_none_is_told_how_one_looks(edit: str) -> None:
    errors = merged(RunSpec.from_query(""), View(), False, [edit]).errors
    assert list(errors.values()) == [f"An edit must look like batch:16 or place:-2, got '{edit}'"]
