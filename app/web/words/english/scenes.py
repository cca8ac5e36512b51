"""Each data set: its name, its classes, and the scene that its defaults are."""

DATA = {
    "moons": "Moons",
    "circles": "Circles",
    "xor": "XOR",
    "blobs": "Blobs",
    "spiral": "Spiral",
    "curve": "Curve",
    "notebook": "Hoops",
    "digits": "Digits",
    "memory": "Memory",
    "words": "Words",
}

# The classes of a data set with two, 0 and 1. Digits are their own names.
CLASSES = {
    "moons.0": "upper moon",
    "moons.1": "lower moon",
    "circles.0": "outer circle",
    "circles.1": "inner circle",
    "xor.0": "equal signs",
    "xor.1": "unequal signs",
    "blobs.0": "lower blob",
    "blobs.1": "upper blob",
    "spiral.0": "first arm",
    "spiral.1": "second arm",
    "words.0": "α",
    "words.1": "β",
    "words.2": "γ",
    "notebook.0": "A",
    "notebook.1": "B",
} | {f"memory.{k}": letter for k, letter in enumerate("ABCDEFGH")}

# What the scene is called, and what its settings are. What was measured with them is in claims.py.
SCENES = {
    "moons.title": "Two moons",
    "moons.sentence": "A hundred points, about one in five with the wrong label: without dropout the network learns "
    "most of the wrong ones by heart.",
    "circles.title": "Two circles",
    "circles.sentence": "One class lies around the other, and about one label in ten is wrong.",
    "xor.title": "Four quadrants",
    "xor.sentence": "The class says whether the two signs differ, so no straight line can part the classes. About one "
    "label in seven is wrong.",
    "blobs.title": "Two blobs",
    "blobs.sentence": "A straight line is the best answer, and about one label in ten is wrong. The task is so easy "
    "that even narrow layers tolerate p = 0.5.",
    "spiral.title": "Two spirals",
    "spiral.sentence": "Two arms wound around each other, and every label is right. Here dropout hurts.",
    "curve.title": "A noisy curve",
    "curve.sentence": "Twenty noisy points of sin(2x), and a network that can bend to each of them.",
    "notebook.title": "Two hoops in space",
    "notebook.sentence": "The network of the notebook’s figure: 3 inputs, hidden layers of 4, 5 and 5 neurons, "
    "2 outputs, and p = 0.5 after each hidden layer. Its points lie on two hoops, A and B, each through the other like "
    "links of a chain; about one label in ten is wrong.",
    "digits.title": "Handwritten digits",
    "digits.sentence": "Three hundred images, about one in five with the wrong label. The test labels are right.",
    "memory.title": "What was first?",
    "memory.sentence": "Which of eight symbols came first? It has to be kept while nineteen others pass by.",
    "words.title": "What twelve words speak for",
    "words.sentence": "Three hundred sentences of a made-up language, each of the class that its words speak for most; "
    "about one in five with the wrong label. The test labels are right.",
} | {
    f"digits {net}.{key}": text
    for net in ("conv", "lstm", "residual")
    for key, text in (
        ("title", "Handwritten digits"),
        ("sentence", "Three hundred images, about one in five with the wrong label. The test labels are right."),
    )
}
