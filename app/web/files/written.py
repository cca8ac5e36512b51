"""A run as a program of less than 80 lines, in NumPy or in PyTorch: templates/programs, with the facts of the run.

It trains the arm with dropout, with the run's own coins and batches, on the float32 grid, and ends with the run's
losses. Data and initial weights it reads from the run's NPZ file (`npz.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import combinations

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.resources import templates_dir
from app.runs.spec.faults import Fault
from app.runs.spec.link import SpecError
from app.runs.spec.run_spec import RunSpec
from app.web.files.program import Library, program

LIBRARIES: dict[str, Library] = {"numpy": "NumPy", "torch": "PyTorch"}  # by the name of a program in addresses
ROOM = "~"  # a line that is blank where there is room for it
LINES = 80  # a program has fewer
# Settings that have lines of their own in any program, and what each is where it has none.
SPARED = {"shift": "0", "change": "", "clip": "0", "warmup": "0", "decay": "0"}


def written(spec: RunSpec, name: str, site: str) -> str:
    """The program of a run. name: of LIBRARIES; site: the address at which the run's link and file are found.

    Raises: SpecError where such a program would be too long; it names what there would be room without.
    """
    lines = _drawn(spec, name, site)
    found = fitted(lines)
    if not found:
        count = sum(map(_full, lines))
        spared = _spared(spec, name, site)
        fault = Fault("long program", most=LINES, count=count, library=LIBRARIES[name], spared=spared)
        raise SpecError({"link": fault})
    return "".join(f"{line}\n" for line in found)


def fitted(lines: list[str]) -> list[str]:
    """With as many blank lines as there is room for: all, or one where several are, or none; [] where there is no room
    without any."""
    airy = [line if _full(line) else "" for line in lines]
    thin = [line for line, before in zip(airy, ["", *airy], strict=False) if line or before]
    bare = [line for line in airy if line]
    return next((found for found in (airy, thin, bare) if len(found) < LINES), [])


def _full(line: str) -> bool:
    return line.strip() not in ("", ROOM)


def _drawn(spec: RunSpec, name: str, site: str) -> list[str]:
    facts = program(spec, LIBRARIES[name], site)
    return _environment().get_template(f"{name}/program.jinja").render(program=facts, **facts.own).splitlines()


def _spared(spec: RunSpec, name: str, site: str) -> list[tuple[str, ...]]:
    """The smallest sets of settings without which the program has room."""
    texts = spec.texts()
    used = [of for of, none in SPARED.items() if texts.get(of, none) != none]
    for count in range(1, len(used) + 1):
        sets = combinations(used, count)
        if found := [names for names in sets if fitted(_drawn(_without(spec, names), name, site))]:
            return found
    return []


def _without(spec: RunSpec, names: Iterable[str]) -> RunSpec:
    return spec.but(**{of: SPARED[of] for of in names})


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(templates_dir() / "programs")
    return Environment(
        loader=loader, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
