"""The builder as a page: whole without script, and true of what is chosen."""

from collections.abc import Iterator
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from starlette.testclient import TestClient

from app.main import Explorer, create_app
from app.settings import Settings
from app.web.embed.allowed import CONTROLS
from app.web.embed.catalogue import EMBEDS
from app.web.embed.wanted import PLATFORMS
from tests.web.page_tree import Node, tree
from tests.web.untrained import BEHIND, SITE, train_nothing

RUN = "p=0.3&step=128&sample=4"
LAYER = "p=0.3&substep=mask"


@pytest.fixture(scope="module")
def app() -> Explorer:
    return create_app(Settings(single_process=True, _cli_parse_args=[]))


@pytest.fixture(scope="module")
def client(app: Explorer) -> Iterator[TestClient]:
    with TestClient(app) as client:
        yield client


@pytest.fixture(autouse=True)
def untrained(app: Explorer, monkeypatch: pytest.MonkeyPatch) -> None:
    """All is made of the link alone."""

    train_nothing(app, monkeypatch)


def built(client: TestClient, query: str, status: int = 200) -> Node:
    answer = client.get(f"/share?{query}", headers=BEHIND)
    assert answer.status_code == status
    return tree(answer.text).one("main")


def form_of(page: Node) -> list[tuple[str, str]]:
    """What the form sends, as a browser does without script."""
    sent = [("form", "1")]
    for field in page.one("form", id="choices").walk():
        kind = field.attributes.get("type", "")
        if field.name == "input" and (kind not in ("radio", "checkbox") or field.has("checked")):
            sent.append((field["name"], field.attributes.get("value", "")))
    for select in page.all("select"):
        chosen = [option["value"] for option in select.all("option") if option.has("selected")]
        sent.append((select["name"], *chosen))
    return list(dict.fromkeys(sent))


def snippet(page: Node) -> str:
    """What is to paste, with its lines."""
    return "".join(part for part in page.one("textarea", id="snippet").parts if isinstance(part, str))


def iframe(page: Node) -> Node:
    return tree(snippet(page)).one("iframe")


@pytest.mark.parametrize("figure", EMBEDS)
def test_all_that_can_be_embedded_is_there(client: TestClient, figure: str) -> None:
    run = LAYER if figure == "layer" else RUN
    page = built(client, f"{run}&figure={figure}")
    chosen = [radio for radio in page.all("input", name_="figure") if radio.has("checked")]
    assert [radio["value"] for radio in chosen] == [figure]
    assert iframe(page)["src"] == f"{SITE}embed/{figure}?{run}"
    assert page.one("iframe", id="preview")["src"] == f"./embed/{figure}?{run}"
    assert iframe(page)["height"] == page.one("iframe", id="preview")["height"] == str(EMBEDS[figure].height)
    assert iframe(page)["title"].startswith(EMBEDS[figure].title)
    assert page.one("header").one("a")["href"] == f"./{EMBEDS[figure].page}?{run}"


@pytest.mark.parametrize("to", PLATFORMS)
def test_each_platform_has_a_snippet_where_it_goes_and_what_will_not_work(client: TestClient, to: str) -> None:
    page = built(client, f"{RUN}&to={to}")
    assert [button["value"] for button in page.all("button", "chip") if button.has("aria-current")] == [to]
    assert ("dropout-network.html" if to == "replay" else SITE) in snippet(page)
    assert page.one("p", "how").text
    assert page.one("ul", "warnings").all("li")
    assert bool(page.all("input", id="fit")) == (to in ("html", "quarto"))
    if to == "markdown":
        assert page.one("img")["src"] == "./figure/network.png?p=0.3&step=128&sample=4&scale=2"
        assert not page.all("iframe")
        assert "apart" not in built(client, f"{RUN}&apart=1&rate=3&to=markdown").one("img")["src"]
    if to == "replay":
        assert page.one("a", id="file")["href"] == "./replay/network.html?p=0.3&step=128&sample=4"
        assert page.one("a", id="file")["download"] == "dropout-network.html"
    if to == "link":
        assert snippet(page) == f"{SITE}?p=0.3&step=128&sample=4"


