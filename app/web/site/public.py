"""At which address others can open this server: what a code to scan, a preview or a snippet must name whole.

Pages need none of this, since all their addresses are relative. What is said here is the setting `--public-url`,
where it is given; else what the request says of itself, as the proxies in front of it forward it, each part checked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

from fastapi import Request

from app.web.site.templates import wants_fragment

HOST = re.compile(r"(?i)(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?")
PREFIXES = ("x-forwarded-prefix", "x-proxycontextpath", "x-forwarded-context")  # nginx and Traefik; Jupyter's proxy
LOCAL_NAMES = re.compile(r"[^.]+|.+\.(?:local|localhost|internal|lan)")
HERE = re.compile(r"127(?:\.\d{1,3}){3}|localhost|.+\.localhost|0\.0\.0\.0|::1|::|0:0:0:0:0:0:0:[01]")


class Public(NamedTuple):
    """An address with a slash at its end, and whether another machine can open it."""

    address: str
    reachable: bool


def normal_url(text: str) -> str:
    """`--public-url` with one slash at its end, or "" for none. Raises: ValueError for what is no http address."""
    if not text:
        return ""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not HOST.fullmatch(parts.netloc) or parts.query or parts.fragment:
        raise ValueError("must be an address as https://dropout.example.edu/course/")
    return f"{parts.scheme}://{parts.netloc}{_path(parts.path)}"


def public_address(request: Request) -> str:
    """The address of `public`."""
    return public(request).address


def public(request: Request, at: str = "") -> Public:
    """Where others find this server. at: where the page that asks was opened, which it knows better than a server
    behind a proxy does; what is no address is not believed."""
    explorer = request.app.state
    if explorer.public_url:
        return Public(explorer.public_url, True)
    try:
        address = normal_url(at) or asked(request)
    except ValueError:
        address = asked(request)
    if not local(address):
        return Public(address, True)
    return _from_elsewhere(address, explorer.addresses)


def opened_at(request: Request) -> str:
    """Where the reader's browser has the page that asks, without its query: which script says. Of a link nobody's word
    is taken for that: then ""."""
    shown = request.headers.get("hx-current-url", "") if wants_fragment(request) else ""
    return shown.partition("#")[0].partition("?")[0]


def below(request: Request, url: str) -> tuple[str, str] | None:
    """(path below the site's own, query) of a whole address, if it is one of this server, over http or https; or of one
    that is written as /layer?p=0.3."""
    try:
        told = urlsplit(url)
    except ValueError:
        return None
    if not told.netloc and url.startswith("/"):
        return unquote(told.path[1:]), told.query
    for site in map(urlsplit, (public_address(request), asked(request))):
        if told.netloc.lower() == site.netloc.lower() and told.path.startswith(site.path):
            return unquote(told.path[len(site.path) :]), told.query
    return None


def local(address: str) -> bool:
    """Whether an address is opened by this machine alone."""
    return HERE.fullmatch((urlsplit(address).hostname or "").lower()) is not None


def near(address: str) -> bool:
    """Whether an address is of this machine or of a network of its own, as 192.168.0.7 or lab.local."""
    host = (urlsplit(address).hostname or "").lower()
    try:
        return not ip_address(host).is_global
    except ValueError:
        return LOCAL_NAMES.fullmatch(host) is not None


def asked(request: Request) -> str:
    """The address that the request came to, by its headers."""
    headers = request.headers
    scheme = _first(headers.get("x-forwarded-proto", "")) or request.url.scheme
    host = _first(headers.get("x-forwarded-host", "")) or headers.get("host", "")
    prefix = next((headers[name] for name in PREFIXES if name in headers), request.app.state.root_path)
    scheme, host = scheme if scheme in ("http", "https") else "http", host if _is_host(host) else "localhost"
    return f"{scheme}://{host}{_path(prefix)}"


def _is_host(text: str) -> bool:
    """Whether this can stand for a host, with or without a port: a client may write anything there."""
    try:
        return HOST.fullmatch(text) is not None and urlsplit(f"//{text}").port != 0
    except ValueError:  # an address of IPv6 that is none, a port that is too large
        return False


def _first(text: str) -> str:
    """Of a list that several proxies have written, what the outermost says."""
    return text.split(",")[0].strip()


def _path(prefix: str) -> str:
    inner = unquote(prefix).strip("/")
    return f"/{quote(inner)}/" if inner else "/"


def _from_elsewhere(address: str, others: Sequence[str]) -> Public:
    """The same page at an address of this machine that a network knows, if the server listens there."""
    path = urlsplit(address).path
    known = next((other for other in others if not local(other)), None)
    if known is None:
        return Public(address, False)
    return Public(f"{known}{path}", True)
