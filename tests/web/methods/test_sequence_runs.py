"""What was measured of an LSTM's methods, as bars."""

import pytest

from app.runs.scenes.measured import measured
from app.web.address.query import View
from app.web.methods import sequence_runs
from app.web.methods.catalogue import PAGES
from app.web.methods.links import links_of
from app.web.moment import Moment
from tests.web.runs import trained


@pytest.mark.parametrize("data", ["memory", "digits"])
def test_bars_are_what_was_measured_and_lead_to_their_runs(data: str) -> None:
    spec = trained(f"data={data}&net=lstm&n=60&cells=4&batch=8&steps=5").spec
    moment = Moment(trained(spec.query()), 2)
    (group,) = sequence_runs.section(moment, links_of(PAGES["variational"], spec, View(step=2))).shows.groups
    twin, *bars = group.bars
    runs = sequence_runs.RUNS[data]
    assert twin.value == f"{100 * measured()[runs[0][1]]['twin']['accuracy']['median']:.1f} %"
    for bar, (_, link) in zip(bars, runs, strict=True):
        assert bar.value == f"{100 * measured()[link]['dropout']['accuracy']['median']:.1f} %"
        assert all(setting in bar.href for setting in link.split("&") if setting.startswith("data") or "on=" in setting)
        assert not bar.current


def test_the_run_on_screen_is_marked_among_them() -> None:
    moment = Moment(trained("data=memory&method=naive&steps=200"), 0)
    (group,) = sequence_runs.section(moment, links_of(PAGES["naive"], moment.run.spec, View())).shows.groups
    assert [bar.name for bar in group.bars if bar.current] == ["Naive on c"]
