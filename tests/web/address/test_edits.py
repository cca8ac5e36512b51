"""What a hand changes, merged in its order."""

from urllib.parse import parse_qsl

import pytest

from app.runs.spec.run_spec import RunSpec, SpecError
from app.web.address.edits import EDITS_MAX, Merged, merged
from app.web.address.query import View, read_query

CHANGED = "change=p@100:0.4;lr@150:0.05"


def after(query: str, *edits: str, step: int | None = 0, sample: int = 0, apart: bool = False) -> Merged:
    return merged(RunSpec.from_query(query), View(step=step, sample=sample), apart, edits)


def query(start: str, *edits: str, step: int = 0) -> str:
    now = after(start, *edits, step=step)
    assert not now.errors
    return now.spec.query()


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        (("batch:16",), "batch=16"),
        (("batch:16", "batch:20"), ""),
        (("activation:tanh", "optimizer:sgd", "seed:7"), "activation=tanh&optimizer=sgd&seed=7"),
        (("seed:7", "seed.masks:2"), "seed.data=7&seed.weights=7&seed.batches=7&seed.masks=2"),
        (("masks:next", "masks:next"), "seed.masks=3"),
        (("place:-2", "masks:next"), "place=1,3&seed.masks=2"),
        (("place:-2", "place:+2"), ""),
        (("place:+0", "place:+0"), "place=0,1,2,3"),
        (("place:-1", "place:-2", "place:-3"), "place=none"),
        (("hidden:8,8",), "hidden=8,8"),
        (("place:+0", "hidden:8,8,8,8,8"), "hidden=8,8,8,8,8&place=0,1,2,3,4,5"),
        (("place:-2", "hidden:8,8,8,8"), "hidden=8,8,8,8&place=1,3"),
        (("place:-3", "hidden:8,8"), "hidden=8,8"),
        (("batch:16", "data:xor"), "data=xor"),
        (("data:xor", "batch:16"), "data=xor&batch=16"),
    ],
)  # fmt: skip
def test_each_edit_holds_relative_to_the_ones_before(edits: tuple[str, ...], expected: str) -> None:
    assert query("", *edits) == RunSpec.from_query(expected).query()


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        (("p:0.3@100",), "change=p@100:0.3"),
        (("p:0.3@0",), "p=0.3"),
        (("p:0.3@1500",), "p=0.3"),
        (("p:0.3@100", "masks:next"), "seed.masks=2&change=p@100:0.3"),
        (("lr:0.05@100", "masks:next"), "seed.masks=2&change=lr@100:0.05"),
        (("p:0.3@100", "batch:16"), "batch=16&p=0.3"),
        (("batch:16", "p:0.3@100", "lr:0.1@100"), "batch=16&change=p@100:0.3;lr@100:0.1"),
        (("place:-2", "p.3:0.5@100"), "place=1,3&change=p@100:0.2,0.5"),
        (("p.2:0.5@0", "place:-2"), "place=1,3"),
        (("place:-1", "place:-2", "place:-3", "p:0.4@100"), "place=none"),
    ],
)
def test_p_learning_rate_and_decay_count_from_their_step_on(edits: tuple[str, ...], expected: str) -> None:
    assert query("", *edits, step=100) == RunSpec.from_query(expected).query()


@pytest.mark.parametrize(
    ("step", "expected"), [(99, "batch=16"), (100, "batch=16&p=0.4"), (150, "batch=16&lr=0.05&p=0.4")]
)
def test_another_run_has_from_its_start_what_is_in_force_on_screen(step: int, expected: str) -> None:
    assert query(CHANGED, "batch:16", step=step) == RunSpec.from_query(expected).query()


def test_blocks_are_cut_and_put_back_and_one_stays_at_least() -> None:
    run = "data=digits&blocks=4&method=layerdrop"
    assert after(run, "cut:+2", "cut:+4", step=9).view.cut == (1, 3)
    assert after(run, "cut:+2", "cut:-2").view.cut == ()
    assert after(run, "cut:half").view.cut == (1, 3)
    assert after(run, "cut:half", "cut:none").view.cut == ()
    assert after(run, "cut:half", "blocks:3").view.cut == (1,)
    assert after(run, "cut:half").spec == after(run).spec
    errors = after(run, "cut:half", "cut:+1", "cut:+3").errors
    assert errors["cut"] == "Blocks cut must leave one block at least: at most 3 can be cut, got 4"
    assert all("cut" in after(run, f"cut:{wrong}").errors for wrong in ("+5", "+0", "x", "", "2"))
    assert "cut" in after("", "cut:+1").errors


