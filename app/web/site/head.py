"""HEAD: answered as GET is, and the server leaves the body out; whoever would begin or end something asks before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ASKED = "asked"  # of a scope: the method it came with


def as_get(scope: Mapping[str, Any]) -> dict[str, Any]:
    """The scope of a HEAD as one of a GET that only asks."""
    return {**scope, "method": "GET", ASKED: "HEAD"}


def only_asks(scope: Mapping[str, Any]) -> bool:
    """Whether a request, as `as_get` has it, is for headers alone, so that nothing may begin or end by it."""
    return scope.get(ASKED) == "HEAD"
