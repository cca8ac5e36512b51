"""The command `dropout-explorer export`: a run, trained here and now, as one file that plays it without a server."""

from __future__ import annotations

import argparse
import asyncio
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, NoReturn
from urllib.parse import urlsplit

from threadpoolctl import threadpool_limits

from app.runs.serving.store import Store
from app.runs.serving.trainers import LoopTrainer
from app.runs.spec.link import SpecError
from app.settings import Settings
from app.web.embed.allowed import read_asked
from app.web.embed.catalogue import EMBEDS
from app.web.embed.replay import Page, Replay, Tell, silent
from app.web.site.public import local, normal_url
from app.web.site.received import mended
from app.web.words.faults import told

WRONG, FAILED = 2, 1  # exit codes: what was asked for cannot be; it can be, and did not work
FIGURE_PATH = re.compile(r"(?:(?:embed|replay|figure)/([\w-]+)(?:\.\w+)?|(layer))$")
USUAL = "network"


class Link(NamedTuple):
    """A link taken apart. figure: which its path names, or ""; site: address of a server that others reach, or ""."""

    query: str
    figure: str
    site: str


def main(arguments: Sequence[str]) -> None:
    """The command, with what stands behind `export`."""
    wish = _parser().parse_args(arguments)
    try:
        link = read_link(wish.link)
        public = wish.public_url if wish.public_url is not None else Settings(_cli_parse_args=[]).public_url
        embed = EMBEDS[wish.figure or link.figure or USUAL]
        replay = embed.replay(read_asked(mended(link.query)), public or link.site)
    except SpecError as error:
        _end("\n".join(told(error).values()), WRONG)
    except ValueError as error:
        _end(str(error), WRONG)
    if not Path(wish.file).parent.is_dir():
        _end(f"cannot write {wish.file}: there is no such folder", FAILED)
    try:
        with threadpool_limits(1):  # as in the server, so that the bits are the same
            page = asyncio.run(_made(replay, _progress if sys.stderr.isatty() else silent))
        Path(wish.file).write_text(page.text, encoding="utf-8", newline="\n")
    except RuntimeError as error:
        _end(str(error), FAILED)
    except OSError as error:
        _end(f"cannot write {wish.file}: {error.strerror or error}", FAILED)
    print(f"{wish.file}: {len(page.text.encode()):,} bytes")


def read_link(text: str) -> Link:
    """A whole address, what follows its host, or its parameters alone. Raises: ValueError for another page's."""
    text = text.strip()
    if "?" not in text and "/" not in text:
        text = f"?{text}"
    parts = urlsplit(text)
    found = FIGURE_PATH.search(parts.path)
    figure = (found[1] or found[2]) if found else ""
    if parts.path and not parts.path.endswith("/") and figure not in EMBEDS:
        raise ValueError(f"{parts.path} is no page of a run; take the link of Explore or of a figure")
    path = parts.path[: found.start()] if found else parts.path
    address = normal_url(f"{parts.scheme}://{parts.netloc}{path}") if parts.netloc else ""
    return Link(parts.query, figure, "" if not address or local(address) else address)


async def _made(replay: Replay, tell: Tell) -> Page:
    store = Store(Settings(_cli_parse_args=[]).memory_mb << 20, live=2)
    trainer = LoopTrainer(store)
    await trainer.start()
    try:
        return await replay.make(store, tell)
    finally:
        tell("", 0)
        await trainer.stop()


def _progress(what: str, share: float) -> None:
    print(f"\r{f'{what} {share:.0%}' if what else '':20}\r", end="", file=sys.stderr, flush=True)


def _end(message: str, code: int) -> NoReturn:
    print(f"dropout-explorer export: {message}", file=sys.stderr)
    sys.exit(code)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("dropout-explorer export", description=__doc__.split(": ", 1)[1])
    parser.add_argument("link", help="what to record: an address of Explore or an embed, or its parameters, as p=0.3")
    parser.add_argument("file", help="where to write it, as run.html")
    parser.add_argument("--figure", choices=tuple(EMBEDS), help="which stands first (default: the link's, or network)")
    parser.add_argument("--public-url", type=normal_url, metavar="URL", help="a server that the file may lead to")
    return parser
