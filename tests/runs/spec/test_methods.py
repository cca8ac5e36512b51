"""Methods in a link: which there are, what each has of its own, and what is refused by name."""

import pytest

from app.runs.nets.methods import METHODS, Concrete, DropConnect, Gaussian, Plain, own_settings
from app.runs.nets.parts import NETS
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


DENSE = [name for name, part in METHODS.items() if "dense" in part.nets]


@pytest.mark.parametrize("method", DENSE)
def test_nowhere_every_method_is_none_and_all_share_a_twin(method: str) -> None:
    assert RunSpec.from_query(f"method={method}&place=none") == RunSpec.from_query("place=none")
    assert RunSpec.from_query(f"method={method}&lr=0.1").twin() == RunSpec.from_query("lr=0.1").twin()


def test_an_unknown_method_or_network_is_refused_with_those_there_are() -> None:
    kind, facts = refused("method=dropblocks")["method"]
    assert (kind, facts["choices"]) == ("choice", ", ".join(METHODS))
    assert refused("net=convolution")["net"][1]["choices"] == ", ".join(NETS)


def test_a_method_or_network_that_does_not_fit_is_refused_with_what_does() -> None:
    dense = "dropout, classic, gaussian, dropconnect, concrete"
    assert refused("method=stochastic_depth") == {"method": ("no place", {"choices": dense, "net": "dense"})}
    assert refused("data=digits&net=residual&method=concrete")["method"][1]["net"] == "residual"
    assert refused("net=residual") == {"net": ("no net", {"choices": "dense", "data": "moons"})}
    assert refused("data=digits&blocks=4") == {"blocks": ("foreign", {"owner": "residual"})}
    assert refused("data=digits&method=layerdrop&hidden=4") == {"hidden": ("foreign", {"owner": "dense"})}
    assert refused("data=words&method=concrete") == {
        "method": ("no place", {"choices": "dropout", "net": "transformer"})
    }
    assert refused("data=words&net=dense") == {"net": ("no net", {"choices": "transformer", "data": "words"})}
    assert refused("data=words&heads=5") == {"heads": ("heads", {"most": 24, "count": 5})}
    assert refused("data=words&place=4")["place"][0] == "other place"
    assert refused("data=words&noise=0.1")["noise"][0] == "outside"
    assert refused("delay=4") == {"delay": ("foreign", {"owner": "memory"})}


@pytest.mark.parametrize(
    ("link", "canonical"),
    [
        ("data=digits&net=residual", "data=digits&method=stochastic_depth"),
        ("data=digits&net=residual&method=dropout", "data=digits&net=residual&method=dropout"),
        ("data=digits&method=layerdrop&blocks=4&place=0,1,2,3", "data=digits&blocks=4&method=layerdrop"),
        ("data=digits&net=conv", "data=digits&net=conv"),
        ("data=digits&net=conv&method=dropblock&block=3", "data=digits&method=dropblock"),
        ("data=digits&method=spatial&place=0,1&p=0.2", "data=digits&method=spatial"),
        ("data=digits&method=layerdrop&place=none", "data=digits&place=none&method=stochastic_depth"),
    ],
)
def test_a_link_names_network_and_method_as_far_as_it_must(link: str, canonical: str) -> None:
    spec = RunSpec.from_query(link)
    assert spec.query() == canonical
    assert RunSpec.from_query(canonical) == spec
    assert RunSpec.parse(spec.texts()) == spec


def test_all_methods_of_a_network_share_a_twin() -> None:
    links = (
        "data=digits&method=layerdrop",
        "data=digits&method=stochastic_depth",
        "data=digits&net=residual&method=dropout",
    )
    assert len({RunSpec.from_query(link).twin() for link in links}) == 1


def test_a_block_is_at_most_as_large_as_the_map_and_there_are_two_convolutions() -> None:
    kind, facts = refused("data=digits&method=dropblock&block=8")["block"]
    assert (kind, facts["interval"], facts["why"]) == ("outside", "[1, 7]", "map")
    assert refused("data=digits&net=conv&maps=8")["maps"] == ("two maps", {"most": 2, "count": 1})
    assert refused("data=digits&method=spatial&place=3")["place"][1]["most"] == 2
    assert refused("method=dropblock")["method"][0] == "no place"


def test_p_of_the_last_block_is_what_is_set_and_what_acts_rises_to_it() -> None:
    spec = RunSpec.from_query("data=digits&blocks=4&method=stochastic_depth&p=0.4&change=p@5:0.2")
    assert spec.given() == (0.4,) * 4
    assert spec.rates() == (0.1, 0.2, pytest.approx(0.3), 0.4)
    assert spec.rates(5) == (0.05, 0.1, pytest.approx(0.15), 0.2)
    assert RunSpec.from_query("data=digits&blocks=4&method=stochastic_depth&along=equal").rates() == (0.5,) * 4


@pytest.mark.parametrize("owner", METHODS)
@pytest.mark.parametrize("method", DENSE)
def test_a_setting_of_another_method_is_refused_by_name(owner: str, method: str) -> None:
    for name in own_settings(METHODS[owner]):
        text = FIELDS[name].choices[0] if FIELDS[name].choices else "0.5"
        link = f"method={method}&{name}={text}"
        if name in own_settings(METHODS[method]):
            RunSpec.from_query(link)
        else:
            ((found, (kind, _facts)),) = refused(link).items()
            assert (found, kind) == (name, "foreign")
            spec, faults = RunSpec.understand([("method", method), (name, text), ("lr", "0.5")])
            assert list(faults) == [name]
            assert (spec.training.lr, spec.query()) == (0.5, RunSpec.from_query(f"method={method}&lr=0.5").query())


@pytest.mark.parametrize("method", DENSE)
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


def test_batch_normalisation_is_refused_where_it_would_mean_nothing() -> None:
    assert refused("norm=before&method=dropconnect")["norm"][0] == "norm weights"
    assert refused("norm=after&method=concrete")["norm"][0] == "norm learned"
    assert refused("norm=after&batch=1")["norm"][0] == "norm alone"
    assert refused("norm=between")["norm"][1]["choices"] == "none, before, after"
    assert refused("data=digits&net=conv&norm=after") == {"norm": ("foreign", {"owner": "dense"})}
    assert RunSpec.from_query("batch=1&norm=none&method=concrete").query() == "batch=1&method=concrete"
    for method in ("classic", "gaussian"):
        assert RunSpec.from_query(f"norm=after&method={method}").twin().query() == "norm=after&place=none"


def test_images_alone_are_moved_in_every_network_that_reads_them() -> None:
    assert refused("shift=1") == {"shift": ("foreign", {"owner": "digits"})}
    assert refused("data=digits&shift=4")["shift"][0] == "outside"
    for net in ("dense", "conv", "lstm", "residual"):
        assert RunSpec.from_query(f"data=digits&net={net}&shift=3&warmup=9").twin().training.shift == 3


def test_a_warm_up_ends_within_the_run() -> None:
    assert refused("steps=50&warmup=51") == {"warmup": ("warmup", {"most": 50, "count": 51})}
    spec = RunSpec.from_query("steps=50&warmup=50&lr=0.1")
    assert [spec.lr_at(step) for step in (0, 24, 49)] == pytest.approx([0.002, 0.05, 0.1])
    assert spec.lr_set(0) == 0.1


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
