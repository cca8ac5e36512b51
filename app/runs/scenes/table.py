"""The default scene of each data set: settings that show something, and a sentence that says what they are.

What was measured with them is said by app/web/explore/claims.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Scene:
    """Settings are texts, as a link holds them; place is every hidden layer and all seeds are 1."""

    name: str
    title: str
    sentence: str
    settings: Mapping[str, str]


def _settings(text: str) -> dict[str, str]:
    return dict(word.split("=", 1) for word in text.split())


_TABLE = (
    Scene(
        name="moons",
        title="Two moons",
        sentence="A hundred points, about one in five with the wrong label: without dropout the network "
        "learns most of the wrong ones by heart.",
        settings=_settings("""
            n=100 noise=0.2 flip=0.2 hidden=12,12,12 activation=relu
            optimizer=adam lr=0.02 decay=0 batch=20 steps=1500 p=0.2
        """),
    ),
    Scene(
        name="circles",
        title="Two circles",
        sentence="One class lies around the other, and about one label in ten is wrong.",
        settings=_settings("""
            n=80 noise=0.15 flip=0.1 hidden=10,10 activation=tanh
            optimizer=adam lr=0.05 decay=0 batch=80 steps=400 p=0.1
        """),
    ),
    Scene(
        name="xor",
        title="Four quadrants",
        sentence="The class says whether the two signs differ, so no straight line can part the classes. About one "
        "label in seven is wrong.",
        settings=_settings("""
            n=80 noise=0.2 flip=0.15 hidden=12,12 activation=tanh
            optimizer=adam lr=0.05 decay=0 batch=80 steps=400 p=0.3
        """),
    ),
    Scene(
        name="blobs",
        title="Two blobs",
        sentence="A straight line is the best answer, and about one label in ten is wrong. The task is so easy "
        "that even narrow layers tolerate p = 0.5.",
        settings=_settings("""
            n=60 noise=0.6 flip=0.1 hidden=8,8 activation=tanh
            optimizer=adam lr=0.05 decay=0 batch=60 steps=400 p=0.5
        """),
    ),
    Scene(
        name="spiral",
        title="Two spirals",
        sentence="Two arms wound around each other, and every label is right. Here dropout hurts.",
        settings=_settings("""
            n=200 noise=0.1 flip=0 hidden=16,16 activation=tanh
            optimizer=adam lr=0.05 decay=0 batch=200 steps=400 p=0.3
        """),
    ),
    Scene(
        name="curve",
        title="A noisy curve",
        sentence="Twenty noisy points of sin(2x), and a network that can bend to each of them.",
        settings=_settings("""
            n=20 noise=0.3 flip=0 hidden=32,32 activation=tanh
            optimizer=adam lr=0.01 decay=0 batch=20 steps=1500 p=0.1
        """),
    ),
    Scene(
        name="digits",
        title="Handwritten digits",
        sentence="Three hundred images, about one in five with the wrong label. The test labels are right.",
        settings=_settings("""
            n=300 noise=0 flip=0.2 hidden=64,64 activation=relu
            optimizer=adam lr=0.002 decay=0 batch=32 steps=500 p=0.5
        """),
    ),
)

SCENES: Mapping[str, Scene] = {scene.name: scene for scene in _TABLE}
