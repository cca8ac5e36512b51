"""The page as HTML: what it says without any script, and what its forms do."""

import re
from urllib.parse import quote, urlencode

import numpy as np
import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.runs.one_layer.fields import SUB_STEPS
from app.runs.one_layer.layer_pass import run
from app.runs.one_layer.layer_spec import LayerSpec
from app.runs.one_layer.tasks import answer_names, example, truth
from app.settings import Settings
from tests.web.page_tree import tree

HTMX = {"hx-request": "true"}


@pytest.fixture(scope="module")
def client():
    return TestClient(create_app(Settings()).pages)


def cells(html, name):
    """The shown texts of one matrix, by cell; of inputs their values."""
    shown = {}
    for at, body in re.findall(r'<td class="cell[^"]*" data-at="(\d\d)">(.*?)</td>', table(html, name), re.DOTALL):
        value = re.search(r'value="([^"]*)"', body)
        shown[at] = value[1] if value else re.sub(r"<small>.*?</small>|<[^>]+>", "", body).strip()
    return shown


def table(html, name):
    return re.search(rf'<table class="matrix matrix-{name}[ "].*?</table>', html, re.DOTALL)[0]


def test_the_preset_shows_the_notebooks_mask_y_and_dx(client):
    html = client.get("/layer").text
    numbers = run(LayerSpec())
    for name, matrix in (
        ("m", numbers.mask),
        ("y", numbers.y),
        ("dx", numbers.dx),
        ("x", numbers.x),
        ("dy", numbers.dy),
    ):
        shown = cells(html, name)
        assert len(shown) == 20
        for (i, j), value in np.ndenumerate(matrix):
            assert float(shown[f"{i + 1}{j + 1}"]) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize("substep", SUB_STEPS)
@pytest.mark.parametrize("mode", ["train", "eval"])
def test_each_sub_step_lights_one_line_and_one_name(client, mode, substep):
    html = client.get(f"/layer?mode={mode}&substep={substep}").text
    assert html.count('class="i') > 15
    assert len(re.findall(r'<li class="i\d now" aria-current="true">', html)) == 1
    assert len(re.findall(r'aria-current="step"', html)) == 1
    assert re.search(r'<p id="sentence"[^>]*><span>[^<]{20,}\.</span></p>', html)


@pytest.mark.parametrize("p", ["0.3", "0.333", "0.999"])
def test_p_is_a_field_for_any_number_and_the_slider_sends_nothing(client, p):
    page = tree(client.get(f"/layer?p={p}").text)
    assert page.one(id_="p")["value"] == p
    assert not page.one(id_="p-slider").has("name")


def test_a_wrong_p_gets_its_message_at_the_field(client):
    page = tree(client.get("/layer?p=1.2").text)
    field = page.one(id_="p")
    assert field["value"] == "1.2"
    assert page.one(id_=field["aria-describedby"]).text == "p must lie in [0, 1), got 1.2"


def test_a_seed_that_is_no_number_is_refused(client):
    answer = client.get("/layer", params=form(was="seed=3", seed="12e"))
    page = tree(answer.text)
    assert page.one(id_="seed")["type"] == "text"  # of a number field a browser sends nothing, which is the notebook's
    assert page.one(id_="seed-error").text == "Seed of the coins must be a whole number, got '12e'"
    assert page.one(id_="was")["value"] == "seed=3"


def test_what_is_not_yet_computed_is_not_shown(client):
    html = client.get("/layer?substep=scale").text
    assert set(cells(html, "y").values()) == {""}
    assert cells(html, "m")["34"] == "2"
    html = client.get("/layer?substep=upstream").text
    assert cells(html, "y")["34"] == "1.3"
    assert set(cells(html, "dx").values()) == {""}


def test_in_evaluation_the_same_figures_pass_through_both_ways(client):
    html = client.get("/layer?mode=eval").text
    assert cells(html, "y") == cells(html, "x")
    assert cells(html, "dx") == cells(html, "dy")
    assert "no mask" in html
    assert "one answer, 3, ten times" in html


def test_left_in_training_ten_predictions_differ(client):
    html = client.get("/layer?p=0.3").text
    assert "The layer was left in train" in html
    assert re.search(r"give \d+ different answers", html)


def test_coins_are_shown_on_request(client):
    assert "<small>" not in client.get("/layer").text
    assert "<small>0.88</small>" in client.get("/layer?coins=shown").text


def test_formulas_are_mathml_with_the_numbers_of_the_cell(client):
    html = client.get("/layer?cell=25").text
    math = " ".join(re.findall(r"<math.*?</math>", html, re.DOTALL))
    for number in ("0.54", "0.45", "0.9", "0.18", "0.36"):
        assert f">{number}</mn>" in math


