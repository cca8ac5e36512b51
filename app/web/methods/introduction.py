"""What a page says above the figure: of a method what is dropped, and in which shape; of a reason what it asks."""

from __future__ import annotations

from dataclasses import dataclass

from app.web.address.links import Links
from app.web.methods.catalogue import Page
from app.web.words.say import say

FACTS = ("mask", "shared", "scale", "inference", "p")  # what the methods differ in


@dataclass(frozen=True)
class Introduction:
    """All that templates/methods/introduction.html draws. facts: (name, what it is here); none of a reason."""

    named: str  # the window
    title: str
    says: str
    idea: str
    facts: tuple[tuple[str, str], ...]
    explore: str  # the same run there
    explore_says: str
    all: str  # where they are compared
    all_says: str
    passes: bool  # whether it is about Monte-Carlo passes
    nav: str  # the name of its pages in the navigation
    rests: bool  # whether it waits to be played: it shows what has been learned


def context(page: Page, links: Links) -> Introduction:
    """Of a page, with links from it."""
    why = page.room == "why"
    return Introduction(
        named=say("page.named why" if why else "page.named", title=page.title),
        title=page.title,
        says=say(f"page.{page.name}.says"),
        idea=say("page.idea why" if why else "page.idea"),
        facts=tuple((say(f"page.fact.{name}"), fact(page, name)) for name in (() if why else FACTS)),
        explore=links.here(""),
        explore_says=say("page.explore"),
        all=links.root + page.room,
        all_says=say("page.all why" if why else "page.all"),
        passes=page.passes,
        nav=say("index.why.nav") if why else say("index.methods.nav"),
        rests=why,
    )


def fact(page: Page, name: str) -> str:
    """One of FACTS, or what is dropped, in words."""
    return say("page.mask", mask=page.mask, on=page.on) if name == "mask" else say(f"page.{page.name}.{name}")
