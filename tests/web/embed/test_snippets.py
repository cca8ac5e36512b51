"""What is pasted: escaped right for each platform, whatever the title and the link hold."""

import ast
from dataclasses import replace

import pytest

from app.web.embed.frame import Frame
from app.web.embed.shared import Shared
from app.web.embed.snippets import SNIPPETS, warnings
from app.web.embed.wanted import PLATFORMS
from app.web.site.public import Public
from tests.web.page_tree import tree

ADDRESS = "https://dropout.example.edu/embed/network?change=p@128:0.3;lr@200:0.01&p=0.3&step=128"
TITLE = """The "network" & what's <off>"""
SHARED = Shared(
    Frame(ADDRESS, TITLE, 700, 500, "dark"),
    live="https://dropout.example.edu/?p=0.3&step=128",
    picture="https://dropout.example.edu/figure/network.png?p=0.3&step=128&scale=2",
    alt="Dropout [p = 0.3]",
    replay="https://dropout.example.edu/replay/network.html?p=0.3",
    file="dropout-network.html",
    script="https://dropout.example.edu/static/embed.js",
)


def iframe_of(to: str) -> dict[str, str]:
    """The attributes of the frame that a snippet makes, as a browser reads them."""
    text = SNIPPETS[to](SHARED)
    if to == "jupyter":
        text = made_by_ipython(text)
    return tree(text).one("iframe").attributes


def made_by_ipython(cell: str) -> str:
    """What IPython.display.IFrame writes: src as it is, and `extras` one after the other."""
    (imported, shown) = ast.parse(cell).body
    assert ast.unparse(imported) == "from IPython.display import IFrame"
    assert isinstance(shown, ast.Expr)
    call = shown.value
    assert isinstance(call, ast.Call)
    assert ast.unparse(call.func) == "IFrame"
    (address,) = map(ast.literal_eval, call.args)
    named = {word.arg: ast.literal_eval(word.value) for word in call.keywords}
    assert set(named) == {"width", "height", "extras"}
    extras = " ".join(named["extras"])
    size = f'width="{named["width"]}" height="{named["height"]}"'
    return f'<iframe {size} src="{address}" frameborder="0" allowfullscreen {extras}></iframe>'


def test_there_is_one_for_each_platform() -> None:
    assert tuple(SNIPPETS) == PLATFORMS


@pytest.mark.parametrize("to", ["html", "jupyter", "quarto", "moodle", "canvas"])
def test_a_frame_has_its_address_title_size_and_theme(to: str) -> None:
    frame = iframe_of(to)
    assert (frame["src"], frame["title"]) == (ADDRESS, TITLE)
    assert (frame["width"], frame["height"], frame["loading"]) == ("700", "500", "lazy")
    assert frame["style"] == "border: 0; max-width: 100%; color-scheme: dark"
    assert "allow" not in frame


def test_html_is_escaped() -> None:
    text = SNIPPETS["html"](SHARED)
    assert "&amp;p=0.3&amp;step=128" in text
    assert "&#34;network&#34; &amp; what&#39;s &lt;off&gt;" in text


@pytest.mark.parametrize("to", ["html", "quarto"])
def test_a_line_of_script_comes_with_those_that_keep_it(to: str) -> None:
    script = tree(SNIPPETS[to](SHARED)).one("script")
    assert (script["src"], script.has("defer"), script.text) == (SHARED.script, True, "")
    assert "<script" not in SNIPPETS[to](replace(SHARED, script=""))


@pytest.mark.parametrize("to", ["moodle", "canvas", "jupyter", "myst"])
def test_the_others_have_none(to: str) -> None:
    assert "script" not in SNIPPETS[to](SHARED)


def test_quarto_is_a_block_of_html_and_myst_a_directive() -> None:
    first, *_, last = SNIPPETS["quarto"](SHARED).splitlines()
    assert (first, last) == ("```{=html}", "```")
    first, *options, last = SNIPPETS["myst"](SHARED).splitlines()
    assert (first, last) == (f"```{{iframe}} {ADDRESS}", "```")
    assert options == [":width: 100%", f":title: {TITLE}"]


def test_markdown_is_a_picture_in_a_link() -> None:
    assert SNIPPETS["markdown"](SHARED) == f"[![Dropout (p = 0.3)]({SHARED.picture})]({SHARED.live})"


def test_a_file_stands_beside_its_page() -> None:
    assert tree(SNIPPETS["replay"](SHARED)).one("iframe")["src"] == "dropout-network.html"


HTTPS, HTTP = Public("https://dropout.example.edu/", True), Public("http://dropout.example.edu/", True)
NETWORK, HERE = Public("http://192.168.0.7:8000/", True), Public("http://127.0.0.1:8000/", False)


@pytest.mark.parametrize("to", PLATFORMS)
def test_each_says_what_will_not_work(to: str) -> None:
    counts = [len(warnings(to, site, "*")) for site in (HTTPS, HTTP, NETWORK, HERE)]
    assert counts == ([1, 1, 1, 1] if to == "replay" else [1, 2, 3, 2])


def test_how_to_start_a_server_for_others_is_said_where_this_one_is_alone() -> None:
    text = warnings("html", HERE, "*")[-1]
    assert "http://127.0.0.1:8000/ opens on this computer alone" in text
    assert "--host 0.0.0.0" in text
    assert "--public-url" in text


def test_where_few_pages_may_hold_a_frame_they_are_named() -> None:
    assert warnings("html", HTTPS, "'self' https://moodle.example.edu")[-1].endswith(
        "'self' https://moodle.example.edu"
    )
    assert len(warnings("markdown", HTTPS, "'self'")) == 1