def test_edited_cells_are_in_the_link_and_in_the_numbers(client):
    html = client.get("/layer?x=34:0.7,12:-2&dy=34:1").text
    assert cells(html, "x")["34"] == "0.7"
    assert cells(html, "y")["34"] == "1.4"
    assert cells(html, "y")["12"] == "−4"
    assert cells(html, "dx")["34"] == "2"


def form(**fields):
    """What a browser sends for the figure's form, with some fields typed over."""
    spec = LayerSpec.from_query(fields.get("was", ""))
    numbers = run(spec)
    sent = {"was": spec.query(), **{name: spec.texts()[name] for name in ("p", "batch", "units", "seed")}}
    for name in ("x", "dy"):
        for (i, j), value in np.ndenumerate(getattr(numbers, name)):
            sent[f"{name}{i + 1}{j + 1}"] = f"{value:g}"
    return sent | fields


def test_a_form_comes_back_as_its_canonical_link(client):
    answer = client.get("/layer", params=form(p="0.3", x12="5"), follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "./layer?p=0.3&x=12:5"


def test_an_unchanged_form_is_the_plain_page(client):
    assert client.get("/layer", params=form(), follow_redirects=False).headers["location"] == "./layer"


def test_the_digits_that_a_cell_shows_of_a_longer_number_can_be_typed_over_it(client):
    shown = cells(client.get("/layer?x=34:0.12345").text, "x")["34"]
    kept = client.get("/layer", params=form(was="x=34:0.12345", x34=shown), follow_redirects=False)
    assert kept.headers["location"] == "./layer?x=34:0.12345"
    typed = client.get("/layer", params=form(was="x=34:0.12345", x34=shown.strip("…")), follow_redirects=False)
    assert typed.headers["location"] == "./layer?x=34:0.123"


@pytest.mark.parametrize(
    ("was", "changes", "link"),
    [
        ("", "seed=next&seed=next", "seed=1"),
        ("", "seed=5&seed=next", "seed=6"),
        ("seed=2147483647", "seed=next", "seed=0"),
        ("", "coins=other&coins=other", ""),
        ("", "substep=back&substep=back", "substep=upstream"),
        ("", "substep=draw&substep=back&substep=next", "substep=compare"),
        ("", "x34=0.7&mode=eval", "x=34:0.7&mode=eval"),
        ("x=34:0.7", "x34=0.65", ""),
        ("", "x34=0.7&x34=0.65", ""),
        ("", "x34=abc&x34=2", "x=34:2"),
        ("", "p=7&p=0.3", "p=0.3"),
        ("", "units=7&x17=2", "units=7&x=17:2"),
        ("p=0.3&seed=4", "cell=11", "p=0.3&seed=4&cell=11"),
    ],
)
def test_changes_hold_in_the_order_in_which_they_were_made(client, was, changes, link):
    answer = client.get(f"/layer?was={quote(was)}&{changes}", follow_redirects=False)
    assert answer.headers["location"] == (f"./layer?{link}" if link else "./layer")


def test_what_is_next_is_no_value_of_a_link(client):
    for pair in ("seed=next", "coins=other", "substep=back"):
        assert client.get(f"/layer?{pair}").status_code == 422


def test_what_is_typed_in_a_cell_that_goes_is_not_asked_about(client):
    sent = form(batch="2", units="3", x45="abc")
    assert client.get("/layer", params=sent, follow_redirects=False).headers["location"] == "./layer?batch=2&units=3"


def test_a_dropped_negative_number_is_0_and_not_minus_0(client):
    html = client.get("/layer?x=11:-3&dy=11:-3").text
    assert cells(html, "y")["11"] == cells(html, "dx")["11"] == "0"
    assert "−0<" not in html


@pytest.mark.parametrize(("substep", "decided"), [("draw", False), ("compare", False), ("scale", True), ("pass", True)])
def test_the_signs_between_the_matrices_wait_for_the_mask(client, substep, decided):
    matrices = tree(client.get(f"/layer?substep={substep}").text).one("div", "matrices")
    assert ("undecided" not in matrices.classes) == decided  # the style sheet hides them
    ghost = matrices.one("div", "ghost")
    assert bool(ghost.all("span", "kept")) == decided


def test_other_sizes_keep_the_edits_that_fit(client):
    sent = form(was="x=12:5,45:7", batch="2", units="3")
    assert client.get("/layer", params=sent, follow_redirects=False).headers["location"] == (
        "./layer?batch=2&units=3&x=12:5"
    )


@pytest.mark.parametrize("typed", ["abc", "", "nan", "inf", "1e999", "2000000", "<b>", "1,5,2"])
def test_a_wrong_cell_gets_its_message_and_the_rest_stays(client, typed):
    sent = form(was="p=0.3&x=12:5", x34=typed)
    for headers in ({}, HTMX):
        answer = client.get("/layer", params=sent, headers=headers)
        assert answer.status_code == 422
        html = answer.text
        (cell,) = [node for node in tree(html).all("td") if node.all(id_="x34")]
        assert cell.one(id_="x34")["aria-describedby"] == "x34-error"
        assert cell.one(id_="x34-error").text.startswith("x34 must")
        assert html.count('aria-invalid="true"') == 1
        before = client.get("/layer?p=0.3&x=12:5").text
        for name in ("m", "y", "dy", "dx"):
            assert cells(html, name) == cells(before, name)
        assert {at: text for at, text in cells(html, "x").items() if at != "34"} == {
            at: text for at, text in cells(before, "x").items() if at != "34"
        }
        assert "got '<b>" not in html


def test_htmx_gets_the_figure(client):
    answer = client.get("/layer", params=form(p="0.7"), headers=HTMX)
    assert answer.text.lstrip().startswith('<div id="figure"')
    assert "<html" not in answer.text
    assert 'data-query="p=0.7"' in answer.text


def test_a_cell_that_the_mouse_comes_by_again_is_not_asked_for_again(client):
    assert client.get("/layer/cell?cell=11").headers["cache-control"] == "private, max-age=600"
    assert "cache-control" not in client.get("/layer/cell?cell=99").headers  # it is refused


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("p=1.2", "p must lie in [0, 1), got 1.2"),
        ("batch=9", "Samples (batch) must lie in [1, 8]"),
        ("units=x", "Neurons (units) must be a whole number"),
        ("k=20000", "Masks (k) must lie in [1, 10000]"),
        ("nonsense=1", "is not a setting"),
        ("x=34:abc", "x34 must be a number"),
        ("x=" + "11:1," * 2000, "at most"),
    ],
)
def test_a_wrong_link_says_what_is_wrong(client, query, message):
    answer = client.get(f"/layer?{query}")
    assert answer.status_code == 422
    assert message in answer.text


