"""The notebook's errata on the page: words, quotations and formulas."""

import math
import re

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.runs.one_layer.layer_spec import LayerSpec
from app.runs.one_layer.notebook_errata import errata
from app.settings import Settings
from tests.web.page_tree import Node, tree

# Word for word as the notebook has them; an ellipsis stands for what is left out.
QUOTED = {
    "If the j-th neuron was turned off",
    "the network sees consistent activation statistics during training and inference",
    "During inference … network uses appropriately scaled weights or activations",
    "the expected output matches",
    "closely approximates averaging the predictions",
    "dropout is placed after BN, not before",
    "injects more noise and makes the regularisation effect stronger",
    "Stochastic Depth (also called LayerDrop)",
    "Recurrent Dropout",
    "preserve memory",
    "approximating Bernoulli dropout in expectation",
    "Structured variants use the same probability p",
    "As the dropout layer has no learnable parameters",
    "learn weights near zero, activate extremely rarely",
    "Over-specialization is the primary symptom of co-adaptation",
    "notably early LSTM variants … less common due to optimization difficulties",
}


@pytest.fixture(scope="module")
def page() -> Node:
    return tree(TestClient(create_app(Settings()).pages).get("/layer").text)


def erratum(page: Node, number: int) -> str:
    return page.one(id_=f"notebook-{number}").text


def test_what_stands_in_quotation_marks_is_quoted():
    texts = " ".join(f"{line.said} {line.holds}" for kind in errata().values() for line in kind)
    assert set(re.findall("“([^”]*)”", texts)) == QUOTED


def test_formulas_are_mathml(page):
    for number in range(12, 19):
        assert page.one(id_=f"notebook-{number}").all("math"), number
    section = page.one(id_="notebook")
    assert "$" not in section.text
    assert not re.search("[₀-₉ᵢⱼ⁰-⁹]|∂[LYX]/", " ".join(_outside_math(section)))


def _outside_math(node: Node) -> list[str]:
    if node.name == "math":
        return []
    return [text for part in node.parts for text in ([part] if isinstance(part, str) else _outside_math(part))]


def test_p_of_1_and_the_two_bullets_are_named(page):
    assert "PyTorch and Keras accept" in erratum(page, 9)
    assert "Dropout(1) gives AssertionError" in erratum(page, 9)
    assert "two bullets describe the same thing" in erratum(page, 25)
    assert "does not by itself “preserve memory”" in erratum(page, 25)


def test_the_unlucky_draw_is_explained(page):
    few = sum(math.comb(20, kept) for kept in range(7)) / 2**20
    assert f"in {100 * few:.1f} % of all draws" in page.one(id_="notebook").text


def test_the_class_that_runs_is_said_to_be_put_together(page):
    assert "put together from the statements" in page.one(id_="notebook").text
    (link,) = page.all("a", href="#notebook-1")
    assert "put together" in link.text


@pytest.mark.parametrize("query", ["", "mode=eval&p=0", "k=1", "p=0.2"])
def test_apostrophes_are_curly_outside_code(query):
    html = TestClient(create_app(Settings()).pages).get(f"/layer?{LayerSpec.from_query(query).query()}").text
    assert "'" not in re.sub("<code>.*?</code>|<(?:script|style).*?</|<[^>]*>", "", html).replace("&#39;", "'")
