"""The addresses that the server says can be opened."""

import contextlib
import ipaddress
import re
import socket
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any
from urllib.parse import urlsplit

import pytest

from app.addresses import addresses, own


def has(host: str) -> bool:
    with contextlib.suppress(OSError), socket.socket(family(host)) as tried:
        tried.bind((host, 0))
        return True
    return False


def family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


EVERYWHERE = [host for host in ("0.0.0.0", "::") if has(host)]
HERE = {"127.0.0.1": r"http://127\.0\.0\.1:\d+"} | ({"::1": r"http://\[::1\]:\d+"} if has("::1") else {})


@pytest.fixture
def listener(request: pytest.FixtureRequest) -> Iterator[socket.socket]:
    with socket.socket(family(request.param)) as found:
        found.bind((request.param, 0))
        found.listen()
        yield found


@pytest.mark.parametrize("listener", EVERYWHERE, indirect=True)
def test_who_listens_everywhere_is_told_at_addresses_that_answer(listener: socket.socket) -> None:
    found = [urlsplit(address) for address in addresses(listener)]
    assert found[0].hostname == "127.0.0.1"
    assert len(set(found)) == len(found)
    for address in found:
        assert not ipaddress.ip_address(address.hostname or "").is_unspecified
        with socket.create_connection((address.hostname, address.port), timeout=5):
            pass


@pytest.mark.parametrize(("listener", "start"), HERE.items(), indirect=["listener"])
def test_one_address_is_told_as_it_is(listener: socket.socket, start: str) -> None:
    (address,) = addresses(listener)
    assert re.fullmatch(start, address)


def test_own_addresses_are_found_without_sending_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    class Deaf(socket.socket):
        def send(self, *_: Any) -> int:
            raise AssertionError("nothing may be sent")

        sendto = send

    def ask(*_: Any, **__: Any) -> Any:
        raise AssertionError("nobody may be asked")

    monkeypatch.setattr(socket, "socket", Deaf)
    for name in ("getaddrinfo", "gethostbyname", "gethostbyaddr", "getfqdn"):
        monkeypatch.setattr(socket, name, ask)
    assert all(ipaddress.ip_address(host) for host in own(socket.AF_INET))


def test_without_a_network_there_is_still_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    class Alone(socket.socket):
        def connect(self, *_: Any) -> None:
            raise OSError("network is unreachable")

    with socket.socket() as listener:
        listener.bind(("0.0.0.0", 0))
        monkeypatch.setattr(socket, "socket", Alone)
        assert [urlsplit(address).hostname for address in addresses(listener)] == ["127.0.0.1"]


def test_the_command_says_them(start_server: Callable[..., AbstractContextManager[Any]]) -> None:
    with start_server("--single-process", "--host", "0.0.0.0") as server:
        said = "".join(server.output)
        assert "0.0.0.0" not in said
        for address in re.findall(r"http://\S+", said):
            with urllib.request.urlopen(f"{address}/healthz", timeout=20) as answer:
                assert answer.status == 200
