"""What a figure as a picture costs: CPU time and bytes of the SVG, and of the PNG at 1x and 2x.

    python benchmarks/pictures.py

The SVG is drawn on the server's loop, the PNG in a process of its own, whose start (some 30 ms) is not in these times.
"widest" is the largest network that may be asked for, with a batch of 256.
Reach: an SVG of the default scene in 20 ms, a PNG of it at 2x in 1 s.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from statistics import median
from typing import TypeVar

from measure import print_table
from threadpoolctl import threadpool_limits

from app.runs.data.data_set import load
from app.runs.log.arm_log import ArmLog
from app.runs.log.run import Run
from app.runs.spec.run_spec import RunSpec
from app.runs.training.job import Job
from app.web.address.links import Links
from app.web.address.query import View
from app.web.embed.drawing import Picture, svg
from app.web.embed.lettering import OURS, SAFE
from app.web.embed.raster import png_of
from app.web.figures.catalogue import FIGURES, Figure
from app.web.moment import seen

ROUNDS = 5
RUNS = {
    "default": ("", 128),
    "digits": ("data=digits&steps=60", 40),
    "widest": ("hidden=256,256,256,256,256,256&batch=256&n=300&steps=2", 1),
}
Made = TypeVar("Made")


def trained(query: str) -> Run:
    """Both arms of a link, to their end."""
    spec = RunSpec.from_query(query)
    logs = []
    for arm in (spec, spec.twin()):
        log, job = ArmLog(arm), Job(arm, None)
        while not log.ended:
            log.append(job.slice(time.perf_counter, 1.0))
        logs.append(log)
    return Run(logs[0], logs[1], load(spec.data, spec.seeds.data))


def timed(function: Callable[[], Made], rounds: int = ROUNDS) -> tuple[float, Made]:
    """Median CPU seconds of a call, and what it gives."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        made = function()
        times.append(time.process_time() - start)
    return median(times), made


def drawn(figure: Figure, run: Run, step: int) -> Callable[[], Picture]:
    def picture() -> Picture:
        view = View(step=step, sample=3)
        moment, links = seen(run, view), Links(run.spec, view, page=f"figure/{figure.name}")
        return Picture(figure.picture, figure.pictured(moment, links), figure.title, figure.told(moment))

    return picture


def main() -> None:
    rows = []
    for name, (query, step) in RUNS.items():
        run = trained(query)
        for figure in FIGURES.values():
            picture = drawn(figure, run, step)
            seconds, text = timed(lambda picture=picture: svg(picture(), SAFE))
            ours = svg(picture(), OURS)
            pngs = [timed(lambda width=width, ours=ours: png_of(ours, width), 3) for width in (700, 1400)]
            cells = [f"{1000 * at:.0f} ms, {len(png) / 1000:.0f} kB" for at, png in pngs]
            rows.append((f"{name}, {figure.name}", f"{1000 * seconds:.0f} ms", f"{len(text) / 1000:.0f} kB", *cells))
    print_table(("what", "SVG, CPU", "bytes", "PNG at 1x", "PNG at 2x"), rows)


if __name__ == "__main__":
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    with threadpool_limits(1):
        main()
