"""Changes while a run plays: their text, and the one form that a run's identity has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.runs.spec.change import CHANGEABLE, Change, read_changes, settle
from app.runs.spec.fields import FIELDS
from app.runs.spec.run_spec import RunSpec, SpecError
from app.web.words.faults import told

FIELD = FIELDS["change"]
START = {"p": (0.2, 0.2), "lr": (0.02,), "decay": (0.5,)}


@st.composite
def change_lists(draw: st.DrawFn) -> list[Change]:
    """Few steps and values, so that changes meet and repeat each other."""

    def one(step: int, name: str) -> Change:
        value = draw(st.sampled_from([0.02, 0.2, 0.5]))
        return Change(step, name, (value, 0.2) if name == "p" else (value,))

    keys = draw(st.lists(st.tuples(st.integers(0, 4), st.sampled_from(CHANGEABLE)), max_size=12))
    return [one(step, name) for step, name in keys]


def in_force(name: str, step: int, changes: list[Change], start: dict[str, tuple[float, ...]]) -> tuple[float, ...]:
    """The plain meaning: go through the steps, and through the text at each step."""
    value = start[name]
    for at in range(step + 1):
        for change in changes:
            if (change.step, change.name) == (at, name):
                value = change.value
    return value


@given(change_lists())
def test_settling_keeps_what_is_in_force_at_each_step(changes: list[Change]) -> None:
    start, kept = settle(changes, START)
    for step in range(6):
        for name in CHANGEABLE:
            assert in_force(name, step, list(kept), start) == in_force(name, step, changes, START)


@given(change_lists())
def test_settled_changes_are_sorted_each_changes_something_and_settle_to_themselves(
    changes: list[Change],
) -> None:
    start, kept = settle(changes, START)
    steps = [change.step for change in kept]
    assert steps == sorted(steps)
    assert all(step > 0 for step in steps)
    assert all(in_force(c.name, c.step - 1, list(kept), start) != c.value for c in kept)
    assert settle(kept, start) == (start, kept)


@given(change_lists())
def test_the_text_of_changes_reads_back(changes: list[Change]) -> None:
    read = read_changes(FIELD, ";".join(change.text for change in changes))
    assert [change.spread(2) for change in read] == changes


def test_changes_are_read_in_the_order_of_the_text() -> None:
    assert read_changes(FIELD, "p@128:0.3;lr@2:0.01; decay@5:1e-3;p@7:.1,.2;") == (
        Change(128, "p", (0.3,)),
        Change(2, "lr", (0.01,)),
        Change(5, "decay", (0.001,)),
        Change(7, "p", (0.1, 0.2)),
    )


@pytest.mark.parametrize(
    ("link", "canonical"),
    [
        ("change=p@9:0.5;p@5:0.4", "change=p@5:0.4;p@9:0.5"),
        ("change=p@5:0.4;p@5:0.3", "change=p@5:0.3"),
        ("change=p@5:0.4,0.4,0.4", "change=p@5:0.4"),
        ("change=p@5:0.2", ""),
        ("change=p@5:0.4;p@9:0.4", "change=p@5:0.4"),
        ("change=p@5:0.4;p@9:0.2", "change=p@5:0.4;p@9:0.2"),
        ("change=p@0:0.4", "p=0.4"),
        ("change=lr@0:0.5;lr@0:0.1;p@0:0.2", "lr=0.1"),
        ("change=lr@5:0.5;p@5:0.4;decay@5:1", "change=p@5:0.4;lr@5:0.5;decay@5:1"),
        ("change=p@1500:0.4", "change=p@1500:0.4"),
    ],
)
def test_changes_are_brought_into_one_form(link: str, canonical: str) -> None:
    assert RunSpec.from_query(link).query() == canonical


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ("change=p", "Changes (change) must look like p@128:0.3, several joined by ;, got 'p'"),
        ("change=p@5", "Changes (change) must look like p@128:0.3, several joined by ;, got 'p@5'"),
        ("change=batch@5:3", "Changes (change) must name p, lr or decay, got 'batch'"),
        ("change=p@x:0.3", "The step of a change (change) must be a whole number, got 'x'"),
        ("change=p@1501:0.3", "A change must come at a step in [0, 1500], got p@1501:0.3"),
        ("change=p@1501:0.2", "A change must come at a step in [0, 1500], got p@1501:0.2"),
        ("change=p@5:1.5", "Change at step 5: p must lie in [0, 1), got 1.5"),
        ("change=lr@5:0", "Change at step 5: learning rate (lr) must lie in (0, 10], got 0"),
        ("change=lr@5:0.1,0.2", "Change at step 5: learning rate (lr) must be a number, got '0.1,0.2'"),
        ("change=p@5:.1,.2", "Change at step 5: p must have 1 value or 3, one for each place, got 2"),
        ("place=none&change=p@5:0.3", "A change must not set p where no place has dropout, got p@5:0.3"),
        ("change=" + ";".join(["p@1:0.1"] * 21), "A run can be changed at most 20 times, got 21"),
    ],
)
def test_a_wrong_change_is_told_what_was_expected_and_what_came(link: str, message: str) -> None:
    with pytest.raises(SpecError) as caught:
        RunSpec.from_query(link)
    assert told(caught.value) == {"change": message}
