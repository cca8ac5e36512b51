"""What a browser says that it has."""

import pytest
from starlette.requests import Request

from app.web.site.etags import has


@pytest.mark.parametrize(
    ("named", "has_it"),
    [
        ('"a1"', True),
        ('W/"a1"', True),
        ('"b", W/"a1"', True),
        ('"a"', False),
        ("a1", False),
        ('"a12"', False),
        ("", False),
    ],
)
def test_it_has_what_it_names_and_nothing_else(named: str, has_it: bool) -> None:
    request = Request({"type": "http", "headers": [(b"if-none-match", named.encode())]})
    assert has(request, '"a1"') is has_it
    assert not has(Request({"type": "http", "headers": []}), '"a1"')
