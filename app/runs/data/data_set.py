"""The training and test points of a run, a pure function of (DataPart, seed)."""

import math
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, NamedTuple
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from app.engine.seeding import seeding
from app.runs.data.digits import load_digits
from app.runs.data.flips import flipped
from app.runs.data.memory import memory
from app.runs.data.part import DataPart
from app.runs.data.points import CLOUDS, IN_SPACE, Cloud
from app.runs.data.tasks import Kind
from app.runs.data.tasks import inputs_outputs as inputs_outputs
from app.runs.data.word_polarity import word_polarity

Array = NDArray[np.float64]
Labels = NDArray[Any]

TEST_POINTS = 2000
TEST_IMAGES = 1000
TEST_GRID = 200
CURVE_EDGE = 2.0

# Half the side of the square that a map shows, unless a training point lies further out; its cells along a side.
MAP_EDGE = 2.2
MAP_SIDE = 32
CURVE_POINTS = 96

# One stream of random numbers for each purpose, so that moving one setting leaves the others' numbers as they
# were. The position in this list is the stream's key.
STREAMS = ("train", "train noise", "train flips", "test", "test noise", "test flips", "types")


@dataclass(frozen=True)
class DataSet:
    """What a run learns from and is measured on. All arrays are read-only.

    Shapes: x (n, d), x_test (m, d), float64; y, clean_y, y_test, clean_y_test (n, 1) or (m, 1) floats, 0 or 1
    (binary) or numbers (regression), or (n,) and (m,) int64 (classes). clean_y is y without flips, and for
    regression without noise.
    """

    x: Array
    y: Labels
    clean_y: Labels
    x_test: Array
    y_test: Labels
    clean_y_test: Labels
    task: Kind

    def __post_init__(self) -> None:
        for array in (self.x, self.y, self.clean_y, self.x_test, self.y_test, self.clean_y_test):
            array.flags.writeable = False

    @cached_property
    def bounds(self) -> tuple[float, float, float, float] | None:
        """Left, right, bottom and top of the map: the plane's, or for a curve x and y; None for images."""
        if self.x.shape[1] > 2 or self.task == "classes":
            return None
        shown = self.x if self.x.shape[1] == 2 else np.concatenate([self.x, self.y], axis=1)
        edge = max(MAP_EDGE, math.ceil(5 * float(np.abs(shown).max())) / 5)
        return -edge, edge, -edge, edge

    @cached_property
    def shown(self) -> Array:
        """The inputs whose outputs a map or curve shows: (1024, 2), row by row from the top, each in the middle of its
        cell; (96, 1), from left to right; none for images."""
        if self.bounds is None:
            return np.empty((0, self.x.shape[1]))
        left, right, bottom, top = self.bounds
        if self.task == "regression":
            return _kept(np.linspace(left, right, CURVE_POINTS)[:, None])
        middles = (np.arange(MAP_SIDE) + 0.5) / MAP_SIDE
        across, up = np.meshgrid(left + (right - left) * middles, top - (top - bottom) * middles)
        return _kept(np.stack([across.ravel(), up.ravel()], axis=1))

    @property
    def nbytes(self) -> int:
        arrays = (self.x, self.y, self.clean_y, self.x_test, self.y_test, self.clean_y_test)
        return sum(array.nbytes for array in arrays)


def _kept(array: Array) -> Array:
    array.flags.writeable = False
    return array


def load(part: DataPart, seed: int) -> DataSet:
    """These points, drawn once for all runs that differ only in other things; the arrays are read-only.

    The last few are kept while they are small, and those that somebody uses are shared.
    """
    source = Source(part, seed)
    found = _USED.get(source) or _load(source)
    _USED[source] = _RECENT[source] = found
    _RECENT.move_to_end(source)
    while len(_RECENT) > 1 and (len(_RECENT) > RECENT or sum(data.nbytes for data in _RECENT.values()) > RECENT_BYTES):
        _RECENT.popitem(last=False)
    return found


class Source(NamedTuple):
    """All that the points depend on."""

    part: DataPart
    seed: int


RECENT, RECENT_BYTES = 16, 8 << 20
_USED: WeakValueDictionary[Source, DataSet] = WeakValueDictionary()
_RECENT: OrderedDict[Source, DataSet] = OrderedDict()


def _load(source: Source) -> DataSet:
    """Draw them; the same settings give the same bytes.

    Values are put on the float32 grid, because sin, cos and the normal's tails may differ in the last bit of
    a float64 from one machine to another.
    """
    if source.part.name == "curve":
        return _curve(source)
    if source.part.name == "digits":
        return _digits(source)
    if source.part.name in SEQUENCES:
        return _sequences(source)
    return _space(source) if source.part.name in IN_SPACE else _plane(source)