def test_far_too_long_a_link_is_refused(client):
    answer = client.get("/layer?x=" + "1" * 20_000)
    assert answer.status_code == 422
    assert "1" * 50 not in answer.text


def test_a_message_is_escaped(client):
    answer = client.get("/layer", params={"<script>alert(1)</script>": "1"})
    assert "<script>alert" not in answer.text


def test_the_reading_of_a_cell_has_sentence_network_and_formulas(client):
    html = client.get("/layer/cell?cell=11").text
    assert [part for part in ("sentence", "network", "formulas") if f'id="{part}"' in html] == [
        "sentence", "network", "formulas",
    ]  # fmt: skip
    assert "Neuron 1 of sample 1 was dropped" in html


def test_the_line_of_a_cell_has_the_numbers_known_so_far(client):
    def line(query):
        return tree(client.get(f"/layer/cell?{query}").text).one(id_="line").text.replace(" ", "")

    assert line("substep=compare") == "u34=0.88≥0.5"
    assert line("substep=multiply") == "y34=0.65·2=1.3"
    assert line("") == "y34=0.65·2=1.3dx34=0.26·2=0.52"
    assert line("mode=eval") == "y34=x34=0.65dx34=dy34=0.26"


def test_links_say_what_they_change_for_a_script_that_has_more_to_send(client):
    page = tree(client.get("/layer?p=0.3&seed=4").text)
    changes = {name: page.one("a", id_=name)["data-change"] for name in ("to-eval", "to-coins", "to-shown", "to-back")}
    assert changes == {
        "to-eval": "mode=eval", "to-coins": "seed=next", "to-shown": "coins=other", "to-back": "substep=back",
    }  # fmt: skip
    leads = {name: page.one("a", id_=name)["data-to"] for name in ("to-coins", "to-shown", "to-back")}
    assert leads == {"to-coins": "seed=5", "to-shown": "coins=shown", "to-back": "substep=mask"}
    assert "data-to" not in page.one("a", id_="to-eval").attributes
    assert page.one("a", id_="to-eval")["href"] == "./layer?p=0.3&seed=4&mode=eval"


def test_the_labs_form_sends_the_whole_link(client):
    query = "x=34:2&dy=34:0.5&substep=draw&coins=shown"
    form = tree(client.get(f"/layer?{query}").text).one("form", id_="scaling-form")
    assert [node["value"] for node in form.all("input") if node["name"] == "was"] == [query]
    answer = client.get("/layer", params={"was": query, "k": "50"}, follow_redirects=False)
    assert answer.headers["location"] == f"./layer?{query}&k=50"


def test_labs_are_part_of_the_page_and_a_fragment(client):
    assert 'id="labs"' in client.get("/layer").text
    answer = client.get("/layer/labs?p=0.2&k=200", headers=HTMX)
    assert answer.text.lstrip().startswith('<div id="labs"')
    assert "over 200 masks at p = 0.2" in answer.text
    assert client.get("/layer/labs?p=0.2", follow_redirects=False).headers["location"] == "../layer?p=0.2"


