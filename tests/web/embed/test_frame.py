"""The frame that holds a figure in somebody else's page."""

import pytest

from app.web.embed.frame import COLUMN, Frame
from tests.web.page_tree import tree

ADDRESS = "https://dropout.example.edu/embed/network?p=0.3&step=128"


def test_it_has_what_it_needs_and_no_more() -> None:
    frame = tree(Frame(ADDRESS, 'A "title"', COLUMN, 500, "light").html).one("iframe")
    assert frame.attributes == {
        "src": ADDRESS,
        "width": "100%",
        "height": "500",
        "title": 'A "title"',
        "style": "border: 0; max-width: 100%; color-scheme: light",
        "loading": "lazy",
    }


@pytest.mark.parametrize(
    ("address", "allow"),
    [
        ("http://127.0.0.1:8000/", "local-network-access"),
        ("http://192.168.0.7:8000/", "local-network-access"),
        ("http://lab.local/", "local-network-access"),
        ("https://dropout.example.edu/", ""),
        ("https://93.184.216.34/", ""),
    ],
)
def test_a_frame_of_a_local_server_asks_for_the_local_network(address: str, allow: str) -> None:
    assert Frame(address, "", "100%", 500, "auto").allow == allow


def test_with_the_readers_theme_no_colour_scheme_is_said() -> None:
    assert "color-scheme" not in Frame(ADDRESS, "", 700, 500, "auto").html
