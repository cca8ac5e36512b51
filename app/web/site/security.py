"""Headers on every answer: nothing from elsewhere, nothing inline, nothing told to others; and who may hold or read."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
]
FRAMED = ("/embed/", "/replay/")  # what pages elsewhere may hold in a frame
# What a page of another origin may read: a frame in a sandbox is of none, and asks for its own scripts as a stranger.
SHARED = (
    "/api/", "/curve", "/embed/", "/figure/", "/frame", "/layer", "/neuron", "/numbers", "/oembed", "/openapi.json",
    "/picture/", "/replay/", "/scripts/", "/static/", "/stream", "/styles/",
)  # fmt: skip
READ_BY_ALL = [(b"access-control-allow-origin", b"*"), (b"cross-origin-resource-policy", b"cross-origin")]
# A browser asks first whether a stranger's request may say more than usual, as htmx's does.
MAY_SAY = [
    (b"access-control-allow-methods", b"GET, HEAD"),
    (b"access-control-allow-headers", b"*"),
    (b"access-control-max-age", b"86400"),
]
OWN_POLICY = b"content-security-policy"  # an answer that has one keeps it: a file that must stand alone


def content_security_policy(frame_ancestors: str) -> str:
    """Scripts, styles, images and data from this server alone."""
    return held_by(
        frame_ancestors,
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "font-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'",
    )


def held_by(frame_ancestors: str, policy: str) -> str:
    """A policy with who may hold the page in a frame. Of any nothing is said: * would mean pages of the web alone, and
    neither a file nor a notebook in an editor, which has a scheme of its own."""
    return policy if frame_ancestors == "*" else f"{policy}; frame-ancestors {frame_ancestors}"


class SecurityHeaders:
    """ASGI middleware that adds HEADERS and the policy to each answer of the app within. Pages of ours alone may hold a
    page in a frame; embeds, those of the setting."""

    def __init__(self, app: Any, frame_ancestors: str) -> None:
        self.app = app
        policies = (content_security_policy(who).encode() for who in ("'self'", frame_ancestors))
        self.closed, self.framed = ([*HEADERS, (OWN_POLICY, policy)] for policy in policies)

    async def __call__(self, scope: Any, receive: Any, send: Callable[[Any], Awaitable[None]]) -> None:
        async def sending(message: Any) -> None:
            if message["type"] == "http.response.start":
                given = message.get("headers", [])
                own = {OWN_POLICY} & {name for name, _ in given}
                added = (pair for pair in self._headers(scope["path"]) if pair[0] not in own)
                message = message | {"headers": [*given, *added]}
            await send(message)

        if scope["type"] == "http" and asks_before(scope) and shared(scope["path"]):
            await sending({"type": "http.response.start", "status": 204, "headers": MAY_SAY})
            await send({"type": "http.response.body", "body": b""})
            return
        await self.app(scope, receive, sending if scope["type"] == "http" else send)

    def _headers(self, path: str) -> list[tuple[bytes, bytes]]:
        headers = self.framed if path.startswith(FRAMED) else self.closed
        return [*headers, *READ_BY_ALL] if shared(path) else headers


def asks_before(scope: Any) -> bool:
    """Whether a browser asks what a page of another origin may send (a preflight request of CORS)."""
    return scope["method"] == "OPTIONS" and any(
        name == b"access-control-request-method" for name, _ in scope["headers"]
    )


def shared(path: str) -> bool:
    """Whether a page of another origin may read what is there."""
    return path == "/" or path.startswith(SHARED)
