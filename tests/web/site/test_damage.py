"""What programs do to links on their way: each case is mended, or refused in plain words, and never another run."""

import contextlib
from collections.abc import Iterator
from html import unescape
from html.entities import html5
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.main import create_app
from app.runs.one_layer.layer_spec import LayerSpec
from app.runs.spec.run_spec import RunSpec, SpecError
from app.settings import Settings
from app.web.address.query import read_query
from app.web.site.damage import EATEN
from app.web.site.received import mended
from app.web.words.faults import told
from tests.web.link_names import NAMES

LINK = "hidden=12,12&p=0.3&seed.data=7&change=p@128:0.5;lr@200:0.01"
QUOTED = "p=3D0.3&hidden=3D12,12&seed.data=3D7&change=3Dp@128:0.5;lr@200:0.01"
END = LINK.rindex("0.01")

# What was done, and what came.
MENDED = {
    "encoded once": quote(LINK),
    "encoded twice": quote(quote(LINK)),
    "encoded thrice": quote(quote(quote_plus(LINK))),
    "names and values apart, twice": "&".join(quote(quote(part)) for part in LINK.split("&")),
    "an ampersand encoded": LINK.replace("&", "%26"),
    "one ampersand encoded": LINK.replace("&", "%26", 1),
    "an escaped ampersand": LINK.replace("&", "&amp;"),
    "escaped twice": LINK.replace("&", "&amp;amp;"),
    "escaped, then encoded": LINK.replace("&", "%26amp%3B"),
    "escaped by number, then encoded": LINK.replace("&", "%26%23038%3B"),
    "by another number": LINK.replace("&", "%26%23x26%3B"),
    "an escape at the start": f"amp;{LINK}",
    "an escape at the start, encoded": f"amp%3B{LINK}",
    "quoted-printable": QUOTED,
    "a soft break in a name": LINK.replace("seed", "se=%0D%0Aed"),
    "a soft break in a number": LINK.replace("0.3", "0.=%0D%0A3"),
    "a soft break before =": LINK.replace("p=0.3", "p=%0D%0A=0.3"),
    "a soft break in quoted-printable": QUOTED.replace("0.3", "0.=%0D%0A3"),
    "a line break in a name": LINK.replace("seed", "se%0D%0Aed"),
    "a line break after &": LINK.replace("&", "&%0A"),
    "a line break after =": LINK.replace("=", "=%0D%0A"),
    "a line break after a comma": LINK.replace("12,12", "12,%0A12"),
    "a blank in a name": LINK.replace("seed", "se+ed"),
    "a blank after &": LINK.replace("&", "&%20"),
    "a fragment": f"{LINK}%23figure",
    "a fragment before what a program adds": f"{LINK}%23figure&utm_source=mail",
    "a second question mark": f"?{LINK}",
    "a second question mark before what a program adds": f"{LINK}?utm_source=mail",
    "zero-width spaces": "\u200b".join(LINK),
    "zero-width spaces, encoded": quote("\u200b".join(LINK), safe="=&"),
    "a soft hyphen": LINK.replace("hidden", "hid\u00adden"),
    "marks of direction": f"\u200e{LINK}\u202c",
    "backslashes of Markdown": LINK.replace("@", "\\@").replace("=", "%5C="),
    "no-break spaces around": LINK.replace("0.3", "\u00a00.3%C2%A0"),
    "quotes behind": f"{LINK}%E2%80%9D",
    "German quotes behind": f"{LINK}“.",
    "angle brackets behind": f"{LINK}&gt;",
    "escaped quotes behind": f"{LINK}&quot;&gt;",
    "quotes by number": f"{LINK}%26%2339%3B)",
    "Japanese brackets behind": f"{LINK}」。",
    "a bracket before what a program adds": f"{LINK})&fbclid=IwAR",
    "a dash behind": f"{LINK} —",
    "Google's own, behind a link cut out of it": f"{quote(LINK)}&sa=D&source=editors&ust=17&usg=AOv",
    "passed on in a messenger": f"{LINK}&from=singlemessage&isappinstalled=0",
    "a version": f"v=1&{LINK}",
    "a version, encoded": quote(f"v=1&{LINK}"),
    "a version behind": f"{LINK}&v=1.",
}

# What was done, what came, and of what the reader is told.
REFUSED = {
    "semicolons between": (LINK.replace("&", ";"), "hidden"),
    "upper case": (LINK.upper(), "HIDDEN"),
    "cut short, as shown": (f"{LINK[:-1]}…", "link"),
    "cut short, with dots": (f"{LINK[:-1]}...", "link"),
    "cut short, with escaped dots": (f"{LINK[:-1]}&hellip;", "link"),
    "cut short, in a bracket": (f"{LINK[:-1]}[...]).", "link"),
    "cut short in a name": (f"{LINK[:END]}0.01&see…", "link"),
    "cut short after &": (f"{LINK}&...", "link"),
    "cut short in the middle": (LINK.replace("&p=0.3&", "…"), "hidden"),
    "cut by a line break in a name": ("p=0.3&see", "see"),
    "cut by a line break after =": ("p=0.3&steps=", "steps"),
    "cut by an escape": ("p=0.%", "p"),
    "a line break in a number": ("p=0.3&n=10%0D%0A0", "n"),
    "a blank in a number": ("p=0.3&n=10+0", "n"),
    "a comma for a point": ("p=0,3", "p"),
    "smart quotes inside": ("p=“0.3”&n=100", "p"),
    "full width": ("p=0.３&n=100", "p"),
    "an address taken for mail": ("change=[email%C2%A0protected]:0.3", "change"),
    "a tag behind": (f"{LINK}&lt;/a&gt;", "change"),
    "an escape without its ampersand": ("p=0.3amp;n=100", "p"),
    "twice": ("p=0.3&p=0.4", "p"),
    "wrapped by a mail program": ("url=https%3A%2F%2Fx.org%2F%3Fp%3D0.3&data=05|02|a&sdata=b&reserved=0", "data"),
    "version 2": (f"v=2&{LINK}", "v"),
    "version 2 behind": (f"{LINK}&v=2", "v"),
    "version 2, escaped": (LINK.replace("&", "&amp;") + "&amp;v=2", "v"),
    "no version": (f"v=&{LINK}", "v"),
    "two versions": (f"v=1&v=2&{LINK}", "v"),
    "a version of another form": (f"v=01&{LINK}", "v"),
}


