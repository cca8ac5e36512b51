"""Which version of the program draws: another may draw the same link better."""

from __future__ import annotations

import hashlib
from functools import cache

from app.resources import PACKAGE, static_dir, templates_dir


@cache
def program() -> str:
    """A few letters that change with every line that computes, draws or moves a figure. Reads a megabyte at first."""
    files = [*PACKAGE.rglob("*.py"), *templates_dir().rglob("*.*"), *static_dir().glob("css/*.css")]
    files += (static_dir() / "js").rglob("*.js")
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
