"""Methods in a link: which there are, what each has of its own, and what is refused by name."""

import pytest

from app.runs.nets.methods import METHODS, Concrete, DropConnect, Gaussian, Plain, own_settings
from app.runs.spec.budget import WEIGHT_COINS_MAX
from app.runs.spec.fields import FIELDS
from app.runs.spec.run_spec import RunSpec, SpecError


def refused(query: str) -> dict[str, tuple[str, dict[str, object]]]:
    with pytest.raises(SpecError) as caught:
        RunSpec.from_query(query)
    return {name: (fault.kind, fault.facts) for name, fault in caught.value.faults.items()}


@pytest.mark.parametrize(
    "query",
    [
        "",
        "method=gaussian",
        "p=0.3&method=classic",
        "place=0,1&method=dropconnect&each=batch&inference=moments",
        "data=digits&method=dropconnect",
        "p=0.2&method=concrete&length=0.1&lr_p=0.01",
        "data=curve&method=concrete&precision=4",
        "place=2&method=gaussian&seed.masks=3&change=p@5:0.4",
    ],
)
def test_a_canonical_link_is_read_and_written_as_it_is(query: str) -> None:
    spec = RunSpec.from_query(query)
    assert spec.query() == query
    assert RunSpec.parse(spec.texts()) == spec


def test_net_and_method_are_left_out_where_they_are_the_usual_ones() -> None:
    assert RunSpec.from_query("net=dense&method=dropout").query() == ""
    assert "method" not in RunSpec.from_query("").texts()


def test_what_a_link_leaves_out_depends_on_method_and_data() -> None:
    assert RunSpec.from_query("data=digits&method=gaussian").method == Gaussian((0.5, 0.5), (1, 2))
    assert RunSpec.from_query("method=dropconnect").method == DropConnect((0.2,) * 3, (1, 2, 3), "sample", "mean")
    assert RunSpec.from_query("data=digits&method=concrete").method == Concrete((0.1,) * 2, (1, 2), 0.01, 0.03, 11)
    curve = RunSpec.from_query("data=curve&method=concrete").method
    assert isinstance(curve, Concrete)
    assert curve.lr_p == 0.01


@pytest.mark.parametrize("method", METHODS)
def test_nowhere_every_method_is_none_and_all_share_a_twin(method: str) -> None:
    assert RunSpec.from_query(f"method={method}&place=none") == RunSpec.from_query("place=none")
    assert RunSpec.from_query(f"method={method}&lr=0.1").twin() == RunSpec.from_query("lr=0.1").twin()


def test_an_unknown_method_or_network_is_refused_with_those_there_are() -> None:
    kind, facts = refused("method=dropblock")["method"]
    assert (kind, facts["choices"]) == ("choice", "dropout, classic, gaussian, dropconnect, concrete")
    assert refused("net=conv")["net"][1]["choices"] == "dense"


@pytest.mark.parametrize("owner", METHODS)
@pytest.mark.parametrize("method", METHODS)
def test_a_setting_of_another_method_is_refused_by_name(owner: str, method: str) -> None:
    for name in own_settings(METHODS[owner]):
        text = FIELDS[name].choices[0] if FIELDS[name].choices else "0.5"
        link = f"method={method}&{name}={text}"
        if owner == method:
            RunSpec.from_query(link)
        else:
            assert refused(link) == {name: ("foreign", {"owner": owner})}
            spec, faults = RunSpec.understand([("method", method), (name, text), ("lr", "0.5")])
            assert list(faults) == [name]
            assert (spec.training.lr, spec.query()) == (0.5, RunSpec.from_query(f"method={method}&lr=0.5").query())


@pytest.mark.parametrize("method", METHODS)
def test_p_of_1_is_refused_and_learned_p_cannot_start_at_0(method: str) -> None:
    assert refused(f"method={method}&p=1")["p"][0] == "outside"
    if METHODS[method].learned:
        assert refused(f"method={method}&p=0")["p"][1]["interval"] == "(0, 1)"
        assert refused(f"method={method}&change=p@0:0")["change"][0] == "change at"
    else:
        RunSpec.from_query(f"method={method}&p=0")


def test_p_cannot_change_where_it_is_learned() -> None:
    assert refused("method=concrete&change=p@5:0.3")["change"][0] == "learned"
    assert RunSpec.from_query("method=concrete&change=p@0:0.3").query() == "p=0.3&method=concrete"
    assert RunSpec.from_query("method=concrete&change=lr@5:0.3").changes


def test_masks_of_weights_have_a_limit_which_is_told() -> None:
    link = "method=dropconnect&n=300&hidden=64,64&batch="
    coins = 2 * 64 + 64 * 64 + 64
    most = WEIGHT_COINS_MAX // coins
    assert RunSpec.from_query(f"{link}{most}").method
    kind, facts = refused(f"{link}{most + 1}")["hidden"]
    assert (kind, facts["most"]) == ("weight masks", f"{WEIGHT_COINS_MAX:,}")
    assert RunSpec.from_query(f"{link}{most + 1}&each=batch").method
    assert RunSpec.from_query(f"{link}{most + 1}".replace("dropconnect", "gaussian")).method


def test_another_method_leaves_what_only_the_last_one_had() -> None:
    spec = RunSpec.from_query("p=0.3&method=concrete&length=0.5")
    assert spec.but(method="gaussian").query() == "p=0.3&method=gaussian"
    assert spec.but(method="dropout").method == Plain((0.3,) * 3, (1, 2, 3))
    assert spec.but(length="0.2").query() == "p=0.3&method=concrete&length=0.2"