def test_monte_carlo_passes_are_the_views_and_leave_the_run_alone() -> None:
    now = after("steps=200", "passes:50", step=120)
    assert (now.spec.query(), now.view.step, now.view.passes) == ("steps=200", 120, 50)
    assert after("", "passes:50", "passes:0").view.passes == 0
    assert all("passes" in after("", f"passes:{wrong}").errors for wrong in ("201", "-1", "x", ""))


def test_new_masks_leave_all_else_equal_changes_too() -> None:
    assert query(CHANGED, "masks:next", step=200) == RunSpec.from_query(f"{CHANGED}&seed.masks=2").query()


def test_the_order_does_not_make_wrong_what_is_right_together() -> None:
    now = after("n=50&batch=30", "n:16", "batch:16")
    assert not now.errors
    assert (now.spec.data.n, now.spec.training.batch) == (16, 16)


def test_what_is_wrong_is_left_out_and_said_at_its_field_and_the_rest_holds() -> None:
    now = after("", "batch:16", "lr:0@0", "activation:none", "n:4", "p:1.2@0")
    assert now.spec.query() == "batch=16"
    assert set(now.errors) == {"lr", "activation", "n", "p"}
    assert now.errors["lr"].endswith("must lie in (0, 10], got 0")
    assert now.typed == {"lr": "0"}, "what was moved or chosen goes back; what was typed stays"


def test_a_later_edit_of_a_field_takes_the_place_of_a_wrong_one() -> None:
    now = after("", "lr:fast@0", "lr:0.5@0")
    assert (now.errors, now.spec.training.lr) == ({}, 0.5)


def test_the_step_and_the_sample_stay_where_the_run_has_them_and_else_it_says_so() -> None:
    kept = after("", "activation:tanh", step=120, sample=4)
    assert (kept.view.step, kept.view.sample, kept.said) == (120, 4, ())
    short = after("", "steps:100", "batch:3", step=120, sample=4)
    assert (short.view.step, short.view.sample) == (100, 2)
    assert short.said == (
        "This run has 100 steps; shown is the last.",
        "The batch has 3 samples; shown is the last.",
    )


def test_a_card_stays_open_where_its_neuron_is_still_there() -> None:
    def card(*edits: str) -> tuple[int | None, int | None]:
        spec, view = read_query(parse_qsl("step=5&layer=3&unit=12"))
        now = merged(spec, view, False, edits)
        return now.view.layer, now.view.unit

    assert card("batch:16") == (3, 11)
    assert card("hidden:12,12,8") == card("hidden:12") == (None, None)


def test_one_p_for_each_place_and_back() -> None:
    apart = after("p=0.1,0.3&place=1,3", "apart:1", step=120)
    assert apart.apart
    together = after("p=0.1,0.3&place=1,3", "apart:0", step=120, apart=True)
    assert (together.apart, together.spec.query()) == (False, "p=0.1,0.3&place=1,3&change=p@120:0.1")


@pytest.mark.parametrize("text", ["", "colour:red", "change:p@3:0.1", "place:2", "place:+9", "place:+", "view:up", "p"])
def test_what_is_no_edit_is_refused(text: str) -> None:
    assert after("", text).errors
    assert after("", text).spec == RunSpec.from_query("")


def test_more_edits_than_a_hand_makes_are_refused() -> None:
    with pytest.raises(SpecError, match="many edits: most=200"):
        after("", *["masks:next"] * (EDITS_MAX + 1))


def test_neurons_are_taken_away_and_put_back_and_a_smaller_network_forgets_those_it_has_not() -> None:
    run = "hidden=4,3"
    assert after(run, "off:+h1.4", "off:+h2.1", step=9).view.off == ((0, 3), (1, 0))
    assert after(run, "off:+h1.4", "off:-h1.4").view.off == ()
    half = after(run, "off:half").view.off
    assert len(half) == 4
    assert after(run, "off:half", "off:none").view.off == ()
    assert after(run, "off:+h1.4", "off:+h2.1", "hidden:3,3").view.off == ((1, 0),)
    assert after(run, "off:+h1.1").spec == after(run).spec
    assert all(
        "off" in after(run, f"off:{wrong}").errors for wrong in ("+h1.5", "+h3.1", "+h0.1", "h1.1", "+1", "x", "")
    )
    assert "off" in after("data=digits&net=conv", "off:half").errors
