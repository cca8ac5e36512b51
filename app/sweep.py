"""The command `dropout-explorer sweep`: an experiment, computed by all cores or by a cluster, as a table (CSV)."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import re
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import aclosing
from functools import partial
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from pydantic import ValidationError
from tqdm import tqdm

from app.runs.experiments import table
from app.runs.experiments.catalogue import ROWS
from app.runs.experiments.cell import Values
from app.runs.experiments.executor import make_executor, missing_extra
from app.runs.experiments.experiment import Experiment
from app.runs.experiments.kept import KeptCells, place
from app.runs.experiments.running import Experiments, Progress
from app.runs.spec.link import SpecError
from app.settings import Settings
from app.web.experiments.asked import read
from app.web.site.received import mended
from app.web.words.faults import told
from app.web.words.say import say

WRONG, FAILED, STOPPED = 2, 1, 130  # exit codes: it cannot be; it did not work; Ctrl-C
PAGE = re.compile(r"(?:^|/)(?:(why|practice)/)?([\w-]+)$")
SAVE_SECONDS = 60.0  # until the table is written to disk again


class Taken(KeptCells):
    """Cells that are kept, and those of the table that is there: these are looked at, and kept nowhere else."""

    def __init__(self, path: str, there: Mapping[str, Values]) -> None:
        super().__init__(path)
        self._there = there

    def get(self, keys: Iterable[str]) -> dict[str, Values]:
        asked = list(keys)
        there = {key: self._there[key] for key in asked if key in self._there}
        return there | super().get(key for key in asked if key not in there)


def main(arguments: Sequence[str]) -> None:
    """The command, with what stands behind `sweep`."""
    wish = _parser().parse_args(arguments)
    file = Path(wish.out)
    try:
        experiment, settings = read_link(wish.link), _settings(wish)
        if not file.resolve().parent.is_dir():
            _end(f"cannot write {file}: there is no such folder", FAILED)
        there = _there(file, experiment)
    except SpecError as error:
        _end("\n".join(told(error).values()), WRONG)
    except ValueError as error:
        _end(str(error), WRONG)
    except OSError as error:
        _end(f"cannot read {file}: {error.strerror or error}", FAILED)
    try:
        progress = asyncio.run(_computed(experiment, settings, there, file))
        _save(file, experiment, progress)
    except OSError as error:
        _end(f"cannot write {file}: {error.strerror or error}", FAILED)
    done = f"{len(progress.values):,} of {progress.total:,} cells are in {file}"
    if progress.state == "complete":
        print(done)
    elif progress.state == "failed":
        _end(f"{say(f'computing.{progress.message}')} {done}", FAILED)
    else:
        _end(f"stopped: {done}; the same command goes on", STOPPED)


def read_link(text: str) -> Experiment:
    """A page's whole address, what follows its host, or its name and parameters, as p?seeds=20. Of any size.

    Raises: SpecError; ValueError for another page's.
    """
    parts = urlsplit(text.strip())
    found = PAGE.search(parts.path)
    if not found or found[2] not in ROWS or (found[1] or ROWS[found[2]].room) != ROWS[found[2]].room:
        pages = ", ".join(f"/{row.room}/{row.name}" for row in ROWS.values())
        raise ValueError(f"{text!r} is no page of an experiment; take the link of one: {pages}")
    return read(found[2], mended(parts.query), most=None).experiment


async def _computed(experiment: Experiment, settings: Settings, there: Mapping[str, Values], file: Path) -> Progress:
    """Compute what is missing, until it is there or Ctrl-C."""
    compute = partial(make_executor, settings.workers, settings.cluster)
    running = Experiments(compute, Taken(place(settings.cells), there))
    progress = Progress({}, len(experiment.cells), "stopped", None, "")
    bar = tqdm(
        total=progress.total, unit=" cells", disable=None, bar_format="{l_bar}{bar}| {n_fmt}/{total_fmt}{postfix}"
    )
    saved = time.monotonic()
    try:
        async with aclosing(running.watch(experiment)) as watched:
            async for progress in watched:
                _show(bar, progress)
                if time.monotonic() > saved + SAVE_SECONDS:
                    await asyncio.to_thread(_save, file, experiment, progress)
                    saved = time.monotonic()
    except asyncio.CancelledError:  # Ctrl-C
        progress = progress._replace(state="stopped")
    finally:
        bar.close()
        await running.close()
    return progress


def _show(bar: tqdm[NoReturn], progress: Progress) -> None:
    left = progress.seconds_left
    bar.set_postfix_str("" if left is None else f"{tqdm.format_interval(left)} left", refresh=False)
    bar.update(len(progress.values) - bar.n)


def _there(file: Path, experiment: Experiment) -> Mapping[str, Values]:
    """What the table has that is there, if there is one. Raises: ValueError where it is something else's; OSError."""
    if not file.exists():
        return {}
    try:
        found = table.read(file.read_text(encoding="utf-8"))
    except ValueError:
        raise ValueError(f"{file} is there, and is no table of an experiment; take another name") from None
    if not found.keys() <= {cell.key for cell in experiment.cells}:
        raise ValueError(f"{file} has other results, of another experiment or version; take another name")
    return found


def _save(file: Path, experiment: Experiment, progress: Progress) -> None:
    """What is done, and the whole of it or nothing. Raises: OSError."""
    part = file.with_name(f"{file.name}.part-{os.getpid()}")
    try:
        part.write_text(table.text(experiment, progress.values), encoding="utf-8", newline="\n")
        part.replace(file)
    finally:
        with contextlib.suppress(OSError):
            part.unlink()


def _settings(wish: argparse.Namespace) -> Settings:
    """Those of the environment, and of the command. Raises: ValueError."""
    given = {name: getattr(wish, name) for name in ("workers", "cluster") if getattr(wish, name) is not None}
    try:
        settings = Settings(_cli_parse_args=[], **given)
    except ValidationError as error:
        first = error.errors()[0]
        raise ValueError(f"--{first['loc'][0]}: {first['msg'].lower()}, got {first['input']!r}") from None
    if extra := missing_extra(settings.cluster):
        raise ValueError(f"--cluster needs more than is installed; pip install '{extra}'")
    return settings


def _end(message: str, code: int) -> NoReturn:
    print(f"dropout-explorer sweep: {message}", file=sys.stderr)
    sys.exit(code)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "dropout-explorer sweep",
        description="Compute an experiment, on all cores or on a cluster, into a table (CSV). What is kept of earlier "
        "ones, or stands in the table, is not computed again; Ctrl-C keeps what is done.",
    )
    parser.add_argument("link", help="the address of an experiment's page, or its end, as /practice/p?seeds=100")
    parser.add_argument("--out", required=True, metavar="FILE", help="where to write the table, as results.csv")
    parser.add_argument("--workers", type=int, help="processes that compute (default: one a core)")
    parser.add_argument("--cluster", metavar="ADDRESS", help="a dask scheduler, as tcp://10.0.0.5:8786")
    return parser