def read(query: str) -> RunSpec:
    return read_query(mended(query))[0]


@pytest.mark.parametrize("damaged", MENDED.values(), ids=MENDED)
def test_what_can_be_read_in_one_way_is_mended(damaged: str) -> None:
    assert read(damaged) == RunSpec.from_query(LINK)


@pytest.mark.parametrize(("damaged", "name"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_is_refused_by_name(damaged: str, name: str) -> None:
    with pytest.raises(SpecError) as refused:
        read(damaged)
    assert name in refused.value.faults
    assert all(sentence.strip() for sentence in told(refused.value).values())


LAYER = "p=0.3&batch=5&x=34:0.7,12:-1&cell=12"
OF_ONE_LAYER = {
    "encoded": quote(LAYER),
    "encoded twice": quote(quote(LAYER)),
    "escaped": LAYER.replace("&", "&amp;"),
    "quoted-printable": LAYER.replace("=", "=3D"),
    "a fragment": f"{LAYER}%23notebook",
    "a version": f"v=1&{LAYER}",
    "stray": f"{LAYER}).",
}


@pytest.mark.parametrize("damaged", OF_ONE_LAYER.values(), ids=OF_ONE_LAYER)
def test_so_are_links_of_one_layer(damaged: str) -> None:
    assert LayerSpec.parse(mended(damaged)) == LayerSpec.from_query(LAYER)


# What programs put into a link where they wrap, escape or quote it.
MARKS = ["&amp;", "&", "%26", "%3D", "=\r\n", "\r\n", " ", "+", ";", "?", "…", "...", ".", ")", "\u200b", "3D", "="]


@given(st.lists(st.tuples(st.integers(0, len(LINK)), st.sampled_from(MARKS)), min_size=1, max_size=3))
def test_what_is_put_into_a_link_makes_no_other_run_of_it(marks: list[tuple[int, str]]) -> None:
    damaged = LINK
    for at, mark in sorted(marks, reverse=True):
        damaged = damaged[:at] + mark + damaged[at:]
    with contextlib.suppress(SpecError):
        assert read(damaged) == RunSpec.from_query(LINK)


@pytest.mark.parametrize("path", ["/", "/frame", "/curve", "/stream", "/api/run", "/api/step/3", "/numbers", "/neuron"])
def test_every_address_refuses_another_version_in_the_same_words(client: TestClient, path: str) -> None:
    answer = client.get(f"{path}?v=2&p=0.3")
    assert answer.status_code == 422
    assert "This link is of version 2; this server reads version 1" in answer.text
    assert 'id="figure"' not in answer.text


@pytest.mark.parametrize("path", ["/layer", "/layer/cell", "/layer/labs", "/api/layer"])
def test_so_does_one_layer(client: TestClient, path: str) -> None:
    assert client.get(f"{path}?v=2").status_code == 422
    assert client.get(f"{path}?v=1", follow_redirects=False).status_code in (200, 303)


def test_a_link_that_was_cut_short_shows_no_figure(client: TestClient) -> None:
    page = client.get("/?p=0.3&seed=1…")
    assert page.status_code == 422
    assert "cut short" in page.text
    assert 'id="figure"' not in page.text


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(single_process=True, _cli_parse_args=[]))) as client:
        yield client


def test_what_a_page_asks_for_is_read_as_it_came() -> None:
    assert mended("p=0.3&edit=hidden:12%2C12.") == [("p", "0.3"), ("edit", "hidden:12,12.")]
    assert mended("form=1&p=%2526")[1] == ("p", "%26")
    assert mended("title=A%26B%3A+50%25...&amp;p=0.3") == [("title", "A&B: 50%..."), ("p", "0.3")]


# Browsers and mail programs read &copy without a semicolon, and so would eat the start of a name.


def test_each_name_that_begins_with_an_entity_is_known_to_be_eaten() -> None:
    bare = [entity for entity in html5 if not entity.endswith(";")]
    assert "para" in bare
    assert {name for name in NAMES if name.startswith(tuple(bare))} == {name[1:] for name in EATEN.values()}
    assert all(unescape(f"&{name}=1") == f"&{name}=1" for name in NAMES if f"&{name}" not in EATEN.values())


@pytest.mark.parametrize("eaten", ["sample=2¶meters=true", "sample=2%C2%B6meters=true", "¶meters=true&sample=2"])
def test_and_is_read_all_the_same(eaten: str) -> None:
    assert sorted(mended(eaten)) == [("parameters", "true"), ("sample", "2")]
