"""What both arms have learned, as the server draws it."""

import json
import math
from dataclasses import replace
from decimal import ROUND_HALF_EVEN, Decimal

import numpy as np
import pytest

from app.runs.log.outcome import Scores
from app.runs.training.evaluation import Score
from app.web.figures.catalogue import Placed
from app.web.figures.outcomes import POINTS_MAX, context, say, sentence
from app.web.figures.picture import diverging_pictures
from app.web.frames import outcome_json
from app.web.moment import Moment
from app.web.site.templates import environment
from app.web.words.numbers import loss_text, percent_text
from tests.web.runs import trained

MOONS = "steps=300"
CURVE = "data=curve&steps=60"
DIGITS = "data=digits&steps=20"


def drawn(query: str, step: int) -> str:
    shown = context(Moment(trained(query), step))
    return environment().get_template("figures/outcomes.html").render(figure=Placed("", "outcomes", shown, 3))


def scores(dropout: float, twin: float, right: float = math.nan, twin_right: float = math.nan) -> Scores:
    return Scores(120, Score(0.3, dropout, right), Score(0.3, twin, twin_right))


def test_a_curves_text_alternative_says_whose_it_is() -> None:
    assert say(Moment(trained("data=curve&steps=20"), 20))["alt"] == [
        "The curve that the network with dropout has learned, and the training points.",
        "The curve that the network without dropout has learned, and the training points.",
    ]


def test_the_map_is_the_networks_own_output_over_the_plane() -> None:
    run = trained(MOONS)
    shown = context(Moment(run, 300))
    maps = run.outcome(300).maps
    assert maps is not None
    for arm, z in zip(shown.arms, maps, strict=True):
        assert (arm.light, arm.dark) == diverging_pictures(np.tanh(z / 2))


def test_each_arm_shows_its_loss_accuracy_and_gap() -> None:
    run = trained(MOONS)
    for arm, score in zip(context(Moment(run, 300)).arms, run.scores(300)[1:], strict=True):
        assert arm.test == loss_text(score.test)
        assert arm.accuracy == percent_text(score.accuracy)
        assert arm.gap == loss_text(score.test - score.clean)


def test_each_number_is_rounded_once_from_all_its_digits() -> None:
    """0.09350 would be 0.093, and 0.10503 - 0.00003 a gap of 0.10."""
    given = Scores(120, Score(0.0, 0.093503, 0.73254), Score(0.00003, 0.10506, 0.5))
    run = trained(MOONS)
    moment = Moment(run, 300)
    moment.__dict__["outcome"] = replace(run.outcome(300), scores=given)
    said = say(moment)
    assert said["test"] == ["0.094", "0.11"]
    assert said["gap"] == ["0.094", "0.11"]
    assert said["accuracy"] == ["73.3 %", "50.0 %"]
    assert "the accuracy 23.3 points higher" in said["verdict"]


def _exact(value: float, places: int) -> str:
    """To the nearest; of two that are as near, either: the even one, as Python writes it."""
    return str(Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)).replace("-", "−")


def test_at_every_point_of_the_default_run_the_words_of_the_stream_are_those_of_the_page() -> None:
    """On a page that comes to rest nothing changes by itself: 16 of 302 accuracies and 2 of 151 sentences did."""
    run = trained("")
    for point in run.logs[0].points.tolist():
        said, shown = json.loads(outcome_json(Moment(run, point)))["say"], context(Moment(run, point))
        assert said["verdict"] == shown.sentence
        for i, (arm, score) in enumerate(zip(shown.arms, run.scores(point)[1:], strict=True)):
            assert (said["test"][i], said["accuracy"][i], said["gap"][i]) == (arm.test, arm.accuracy, arm.gap)
            assert said["alt"][i] == arm.alt
            assert arm.accuracy == f"{_exact(100 * score.accuracy, 1)} %"
            for text, value in ((arm.test, score.test), (arm.gap, score.test - score.clean)):
                assert text.replace("−0.00", "0.00") in (_exact(value, 2), _exact(value, 3), "0.00")


def test_points_lie_where_the_data_has_them_and_flipped_ones_are_marked() -> None:
    data = trained(MOONS).data
    shown = context(Moment(trained(MOONS), 0))
    left, right, bottom, top = data.bounds or (0, 0, 0, 0)
    assert len(shown.points) == len(data.x)
    flips = sum(point.flipped for point in shown.points)
    assert flips == int((data.y != data.clean_y).sum())
    assert shown.keys[-1].text == f"wrong label ({flips})"
    first = shown.points[0]
    assert first.x == pytest.approx(100 * (data.x[0, 0] - left) / (right - left), abs=0.01)
    assert first.y == pytest.approx(100 * (top - data.x[0, 1]) / (top - bottom), abs=0.01)


def test_more_points_than_a_map_can_show_are_counted() -> None:
    shown = context(Moment(trained("n=1000&steps=2"), 0))
    assert len(shown.points) == POINTS_MAX
    assert f"{1000 - POINTS_MAX} more training points are not drawn." in shown.note
    assert "600 more training points are not drawn" in drawn("n=1000&steps=2", 0)


