"""Whether who asks has an answer already (RFC 9110, 13.1.2)."""

from __future__ import annotations

from fastapi import Request


def has(request: Request, etag: str) -> bool:
    """Whether it names this tag, in quotes as it was sent, alone or among others; a weak one counts."""
    named = request.headers.get("if-none-match", "").split(",")
    return etag in [tag.strip().removeprefix("W/") for tag in named]