def _stream(seed: int, name: str) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seeding(seed, "data", STREAMS.index(name))))


def _grid(values: Array) -> Array:
    return values.astype(np.float32).astype(np.float64)


def _plane(source: Source) -> DataSet:
    """Points in the plane; test labels are flipped with the same probability, which bounds the accuracy."""
    found = _points(source, CLOUDS[source.part.name], 2)
    return DataSet(*found, "binary")


def _space(source: Source) -> DataSet:
    """Points in space, likewise, with an output for each class."""
    x, *labels = _points(source, IN_SPACE[source.part.name], 3)
    x_test = labels.pop(2)
    y, clean, y_test, clean_test = (of[:, 0].astype(np.int64) for of in labels)
    return DataSet(x, y, clean, x_test, y_test, clean_test, "classes")


def _points(source: Source, cloud: Cloud, inputs: int) -> tuple[Array, Array, Array, Array, Array, Array]:
    """x, y, clean_y, and the same of the test set; labels are (n, 1)."""
    x, clean = _cloud(source, cloud, inputs, source.part.n, "train")
    x_test, clean_test = _cloud(source, cloud, inputs, TEST_POINTS, "test")
    y = np.abs(clean - _flips(source, source.part.n, "train"))
    y_test = np.abs(clean_test - _flips(source, TEST_POINTS, "test"))
    return x, y, clean, x_test, y_test, clean_test


def _cloud(source: Source, cloud: Cloud, inputs: int, count: int, part: str) -> tuple[Array, Array]:
    u = _stream(source.seed, part).random((count, 2))
    e = _stream(source.seed, f"{part} noise").standard_normal((count, inputs))
    x, classes = cloud(u, e, source.part.noise)
    return _grid(x), classes.astype(np.float64)[:, None]


def _flips(source: Source, count: int, part: str) -> Array:
    """1 where a label is flipped, shape (count, 1); a label flipped at .1 stays flipped at .2."""
    coins = _stream(source.seed, f"{part} flips").random((count, 2))
    return (coins[:, :1] < source.part.flip).astype(np.float64)


def _curve(source: Source) -> DataSet:
    """y = sin(2x) + noise on [-2, 2], tested on the noiseless curve."""
    u = _stream(source.seed, "train").random((source.part.n, 1))
    e = _stream(source.seed, "train noise").standard_normal((source.part.n, 1))
    x = _grid(CURVE_EDGE * (2 * u - 1))
    y = _grid(np.sin(2 * x) + source.part.noise * e)
    x_test = _grid(np.linspace(-CURVE_EDGE, CURVE_EDGE, TEST_GRID)[:, None])
    y_test = on_curve(x_test)
    return DataSet(x, y, on_curve(x), x_test, y_test, y_test, "regression")


def on_curve(x: Array) -> Array:
    """The curve without noise: sin(2x), of any x."""
    return _grid(np.sin(2 * x))


def _digits(source: Source) -> DataSet:
    """Images of 14 x 14 pixels in [0, 1]; only training labels are flipped, each to any of the other nine."""
    images, labels = load_digits()
    order = _stream(source.seed, "train").permutation(len(images))
    train, test = order[: source.part.n], order[-TEST_IMAGES:]
    coins = _stream(source.seed, "train flips").random((source.part.n, 2))
    clean, clean_test = labels[train].astype(np.int64), labels[test].astype(np.int64)
    y = flipped(clean, coins, source.part.flip, 10)
    return DataSet(
        _noisy(source, images[train], "train"), y, clean,
        _noisy(source, images[test], "test"), clean_test, clean_test,
        "classes",
    )  # fmt: skip


SEQUENCES: Mapping[str, Callable[[DataPart, Callable[[str], np.random.Generator]], Any]] = {
    "memory": lambda part, stream: memory(part.n, part.delay, part.flip, stream),
    "words": lambda part, stream: word_polarity(part.n, part.flip, stream),
}


def _sequences(source: Source) -> DataSet:
    """Sequences of tokens; only training labels are flipped."""
    x, y, clean, x_test, y_test = SEQUENCES[source.part.name](source.part, partial(_stream, source.seed))
    return DataSet(x, y, clean, x_test, y_test, y_test, "classes")


def _noisy(source: Source, images: Array, part: str) -> Array:
    """Flatten images to (count, 196), with Gaussian noise on each pixel; a pixel stays within [0, 1]."""
    pixels = images.reshape(len(images), -1)
    if source.part.noise == 0:
        return pixels.copy()  # what the lines below would give, in a tenth of their time
    e = _stream(source.seed, f"{part} noise").standard_normal(pixels.shape)
    return _grid(np.clip(pixels + source.part.noise * e, 0.0, 1.0))
