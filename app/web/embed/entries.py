"""The scripts that there are: each page's, with the figures that it draws.

Which class draws a figure stands in the catalogue alone. So the module that a page begins with is written here: it
imports the page's own module and its figures, and puts them together. An embed gets one figure, and no other's script.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from app.resources import static_dir
from app.web.figures.catalogue import FIGURES, Figure
from app.web.site.bundle import Script, bundle


@cache
def scripts() -> dict[str, Script]:
    """By the name of the entry: `explore`, `layer`, `embed-network` and so on, joined once."""
    folder = static_dir() / "js"
    found = {"explore": bundle(folder, "entry.js", _beginning("explore/page.js", FIGURES.values()))}
    found["methods"] = bundle(folder, "methods/table.js")
    found["experiment"] = bundle(folder, "experiments/page.js")
    found["layer"] = bundle(folder, "one_layer/page.js")
    found["share"] = bundle(folder, "embed/share.js")
    for name, figure in FIGURES.items():
        found[f"embed-{name}"] = bundle(folder, "entry.js", _beginning("embed/page.js", [figure]))
    found["embed-layer"] = bundle(folder, "embed/layer.js")
    found["replay"] = bundle(folder, "entry.js", _beginning("embed/replay.js", FIGURES.values()))
    found["replay-layer"] = bundle(folder, "embed/layer_replay.js")
    return found


def _beginning(page: str, figures: Iterable[Figure]) -> str:
    """The text of a page's first module."""
    drawn = [pair for figure in figures for pair in figure.scripts]
    lines = [f"import {{ {kind} }} from './{script}';" for script, kind in drawn]
    kinds = ", ".join(kind for _, kind in drawn)
    return "\n".join([*lines, f"import {{ begin }} from './{page}';", "", f"begin({{ {kinds} }});", ""])
