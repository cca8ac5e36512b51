"""The points of a run: the same bytes for the same settings, and settings that move apart."""

import hashlib

import numpy as np
import pytest

from app.runs.data import data_set as module
from app.runs.data.data_set import DataSet, inputs_outputs, load
from app.runs.data.part import DataPart
from app.runs.data.tasks import TASKS
from app.runs.spec.run_spec import RunSpec

PLANE = [name for name, task in TASKS.items() if task.kind == "binary"]


@pytest.fixture(autouse=True)
def images(monkeypatch: pytest.MonkeyPatch) -> np.ndarray:
    """5,000 images, 500 of each digit, each of which can be told from its pixels: the real ones' shape."""
    pixels = np.zeros((5000, 14, 14))
    pixels[:, 0, 0] = np.arange(5000) / 8192
    labels = np.repeat(np.arange(10), 500)
    monkeypatch.setattr(module, "load_digits", lambda: (pixels, labels))
    return pixels


def draw(link: str) -> DataSet:
    spec = RunSpec.from_query(link)
    return load(spec.data, spec.seeds.data)


def arrays(drawn: DataSet) -> list[np.ndarray]:
    return [drawn.x, drawn.y, drawn.clean_y, drawn.x_test, drawn.y_test, drawn.clean_y_test]


def digest(values: np.ndarray) -> str:
    return hashlib.sha256(values.astype("<f4").tobytes()).hexdigest()


@pytest.mark.parametrize("name", TASKS)
def test_shapes_fit_the_task_and_arrays_are_read_only(name: str) -> None:
    spec = RunSpec.parse({"data": name})
    drawn = load(spec.data, spec.seeds.data)
    inputs, outputs = inputs_outputs(DataPart(name, 1, 0.0, 0.0))
    tests = {"curve": 200, "digits": 1000, "memory": 1000, "words": 1000}.get(name, 2000)
    assert drawn.x.shape == (spec.data.n, inputs)
    assert drawn.x_test.shape == (tests, inputs)
    labels = (spec.data.n,) if drawn.task == "classes" else (spec.data.n, outputs)
    assert drawn.y.shape == drawn.clean_y.shape == labels
    assert drawn.y_test.shape == drawn.clean_y_test.shape == (tests, *labels[1:])
    assert drawn.y.dtype == (np.int64 if drawn.task == "classes" else np.float64)
    for array in arrays(drawn):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


@pytest.mark.parametrize("name", TASKS)
def test_the_same_settings_give_the_same_bytes(name: str) -> None:
    first, second = draw(f"data={name}&seed=5"), draw(f"data={name}&seed=5&lr=0.5&p=0.1&seed.masks=9")
    other = draw(f"data={name}&seed=6")
    assert all(np.array_equal(a, b) for a, b in zip(arrays(first), arrays(second), strict=True))
    assert not np.array_equal(first.x, other.x)


@pytest.mark.parametrize("name", TASKS)
def test_values_lie_on_the_float32_grid(name: str) -> None:
    for array in arrays(draw(f"data={name}")):
        assert np.array_equal(array, array.astype(np.float32))


def test_moons_of_seed_1_are_these_bytes() -> None:
    drawn = draw("data=moons&n=100&noise=0.2&flip=0.15&seed=1")
    assert digest(drawn.x) == "dcf154c64e09683e35b45e0f8d696ac6a9f8a4efb3e7e30e4cfb1eb421cbadc7"
    assert digest(drawn.y) == "792687fa120270ff2906cf905405829c68c764f17439f9d2ee161436f71a2b44"
    assert digest(drawn.x_test) == "16ca71d3ef3df303792db78cab3359d3739e29d57f9e08db18d8778232d95fe4"


@pytest.mark.parametrize("name", TASKS)
def test_more_samples_leave_the_first_ones_where_they_are(name: str) -> None:
    few, many = draw(f"data={name}&n=50&batch=8"), draw(f"data={name}&n=400&batch=8")
    assert np.array_equal(few.x, many.x[:50])
    assert np.array_equal(few.y, many.y[:50])
    assert np.array_equal(few.x_test, many.x_test)


