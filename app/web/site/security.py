"""Headers on every answer: nothing from elsewhere, nothing inline, nothing told to others."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
]


def content_security_policy(frame_ancestors: str) -> str:
    """Scripts, styles, images and data from this server alone."""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        f"font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors {frame_ancestors}"
    )


class SecurityHeaders:
    """ASGI middleware that adds HEADERS and the policy to each answer of the app within."""

    def __init__(self, app: Any, frame_ancestors: str) -> None:
        self.app = app
        policy = content_security_policy(frame_ancestors).encode()
        self.headers = [*HEADERS, (b"content-security-policy", policy)]

    async def __call__(self, scope: Any, receive: Any, send: Callable[[Any], Awaitable[None]]) -> None:
        async def sending(message: Any) -> None:
            if message["type"] == "http.response.start":
                message = message | {"headers": [*message.get("headers", []), *self.headers]}
            await send(message)

        await self.app(scope, receive, sending if scope["type"] == "http" else send)
