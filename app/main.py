"""Puts the parts together (`create_app`), and the command line (`dropout-explorer`)."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
import webbrowser
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from typing import Any

import uvicorn
from fastapi import FastAPI
from pydantic import ValidationError
from pydantic_settings import CliApp, SettingsError
from threadpoolctl import threadpool_limits
from uvicorn.server import HANDLED_SIGNALS

from app import export, parent, sweep
from app.addresses import addresses
from app.resources import static_dir
from app.runs.experiments.executor import cores, make_executor, missing_extra
from app.runs.experiments.kept import KeptCells, place
from app.runs.experiments.running import Experiments
from app.runs.serving.store import Store
from app.runs.serving.trainers import LoopTrainer, WorkerTrainer
from app.runs.spec.run_spec import RunSpec
from app.settings import Settings
from app.web import api, oembed
from app.web.docs import page as docs_page
from app.web.embed import answer as embed
from app.web.embed import builder, code, entries, preview_picture, replay_answer
from app.web.embed import picture as figure_picture
from app.web.embed.making import Making
from app.web.embed.rasters import Rasters
from app.web.experiments import page as experiments_page
from app.web.explore import method_page
from app.web.explore import page as explore
from app.web.figures import picture
from app.web.files import answer as files
from app.web.files import csv_answer
from app.web.live.http_protocol import http_protocol
from app.web.live.hub import Hub
from app.web.live.stream import Stream
from app.web.methods import page as methods
from app.web.one_layer import page as layer
from app.web.practice import index
from app.web.site import bundle, errors, prefix, styles
from app.web.site.compressed import Compressed
from app.web.site.head import as_get
from app.web.site.security import SecurityHeaders
from app.web.site.static_files import TypedFiles
from app.web.site.until_gone import UntilGone


class Explorer:
    """The ASGI app: the stream by itself, and everything else by FastAPI (`pages`)."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.root_path = settings.root_path
        self.store = Store(settings.memory_mb << 20, settings.live_runs)
        self.hub = Hub(settings.streams)
        self.trainer = (LoopTrainer if settings.single_process else WorkerTrainer)(self.store)
        self.stream = Stream(self.store, self.hub)
        compute = partial(make_executor, settings.workers, settings.cluster)
        kept, expected = KeptCells(place(settings.cells)), settings.workers or cores()
        self.experiments = Experiments(compute, kept, expected=expected)
        self.api = self._pages()
        self.pages = UntilGone(SecurityHeaders(Compressed(self.api), settings.frame_ancestors))

    def _pages(self) -> FastAPI:
        app = FastAPI(
            title="Dropout Explorer", docs_url=None, redoc_url=None, lifespan=self._lifespan, redirect_slashes=False
        )
        app.state.store, app.state.hub, app.state.rasters = self.store, self.hub, Rasters()
        app.state.public_url, app.state.root_path = self.settings.public_url, self.root_path
        app.state.frame_ancestors = self.settings.frame_ancestors
        app.state.making = Making()
        app.state.experiments = self.experiments
        app.state.addresses = ()  # at which it can be opened: `main` knows them
        embeds = (embed, figure_picture, preview_picture, builder, code, replay_answer, oembed)
        own = (
            explore,
            experiments_page,
            method_page,
            methods,
            index,
            layer,
            docs_page,
            picture,
            api,
            files,
            csv_answer,
        )
        for part in (*own, *embeds):
            app.include_router(part.router)
        app.include_router(bundle.routes(entries.scripts()))
        app.include_router(styles.routes())
        app.mount("/static", TypedFiles(directory=static_dir()), name="static")
        errors.install(app)
        return app

    @asynccontextmanager
    async def _lifespan(self, app: FastAPI) -> AsyncIterator[None]:
        with threadpool_limits(1):  # two BLAS threads on a busy machine are many times slower, and change the bits
            await self.trainer.start()
            warm = asyncio.create_task(self._warm())
            try:
                yield
            finally:
                warm.cancel()
                self.close()
                await self.experiments.close()
                await self.trainer.stop()

    async def _warm(self) -> None:
        """Train the default run, so that the first page is there at once."""
        async with self.store.open(RunSpec.parse([])) as run:
            await run.finish()

    def close(self) -> None:
        """End what would wait for training: streams, and requests for steps that are not there yet."""
        self.hub.close()
        self.experiments.end()
        self.store.close()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            if self.root_path and scope["path"] == self.root_path:
                await prefix.into(scope)(scope, receive, send)
                return
            scope = prefix.without(scope, self.root_path)
            if scope["path"] == "/stream":
                await self.stream(scope, receive, send)
                return
        if scope["type"] == "http" and scope["method"] == "HEAD":
            scope = as_get(scope)
        await self.pages(scope, receive, send)


