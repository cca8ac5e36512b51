"""The style of a picture: what static/css says, without what converters do not know."""

import re

import pytest

from app.resources import static_dir
from app.web.embed.plain import style, tokens
from app.web.site.styles import THEMES, Theme

# Of selectors: types, classes, attributes as a whole, what lies within what.
SIMPLE = r'(?:[a-z]+|[a-z]*(?:\.[\w-]+|\[[\w-]+(?:="[^"]*")?\])+)'
PLAIN = re.compile(f"{SIMPLE}(?: {SIMPLE})*")


def rules(text: str) -> list[tuple[str, str]]:
    return re.findall(r"([^{}]+)\{([^{}]*)\}", text)


@pytest.mark.parametrize("printed", [False, True])
@pytest.mark.parametrize("theme", THEMES)
def test_every_colour_is_written_out(theme: Theme, printed: bool) -> None:
    text = style(theme, printed)
    assert "var(" not in text
    assert "--" not in text
    assert "rem" not in re.sub(r'"[^"]*"', "", text)
    assert tokens(theme == "dark", printed)["positive"] in text


def test_a_colour_is_that_of_the_page() -> None:
    light, dark = tokens(False), tokens(True)
    sheet = (static_dir() / "css" / "site.css").read_text("utf-8")
    assert f"--positive: {light['positive']};" in sheet.split("@media")[0]
    assert f"--positive: {dark['positive']};" in sheet.split("@media")[1]
    assert light["positive"] != dark["positive"]
    assert tokens(False, True)["paper"] == "#fff"
    assert tokens(True, True)["paper"] == dark["paper"]


def test_auto_adds_what_is_dark_for_who_asks_the_system() -> None:
    light, dark, auto = (style(theme) for theme in ("light", "dark", "auto"))
    assert auto.startswith(light)
    asked = auto.removeprefix(light)
    assert asked.startswith("@media (prefers-color-scheme: dark){")
    added = rules(asked.removeprefix("@media (prefers-color-scheme: dark){"))
    assert set(added) <= set(rules(dark))
    assert (".for-dark", "display:inline;") in added
    assert set(rules(dark)) - set(rules(light)) == set(added)


def test_selectors_and_type_are_what_converters_know() -> None:
    for selectors, body in rules(style("light")):
        for selector in selectors.split(","):
            assert PLAIN.fullmatch(selector.strip()), selector
        for font in re.findall(r"(?:^|;)font:([^;]*)", body):
            assert re.match(r"[\d.]+px ", font), font
        assert not re.search(r"calc\(|transform:|vector-effect", body)