def test_numbers_as_json_are_exact(client):
    body = client.get("/api/layer").json()
    assert body["y"] == run(LayerSpec()).y.tolist()
    assert body["coins"][0][0] == 0.417022004702574
    assert client.get("/api/layer?mode=eval").json()["mask"] is None
    assert client.get("/api/layer?p=2").json()["errors"]["p"].startswith("p must lie")


@pytest.mark.parametrize("task", ["y", "dx", "mean"])
def test_a_task_is_marked_with_and_without_a_script(client, task):
    right = {f"{task}-{name}": f"{truth(task, example(0), name):.2f}" for name in answer_names(task)}
    sent = {"p": "0.3", "task": task, f"{task}-turn": "0", **right}
    assert "All right." in client.get("/layer", params=sent).text
    fragment = client.get("/layer", params=sent, headers=HTMX).text
    assert fragment.lstrip().startswith('<form class="task"')
    name = f"{task}-{answer_names(task)[0]}"
    wrong = client.get("/layer", params=sent | {name: "77"}, headers=HTMX).text
    reasons = tree(wrong).one("div", "said").all("li")
    assert len(reasons) == 1
    assert len(reasons[0].text) > 30
    assert 'value="77"' in wrong


def test_every_erratum_has_an_anchor_and_links_to_them_lead_somewhere(client):
    html = client.get("/layer").text
    for number in range(1, 37):
        assert f'id="notebook-{number}"' in html
    for target in re.findall(r'href="#([\w-]+)"', html):
        assert f'id="{target}"' in html
    assert "name &#39;grad_output&#39; is not defined" in html


def test_nothing_is_inline(client):
    html = client.get("/layer").text
    assert " style=" not in html
    assert not re.search(r"\son\w+=", html)
    assert not re.search(r"<script(?![^>]*(?:src=|application/json))[^>]*>", html)
    assert not re.search(r"<style", html)


EXTREMES = (
    "", "p=0", "p=0.999", "batch=1&units=1", "batch=8&units=8&k=10000", "k=1", "x=34:1000000&dy=34:-0.000001",
    "x=34:1e-6&k=10000", "mode=eval&p=0", "k=2&p=0.97",
)  # fmt: skip


@pytest.mark.parametrize("query", EXTREMES)
def test_extremes_render(client, query):
    answer = client.get(f"/layer?{query}")
    assert answer.status_code == 200
    assert "nan" not in re.sub(r"<[^>]*>", "", answer.text).replace("&#39;nan&#39;", "").lower().split()


def test_any_cell_of_the_largest_batch_fits_a_form(client):
    spec = LayerSpec(batch=8, units=8)
    sent = form(was=spec.query(), **{f"x{i}{j}": "-0.123456" for i in range(1, 9) for j in range(1, 9)})
    assert len(urlencode(sent)) < 8000
    answer = client.get("/layer", params=sent, follow_redirects=False)
    assert answer.status_code == 303
    assert client.get(answer.headers["location"]).status_code == 200


@pytest.mark.parametrize("mode", ["train", "eval"])
@pytest.mark.parametrize("p", ["0.000001", "0.01", "0.9999", "0.999999"])
def test_any_p_has_its_page_and_its_measured_sections(client, p, mode):
    for path in ("/layer", "/layer/labs", "/layer/cell"):
        assert client.get(f"{path}?p={p}&mode={mode}").status_code == 200


@pytest.mark.parametrize(
    ("query", "erratum"),
    [
        ("substep=compare", "6"),
        ("substep=mask", "15"),
        ("mode=eval&substep=mask", "3"),
        ("p=0&substep=pass", "3"),
        ("mode=eval&substep=compare", None),
    ],
)
def test_what_the_notebook_has_wrong_is_said_at_the_sub_step_that_it_is_about(client, query, erratum):
    note = tree(client.get(f"/layer?{query}").text).one("div", id="formulas").one("p")
    assert ("later" in note["class"]) == (erratum is None)
    assert erratum is None or note.one("a")["href"] == f"#notebook-{erratum}"


@pytest.mark.parametrize(("name", "typed", "canonical"), [("p", "0,25", "p=0.25"), ("x34", "−1,5", "x=34:-1.5")])
def test_a_decimal_comma_is_understood_in_a_form_and_told_in_a_link(client, name, typed, canonical):
    answer = client.get("/layer", params=form(**{name: typed}), follow_redirects=False)
    assert answer.headers["location"] == f"./layer?{canonical}"
    answer = client.get("/api/layer", params={"p": "0,25"})
    assert (answer.status_code, answer.json()["errors"]["p"]) == (422, "p must be a number, got '0,25'; write 0.25")