def create_app(settings: Settings | None = None) -> Explorer:
    """The server as an ASGI app: `uvicorn --factory app.main:create_app`."""
    return Explorer(settings or Settings())


class Server(uvicorn.Server):
    """uvicorn, which would wait for open streams at its end: here a signal ends them first."""

    def __init__(
        self, config: uvicorn.Config, app: Explorer, addresses: list[str], browse: bool, starter: int | None
    ) -> None:
        super().__init__(config)
        self.explorer = app
        self.addresses = addresses
        self.browse = browse
        self.starter = starter  # the process with which it ends, if any
        self._watch: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)
        if self.started:
            if self.starter is not None:
                self._watch = self._loop.create_task(self._end_with(self.starter))
            first, *others = self.addresses
            print("\n".join([f"Dropout Explorer is at {first}", *(f"and at {other}" for other in others)]), flush=True)
            if self.browse:
                webbrowser.open(first)

    async def _end_with(self, starter: int) -> None:
        await parent.ended(starter)
        self.handle_exit(signal.SIGTERM, None)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Handlers that stay to the process's end: uvicorn puts the old ones back and signals itself once more."""
        for sig in HANDLED_SIGNALS:
            signal.signal(sig, self.handle_exit)
        yield

    def handle_exit(self, sig: int, frame: Any) -> None:
        """End at the first signal. A second has nothing to add: the end takes a second or two at most."""
        if not self.should_exit and self._loop is not None:
            self._loop.call_soon_threadsafe(self.explorer.close)
        self.should_exit = True


def main() -> None:
    """The command `dropout-explorer`."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if sys.argv[1:2] == ["export"]:
        export.main(sys.argv[2:])
        return
    if sys.argv[1:2] == ["sweep"]:
        sweep.main(sys.argv[2:])
        return
    started_by = os.getppid()
    settings = _settings(sys.argv[1:])
    listener = _listen(settings)
    app = create_app(settings)
    protocol = http_protocol()
    config = uvicorn.Config(app, log_level="warning", lifespan="on", http=protocol, timeout_graceful_shutdown=1)
    known = app.api.state.addresses = addresses(listener)
    starter = started_by if settings.end_with_parent else None
    server = Server(config, app, known, settings.open, starter)
    with contextlib.suppress(KeyboardInterrupt):  # before it listens for signals
        server.run(sockets=[listener])
    for sig in HANDLED_SIGNALS:  # Python gives other handlers back while it ends: one more would be no orderly end
        signal.signal(sig, signal.SIG_IGN)


def _settings(arguments: list[str]) -> Settings:
    try:
        settings = CliApp.run(Settings, cli_args=arguments)
        if extra := missing_extra(settings.cluster):
            sys.exit(f"dropout-explorer: --cluster needs more than is installed; pip install '{extra}'")
        return settings
    except ValidationError as error:
        first = error.errors()[0]
        name = "--" + str(first["loc"][0]).replace("_", "-") if first["loc"] else "settings"
        sys.exit(f"dropout-explorer: {name}: {first['msg'].lower()}, got {first['input']!r}")
    except SettingsError as error:
        sys.exit(f"dropout-explorer: {error}")


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family)
    # On Windows SO_REUSEADDR would let two servers share a port, and the opposite has a name of its own.
    option = getattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_REUSEADDR)
    listener.setsockopt(socket.SOL_SOCKET, option, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen(1024)
    except OSError as error:
        reason = error.strerror or str(error)
        sys.exit(f"dropout-explorer: cannot listen on {settings.host} port {settings.port}: {reason}; try --port 0")
    return listener


if __name__ == "__main__":
    main()
