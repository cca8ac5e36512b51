"""GET /figure/<figure>.svg and .png."""

import io
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import zxingcpp
from PIL import Image
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.web.embed import picture, rasters, run_picture
from app.web.figures.catalogue import FIGURES
from tests.web.embed.svg_tree import all_of, read, words

RUN = "steps=60&n=40&batch=10"
AT = f"{RUN}&step=20&sample=4"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(single_process=True, _cli_parse_args=[]))) as client:
        yield client


def get(client: TestClient, path: str, status: int = 200, **headers: str) -> Any:
    answer = client.get(f"/figure/{path}", headers=headers)
    assert answer.status_code == status, answer.text[:500]
    return answer


def image(answer: Any) -> Image.Image:
    assert answer.headers["content-type"] == "image/png"
    return Image.open(io.BytesIO(answer.content)).convert("RGB")


def codes(png: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(np.asarray(png.convert("L")))]


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_of_the_catalogue_is_one(client: TestClient, name: str) -> None:
    answer = get(client, f"{name}.svg?{AT}")
    assert answer.headers["content-type"] == "image/svg+xml"
    root = read(answer.text)
    assert all_of(root, "title")[0].text == f"Dropout Explorer: {FIGURES[name].title}, step 20, sample 4"
    small, large = (image(get(client, f"{name}.png?{AT}&scale={scale}")) for scale in (1, 2))
    assert small.width == 700
    assert small.height == pytest.approx(float(root.get("height", "0")), abs=60)  # its lines break elsewhere
    assert large.size == (2 * small.width, pytest.approx(2 * small.height, abs=1))
    assert (small.getpixel((2, 2)), large.getpixel((2, 2))) == ((252, 251, 248), (252, 251, 248))


def test_it_is_of_the_step_the_sample_and_the_view_that_are_asked_for(client: TestClient) -> None:
    for step, sample in ((0, 1), (20, 4), (60, 9)):
        root = read(get(client, f"network.svg?{RUN}&step={step}&sample={sample}").text)
        truth = client.get(f"/api/step/{step}?{RUN}&sample={sample}").json()
        marks = [[mark.get("class", "") for mark in group] for group in all_of(root, "g", "marks")]
        struck = [[int(name.startswith("dropped")) for name in layer] for layer in marks]
        assert struck == [
            mask[0] if mask else [0] * len(layer) for mask, layer in zip([*truth["dropped"], None], struck, strict=True)
        ]
    forward, backward = (get(client, f"network.svg?{AT}&view={view}").text for view in ("forward", "backward"))
    assert not all_of(read(forward), "path", "stops")
    assert all_of(read(backward), "path", "stops")


def test_the_same_link_gives_the_same_bytes(client: TestClient) -> None:
    for kind in ("svg", "png"):
        first, second = (get(client, f"map.{kind}?{link}") for link in (AT, f"sample=4&step=20&{RUN}"))
        assert first.content == second.content
        assert first.headers["etag"] == second.headers["etag"]


