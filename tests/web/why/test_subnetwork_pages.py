"""The pages of subnetworks open at their run's last step, and compute what they show in turns, once."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.web.why import ensemble, forgot, uncertainty
from tests import clock
from tests.web.page_tree import tree
from tests.web.runs import trained

OWN = {"ensemble": "ensemble", "uncertainty": "uncertainty", "eval": "eval"}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(single_process=True, _cli_parse_args=[]))) as client:
        yield client


@pytest.mark.parametrize("name", OWN)
def test_a_page_is_whole_at_the_last_step(client: TestClient, name: str) -> None:
    answer = client.get(f"/why/{name}?steps=60")
    assert answer.status_code == 200
    section = tree(answer.text).one("section", id=OWN[name])
    assert "At step 60" in section.text
    assert all(source["src"].startswith("../picture/") for source in section.all("img"))
    assert "At step 20" in tree(client.get(f"/why/{name}?steps=60&step=20").text).one("section", id=OWN[name]).text


def test_what_they_show_is_computed_in_turns_and_kept() -> None:
    async def main() -> None:
        run = trained("steps=60&seed=5")
        for found, key in ((ensemble.MEANS, 9), (uncertainty.DOUBTS, 4), (forgot.FORGOT, None)):
            before = run.turns.taken
            await found.find(run, 20, key)  # type: ignore[attr-defined]
            taken = run.turns.taken
            assert taken > before
            await found.find(run, 20, key)  # type: ignore[attr-defined]
            assert run.turns.taken == taken
            assert found.of(run, 20, key) is found.of(run, 20, key)  # type: ignore[attr-defined]

    clock.run(main())
