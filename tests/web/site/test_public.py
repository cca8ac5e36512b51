"""Where others can open a server: by its setting, by what proxies forward, never one that none can open."""

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.web.site.public import below, local, near, normal_url, public, public_address


def asked(public_url: str = "", addresses: tuple[str, ...] = (), root_path: str = "", **headers: str) -> Request:
    app = create_app(Settings(public_url=public_url, root_path=root_path, _cli_parse_args=[]))
    app.api.state.addresses = addresses
    sent = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "GET", "path": "/", "headers": sent, "app": app.api, "scheme": "http"})


@pytest.mark.parametrize(
    ("headers", "address"),
    [
        ({"host": "dropout.example.edu"}, "http://dropout.example.edu/"),
        ({"host": "a.example:8080"}, "http://a.example:8080/"),
        ({"host": "[2001:db8::1]:8000"}, "http://[2001:db8::1]:8000/"),
        ({"host": "a", "x_forwarded_proto": "https", "x_forwarded_host": "b.example"}, "https://b.example/"),
        ({"host": "a", "x_forwarded_proto": "https, http", "x_forwarded_host": "b.example, c"}, "https://b.example/"),
        ({"host": "a.example", "x_forwarded_prefix": "/course/ana b"}, "http://a.example/course/ana%20b/"),
        (
            {"host": "a.example", "x_proxycontextpath": "/user/ana%20b/proxy/8000"},
            "http://a.example/user/ana%20b/proxy/8000/",
        ),
    ],
)
def test_it_is_what_the_request_and_its_proxies_say(headers: dict[str, str], address: str) -> None:
    assert public_address(asked(**headers)) == address


@pytest.mark.parametrize(
    "host",
    [
        'a"><script>',
        "a b",
        "a@b",
        "a/b",
        "",
        "a:b",
        "ä.example",
        "x" * 300,
        "[....]",
        "[::::::]",
        "[1.2.3.4]",
        "a:99999",
    ],
)
def test_a_host_that_is_none_is_not_believed(host: str) -> None:
    assert (
        public_address(asked(**({"x_forwarded_host": host} if host.isascii() else {"host": "a/b"})))
        == "http://localhost/"
    )


def test_a_scheme_that_is_none_is_not_believed() -> None:
    assert public_address(asked(host="a.example", x_forwarded_proto="javascript")) == "http://a.example/"


def test_the_prefix_of_the_setting_counts_where_no_proxy_names_one() -> None:
    assert public_address(asked(root_path="/explorer", host="a.example")) == "http://a.example/explorer/"


def test_the_setting_goes_before_all() -> None:
    found = public(asked("https://dropout.example.edu/course", host="127.0.0.1:8000"), "http://b.example/")
    assert found == ("https://dropout.example.edu/course/", True)


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "0.0.0.0:8000", "[::1]:8000", "[::]:8000"])
def test_of_an_address_that_only_this_machine_has_another_is_taken(host: str) -> None:
    known = ("http://127.0.0.1:8000", "http://192.0.2.7:8000")
    assert public(asked(addresses=known, host=host)) == ("http://192.0.2.7:8000/", True)
    assert public(asked(addresses=known, host=host), "http://0.0.0.0:8000/").address == "http://192.0.2.7:8000/"
    alone = public(asked(addresses=known[:1], host=host))
    assert alone == (f"http://{host}/", False)


def test_a_page_knows_better_where_it_was_opened() -> None:
    asking = asked(host="127.0.0.1:8000")
    assert public(asking, "https://hub.example/user/ana%20b/proxy/8000/") == (
        "https://hub.example/user/ana%20b/proxy/8000/",
        True,
    )
    for wrong in ("javascript:alert(1)", "//b.example/", "http://b.example/?x=1", "http://a b/"):
        assert public(asking, wrong).address == "http://127.0.0.1:8000/"


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://a.example/course/layer?p=0.3", ("layer", "p=0.3")),
        ("http://A.example/course/?p=0.3#x", ("", "p=0.3")),
        ("http://localhost:8000/course/docs", ("docs", "")),
        ("/embed/network?p=0.3", ("embed/network", "p=0.3")),
        ("https://a.example/other/", None),
        ("https://a.example:81/course/", None),
        ("https://a.example@b.example/course/", None),
        ("//b.example/course/", None),
        ("https://[", None),
        ("layer", None),
    ],
)
def test_what_lies_below_an_address_of_ours(url: str, found: tuple[str, str] | None) -> None:
    asking = asked("https://a.example/course/", host="localhost:8000", x_forwarded_prefix="/course")
    assert below(asking, url) == found


def test_the_setting_is_checked() -> None:
    assert normal_url("https://a.example") == "https://a.example/"
    assert normal_url("") == ""
    for wrong in ("a.example", "ftp://a.example", "https://a.example/?p=1", "https://"):
        with pytest.raises(ValueError, match="must be an address"):
            normal_url(wrong)


def test_which_addresses_are_of_this_machine_alone() -> None:
    assert local("http://127.3.4.5:80/")
    assert not local("http://192.168.1.4/")
    assert not local("http://127.example.edu/")


def test_a_server_starts_without_knowing_its_addresses() -> None:
    with TestClient(create_app(Settings(single_process=True, _cli_parse_args=[]))) as client:
        assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("address", "is_near"),
    [
        ("http://127.0.0.1:8000/", True),
        ("http://localhost:8000/", True),
        ("http://192.168.0.7/", True),
        ("http://10.1.2.3/", True),
        ("http://[fd00::1]:8000/", True),
        ("http://lab/", True),
        ("http://lab.local/", True),
        ("https://dropout.example.edu/", False),
        ("https://8.8.8.8/", False),
        ("dropout-network.html", False),
    ],
)
def test_what_is_near_is_told_from_what_all_can_open(address: str, is_near: bool) -> None:
    assert near(address) == is_near
