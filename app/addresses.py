"""Where a listening server can be opened: addresses of this machine, found without asking anybody."""

from __future__ import annotations

import contextlib
import socket

# One address in each kind of network. A datagram socket that is "connected" to it sends nothing; it only says which of
# this machine's own addresses the way there would begin at.
FAR = {
    socket.AF_INET: ("192.0.2.1", "10.255.255.254", "172.31.255.254", "192.168.255.254"),
    socket.AF_INET6: ("2001:db8::1", "fd00::1"),
}
EVERYWHERE = {"0.0.0.0", "::"}
LOOPBACK = {socket.AF_INET: "127.0.0.1", socket.AF_INET6: "::1"}


def addresses(listener: socket.socket) -> list[str]:
    """Addresses for a browser, the first for one on this machine.

    Who listens everywhere (0.0.0.0 or ::) can be opened at none of these two, but at each address of the machine.
    """
    host, port = listener.getsockname()[:2]
    if host not in EVERYWHERE:
        return [_address(host, port)]
    hosts = [host for family in _families(listener) for host in (LOOPBACK[family], *own(family))]
    return [_address(host, port) for host in dict.fromkeys(hosts)]


def own(family: socket.AddressFamily) -> list[str]:
    """This machine's addresses from which networks of this family are reached; none where there is no network."""
    found: list[str] = []
    for far in FAR[family]:
        with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((far, 9))
            found.append(probe.getsockname()[0])
    return [host for host in dict.fromkeys(found) if host not in LOOPBACK.values()]


def _families(listener: socket.socket) -> list[socket.AddressFamily]:
    """Those that reach the listener: one for IPv6 takes IPv4 too, unless the system keeps them apart."""
    if listener.family == socket.AF_INET:
        return [socket.AF_INET]
    apart = listener.getsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY)
    return [socket.AF_INET6] if apart else [socket.AF_INET, socket.AF_INET6]


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