@pytest.mark.parametrize("name", [*PLANE, "digits"])
def test_flip_changes_labels_alone_and_a_flipped_label_stays_flipped(name: str) -> None:
    none, some, more = (draw(f"data={name}&n=300&batch=8&flip={flip}") for flip in (0, 0.1, 0.3))
    assert np.array_equal(none.x, more.x)
    assert np.array_equal(none.clean_y, more.clean_y)
    assert np.array_equal(none.y, none.clean_y)
    flipped_some, flipped_more = some.y != some.clean_y, more.y != more.clean_y
    assert flipped_some.any()
    assert (flipped_more >= flipped_some).all()
    assert flipped_more.sum() > flipped_some.sum()
    assert np.array_equal(some.y[flipped_some], more.y[flipped_some])


@pytest.mark.parametrize("name", [*PLANE, "digits"])
def test_the_share_of_flipped_labels_is_flip(name: str) -> None:
    drawn = draw(f"data={name}&n=4000&batch=8&flip=0.15")
    share = (drawn.y != drawn.clean_y).mean()
    assert abs(share - 0.15) < 4 * (0.15 * 0.85 / 4000) ** 0.5
    test_share = (drawn.y_test != drawn.clean_y_test).mean()
    assert test_share == 0 if name == "digits" else abs(test_share - 0.15) < 4 * (0.15 * 0.85 / 2000) ** 0.5


@pytest.mark.parametrize("name", PLANE)
def test_training_and_test_labels_are_flipped_apart(name: str) -> None:
    drawn = draw(f"data={name}&n=2000&batch=8&flip=0.3")
    assert not np.array_equal(drawn.y != drawn.clean_y, drawn.y_test != drawn.clean_y_test)


@pytest.mark.parametrize("name", PLANE)
def test_noise_moves_points_along_one_line_each(name: str) -> None:
    none, some, more = (draw(f"data={name}&noise={noise}") for noise in (0, 0.25, 0.5))
    np.testing.assert_allclose(more.x - none.x, 2 * (some.x - none.x), atol=1e-6)
    assert np.array_equal(none.clean_y, more.clean_y)


@pytest.mark.parametrize("name", PLANE)
def test_classes_are_balanced_and_training_points_are_not_test_points(name: str) -> None:
    drawn = draw(f"data={name}")
    assert drawn.clean_y.mean() == drawn.clean_y_test.mean() == 0.5
    assert not {tuple(row) for row in drawn.x} & {tuple(row) for row in drawn.x_test}


def test_moons_lie_on_two_half_circles() -> None:
    drawn = draw("data=moons&noise=0")
    shift = np.array([0.5, 0.25])
    upper, lower = (drawn.x[drawn.clean_y[:, 0] == k] for k in (0, 1))
    np.testing.assert_allclose(np.hypot(*(upper + shift).T), 1, atol=1e-6)
    np.testing.assert_allclose(np.hypot(*(lower - shift).T), 1, atol=1e-6)
    assert upper[:, 1].min() >= -0.25
    assert lower[:, 1].max() <= 0.25


def test_circles_have_radii_1_and_a_half() -> None:
    drawn = draw("data=circles&noise=0")
    radii = np.hypot(*drawn.x.T)
    np.testing.assert_allclose(radii, np.where(drawn.clean_y[:, 0] == 0, 1, 0.5), atol=1e-6)
    assert {(a > 0, b > 0) for a, b in drawn.x[::2]} == {(a, b) for a in (True, False) for b in (True, False)}


def test_xor_is_the_product_of_the_signs() -> None:
    drawn = draw("data=xor&noise=0&n=400")
    assert np.array_equal(drawn.clean_y[:, 0] == 1, drawn.x[:, 0] * drawn.x[:, 1] < 0)
    assert len({(a > 0, b > 0) for a, b in drawn.x}) == 4


