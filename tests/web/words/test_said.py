"""What was read and approved stays as it is: every text of the tables, and sentences, formulas, captions and labels of
both pages as they are put together.

Who changes words on purpose writes the file anew: `python -m tests.web.words.test_said`. What is new is read once.
"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from app.runs.one_layer.fields import SUB_STEPS
from app.runs.one_layer.layer_pass import run
from app.runs.one_layer.layer_spec import LayerSpec
from app.web.address.links import Links
from app.web.address.query import View
from app.web.figures import inspector
from app.web.figures.catalogue import FIGURES
from app.web.moment import seen
from app.web.one_layer.formulas import formulas
from app.web.one_layer.matrices import matrices
from app.web.one_layer.network import network
from app.web.one_layer.scaling_view import scaling_view
from app.web.one_layer.sentence import sentence
from app.web.site.templates import environment
from app.web.words.english import ENGLISH
from tests.web.page_tree import tree
from tests.web.runs import trained

FILE = Path(__file__).with_name("said.json")
LAYERS = ("", "cell=11", "p=0.3", "p=0", "mode=eval", "p=0.3&cell=21&seed=3")
RUN = "steps=60&place=0,1,2,3&p=0.2"


def texts() -> dict[str, str]:
    return dict(ENGLISH)


def one_layer() -> dict[str, list[str]]:
    """The sentence, caption and matrices of each sub-step, and the formulas of the last."""
    found = {}
    for query in LAYERS:
        for substep in SUB_STEPS:
            spec = LayerSpec.from_query(query).but(substep=substep)
            numbers = run(spec)
            drawn = network(spec, numbers)
            tables = matrices(spec, numbers, {}, {})
            five = (tables.x, tables.m, tables.y, tables.dy, tables.dx)
            found[f"{query} {substep}"] = [
                sentence(spec, numbers),
                drawn.caption,
                drawn.alt,
                *(matrix.note for matrix in five),
                *(f"{cell.label}: {cell.text}" for matrix in five for cell in matrix.rows[0][:2]),
            ]
        spec = LayerSpec.from_query(query)
        lines = formulas(spec, run(spec))
        found[f"{query} formulas"] = [f"{line.label} {tree(str(line.mathml)).text}" for line in lines]
    return found


def scaling() -> dict[str, list[str]]:
    """What the laboratory says of each way to scale."""
    found = {}
    for query in ("", "p=0.3", "p=0", "p=0.3&x=34:0"):
        view = scaling_view(LayerSpec.from_query(query), "", "")
        found[query] = [text for panel in view.panels for text in (panel.title, panel.rule, panel.verdict)]
    return found


def neurons() -> dict[str, str]:
    """What the inspector says of neurons of every layer."""
    found = {}
    for layer, unit in ((0, 0), (1, 0), (1, 3), (2, 5), (3, 7), (4, 0)):
        for activation in ("relu", "tanh"):
            moment = seen(trained(f"{RUN}&activation={activation}"), View(step=40, sample=3))
            shown = inspector.context(moment, layer, unit, Links(moment.run.spec, View(step=40, sample=3)))
            html = environment().get_template("figures/neuron.html").render(inspector=shown)
            found[f"{activation} {layer} {unit}"] = tree(html).text
    return found


def mask_rows() -> list[str]:
    """The caption of each mask matrix, and who is off in its first rows."""
    looks = View(step=40, sample=3)
    moment = seen(trained(f"{RUN}&activation=relu"), looks)
    placed = FIGURES["batch"].placed(moment, Links(moment.run.spec, looks), "masks")
    page = tree(environment().get_template(placed.template).render(figure=placed))
    captions = [caption.text for caption in page.all("figcaption")]
    return [*captions, *(row["aria-label"] for row in page.all("a", "row")[::7])]


PARTS: dict[str, Callable[[], object]] = {
    "texts": texts,
    "one layer": one_layer,
    "scaling": scaling,
    "neurons": neurons,
    "masks": mask_rows,
}


@pytest.mark.parametrize("part", PARTS)
def test_what_is_said_is_what_was_read(part: str) -> None:
    kept, now = json.loads(FILE.read_text(encoding="utf-8"))[part], PARTS[part]()
    if part == "texts":  # a new text is in no book yet
        assert isinstance(now, dict)
        now = {key: text for key, text in now.items() if key in kept}
    assert now == kept


if __name__ == "__main__":
    said = {part: say() for part, say in PARTS.items()}
    FILE.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
