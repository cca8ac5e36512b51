"""Programs to copy, run against the real libraries: their masks have our rules' share dropped, moments and shape."""

import numpy as np
import pytest

from app.engine import ConcreteDropout, Dense, DropBlock, SpatialDropout
from app.engine.rules import BERNOULLI, CLASSIC, CONCRETE, GATE, GAUSSIAN, Blocks, Shared
from app.engine.stochastic_depth import StochasticDepth
from tests.web.methods.libraries.program import close, compare, library, numbers, ours, ran

torch = library("torch")

RATES = [0.2, 0.7]
FLAT, MAPS = (20, 10), (8, 6, 7, 7)
WHOLE_MAPS = SpatialDropout(0.5, np.random.default_rng(1)).rule


@pytest.mark.parametrize("p", RATES)
@pytest.mark.parametrize(
    ("file", "rule", "shape"),
    [
        ("torch/dropout.py", BERNOULLI, FLAT),
        ("torch/classic.py", CLASSIC, FLAT),
        ("torch/gaussian.py", GAUSSIAN, FLAT),
        ("torch/feature-maps.py", BERNOULLI, MAPS),
        ("torch/spatial.py", WHOLE_MAPS, MAPS),
    ],
)
def test_a_layer_of_pytorch_multiplies_as_ours(file: str, rule, shape: tuple[int, ...], p: float) -> None:
    names = ran(file, {"p": p, "shape": shape})
    compare(numbers(names["y"]), ours(rule, p, shape))
    if "layer" in names:
        evaluated = numbers(names["layer"].eval()(names["x"]))
        assert evaluated == pytest.approx(np.full(shape, rule.evaluation(p)))


@pytest.mark.parametrize("p", RATES)
@pytest.mark.parametrize(("name", "rule"), [("dropout", BERNOULLI), ("gaussian", GAUSSIAN)])
def test_a_layer_of_keras_multiplies_as_ours(name: str, rule, p: float) -> None:
    library("keras")
    names = ran(f"keras/{name}.py", {"p": p, "shape": FLAT})
    compare(numbers(names["y"]), ours(rule, p, FLAT))
    assert np.array_equal(numbers(names["layer"](names["x"], training=False)), np.ones(FLAT))


@pytest.mark.parametrize("p", RATES)
def test_keras_drops_whole_maps_which_come_last(p: float) -> None:
    library("keras")
    batch, maps, rows, columns = MAPS
    y = numbers(ran("keras/spatial.py", {"p": p, "shape": (batch, rows, columns, maps)})["y"])
    compare(y.transpose(0, 1, 4, 2, 3), ours(WHOLE_MAPS, p, MAPS))


@pytest.mark.parametrize("p", RATES)
def test_soft_coins_are_as_soft_as_ours(p: float) -> None:
    settings = {"p": p, "shape": FLAT, "temperature": CONCRETE.temperature, "length": 0.1, "entropy": 0.01}
    names = ran("torch/concrete.py", settings)
    theirs, own = numbers(names["y"]), ours(CONCRETE, p, FLAT)
    compare(theirs, own)
    for soft in (0.05, 0.5, 0.95):  # how many are nearly off, half off, nearly on
        close(f"below {soft}", theirs * (1 - p) < soft, own * (1 - p) < soft)


@pytest.mark.parametrize("p", RATES)
def test_the_penalty_of_learned_p_is_ours(p: float) -> None:
    reader = Dense(10, 4)
    reader.draw(np.random.default_rng(3), 1.0)
    layer = ConcreteDropout(p, np.random.default_rng(4), reader, length=0.3, entropy=0.01, rate=0.03)
    settings = {"p": p, "shape": FLAT, "temperature": 0.1, "length": 0.3, "entropy": 0.01}
    theirs = ran("torch/concrete.py", settings)["layer"].penalty(torch.tensor(reader.params["W"].T.copy()))
    assert theirs.item() == pytest.approx(layer.penalty(), rel=1e-6)


@pytest.mark.parametrize("p", RATES)
@pytest.mark.parametrize(
    ("file", "block"),
    [("dropblock", 1), ("dropblock", 3), ("dropblock", 7), ("dropblock-even", 2), ("dropblock-even", 4)],
)
def test_blocks_cover_what_ours_cover(file: str, block: int, p: float) -> None:
    library("torchvision")
    theirs = numbers(ran(f"torch/{file}.py", {"p": p, "block": block, "shape": MAPS})["y"])
    rule = DropBlock(p, block, np.random.default_rng(1)).rule
    assert isinstance(rule, Blocks)
    own = ours(rule, p, MAPS, 300)
    compare(theirs, own)
    for row, column in ((0, 0), (0, 3), (3, 3)):  # a corner, an edge, the middle
        close(f"dropped at {row}, {column}", theirs[..., row, column] == 0, own[..., row, column] == 0)


@pytest.mark.parametrize(("mode", "axes"), [("batch", (-2, -1)), ("row", (-1,))])
def test_gates_of_blocks_are_ours(mode: str, axes: tuple[int, ...]) -> None:
    library("torchvision")
    rates, batch, width = (0.2, 0.7), 12, 5
    names = ran("torch/stochastic-depth.py", {"p": rates, "batch": batch, "width": width, "mode": mode})
    masks = numbers(names["masks"])
    for k, p in enumerate(rates):
        compare(masks[:, k], ours(Shared(axes), p, (batch, width)))
        gate = StochasticDepth(p, np.random.default_rng(1), mode)
        gate.toss(np.ones((batch, width)))
        assert gate.mask is not None
        assert gate.mask.shape == ((1,) if mode == "batch" else (batch,))


def test_layers_are_left_out_as_ours_are_and_never_scaled() -> None:
    rates = (0.2, 0.7)
    names = ran("torch/layerdrop.py", {"p": rates, "batch": 3, "width": 4})
    masks = numbers(names["masks"])
    for k, p in enumerate(rates):
        compare(masks[:, k : k + 1], ours(GATE, p, (1,), 2000))
    both = (masks == 1).all(axis=1)
    assert np.array_equal(numbers(names["y"])[both][0], numbers(names["evaluated"]))


@pytest.mark.parametrize("p", RATES)
def test_pytorch_draws_for_the_notebooks_network(p: float) -> None:
    settings = {"sizes": (3, 4, 5, 5, 2), "p": (0.0, p, p, p), "batch": 4, "activation": "ReLU"}
    compare(numbers(ran("torch/notebook.py", settings)["masks"]), ours(BERNOULLI, p, (4, 5), 1000))