def test_blobs_have_their_centres() -> None:
    drawn = draw("data=blobs&noise=0")
    np.testing.assert_allclose(drawn.x, np.repeat(1.4 * drawn.clean_y - 0.7, 2, axis=1), atol=1e-6)


def test_the_arms_of_the_spiral_are_half_a_turn_apart() -> None:
    drawn = draw("data=spiral&noise=0")
    r = np.hypot(*drawn.x.T)
    angle = 3.5 * np.pi * r / 1.8 + np.pi * drawn.clean_y[:, 0]
    np.testing.assert_allclose(drawn.x, r[:, None] * np.stack([np.sin(angle), np.cos(angle)], 1), atol=1e-5)


def test_each_hoop_goes_through_the_other() -> None:
    data = load(DataPart("notebook", 200, 0.0, 0.0), 3)
    first, second = (data.x[data.clean_y == k] + [0.5, 0, 0] for k in (0, 1))
    assert np.abs(first[:, 2]).max() == np.abs(second[:, 1]).max() == 0
    np.testing.assert_allclose(np.hypot(first[:, 0], first[:, 1]), 1, atol=1e-6)
    np.testing.assert_allclose(np.hypot(second[:, 0] - 1, second[:, 2]), 1, atol=1e-6)
    assert data.y.dtype == np.int64
    assert data.task == "classes"


def test_the_curve_is_a_noisy_sine_tested_without_noise() -> None:
    drawn = draw("data=curve&n=2000&noise=0.3")
    np.testing.assert_allclose(drawn.clean_y, np.sin(2 * drawn.x), atol=1e-6)
    assert abs((drawn.y - drawn.clean_y).std() - 0.3) < 0.02
    assert np.abs(drawn.x).max() <= 2
    assert (drawn.x_test[0, 0], drawn.x_test[-1, 0]) == (-2, 2)
    np.testing.assert_allclose(drawn.y_test, np.sin(2 * drawn.x_test), atol=1e-6)


def test_digits_are_tested_on_images_that_no_training_set_holds(images: np.ndarray) -> None:
    drawn = draw("data=digits&n=4000&flip=0")
    train, test = (np.rint(8192 * x[:, 0]).astype(int) for x in (drawn.x, drawn.x_test))
    assert sorted([*train, *test]) == list(range(5000))
    assert np.array_equal(drawn.y, train // 500)
    assert np.array_equal(drawn.y_test, test // 500)
    assert np.array_equal(drawn.x[0].reshape(14, 14), images[train[0]])


def test_a_flipped_digit_becomes_any_other_digit() -> None:
    drawn = draw("data=digits&n=4000&flip=0.5")
    wrong = drawn.y != drawn.clean_y
    assert set(((drawn.y - drawn.clean_y) % 10)[wrong]) == set(range(1, 10))
    assert np.array_equal(drawn.y_test, drawn.clean_y_test)


def test_noisy_pixels_stay_pixels() -> None:
    drawn = draw("data=digits&noise=0.5")
    assert drawn.x.min() == 0
    assert drawn.x.max() == 1
    assert drawn.x[:, 5].std() > 0.2


def test_bounds_hold_the_training_points() -> None:
    assert draw("data=moons").bounds == (-2.2, 2.2, -2.2, 2.2)
    assert draw("data=curve").bounds == (-2.2, 2.2, -2.2, 2.2)
    assert draw("data=digits").bounds is None
    wide = draw("data=blobs&noise=2&n=500")
    left, right, bottom, top = wide.bounds
    assert left == bottom == -right == -top
    assert 2.2 < np.abs(wide.x).max() <= right < np.abs(wide.x).max() + 0.2
    noisy = draw("data=curve&noise=2&n=500")
    assert np.abs(noisy.y).max() <= noisy.bounds[1]


def test_an_unknown_data_set_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"data must be one of moons, .*, got 'mnist'"):
        inputs_outputs(DataPart("mnist", 1, 0.0, 0.0))
