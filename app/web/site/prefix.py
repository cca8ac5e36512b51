"""A server behind a proxy that serves it under a path of its own, as `/user/ana%20b/proxy/8000/`.

Every address in a page is relative to the page, so that a prefix is in none of them, and a proxy that takes it away
leaves nothing to do. Where one passes it on, `--root-path` says what to take away here.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, unquote

from starlette.responses import RedirectResponse

Scope = dict[str, Any]


def normal(path: str) -> str:
    """A prefix as the paths of requests have it: decoded, with a slash before it and none after; "" for none."""
    inner = unquote(path).strip("/")
    return f"/{inner}" if inner else ""


def without(scope: Scope, root_path: str) -> Scope:
    """A request as it would come without its prefix, which may have been taken away already."""
    root, path = root_path or normal(scope.get("root_path", "")), scope["path"]
    if not root:
        return scope
    return scope | {"root_path": "", "path": path[len(root) :] if path.startswith(f"{root}/") else path}


def into(scope: Scope) -> RedirectResponse:
    """From a prefix without a slash at its end to the page below it: relative addresses count from there."""
    query = scope["query_string"].decode("latin-1")
    name = quote(scope["path"].rpartition("/")[2])
    return RedirectResponse(f"{name}/?{query}" if query else f"{name}/", 307)
