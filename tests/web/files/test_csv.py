"""Tables as CSV: read back, they are what the API and the page say of the same link."""

import csv
import io
from collections.abc import Iterator

import numpy as np
import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.runs.training.evaluation import at_once
from app.settings import Settings
from app.web.figures.catalogue import FIGURES
from app.web.files.csv_answer import written
from app.web.files.tables import TABLES
from app.web.section import Table
from tests.web.page_tree import tree
from tests.web.runs import trained

DENSE = "steps=40&p=0.4&step=30&sample=3"
# A run of each kind, and the tables that it alone has.
OWN = {
    "steps=20&method=gaussian&p=0.6&step=9": {"turned"},
    "steps=20&method=dropconnect&step=9": {"inference"},
    "data=digits&n=40&net=conv&steps=4&step=3": {"positions", "map-means", "map-masks"},
    "data=memory&delay=5&method=naive&steps=4&step=3": {"survival", "same-coins", "sequence-runs"},
    "data=digits&n=40&blocks=3&method=layerdrop&steps=6&step=5": {"depth", "pruning"},
    "data=words&n=60&steps=4&step=3": {"row-sums", "repeated-words"},
}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(single_process=True, _cli_parse_args=[]))) as client:
        yield client


def read(client: TestClient, name: str, query: str) -> tuple[list[str], list[list[str]]]:
    """Columns and rows."""
    answer = client.get(f"/figure/{name}.csv?{query}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/csv")
    link, _, rest = answer.text.partition("\r\n")
    assert link.startswith("# http://testserver/")
    columns, *rows = csv.reader(io.StringIO(rest, newline=""))
    assert {len(row) for row in rows} == {len(columns)}
    return columns, rows


def test_the_loss_chart_has_all_of_its_series(client: TestClient) -> None:
    columns, rows = read(client, "loss", DENSE)
    curves = trained("steps=40&p=0.4").curves()
    found = dict(zip(columns, np.array(rows, float).T, strict=True))
    assert (found["step"] == curves.steps).all()
    for arm, curve in (("dropout", curves.dropout), ("twin", curves.twin)):
        for name in ("train", "masks_on", "clean", "test", "accuracy"):
            assert (found[f"{arm} {name}"] == getattr(curve, name)).all(), name


def test_losses_are_those_of_the_api(client: TestClient) -> None:
    _, rows = read(client, "losses", DENSE)
    losses = client.get(f"/api/run?{DENSE.partition('&step=')[0]}").json()["losses"]
    assert np.allclose(np.array(rows, float)[:, 1:].T, [losses["dropout"], losses["twin"]], rtol=1e-6, atol=0)


def test_masks_coins_and_numbers_are_those_of_the_api(client: TestClient) -> None:
    step = client.get(f"/api/step/30?{DENSE.partition('&step=')[0]}").json()
    _, rows = read(client, "batch", DENSE)
    factors = np.array([row[-1] for row in rows], float)
    coins = np.array([row[-2] for row in rows], float)
    wanted = np.concatenate([np.ravel(mask) for mask in step["masks"] if mask is not None])
    assert np.allclose(factors, wanted, rtol=1e-6)
    placed = [np.ravel(u) for u, mask in zip(step["coins"], step["masks"], strict=True) if mask is not None]
    assert np.allclose(coins, np.concatenate(placed), rtol=1e-6)
    _, rows = read(client, "numbers", DENSE)
    values = [value for layer in step["activations"] for value in layer[2]]
    assert np.allclose([float(row[2]) for row in rows], values, rtol=1e-6)
    assert [float(row[-1]) for row in rows if row[-1]] == pytest.approx(np.concatenate([g[2] for g in step["dz"]]))


def test_weights_are_those_of_the_api(client: TestClient) -> None:
    step = client.get(f"/api/step/30?{DENSE.partition('&step=')[0]}&parameters=true").json()
    _, rows = read(client, "weights", DENSE)
    found = [float(row[3]) for row in rows if row[1] != "bias"]
    assert np.allclose(found, np.concatenate([np.ravel(w) for w in step["weights"]]), rtol=1e-6)
    biases = [float(row[3]) for row in rows if row[1] == "bias"]
    assert np.allclose(biases, np.concatenate(step["biases"]), rtol=1e-6)


@pytest.mark.parametrize(
    ("query", "count"), [("steps=20", 1024), ("data=curve&steps=20", 96), ("data=notebook&steps=20", 4)]
)
def test_what_was_learned_is_over_the_data(client: TestClient, query: str, count: int) -> None:
    _, rows = read(client, "map", f"{query}&step=9")
    outcome = trained(query).outcome(9)
    pair = outcome.maps or outcome.curves or outcome.confusion
    assert pair is not None
    assert len(rows) == count
    assert np.allclose(np.array([row[-2:] for row in rows], float).T, [np.ravel(of) for of in pair], rtol=1e-12)