def test_who_has_it_already_is_told_so_without_training_or_drawing(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = get(client, f"loss.png?{AT}")
    assert first.headers["cache-control"] == "public, max-age=86400, stale-while-revalidate=604800"
    monkeypatch.setattr(run_picture, "opened", None)
    for tag in (first.headers["etag"], f'"other", W/{first.headers["etag"]}'):
        again = get(client, f"loss.png?{AT}", 304, **{"if-none-match": tag})
        assert again.content == b""
        assert again.headers["etag"] == first.headers["etag"]


def test_what_looks_different_has_another_tag(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    links = (
        f"network.svg?{AT}", f"network.png?{AT}", f"batch.svg?{AT}", f"network.svg?{RUN}&step=21&sample=4",
        f"network.svg?{RUN}&step=20", f"network.svg?{AT}&seed=2", f"network.svg?{AT}&view=backward",
        f"network.svg?{AT}&theme=dark", f"network.svg?{AT}&theme=auto", f"network.svg?{AT}&print=1",
        f"network.png?{AT}&scale=2",
    )  # fmt: skip
    tags = [get(client, link).headers["etag"] for link in links]
    outside = get(client, f"network.svg?{AT}&print=1", host="dropout.example.edu").headers["etag"]
    monkeypatch.setattr(picture, "program", lambda: "a later version")
    later = get(client, links[0]).headers["etag"]
    assert len({*tags, outside, later}) == len(links) + 2


def test_head_has_the_headers_alone(client: TestClient) -> None:
    whole, head = get(client, f"network.svg?{AT}"), client.head(f"/figure/network.svg?{AT}")
    names = ("etag", "content-type", "cache-control")
    assert [head.headers[name] for name in names] == [whole.headers[name] for name in names]


def test_opened_as_a_page_it_has_its_own_style_and_may_ask_for_nothing(client: TestClient) -> None:
    policy = get(client, f"map.svg?{AT}").headers["content-security-policy"]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


@pytest.mark.parametrize("scale", [1, 2])
@pytest.mark.parametrize("name", ["network", "loss"])
def test_a_code_leads_to_the_link_that_is_written_beside_it(client: TestClient, name: str, scale: int) -> None:
    link = f"{RUN}&p=0.35&step=20&sample=4&view=backward"
    asked = {"host": "dropout.example.edu", "x-forwarded-proto": "https", "x-forwarded-prefix": "/course"}
    (address,) = codes(image(get(client, f"{name}.png?{link}&print=1&scale={scale}", **asked)))
    path, _, query = address.partition("?")
    assert path == "https://dropout.example.edu/course/"
    assert sorted(query.split("&")) == sorted(link.split("&"))
    said = words(read(get(client, f"{name}.svg?{link}&print=1", **asked).text))
    assert address.removeprefix("https://") in "".join(said)
    assert client.get(f"/?{query}").status_code == 200


def test_a_code_is_read_in_the_dark_too(client: TestClient) -> None:
    assert codes(image(get(client, f"map.png?{AT}&print=1&theme=dark", host="dropout.example.edu")))


def test_the_caption_says_the_settings_and_paper_is_white(client: TestClient) -> None:
    answer = get(client, f"network.svg?{AT}&print=1")
    caption = " ".join(mark.text or "" for mark in all_of(read(answer.text), "text", "caption"))
    assert caption.startswith("The network. Dropout with p = 0.2 after each hidden layer; two moons;")
    assert caption.endswith("step 20 of 60. Sample 4.")
    assert image(get(client, f"network.png?{AT}&print=1")).getpixel((2, 2)) == (255, 255, 255)


def test_an_address_of_this_machine_alone_has_no_code(client: TestClient) -> None:
    said = words(read(get(client, f"network.svg?{AT}&print=1", host="127.0.0.1:8000").text))
    assert any(text.startswith("127.0.0.1:8000/?") for text in said)
    assert "Only this machine can open this address, so there is no code to scan." in said
    assert codes(image(get(client, f"network.png?{AT}&print=1", host="127.0.0.1:8000"))) == []


def test_dark_is_dark_and_auto_follows_the_reader(client: TestClient) -> None:
    assert image(get(client, f"network.png?{AT}&theme=dark")).getpixel((2, 2)) == (0x16, 0x18, 0x1B)
    assert image(get(client, f"network.png?{AT}&theme=auto")).getpixel((2, 2)) == (252, 251, 248)
    light, dark, auto = (get(client, f"map.svg?{AT}&theme={theme}").text for theme in ("light", "dark", "auto"))
    assert "@media" not in light + dark
    assert re.findall(r"@media [^{]*", auto) == ["@media (prefers-color-scheme: dark)"]


@pytest.mark.parametrize("kind", ["svg", "png"])
@pytest.mark.parametrize(
    ("link", "wrong"),
    [
        (f"{RUN}&p=7", "p must lie in [0, 1), got 7"),
        (f"{RUN}&foo=1", "'foo' is not a setting"),
        (f"{RUN}&step=61", "Step must lie in [0, 60], got 61"),
        (f"{RUN}&theme=blue", "theme"),
        (f"{RUN}&scale=3", "scale"),
        (f"{RUN}&print=1&print=1", "print"),
        (f"{RUN}&theme=<b>%01", "theme"),
        (f"{RUN}&lr=10&decay=1&optimizer=momentum&step=60", "The loss is no longer finite"),
        ("v=2", "version"),
    ],
)
def test_a_wrong_link_is_a_picture_of_what_is_wrong(client: TestClient, kind: str, link: str, wrong: str) -> None:
    answer = get(client, f"network.{kind}?{link}", 422)
    assert answer.headers["cache-control"] == "no-store"
    said = " ".join(words(read(get(client, f"network.svg?{link}", 422).text)))
    assert said.startswith("This link cannot be shown as it is")
    assert wrong in said
    if kind == "png":
        assert image(answer).width == 700


def test_a_server_without_room_is_a_picture_too(monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(Settings(single_process=True, live_runs=2, _cli_parse_args=[]))
    with TestClient(app) as client:
        monkeypatch.setattr(app.store, "live", 0)
        answer = get(client, "network.svg?steps=77&step=5", 503)
    assert answer.headers["retry-after"]
    assert words(read(answer.text))[0] == "The server cannot do this now"


@pytest.mark.parametrize("path", ["nothing.svg", "network.gif", "network", "sentence.svg"])
def test_what_is_no_figure_is_not_found(client: TestClient, path: str) -> None:
    get(client, path, 404)


def test_other_pages_may_read_it(client: TestClient) -> None:
    assert get(client, f"network.svg?{AT}").headers["access-control-allow-origin"] == "*"


def test_where_too_many_wait_for_pngs_it_is_said_in_words(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rasters, "WAIT_MAX", 0)
    answer = get(client, f"network.png?{AT}&seed=9", 503)
    assert (answer.text, answer.headers["retry-after"]) == ("Many people ask for pictures now.", "5")
    get(client, f"network.svg?{AT}&seed=9")
