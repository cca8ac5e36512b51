"""The default scene of each data set: settings that show something, and what is honest to say of them.

The numbers in the caveats come from experiments over 10 to 50 seeds: benchmarks/caveats.py, and the study before
the project (its sections 4a, 4h, 4i).
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wins:
    """In how many of `seeds` runs dropout was better than the twin at the last step."""

    seeds: int
    loss: int
    accuracy: int


@dataclass(frozen=True)
class Scene:
    """Settings are texts, as a link holds them; place is every hidden layer and all seeds are 1."""

    name: str
    title: str
    sentence: str
    settings: Mapping[str, str]
    wins: Wins | None = None
    caveats: tuple[str, ...] = ()


# Measured on the default scene, seeds 3001 to 3050 (benchmarks/caveats.py).
EARLY = (
    "Stopping early does better: the twin's best moment, found by looking at the test set, has a test loss of 0.58 "
    "(step 40, median of 50 runs), dropout ends at 0.68. Dropout takes away the need to stop in time; it does not "
    "find a better classifier."
)
DECAY = (
    "Weight decay does as well: 0.01 without dropout ends at a test loss of 0.58 and 74.3 % right, dropout at 0.68 "
    "and 73.2 %."
)
NOISY_LABELS = (
    "It needs wrong labels: on moons with all labels right, dropout is ahead in accuracy in 28 of 50 runs, with "
    "95.2 % against 95.0 %."
)
SLOW = "It needs time: at step 300 dropout is ahead in accuracy in 38 of 50 runs, at step 1,500 in 48."

# Of the small scenes that train on all points at once (theory 4h: moons, 200 points).
EARLY_FULL_BATCH = (
    "Stopping early does as well: on moons (200 points in one batch) the network without dropout passes "
    "through a test loss of 0.49 at step 40 to 50, and dropout ends at 0.50. Dropout takes away the need to "
    "stop in time."
)


def _settings(text: str) -> dict[str, str]:
    return dict(word.split("=", 1) for word in text.split())


_TABLE = (
    Scene(
        name="moons",
        title="Two moons",
        sentence="A hundred points, about one in five with the wrong label: without dropout the network "
        "learns the wrong ones by heart.",
        settings=_settings("""
            n=100 noise=0.2 flip=0.2 hidden=12,12,12 activation=relu
            optimizer=adam lr=0.02 decay=0 batch=20 steps=1500 p=0.2
        """),
        wins=Wins(seeds=50, loss=50, accuracy=48),
        caveats=(EARLY, DECAY, NOISY_LABELS, SLOW),
    ),
    Scene(
        name="circles",
        title="Two circles",
        sentence="One class lies around the other, and about one label in ten is wrong.",
        settings=_settings("""
            n=80 noise=0.15 flip=0.1 hidden=10,10 activation=tanh
            optimizer=adam lr=0.05 decay=0 batch=80 steps=400 p=0.1
        """),
        wins=Wins(seeds=50, loss=50, accuracy=42),
        caveats=(EARLY_FULL_BATCH, NOISY_LABELS),
    ),
    Scene(
        name="xor",
        title="Four quadrants",
        sentence="The class says whether the two signs differ; no straight line can part the classes.",
        settings=_settings("""
            n=80 noise=0.2 flip=0.15 hidden=12,12 activation=tanh
            optimizer=adam lr=0.05 decay=0 batch=80 steps=400 p=0.3
        """),
        wins=Wins(seeds=50, loss=50, accuracy=49),
        caveats=(EARLY_FULL_BATCH, NOISY_LABELS),
    ),
    Scene(
        name="blobs",
        title="Two blobs",
        sentence="A straight line is the best answer. So simple a task bears p = 0.5 in narrow layers.",
        settings=_settings("""
            n=60 noise=0.6 flip=0.1 hidden=8,8 activation=tanh
            optimizer=adam lr=0.05 decay=0 batch=60 steps=400 p=0.5
        """),
        wins=Wins(seeds=50, loss=50, accuracy=48),
        caveats=(EARLY_FULL_BATCH, NOISY_LABELS),
    ),
    Scene(
        name="spiral",
        title="Two spirals",
        sentence="A task that needs every neuron: here dropout hurts.",
        settings=_settings("""
            n=200 noise=0.1 flip=0 hidden=16,16 activation=tanh
            optimizer=adam lr=0.05 decay=0 batch=200 steps=400 p=0.3
        """),
        wins=Wins(seeds=50, loss=10, accuracy=0),
        caveats=(
            "Dropout hurts here: p = 0.3 costs 3 points of accuracy with two layers of 16 neurons, 10 with "
            "two of 8, 15 with three of 8.",
        ),
    ),
    Scene(
        name="curve",
        title="A noisy curve",
        sentence="Twenty noisy points of sin(2x), and a network that can bend to each of them.",
        settings=_settings("""
            n=20 noise=0.3 flip=0 hidden=32,32 activation=tanh
            optimizer=adam lr=0.01 decay=0 batch=20 steps=1500 p=0.1
        """),
        wins=Wins(seeds=50, loss=35, accuracy=0),
        caveats=(
            "Stopping early is better here: in the study before this project the network without dropout passed "
            "through a test loss of 0.044, and dropout ended at 0.079 (30 runs).",
        ),
    ),
    Scene(
        name="digits",
        title="Handwritten digits",
        sentence="Three hundred images, about one in five with the wrong label. The test labels are right.",
        settings=_settings("""
            n=300 noise=0 flip=0.2 hidden=64,64 activation=relu
            optimizer=adam lr=0.002 decay=0 batch=32 steps=500 p=0.5
        """),
        wins=Wins(seeds=50, loss=50, accuracy=50),
        caveats=(
            "With all labels right dropout gains little: on 1,000 images of 8 x 8 pixels p = 0.5 brings the "
            "error from 2.6 % to 2.4 %.",
            "Here dropout beats stopping early: on 300 images of 8 x 8 pixels, one label in five wrong, the "
            "best moment has 11.2 % error without dropout, 8.5 % with it.",
        ),
    ),
)

SCENES: Mapping[str, Scene] = {scene.name: scene for scene in _TABLE}
