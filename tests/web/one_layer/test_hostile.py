"""Whatever a link holds: a page of finite numbers that can be read, or a refusal that names the limit."""

import re

import pytest
from fastapi.testclient import TestClient
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.main import create_app
from app.runs.one_layer.fields import LAYER_FIELDS
from app.settings import Settings

PATHS = ("/layer", "/layer/labs", "/layer/cell", "/api/layer")
CELLS = st.sampled_from(["11", "34", "45", "88", "00", "9"])

numbers = st.one_of(
    st.floats().map(repr),
    st.integers().map(str),
    st.builds("{}e{}".format, st.integers(-20, 20), st.integers(-400, 400)),
    st.sampled_from(
        ["0", "-0", "1", "1e-320", "1e-300", "5e-324", "0.999999", "0.9999999999", "1e6", "1_0", "٢", "+5"]
    ),
    st.sampled_from(["1e-6", "0.000001", "0.5", "1,5", "inf", "nan", "0x1p3", "", " ", "1e", ".", "9" * 400]),
)
edits = st.lists(st.builds("{}:{}".format, CELLS, numbers), max_size=4).map(",".join)
links = st.fixed_dictionaries(
    {}, optional={name: numbers | edits | st.text(max_size=5) for name in (*LAYER_FIELDS, "x", "dy", "cell", "was")}
)


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(create_app(Settings()).pages)


# Warnings of NumPy are errors in tests, and an error in the application is raised by the client.
@settings(max_examples=60, deadline=None)
@given(links, st.sampled_from(PATHS))
@example({"p": "1e-320"}, "/layer")
@example({"p": "1e-300"}, "/layer")
@example({"p": "0.000001", "x": "34:1e6,11:1e-6", "dy": "34:-1e6", "k": "10000"}, "/layer")
@example({"p": "0.999999", "x": "34:1e6,11:1e-6", "dy": "34:-1e6", "k": "10000", "batch": "8", "units": "8"}, "/layer")
@example({"p": "0.3", "x": "34:1e6", "k": "1", "coins": "shown", "substep": "scale"}, "/layer")
def test_every_number_on_the_page_is_finite_and_can_be_read(
    client: TestClient, link: dict[str, str], path: str
) -> None:
    answer = client.get(path, params=link)
    assert answer.status_code in (200, 422), answer.status_code
    page = re.sub(r'<(?:input|title)[^>]*>|name="was"|got [^<]*|&#39;.*?&#39;', "", answer.text)
    if answer.status_code == 200:
        assert not re.search(r"\b(?:nan|inf|infinity)\b", page, re.IGNORECASE)
        if path != "/api/layer":
            assert not re.search(r"\d{20}", re.sub(r'(?:href|value|data-\w+|name)="[^"]*"', "", page))
