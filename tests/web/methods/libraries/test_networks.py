"""Programs to copy that hold a network: with their weights ours puts out the same, over masks or with the same ones."""

from itertools import pairwise

import numpy as np
import pytest

from app.engine import Dense, DropConnect, Dropout, Embedding, Network, Tanh, TransformerLayer
from app.engine.rules import BERNOULLI
from tests.engine.gradient import FixedCoins
from tests.web.methods.libraries.program import close, compare, library, numbers, ours, ran

torch = library("torch")

RATES = [0.2, 0.7]


def dense(linear: object, layer: Dense | None = None) -> Dense:
    """Ours, with the weights of PyTorch's."""
    weight, bias = numbers(linear.weight), numbers(linear.bias)  # type: ignore[attr-defined]
    layer = layer or Dense(*weight.T.shape)
    layer.params["W"][...], layer.params["b"][...] = weight.T, bias
    return layer


@pytest.mark.parametrize("p", RATES)
@pytest.mark.parametrize("each", ["sample", "batch"])
def test_drop_connect(each: str, p: float) -> None:
    settings = {"p": p, "batch": 5, "inputs": 6, "outputs": 4, "each": each, "activation": "tanh"}
    names = ran("torch/dropconnect.py", settings)
    layer = dense(names["layer"], DropConnect(6, 4, p, np.random.default_rng(1), each, "moments"))
    x, theirs = np.ones((5, 6)), numbers(names["y"])
    own = np.stack([layer.forward(x).copy() for _ in range(1000)])
    for unit in range(4):
        close("mean", theirs[..., unit], own[..., unit])
        close("mean square", theirs[..., unit] ** 2, own[..., unit] ** 2)
    pairs = theirs[:, 0] == theirs[:, 1]
    assert pairs.all() == (each == "batch")
    assert layer.eval().forward(x) == pytest.approx(numbers(names["mean"]), abs=1e-6)
    assert layer.variance == pytest.approx(numbers(names["variance"]), abs=1e-6)


@pytest.mark.parametrize("p", RATES)
def test_monte_carlo_passes(p: float) -> None:
    sizes = (2, 6, 5, 3)
    settings = {"sizes": sizes, "p": (0.0, p, p / 2), "activation": "Tanh", "passes": 2000}
    names = ran("torch/monte-carlo.py", settings)
    rng = np.random.default_rng(1)
    linear = [module for module in names["model"] if isinstance(module, torch.nn.Linear)]
    first, second, last = (dense(module) for module in linear)
    own = Network([first, Tanh(), Dropout(p, rng), second, Tanh(), Dropout(p / 2, rng), last])
    x = numbers(names["x"])
    passes = np.stack([own.forward(x) for _ in range(2000)])
    theirs = numbers(names["y"])
    for k in range(3):
        close("mean", theirs[:, 0, k], passes[:, 0, k])
        close("mean square", theirs[:, 0, k] ** 2, passes[:, 0, k] ** 2)
    assert own.eval().forward(x) == pytest.approx(numbers(names["evaluated"]), abs=1e-5)
    assert len(list(pairwise(sizes))) == len(linear)


def transformer(p: tuple[float, ...]) -> dict[str, object]:
    sizes = {"types": 7, "batch": 4, "words": 5, "width": 6, "heads": 2, "hidden": 8}
    return ran("torch/transformer.py", {"p": p, **sizes})


@pytest.mark.parametrize("p", RATES)
def test_a_transformer_layer_with_the_same_masks(p: float) -> None:
    layer = transformer((p, 0.0, p / 2, p))["layer"].train()
    masks = {}
    for k in (0, 2, 3):
        layer.drop[k].register_forward_hook(lambda _, given, made, k=k: masks.update({k: numbers(made / given[0])}))
    ids = torch.arange(20).reshape(4, 5) % 7
    theirs = numbers(layer(ids))
    coins = {k: FixedCoins(np.where(mask == 0, 0.0, 0.999)) for k, mask in masks.items()}
    embedding = Embedding(7, 6, p, coins[0])
    embedding.params["E"][...] = numbers(layer.embed.weight)
    own = TransformerLayer(6, 2, 8, 0.0, p, (FixedCoins([]), coins[2], coins[3]))
    own.attention_dropout.p = p / 2
    first, second = own.layers
    norm, project, _, out, _ = first.layers
    project.params["W"][...] = numbers(layer.attend.in_proj_weight).T
    project.params["b"][...] = numbers(layer.attend.in_proj_bias)
    dense(layer.attend.out_proj, out)
    dense(layer.feed[0], second.layers[1])
    dense(layer.feed[2], second.layers[3])
    assert norm.params["gamma"].tolist() == numbers(layer.first.weight).tolist()
    assert own.forward(embedding.forward(numbers(ids))) == pytest.approx(theirs, abs=1e-4)


@pytest.mark.parametrize("p", RATES)
def test_masks_of_words_and_of_attention_weights(p: float) -> None:
    layer = transformer((p, p, 0.0, 0.0))["layer"]
    words = torch.stack([layer.train().drop[0](torch.ones(4, 7)) for _ in range(400)])
    compare(numbers(words), ours(BERNOULLI, p, (4, 7)))
    n = torch.randn(4, 5, 6)
    plain = layer.eval().attend(n, n, n, average_attn_weights=False)[1]
    attend = layer.train().attend
    masked = torch.stack([attend(n, n, n, average_attn_weights=False)[1] / plain for _ in range(400)])
    compare(numbers(masked), ours(BERNOULLI, p, (4, 2, 5, 5)))