def test_what_is_chosen_is_in_the_frame(client: TestClient) -> None:
    more = "controls=p,data&autoplay=1&theme=dark&width=640&height=480&begin=0&rate=3&fit=1"
    page = built(client, f"{RUN}&view=backward&figure=network&{more}")
    frame = iframe(page)
    said = parse_qs(urlsplit(frame["src"]).query)
    assert said == {
        "p": ["0.3"], "sample": ["4"], "view": ["backward"], "rate": ["3"],
        "controls": ["p,data"], "autoplay": ["1"], "theme": ["dark"],
    }  # fmt: skip
    assert (frame["width"], frame["height"]) == ("640", "480")
    assert frame["style"].endswith("color-scheme: dark")
    assert "scheme-dark" in page.one("iframe", id="preview").classes
    assert tree(snippet(page)).one("script")["src"] == f"{SITE}static/embed.js"
    ticked = [box["value"] for box in page.all("input", name_="controls") if box.has("checked")]
    assert ticked == ["p", "data"]
    assert urlsplit(page.one("header").one("a")["href"]).path == "./"


def test_what_is_of_explore_alone_is_left_out(client: TestClient) -> None:
    frame = iframe(built(client, f"{RUN}&passes=20&present=1&layer=1&unit=3"))
    assert frame["src"] == f"{SITE}embed/network?{RUN}"


def test_what_a_figure_does_not_have_is_said(client: TestClient) -> None:
    idle_in = {"network": [], "batch": ["place", "view"], "loss": ["place", "sample", "view"]}
    for name, idle in {**idle_in, "layer": ["place", "speed"]}.items():
        labels = built(client, f"figure={name}").all("label", "idle")
        assert [label.one("input")["value"] for label in labels] == idle


def test_a_form_without_script_comes_back_as_its_link(client: TestClient) -> None:
    page = built(client, f"{RUN}&figure=loss&change=p@64:0.5&apart=1")
    sent = [pair for pair in form_of(page) if pair[0] not in ("controls", "height", "rate")]
    sent += [("controls", "step"), ("controls", "speed"), ("height", "420"), ("rate", "3"), ("to", "moodle")]
    answer = client.get("/share", params=sent, follow_redirects=False)
    assert answer.status_code == 303
    where = urlsplit(answer.headers["location"])
    assert where.path == "./share"
    assert dict(parse_qsl(where.query)) == {
        "p": "0.3", "change": "p@64:0.5", "step": "128", "sample": "4", "apart": "1", "rate": "3",
        "figure": "loss", "controls": "step,speed", "height": "420", "to": "moodle",
    }  # fmt: skip
    again = built(client, where.query)
    assert iframe(again)["height"] == "420"


def test_a_figure_of_another_page_begins_anew(client: TestClient) -> None:
    sent = [pair for pair in form_of(built(client, RUN)) if pair[0] != "figure"] + [("figure", "layer")]
    answer = client.get("/share", params=sent, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "./share?figure=layer")
    sent = [pair for pair in form_of(built(client, f"{LAYER}&figure=layer")) if pair[0] != "figure"]
    answer = client.get("/share", params=[*sent, ("figure", "map")], follow_redirects=False)
    assert answer.headers["location"] == "./share?figure=map"


def test_where_it_begins_is_asked_where_it_may_begin_elsewhere(client: TestClient) -> None:
    for link, says in (
        (RUN, ["at step 128", "at step 0"]),
        (f"{LAYER}&figure=layer", ["at sub-step 6", "at sub-step 1"]),
    ):
        labels = built(client, link).all("label", "check")
        assert [label.text for label in labels if label.one("input")["name"] == "begin"] == says
    assert "substep=draw" in iframe(built(client, f"{LAYER}&figure=layer&begin=0"))["src"]
    assert not built(client, "p=0.3").all("input", name_="begin")


@pytest.mark.parametrize("control", [*CONTROLS, "none"])
def test_each_control_alone_is_kept_by_the_form(client: TestClient, control: str) -> None:
    sent = form_of(built(client, f"controls={control}"))
    assert [text for name, text in sent if name == "controls"] == ([control] if control != "none" else [])
    where = client.get("/share", params=sent, follow_redirects=False).headers["location"]
    assert parse_qs(urlsplit(where).query)["controls"] == [control]


