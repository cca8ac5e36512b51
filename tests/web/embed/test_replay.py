"""Whatever is in the catalogue is a replay, which has all that it needs inside."""

import base64
import hashlib
import re

import pytest

from app.web.embed.catalogue import EMBEDS
from app.web.embed.replay import SIZE_MAX
from app.web.figures.catalogue import FIGURES
from tests.web.embed.replays import RUN, SITE, beside, inside, replay
from tests.web.live.unpacked import unzipped
from tests.web.page_tree import Node, tree

LAYER = "p=0.3&controls=step"
LINKS = [
    *((name, RUN) for name in FIGURES),
    *((name, "steps=20&n=100&batch=4&data=digits&hidden=8") for name in FIGURES),
    ("layer", "batch=2&units=3"),
    ("layer", "p=0.3&batch=8&units=8&controls=step"),
]


def addresses(page: Node) -> set[str]:
    """All that a page could lead to or ask for, but what it has inside; a link with parameters leads to the file."""
    names = ("href", "src", "srcset", "action", "data-link", "data-edit", "poster", "xlink:href")
    found = {node[name] for node in page.walk() for name in names if node.has(name)}
    return {address for address in found if not address.startswith(("data:", "?"))}


def test_each_has_one() -> None:
    assert {name for name, _ in LINKS} == set(EMBEDS)


@pytest.mark.parametrize(("name", "link"), LINKS)
def test_nothing_in_it_leads_to_a_server(name: str, link: str) -> None:
    made = replay(name, link)
    page = tree(made.text)
    assert len(made.text.encode()) < SIZE_MAX
    assert page.one("main").one("h1").text
    assert addresses(page) <= {"#scene", ""}  # the latter is the file
    if name in FIGURES:
        assert addresses(beside(page)) <= {"#scene"}
    assert re.findall(r"url\((?!#)", made.text) == []
    assert "@import" not in made.text
    assert [part for part in made.text.split('"') if re.match(r"(https?:)?//(?!www\.w3\.org/)", part)] == []


@pytest.mark.parametrize("name", ["network", "layer"])
def test_its_policy_allows_what_is_inside_and_no_request(name: str) -> None:
    made = replay(name, RUN if name in FIGURES else LAYER)
    page = tree(made.text)
    assert page.one("meta", http_equiv="Content-Security-Policy")["content"] == made.policy
    sources = dict(part.split(" ", 1) for part in made.policy.split("; "))
    for kind, pattern in (("script", r'<script type="module">(.*?)</script>'), ("style", r"<style>(.*?)</style>")):
        (text,) = re.findall(pattern, made.text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert sources[f"{kind}-src"] == f"'sha256-{digest}'"
    assert sources["default-src"] == "'none'"
    assert not [name for node in page.walk() for name in node.attributes if name == "style" or name.startswith("on")]


@pytest.mark.parametrize("name", ["network", "layer"])
def test_what_is_inside_can_be_read(name: str) -> None:
    page = tree(replay(name, RUN if name in FIGURES else LAYER).text)
    assert unzipped(inside(page, "recording")).startswith(b"{")


@pytest.mark.parametrize(("name", "link"), [("network", RUN), ("layer", LAYER)])
def test_the_same_link_gives_the_same_bytes_and_another_gives_others(name: str, link: str) -> None:
    told: list[tuple[str, float]] = []
    made = replay(name, link, SITE, lambda *what: told.append(what))
    assert made == replay(name, link, SITE)
    assert made != replay(name, link)
    assert told[-1] == ("recording", 1.0)
    assert f'href="{SITE}' in made.text
