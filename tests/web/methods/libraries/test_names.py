"""What is said of libraries, held against those that are installed: calls, what their numbers mean, and each trap."""

import importlib
import inspect
import re
import warnings
from typing import Any

import numpy as np
import pytest

from app.web.methods.names import NAMES, Name
from app.web.words.english.library import TRAPS
from tests.web.methods.libraries.program import library, numbers

torch = library("torch")

INSTALLED = ("torch", "torchvision", "timm", "keras")
CALLS = sorted({name for names in NAMES.values() for name in names if name.call.split(".")[0] in INSTALLED}, key=str)
CALL = re.compile(r"(?P<path>[\w.]+)\.(?P<name>\w+)\((?P<arguments>.*)\)")
LAYERS = [name for name in CALLS if name.call.endswith(("(p)", "(rate)", "(drop_prob)", "(p, mode)"))]


def found(name: Name) -> Any:
    """The class that a call names."""
    library(name.call.split(".")[0])
    call = CALL.fullmatch(name.call)
    assert call
    module, _, rest = call["path"].partition(".")
    owner = importlib.import_module(module)
    for part in rest.split(".") if rest else []:
        owner = getattr(owner, part, None) or importlib.import_module(f"{owner.__name__}.{part}")
    return getattr(owner, call["name"])


@pytest.mark.parametrize("name", CALLS, ids=lambda name: name.call)
def test_a_call_has_these_arguments(name: Name) -> None:
    call = CALL.fullmatch(name.call)
    assert call
    arguments = [argument.split("=")[0] for argument in re.split(r", (?![^(]*\))", call["arguments"])]
    taken = inspect.signature(found(name)).parameters
    assert set(arguments) <= set(taken), taken


@pytest.mark.parametrize("name", LAYERS, ids=lambda name: name.call)
def test_the_number_is_a_probability_of_dropping(name: Name) -> None:
    assert name.takes == "drop"
    layer = found(name)(0.2, "row") if "mode" in name.call else found(name)(0.2)
    if name.library == "Keras":
        y = numbers(layer(torch.ones(4000, 1, 1, 4), training=True))
    else:
        y = numbers(layer(torch.ones(4000, 4, 1, 1)))
    if "Gaussian" in name.call:
        assert y.var() == pytest.approx(0.25, abs=0.02)
    else:
        assert (y == 0).mean() == pytest.approx(0.2, abs=0.03)


def test_what_timm_drops_more_is_what_is_said() -> None:
    timm, torchvision = library("timm"), library("torchvision")
    maps = torch.ones(2000, 8, 7, 7)
    torch.manual_seed(1)
    theirs = (timm.layers.drop_block_2d(maps, 0.2, 3) == 0).float().mean().item()
    paper = (torchvision.ops.drop_block2d(maps, 0.2, 3) == 0).float().mean().item()
    said = f"blocks of 3 × 3 and maps of 7 × 7 a share of {theirs:.2f}, torchvision {paper:.2f}"
    assert said in TRAPS["dropblock"]
    dropped = timm.layers.DropBlock2d(0.2, 3)(maps) == 0
    assert torch.equal(dropped, dropped[:, :1].expand(dropped.shape))  # one mask for all maps


def test_torchvision_refuses_even_blocks() -> None:
    drop_block = library("torchvision").ops.drop_block2d
    for side, block in ((7, 2), (8, 9)):  # as it is, and as it is once it is cut to the map
        with pytest.raises(ValueError, match="odd"):
            drop_block(torch.ones(1, 1, side, side), 0.2, block)


def test_rates_of_timm_begin_at_0() -> None:
    library("timm")
    from timm.layers import calculate_drop_path_rates

    assert calculate_drop_path_rates(0.5, 8) == pytest.approx([0.5 * k / 7 for k in range(8)])


def test_dropout_of_an_lstm_drops_nothing_in_one_layer_and_warns() -> None:
    x = torch.randn(4, 6, 3)
    with pytest.warns(UserWarning, match="num_layers greater than 1"):
        layer = torch.nn.LSTM(3, 5, dropout=0.5, batch_first=True)
    assert torch.equal(layer(x)[0], layer(x)[0])
    stacked = torch.nn.LSTM(3, 5, 2, dropout=0.5, batch_first=True)
    assert not torch.equal(stacked(x)[0], stacked(x)[0])


@pytest.mark.parametrize(
    ("settings", "of_x", "of_h"),
    [
        ({"dropout": 0.5}, 1, 0),
        ({"recurrent_dropout": 0.5}, 0, 4),
        ({"dropout": 0.5, "recurrent_dropout": 0.5}, 4, 4),
    ],
)
def test_masks_of_keras_are_untied_where_it_has_some_of_h(settings: dict[str, float], of_x: int, of_h: int) -> None:
    keras = library("keras")
    cell = keras.layers.LSTMCell(40, **settings)
    cell(torch.ones(2, 50), [torch.ones(2, 40), torch.ones(2, 40)], training=True)
    masks = [getattr(cell, name, None) for name in ("_dropout_mask", "_recurrent_dropout_mask")]
    for mask, count in zip(masks, (of_x, of_h), strict=True):
        each = [] if mask is None else [mask] if count == 1 else list(mask)
        assert len(each) == count
        assert len({numbers(one).tobytes() for one in each}) == count


def test_spatial_dropout_of_pytorch_reads_three_axes_as_batch_maps_and_positions() -> None:
    torch.manual_seed(1)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        y = numbers(torch.nn.Dropout2d(0.5)(torch.ones(6, 8, 5)))
    assert "(N, C, L)" in str(said[0].message)
    assert np.array_equal(y, np.broadcast_to(y[:, :, :1], y.shape))
    assert len(np.unique(y[:, :, 0])) == 2


def test_dropout_takes_maps_without_a_warning() -> None:
    y = numbers(torch.nn.Dropout(0.5)(torch.ones(2, 3, 4, 4)))
    assert not np.array_equal(y, np.broadcast_to(y[:, :, :1, :1], y.shape))


def test_passes_of_an_evaluated_model_are_the_same_and_in_training_a_normalised_sample_depends_on_its_batch() -> None:
    x = torch.randn(4, 3)
    model = torch.nn.Sequential(torch.nn.BatchNorm1d(3), torch.nn.Dropout(0.5)).eval()
    assert torch.equal(model(x), model(x))
    normalise = model[0]
    assert torch.equal(normalise(x)[:2], normalise(x[:2]))
    normalise.train()
    assert not torch.allclose(normalise(x)[:2], normalise(x[:2]), atol=0.1)


def test_pytorchs_transformer_layer_drops_at_four_spots_and_not_behind_its_embedding() -> None:
    layer = torch.nn.TransformerEncoderLayer(8, 2, 16, dropout=0.3)
    spots = [module.p for module in layer.modules() if isinstance(module, torch.nn.Dropout)]
    assert [*spots, layer.self_attn.dropout] == [0.3] * 4
    assert not [module for module in layer.modules() if isinstance(module, torch.nn.Embedding)]
    within = inspect.getsource(layer._ff_block)
    assert "self.dropout(self.activation(" in within


def test_efficientnet_of_keras_calls_stochastic_depth_drop_connect() -> None:
    library("keras")
    from keras.src.applications import efficientnet

    assert "drop_connect_rate" in inspect.signature(efficientnet.EfficientNet).parameters
    assert "noise_shape=(None, 1, 1, 1)" in inspect.getsource(efficientnet.block)


def test_names_of_layers_are_of_the_libraries() -> None:
    assert len(CALLS) > 10
    assert len(LAYERS) > 6
