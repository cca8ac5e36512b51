"""The ceiling is what knowing every true class scores on the labels that the test set has."""

import math

import numpy as np
import pytest

from app.engine.losses import BinaryCrossEntropy
from app.runs.data.data_set import DataSet, load
from app.runs.scenes.ceiling import ceiling
from app.runs.spec.run_spec import RunSpec

PLANE = ("moons", "circles", "xor", "blobs")


def points_of(link: str) -> DataSet:
    spec = RunSpec.from_query(link)
    return load(spec.data, spec.seeds.data)


@pytest.mark.parametrize("data", PLANE)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_knowing_every_true_class_scores_the_ceiling(data: str, seed: int) -> None:
    points = points_of(f"data={data}&seed={seed}")
    top = ceiling(points)
    assert top is not None
    assert top.samples == len(points.y_test) == 2000
    assert top.accuracy == (points.clean_y_test == points.y_test).mean()
    logit = math.log(top.accuracy / (1 - top.accuracy))
    z = np.where(points.clean_y_test == 1, logit, -logit)
    assert top.loss == pytest.approx(BinaryCrossEntropy().forward(z, points.y_test), abs=1e-12)


def test_no_other_confidence_in_the_true_class_has_a_lower_loss() -> None:
    points = points_of("")
    top = ceiling(points)
    assert top is not None
    logits = np.linspace(0.1, 5, 50)
    losses = [BinaryCrossEntropy().forward(np.where(points.clean_y_test == 1, z, -z), points.y_test) for z in logits]
    assert min(losses) >= top.loss


def test_it_follows_the_labels_that_were_flipped_and_not_the_setting() -> None:
    top = ceiling(points_of("flip=0.2"))
    assert top is not None
    assert 0.77 < top.accuracy < 0.83
    assert top.accuracy != 0.8


@pytest.mark.parametrize("link", ["flip=0", "data=spiral", "data=curve", "data=digits", "data=digits&flip=0.5"])
def test_right_test_labels_have_no_ceiling(link: str) -> None:
    assert ceiling(points_of(link)) is None
