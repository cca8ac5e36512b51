"""The default scene of each data set: what it is called, and a sentence that says what its settings are.

What was measured with them is said by app/web/explore/claims.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Scene:
    """Its settings are `DEFAULTS[name]`."""

    name: str
    title: str
    sentence: str


_TABLE = (
    Scene(
        name="moons",
        title="Two moons",
        sentence="A hundred points, about one in five with the wrong label: without dropout the network "
        "learns most of the wrong ones by heart.",
    ),
    Scene(
        name="circles",
        title="Two circles",
        sentence="One class lies around the other, and about one label in ten is wrong.",
    ),
    Scene(
        name="xor",
        title="Four quadrants",
        sentence="The class says whether the two signs differ, so no straight line can part the classes. About one "
        "label in seven is wrong.",
    ),
    Scene(
        name="blobs",
        title="Two blobs",
        sentence="A straight line is the best answer, and about one label in ten is wrong. The task is so easy "
        "that even narrow layers tolerate p = 0.5.",
    ),
    Scene(
        name="spiral",
        title="Two spirals",
        sentence="Two arms wound around each other, and every label is right. Here dropout hurts.",
    ),
    Scene(
        name="curve",
        title="A noisy curve",
        sentence="Twenty noisy points of sin(2x), and a network that can bend to each of them.",
    ),
    Scene(
        name="digits",
        title="Handwritten digits",
        sentence="Three hundred images, about one in five with the wrong label. The test labels are right.",
    ),
)

SCENES: Mapping[str, Scene] = {scene.name: scene for scene in _TABLE}