@pytest.mark.parametrize(("name", "text"), [("width", "abc"), ("width", "12"), ("height", "99999")])
def test_what_is_typed_wrong_stays_beside_its_message(client: TestClient, name: str, text: str) -> None:
    sent = [pair for pair in form_of(built(client, f"{RUN}&theme=dark")) if pair[0] != name] + [(name, text)]
    answer = client.get("/share", params=sent)
    assert answer.status_code == 422
    page = tree(answer.text).one("main")
    field = page.one("input", id=name)
    assert (field["value"], field["aria-invalid"]) == (text, "true")
    message = page.one("p", id=f"{name}-error")
    assert field["aria-describedby"].split()[0] == message["id"]
    assert name in message.text.casefold()
    assert text in message.text
    assert iframe(page)["width"] == "100%"
    assert "theme=dark" in iframe(page)["src"]


@pytest.mark.parametrize("link", ["p=2", "color=red", "theme=blue", "figure=nothing", "controls=q", "step=999999"])
def test_of_a_wrong_link_what_is_right_is_shown(client: TestClient, link: str) -> None:
    page = built(client, f"data=circles&{link}", 422)
    assert link.partition("=")[0] in page.one("div", "refused").text.casefold()
    assert "data=circles" in iframe(page)["src"]


def test_script_is_believed_where_the_page_was_opened_and_a_link_is_not(client: TestClient) -> None:
    told = {"hx-current-url": "https://proxied.example/lab/share?p=0.3#paste"}
    page = tree(client.get("/share", headers={**BEHIND, **told, "hx-request": "true"}).text)
    assert page.all("main")
    assert not page.all("header", "top")  # that part alone
    assert iframe(page)["src"] == "https://proxied.example/lab/embed/network"
    assert iframe(tree(client.get("/share", headers={**BEHIND, **told}).text))["src"] == f"{SITE}embed/network"
    assert built(client, "")["data-site"] == SITE


def test_a_public_address_is_the_last_word() -> None:
    app = create_app(Settings(single_process=True, public_url=SITE, frame_ancestors="'self'", _cli_parse_args=[]))
    with TestClient(app) as client:
        told = client.get("/share", headers={"hx-request": "true", "hx-current-url": "https://else.example/share"})
        page = tree(told.text)
    assert iframe(page)["src"] == f"{SITE}embed/network"
    assert page.one("main")["data-site"] == ""
    assert page.one("ul", "warnings").all("li")[-1].text.endswith("'self'")


def test_where_this_machine_alone_finds_the_server_the_page_says_so(client: TestClient) -> None:
    here = tree(client.get("/share", headers={"host": "127.0.0.1:8000"}).text)
    assert "opens on this computer alone" in here.one("ul", "warnings").text
    assert iframe(here)["allow"] == "local-network-access"
    assert "opens on this computer alone" not in built(client, "").one("ul", "warnings").text


def test_the_quiz_is_a_file_that_names_this_server(client: TestClient) -> None:
    answer = client.get("/share/quiz.html", headers=BEHIND)
    assert answer.headers["content-disposition"] == 'attachment; filename="quiz.html"'
    page = tree(answer.text)
    assert page.one("iframe")["src"].startswith(f"{SITE}embed/network?")
    assert page.one("iframe")["title"]
    assert not [script for script in page.all("script") if script.has("src")]


def test_figures_lead_here_from_explore_and_not_from_an_embed() -> None:
    with TestClient(create_app(Settings(single_process=True, _cli_parse_args=[]))) as client:
        page = tree(client.get("/?steps=40&n=40&batch=10&step=12&sample=3").text)
        leads = {a["data-with"]: urlsplit(a["href"]) for a in page.all("a", "share-link")}
        assert set(leads) == {f"figure={name}" for name in EMBEDS if name != "layer"}
        for link, where in leads.items():
            assert where.path == "./share"
            said = parse_qs(where.query)
            assert (said["step"], said["sample"], f"figure={said['figure'][0]}") == (["12"], ["3"], link)
        for name in EMBEDS:
            assert not tree(client.get(f"/embed/{name}").text).all("a", "share-link")
        layer = tree(client.get("/layer?p=0.3").text).one("a", "share-link")
        assert layer["href"] == "./share?p=0.3&figure=layer"
        backward = tree(client.get("/?steps=40&n=40&batch=10&view=backward").text).one("a", id="network-share")
        assert backward["data-with"] == "figure=network&view=backward"
        assert parse_qs(urlsplit(backward["href"]).query)["view"] == ["backward"]
