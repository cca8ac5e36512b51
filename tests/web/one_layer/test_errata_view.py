"""The notebook's errata on the page: words, quotations and formulas."""

import math
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.runs.one_layer.layer_spec import LayerSpec
from app.settings import Settings
from tests.web.page_tree import Node, tree

ROOT = Path(__file__).parents[2]
NOTEBOOK = " ".join((ROOT / "runs/one_layer/notebook.txt").read_text(encoding="utf-8").replace("**", "").split())


@pytest.fixture(scope="module")
def page() -> Node:
    return tree(TestClient(create_app(Settings()).pages).get("/layer").text)


def erratum(page: Node, number: int) -> str:
    return page.one(id_=f"notebook-{number}").text


def test_what_the_page_quotes_is_the_notebooks(page):
    beyond_errata = " ".join(node.text for node in page.all("p"))
    quoted = [words for words in re.findall("“([^”]*)”", beyond_errata) if "$" not in words]
    assert len(quoted) >= 3
    for words in quoted:
        assert words in NOTEBOOK


def test_the_tables_have_column_headings(page):
    tables = page.one(id_="notebook").all("table")
    assert [table.one("caption").text for table in tables] == ["Code", "Formulas", "Statements"]
    for table in tables:
        assert [(head.text, head["scope"]) for head in table.all("th")] == [
            ("In the notebook", "col"), ("What holds", "col"),
        ]  # fmt: skip
        assert all(len(row.all("td")) == 2 for row in table.all("tr")[1:])


def test_formulas_are_mathml(page):
    for number in (*range(12, 19), 34):
        assert page.one(id_=f"notebook-{number}").all("math"), number
    section = page.one(id_="notebook")
    assert "$" not in section.text
    assert not re.search("[₀-₉ᵢⱼ⁰-⁹]|∂[LYX]/", " ".join(_outside_math(section)))


def _outside_math(node: Node) -> list[str]:
    if node.name == "math":
        return []
    return [text for part in node.parts for text in ([part] if isinstance(part, str) else _outside_math(part))]


def test_p_of_1_and_the_two_bullets_are_named(page):
    assert "PyTorch accepts it and drops everything, TensorFlow’s tf.nn.dropout refuses it too" in erratum(page, 9)
    assert "Dropout(1) gives AssertionError" in erratum(page, 9)
    assert "Half true. It is what Keras calls recurrent_dropout" in erratum(page, 25)


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
