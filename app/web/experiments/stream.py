"""`/experiments/stream`: how far an experiment is, as server-sent events, as long as somebody listens.

One kind of event, `progress`, with the words that the page says: `{"said", "done", "total", "state"}`. It ends with the
experiment. Where the server goes down it ends without a last word, so that a browser comes again.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import aclosing

from app.runs.experiments.running import Experiments
from app.runs.experiments.sweep import Progress
from app.web.experiments.asked import Asked
from app.web.experiments.progress import said

RETRY = "retry: 1000\n\n"  # ms until a browser comes again
HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}
KIND = "text/event-stream"


async def events(experiments: Experiments, asked: Asked) -> AsyncIterator[str]:
    """Compute what is missing while this is read."""
    yield RETRY
    if asked.run != "1":
        yield _event(await experiments.found(asked.experiment))
        return
    async with aclosing(experiments.watch(asked.experiment)) as watched:
        async for progress in watched:
            if experiments.closed and progress.state != "complete":
                return
            yield _event(progress)


def _event(progress: Progress) -> str:
    told = {"said": said(progress), "done": len(progress.values), "total": progress.total, "state": progress.state}
    return f"event: progress\ndata: {json.dumps(told, ensure_ascii=False)}\n\n"
