"""Replays made on the spot, without a server; and what is inside them."""

import asyncio

from threadpoolctl import threadpool_limits

from app.runs.serving.store import Store
from app.runs.serving.trainers import LoopTrainer
from app.web.embed.allowed import read_asked
from app.web.embed.catalogue import EMBEDS
from app.web.embed.replay import Page, Tell, silent
from app.web.site.received import mended
from tests.web.live.unpacked import unzipped
from tests.web.page_tree import Node, tree

RUN = "steps=40&n=40&batch=6&hidden=6,5"
SITE = "https://dropout.example.edu/"


def replay(name: str, link: str, live: str = "", tell: Tell = silent) -> Page:
    async def made() -> Page:
        store = Store(64 << 20, 4)
        trainer = LoopTrainer(store)
        try:
            return await EMBEDS[name].replay(read_asked(mended(link)), live).make(store, tell)
        finally:
            await trainer.stop()

    with threadpool_limits(1):
        return asyncio.run(made())


def inside(page: Node, id: str) -> str:
    return page.one("script", id=id).text


def beside(page: Node) -> Node:
    """What the script of a run's replay puts into it."""
    return tree(unzipped(inside(page, "beside")).decode())
