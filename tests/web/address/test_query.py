"""Links: a spec and a viewer's wishes in one query, each checked."""

from urllib.parse import parse_qsl

import pytest

from app.runs.spec.run_spec import SpecError
from app.web.address.query import MAX_RATE, View, read_query
from app.web.words.faults import told


def read(query: str) -> tuple[str, View]:
    spec, view = read_query(parse_qsl(query, keep_blank_values=True))
    return spec.query(), view


def errors(query: str) -> dict[str, str]:
    with pytest.raises(SpecError) as caught:
        read(query)
    return told(caught.value)


def test_a_query_without_words_is_the_default_run_at_no_step_yet() -> None:
    assert read("") == ("", View(None, 0, 20.0, None, None, "forward"))


def test_wishes_are_kept_apart_from_the_spec() -> None:
    query, view = read("p=0.3&step=7&sample=4&rate=5&layer=1&unit=12&view=backward")
    assert query == "p=0.3"
    assert view == View(7, 3, 5.0, 1, 11, "backward")


def test_samples_and_neurons_are_counted_from_1_as_the_page_counts_them() -> None:
    first, last = read("sample=1&layer=1&unit=1")[1], read("sample=20&layer=1&unit=12")[1]
    assert ((first.sample, first.unit), (last.sample, last.unit)) == ((0, 0), (19, 11))
    assert errors("sample=0")["sample"].endswith("got 0; samples are counted from 1")
    assert errors("layer=1&unit=0")["unit"].endswith("got 0; neurons are counted from 1")


@pytest.mark.parametrize(("text", "rate"), [("0", 0), ("0.2", 0.2), ("120", 120), ("max", MAX_RATE), ("20", 20)])
def test_rates(text: str, rate: float) -> None:
    assert read(f"rate={text}")[1].rate == rate


def test_from_is_the_first_step() -> None:
    assert read("from=9")[1].step == 9


@pytest.mark.parametrize(
    ("edit", "query"),
    [
        ("at=128&set=p:0.3", "change=p@128:0.3"),
        ("at=128&set=p:0.3,0.3,0.3", "change=p@128:0.3"),
        ("at=0&set=p:0.3", "p=0.3"),
        ("set=lr:0.5", "lr=0.5"),
        ("at=9&set=lr:0.01&change=lr@20:0.5", "change=lr@9:0.01"),
        ("at=30&set=decay:0.1&change=lr@20:0.5", "change=lr@20:0.5;decay@30:0.1"),
        ("at=128&set=p:0.2", ""),
    ],
)
def test_an_edit_is_the_canonical_branch(edit: str, query: str) -> None:
    assert read(edit)[0] == query


@pytest.mark.parametrize(
    ("query", "name", "expected", "got"),
    [
        ("p=1.2", "p", "[0, 1)", "1.2"),
        ("hidden=0", "hidden", "[1, 256]", "0"),
        ("hidden=9999,9999", "hidden", "[1, 256]", "9999"),
        ("batch=101", "batch", "at most the number of training samples (n), which is 100", "101"),
        ("step=1501", "step", "[0, 1500]", "1501"),
        ("from=1501", "from", "[0, 1500]", "1501"),
        ("sample=21", "sample", "[1, 20]", "21"),
        ("sample=-1", "sample", "[1, 20]", "-1"),
        ("sample=two", "sample", "whole number", "two"),
        ("step=1e3", "step", "whole number", "1e3"),
        ("lr=fast", "lr", "number", "fast"),
        ("rate=fast", "rate", "[0.2, 120] or max", "fast"),
        ("rate=121", "rate", "[0.2, 120] or max", "121"),
        ("rate=nan", "rate", "[0.2, 120] or max", "nan"),
        ("view=up", "view", "forward, backward", "up"),
        ("layer=5", "layer", "[0, 4]", "5"),
        ("layer=1&unit=13", "unit", "[1, 12]", "13"),
        ("unit=many", "unit", "whole number", "many"),
        ("colour=red", "colour", "is not a setting", "colour"),
        ("set=q:1&at=3", "set", "p:0.3, lr:0.01 or decay:0", "q:1"),
        ("set=p:2&at=3", "set", "[0, 1)", "2"),
        ("set=p:0.9,0.1&at=3", "set", "1 value or 3", "2"),
        ("set=p:0.3&at=1501", "at", "[0, 1500]", "1501"),
        ("set=p:0.3&at=now", "at", "whole number", "now"),
        ("at=now", "at", "whole number", "now"),
        ("step=1&step=2", "step", "once", "twice"),
    ],
)
def test_what_is_wrong_is_named_with_what_was_expected_and_what_came(
    query: str, name: str, expected: str, got: str
) -> None:
    found = errors(query)
    assert list(found) == [name]
    assert expected in found[name]
    assert got in found[name]


def test_errors_of_spec_and_wishes_come_together() -> None:
    assert set(errors("p=2&step=1&step=2")) == {"p", "step"}
    assert set(errors("step=9999&sample=99&rate=x")) == {"step", "sample", "rate"}


@pytest.mark.parametrize("name", ["p", "step", "colour", "unit", "set", "at", "rate", "view", "x" * 5000])
def test_ten_kilobytes_are_an_error_that_is_short(name: str) -> None:
    found = errors(f"{name}={'9' * 10_000}")
    assert all(len(key) < 200 and len(message) < 500 for key, message in found.items())
