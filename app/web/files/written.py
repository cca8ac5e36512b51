"""A run as a program of less than 80 lines, in NumPy or in PyTorch: templates/programs, with the facts of the run.

It trains the arm with dropout, with the run's own coins and batches, on the float32 grid, and ends with the run's
losses. Data and initial weights it reads from the run's NPZ file (`npz.py`).
"""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.resources import templates_dir
from app.runs.nets.methods import DropConnect
from app.runs.spec.faults import Fault
from app.runs.spec.fields import FIELDS
from app.runs.spec.link import SpecError
from app.runs.spec.run_spec import RunSpec
from app.web.files.program import Library, program

LIBRARIES: dict[str, Library] = {"numpy": "NumPy", "torch": "PyTorch"}  # by the name of a program in addresses
ROOM = "~"  # a line that is blank where there is room for it
LINES = 80  # a program has fewer


def written(spec: RunSpec, name: str, site: str) -> str:
    """The program of a run. name: of LIBRARIES; site: the address at which the run's link and file are found.

    Raises: SpecError where such a program would be too long.
    """
    if isinstance(spec.method, DropConnect) and spec.method.inference == "moments":
        raise SpecError({"inference": Fault("no program", FIELDS["inference"], most=LINES)})
    facts = program(spec, LIBRARIES[name], site)
    lines = _environment().get_template(f"{name}/program.jinja").render(program=facts, **facts.own).splitlines()
    return "".join(f"{line}\n" for line in fitted(lines))


def fitted(lines: list[str]) -> list[str]:
    """With blank lines as far as there is room for them. Raises: SpecError where there is none without any."""
    airy = ["" if line == ROOM else line for line in lines]
    tight = [line for line in lines if line != ROOM]
    bare = [line for line in tight if line]
    found = next((found for found in (airy, tight, bare) if len(found) < LINES), None)
    if found is None:
        raise SpecError({"link": Fault("long program", most=LINES, count=len(bare))})
    return found


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(templates_dir() / "programs")
    return Environment(
        loader=loader, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
