"""One page's ES modules, sent as one file: a request a module would make the first load slow.

The modules stay as they are, plain files that a browser or an editor can read one by one. Each becomes a function
that returns what it exports, so that their names do not meet:

    const modules = {};
    modules["figures/geometry.js"] = (() => { function curve() {…} return { curve }; })();
    modules["figures/dense.js"] = (() => { const { curve } = modules["figures/geometry.js"]; … })();

Comments that have lines of their own are left out: they are for who reads the modules. A module is known by its path
below static/js. Forms of import and export that our modules do not use are refused.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.web.site.etags import has

IMPORT = re.compile(r"^import (?:(\{[^}]*\})|\* as (\w+)) from '(\.[\w./]+)';$", re.MULTILINE)
BARE_IMPORT = re.compile(r"^import '(\.[\w./]+)';$", re.MULTILINE)
LATE_IMPORT = re.compile(r"\bawait import\('(\.[\w./]+)'\)")
EXPORT = re.compile(r"^export (?=(?:async function|function\*?|class|const) (\w+))", re.MULTILINE)
COMMENT = re.compile(r"^[ \t]*(?://[^\n]*|/\*\*(?:(?!\*/).)*\*/[ \t]*)\n", re.MULTILINE | re.DOTALL)
UNKNOWN = re.compile(r"^(?:import|export)\b.*$", re.MULTILINE)
TWO_NAMES = re.compile(r"^export const \w+ = [^;\n(\[{]*,.*$", re.MULTILINE)


class Script(NamedTuple):
    """A joined script and the tag by which a browser knows that it has it already."""

    text: str
    etag: str


class Module(NamedTuple):
    """One module: the modules that it imports, and what becomes of its text."""

    imported: tuple[str, ...]
    text: str


def bundle(folder: Path, entry: str, text: str | None = None) -> Script:
    """Join a module and all that it imports, each once, imported before importing. text: of one that is no file.

    Raises: ValueError for a circle of imports, or a form of import or export that is not known here.
    """
    done: dict[str, str] = {}
    _add(folder, entry, done, (), text)
    joined = "const modules = {};\n" + "".join(done.values())
    return Script(joined, f'"{hashlib.sha256(joined.encode()).hexdigest()[:16]}"')


def _add(folder: Path, name: str, done: dict[str, str], above: tuple[str, ...], text: str | None = None) -> None:
    if name in done:
        return
    if name in above:
        raise ValueError(f"modules import each other in a circle: {' -> '.join((*above, name))}")
    if text is None:
        text = (folder / name).read_text(encoding="utf-8")
    module = _module(name, text)
    for other in module.imported:
        _add(folder, other, done, (*above, name))
    done[name] = module.text


@cache
def _module(name: str, text: str) -> Module:
    """A module as a function: several scripts have it."""
    imported = [beside(name, match[3]) for match in IMPORT.finditer(text)]
    imported += [beside(name, match[1]) for pattern in (BARE_IMPORT, LATE_IMPORT) for match in pattern.finditer(text)]
    if two := TWO_NAMES.search(text):
        raise ValueError(f"{name}: export one name a line: {two[0]}")
    text = COMMENT.sub("", text)
    exported = EXPORT.findall(text)
    text = IMPORT.sub(lambda m: f"const {m[1] or m[2]} = modules['{beside(name, m[3])}'];", text)
    text = LATE_IMPORT.sub(lambda m: f"modules['{beside(name, m[1])}']", EXPORT.sub("", BARE_IMPORT.sub("", text)))
    if unknown := UNKNOWN.search(text):
        raise ValueError(f"{name}: this form is not known to app/web/site/bundle.py: {unknown[0]}")
    body = f"modules['{name}'] = (() => {{\n{text}\nreturn {{ {', '.join(exported)} }};\n}})();\n"
    return Module(tuple(imported), body)


def beside(name: str, path: str) -> str:
    """The module that another one imports by a path, as '../play/frame.js' from explore/page.js."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), path))


def routes(scripts: Mapping[str, Script]) -> APIRouter:
    """`/scripts/<entry>.js` for every entry. Any page may run them: one in a sandbox is of no origin, and asks as a
    stranger does."""
    router = APIRouter(include_in_schema=False)

    @router.get("/scripts/{entry}.js")
    async def script(entry: str, request: Request) -> Response:
        found = scripts.get(entry)
        if found is None:
            return Response("no such script", 404, media_type="text/plain")
        return sent(found, "text/javascript", request)

    return router


def sent(joined: Script, kind: str, request: Request) -> Response:
    """A file that was joined, or word that it is the one that is there already."""
    headers = {"etag": joined.etag, "cache-control": "no-cache"}
    if has(request, joined.etag):
        return Response(status_code=304, headers=headers)
    return Response(joined.text, media_type=kind, headers=headers)
