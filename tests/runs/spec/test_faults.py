"""What a reader and a link are told: one sentence for each kind of fault, in the words of the page or the link."""

import re
from pathlib import Path

import pytest

from app.runs.spec import faults
from app.runs.spec.faults import SENTENCES, Fault
from app.runs.spec.fields import FIELDS, field_for
from app.runs.spec.link import SpecError
from app.runs.spec.reading import as_typed, number, whole
from app.runs.spec.run_spec import RunSpec


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
    assert (str(fault(query)), fault(query).on_page) == (link, page)


def test_each_kind_of_fault_is_raised_somewhere_and_each_that_is_has_its_sentence() -> None:
    app = Path(faults.__file__).parents[2]
    code = "".join(path.read_text(encoding="utf-8") for path in app.rglob("*.py") if path.name != "faults.py")
    for kind in SENTENCES:
        assert f'"{kind}"' in code, kind
    raised = re.findall(r'\bFault\(\s*"([^"]+)"', code)
    assert set(raised) <= set(SENTENCES)


def test_what_came_may_hold_anything() -> None:
    assert str(Fault("number", FIELDS["lr"], "{it} {0}")).endswith("got '{it} {0}'")


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