@pytest.mark.parametrize("query", OWN)
def test_sections_of_methods_have_theirs_and_the_list_names_all(client: TestClient, query: str) -> None:
    shown = tree(client.get(f"/files?{query}").text)
    listed = {a["href"].partition("figure/")[2].partition(".csv")[0] for a in shown.one("main").all("a")} - {""}
    own = {name for name, of in TABLES.items() if (of.kinds and of.kinds != ("dense",)) or of.method}
    assert listed & own == OWN[query]
    for name in OWN[query] | {"putting-out", "batch", "numbers"}:
        columns, rows = read(client, name, query)
        assert rows, name
        assert columns


def test_a_table_says_what_its_section_says(client: TestClient) -> None:
    query = "data=memory&delay=5&method=naive&steps=4&step=3"
    _, rows = read(client, "survival", query)
    page = tree(client.get(f"/methods/naive?{query}").text)
    (link,) = page.all("a", id="survival-csv")
    assert client.get(f"/{link['href'].removeprefix('../')}").text.endswith(f"{','.join(rows[-1])}\r\n")
    shown = [[cell.text for cell in row.all("td")] for row in page.one("section", id="survival").all("tr")][1:]
    assert [[f"{100 * float(a):.1f} %", f"{100 * float(b):.1f} %"] for _, a, b in rows] == shown


def test_figures_and_the_numbers_of_a_step_lead_to_their_tables(client: TestClient) -> None:
    assert {figure.table for figure in FIGURES.values() if figure.table} <= TABLES.keys()
    page = tree(client.get(f"/?{DENSE}").text)
    links = [page.one("a", id=f"{id}-csv")["href"] for id in ("masks", "outcomes", "loss-chart")]
    numbers = tree(client.get(f"/numbers?{DENSE}").text).all("a")
    for href in (*links, *(a["href"] for a in numbers if ".csv" in a["href"])):
        assert client.get(f"/{href.removeprefix('./')}").status_code == 200
    assert len([a for a in numbers if ".csv" in a["href"]]) == 1


def test_a_table_of_a_reason_leads_back_to_its_page_as_it_was_seen(client: TestClient) -> None:
    query = "steps=20&hidden=5,4&step=12&passes=10&off=h1.2"
    for page, name, says in (("remove", "removing", "h1.2"), ("ensemble", "ensemble", "full network,,")):
        link = tree(client.get(f"/why/{page}?{query}").text).one("a", id=f"{name}-csv")["href"]
        text = client.get(f"/{link.removeprefix('../')}").text
        address, _, rest = text.partition("\r\n")
        assert address.startswith(f"# http://testserver/why/{page}?")
        assert says in rest
        again = tree(client.get(address.removeprefix("# ")).text)
        assert again.one("a", id=f"{name}-csv")["href"] == link
    assert "off=h1.2" in link
    assert "passes=10" in link


def test_what_passes_say_is_a_table_of_a_view_with_passes(client: TestClient) -> None:
    columns, rows = read(client, "passes", f"{DENSE}&passes=10")
    passes = at_once(trained("steps=40&p=0.4").passes_in_parts(30, 10))
    assert columns == ["x", "y", "mean", "spread", "mutual information"]
    assert np.array([row[2] for row in rows], float) == pytest.approx(passes.mean[:, 0], rel=1e-6)
    assert client.get(f"/figure/passes.csv?{DENSE}").status_code == 422
    page = tree(client.get(f"/?{DENSE}&passes=10").text)
    assert "passes=10" in page.one("a", id="passes-csv")["href"]
    assert not tree(client.get(f"/?{DENSE}").text).all("a", id="passes-csv")


def test_a_run_without_the_table_and_a_table_that_is_none_are_refused(client: TestClient) -> None:
    answer = client.get("/figure/survival.csv?steps=20")
    assert (answer.status_code, "'survival'" in answer.text.replace("&#39;", "'")) == (422, True)
    assert client.get("/figure/nothing.csv").status_code == 404


def test_cells_are_quoted_where_they_must_be_and_what_is_not_finite_is_empty() -> None:
    text = written("http://x/?p=0.1,0.2", Table(("a", "b"), [('say "so", then', float("nan")), (0.1, 1)]))
    assert text == '# http://x/?p=0.1,0.2\r\na,b\r\n"say ""so"", then",\r\n0.1,1\r\n'