def test_a_regression_shows_both_curves_and_no_accuracy() -> None:
    shown = context(Moment(trained(CURVE), 60))
    assert shown.kind == "curve"
    assert all(arm.path.count("L") == 95 for arm in shown.arms)
    assert shown.arms[0].path != shown.arms[1].path
    assert not any(arm.accuracy for arm in shown.arms)
    assert "data-accuracy" not in drawn(CURVE, 60)


def test_digits_show_what_both_arms_say_of_six_test_images() -> None:
    run = trained(DIGITS)
    shown = context(Moment(run, 20))
    said = run.outcome(20).guesses
    assert said is not None
    assert len(shown.digits) == 6
    for i, digit in enumerate(shown.digits):
        assert digit.truth == str(run.data.y_test[i])
        for (name, right), guesses in zip(digit.said, said, strict=True):
            assert name == str(guesses[i])
            assert right == (guesses[i] == run.data.y_test[i])
    html = drawn(DIGITS, 20)
    assert html.count('class="wrong"') == sum(not right for digit in shown.digits for _, right in digit.said)


LOWER = "At step 120 the test loss is 0.12 lower with dropout than without"
HIGHER = "At step 120 dropout is behind: its test loss is 0.08 higher than without"
EQUAL = "At step 120 the test loss is the same with and without dropout"
SMALL = "At step 120 the test loss is 0.017 lower with dropout than without."
AS_WELL = " Stopping the twin at step 60 would have done as well."
BETTER = " Stopping the twin at step 60 would have done better: 0.50."
NEVER = " Even at its best step so far (60), the twin reaches only 0.52."


@pytest.mark.parametrize(
    ("numbers", "best", "at", "said"),
    [
        ((0.50, 0.62, 0.81, 0.78), 0.52, 60, f"{LOWER}, and the accuracy 3.0 points higher.{NEVER}"),
        ((0.50, 0.62, 0.75, 0.78), 0.50, 60, f"{LOWER}, but the accuracy 3.0 points lower.{AS_WELL}"),
        ((0.70, 0.62, 0.75, 0.78), 0.50, 60, f"{HIGHER}, and the accuracy 3.0 points lower.{BETTER}"),
        ((0.70, 0.62, 0.80, 0.78), 0.62, 120, f"{HIGHER}, but the accuracy 2.0 points higher."),
        ((0.501, 0.503, 0.8, 0.8), math.nan, 0, f"{EQUAL}, and the accuracy is the same."),
        ((0.044, 0.061), math.nan, 0, SMALL),
        ((math.inf, 0.5), 0.5, 60, "At step 120 a loss is not finite."),
        ((1.82e10, 0.5), math.nan, 0, "At step 120 dropout is behind: its test loss is 1.8e+10 higher than without."),
    ],
)
def test_the_sentence_says_who_is_ahead_and_what_stopping_early_gives(
    numbers: tuple[float, ...], best: float, at: int, said: str
) -> None:
    assert sentence(scores(*numbers), best, at, "dropout") == said


def test_past_the_last_test_of_a_run_that_diverged_the_sentence_says_which_step_is_shown() -> None:
    run = trained("optimizer=momentum&lr=10&decay=1")
    assert run.state == "diverged"
    said = context(Moment(run, run.ended_at)).sentence
    assert said.startswith(f"The training diverged: the pictures show step {run.ended_at}, the losses were last taken")
    assert not context(Moment(run, 0)).sentence.startswith("The training diverged")


@pytest.mark.parametrize(("query", "step"), [(MOONS, 300), (CURVE, 60), (DIGITS, 20)])
def test_nothing_needs_a_style_attribute_and_pictures_have_words(query: str, step: int) -> None:
    html = drawn(query, step)
    assert "style=" not in html
    assert html.count('role="img" aria-label="') == (8 if query == DIGITS else 2)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            "steps=5",
            "tested on 2,000 points. 374 of their labels are flipped too: whoever knew every true class would be "
            "81.3 % right, with a loss of at least 0.48.",
        ),
        ("steps=5&flip=0", "tested on 2,000 points with right labels."),
        ("data=spiral&steps=5", "tested on 2,000 points with right labels."),
        (DIGITS, "tested on 1,000 images with right labels."),
        (CURVE, "tested on 200 points of the true curve."),
    ],
)
def test_beside_the_scores_stands_how_large_the_test_set_is_and_what_its_labels_let_one_reach(
    query: str, said: str
) -> None:
    assert context(Moment(trained(query), 5)).tested == said
    assert said in drawn(query, 5)


def test_the_page_speaks_of_predictions() -> None:
    assert "Rows: true digit. Columns: predicted digit." in drawn(DIGITS, 20)
    assert "Six test images, and what each network predicts" in drawn(DIGITS, 20)
    assert "background: prediction; deeper colour means more certain" in drawn(MOONS, 300)
