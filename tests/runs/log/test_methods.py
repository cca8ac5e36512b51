"""What the plan names, the network shows, in that shape: records of every method, and what each does to a step."""

import numpy as np
import pytest

from app.engine import RULES
from app.runs.data.data_set import load
from app.runs.log.record import StepRecord, record
from app.runs.spec.run_spec import RunSpec
from app.runs.training.loop import Training
from tests.web.runs import trained

LINKS = [
    "hidden=4,3&batch=5",
    "place=none&hidden=4&batch=5",
    "data=digits&n=20&batch=6&hidden=5&place=0,1&p=0.2,0.5",
    "method=classic&hidden=4,3&batch=5",
    "data=curve&n=9&batch=4&method=gaussian&hidden=4,3",
    "method=gaussian&place=0,2&hidden=4,3&batch=1",
    "method=dropconnect&hidden=4,3&batch=5&place=0,2",
    "method=dropconnect&hidden=4,3&batch=5&each=batch",
    "data=digits&n=20&batch=6&hidden=5&method=dropconnect",
    "method=concrete&hidden=4,3&batch=5&place=0,1,2",
    "data=curve&n=9&batch=4&method=concrete&hidden=4,3",
    "hidden=4,3&batch=5&norm=before",
    "hidden=4,3&batch=5&norm=after&method=classic&place=0,2",
]


def at(query: str, step: int) -> tuple[StepRecord, Training]:
    spec = RunSpec.from_query(query)
    training = Training(spec, load(spec.data, spec.seeds.data))
    training.advance(step)
    return record(training, 0.0), training


@pytest.mark.parametrize("query", LINKS)
def test_what_the_plan_names_the_network_shows_in_that_shape(query: str) -> None:
    found, training = at(query, 3)
    spec, plan, batch = training.spec, training.spec.plan, training.spec.training.batch
    shapes = {signal.name: signal.shape for signal in plan.signals}
    assert {name: values.shape for name, values in found.value.items()} == {
        name: (batch, *shape) for name, shape in shapes.items()
    }
    names = list(shapes)
    assert list(found.upstream) == list(found.gradient) == names[:-1]
    assert list(found.summed) == names[1:]
    for weights in plan.weights:
        assert found.params[weights.name].shape == found.grads[weights.name].shape == weights.shape
        assert weights.shape == shapes[weights.above] + shapes[weights.below]
        assert found.params[weights.bias].shape == shapes[weights.below]
    assert sum(values.size for values in found.params.values()) == plan.parameters == training.network.size
    assert training.network.kept_size == plan.kept
    products = sum(found.params[weights.name].size + found.params[weights.bias].size for weights in plan.weights)
    assert plan.operations == products
    on = shapes | {weights.name: weights.shape for weights in plan.weights}
    assert list(found.drawn) == [place.name for place in plan.places]
    for k, place in enumerate(plan.places):
        drawn = found.drawn[place.name]
        assert place.shape == on[place.on]
        assert drawn.levels.shape == place.drawn(batch)
        assert (drawn.factors is not None) == (k in spec.place)
        if drawn.factors is not None:
            assert drawn.factors.shape == (batch if place.each == "sample" else 1, *place.mask)


@pytest.mark.parametrize("query", [link for link in LINKS if "concrete" not in link])
def test_factors_are_what_the_rule_makes_of_the_coins(query: str) -> None:
    found, training = at(query, 40)
    for k, place in enumerate(training.spec.plan.places):
        drawn = found.drawn[place.name]
        assert drawn.p == training.spec.rates(40)[k]
        if drawn.factors is not None:
            assert (drawn.factors == RULES[place.rule].factors(drawn.levels[None], drawn.p)[0]).all()


def test_places_of_plain_dropout_have_the_coins_of_every_method_on_neurons() -> None:
    plain = at("hidden=4,3&batch=5", 3)[0]
    for method in ("classic", "gaussian", "concrete"):
        other = at(f"hidden=4,3&batch=5&method={method}", 3)[0]
        for name, drawn in plain.drawn.items():
            assert (other.drawn[name].levels == drawn.levels).all()


def test_of_weights_place_k_is_those_that_leave_layer_k() -> None:
    found, training = at("method=dropconnect&hidden=4,3&batch=5&place=0,2&p=0.3,0.6", 20)
    assert [place.on for place in training.spec.plan.places] == ["1.W", "2.W", "3.W"]
    assert found.rates == (0.3, 0.0, 0.6)
    mask = found.drawn["w1"].factors
    assert mask is not None
    for n in range(5):
        z = found.x[n] @ (found.params["1.W"] * mask[n]) + found.params["1.b"]
        assert found.value["h1"][n] == pytest.approx(np.maximum(z, 0))
    wanted = np.einsum("ni,no,nio->io", found.x, found.summed["h1"], mask)
    assert found.grads["1.W"] == pytest.approx(wanted)
    assert found.masks == [None] * 3


def test_learned_p_is_that_of_the_networks_phi_and_its_penalty_is_in_the_loss() -> None:
    found, training = at("method=concrete&hidden=4,3&batch=5&place=0,2&lr_p=0.3", 30)
    phis = [float(found.params[name]) for name in found.params if name.endswith("phi")]
    assert [p for p in found.rates if p] == pytest.approx([1 / (1 + np.exp(-phi)) for phi in phis])
    assert found.rates[1] == 0
    assert all(abs(p - 0.1) > 0.01 for p in found.rates if p)  # it has moved
    n, expected = training.spec.data.n, 0.0
    for phi, name in zip(phis, ("1.W", "3.W"), strict=True):
        p, w = 1 / (1 + np.exp(-phi)), found.params[name]
        inside = 0.01**2 / 2 * (w * w).sum() / (1 - p) + len(w) * (p * np.log(p) + (1 - p) * np.log(1 - p))
        expected += inside / n
    assert found.penalty == pytest.approx(expected)
    assert found.loss == pytest.approx(float(training.loss.forward(found.value["z"], found.y)) + expected)


def test_gradients_with_the_penalty_are_those_of_the_logged_loss() -> None:
    _, training = at("method=concrete&hidden=4,3&activation=tanh&batch=5&place=0,2&length=2", 10)
    training.forward()
    training.backward()
    found, theta = training.network.grad.copy(), training.network.theta
    for i in [*range(0, theta.size, 3), theta.size - 2, theta.size - 1]:  # the last two are phi
        kept, losses = theta[i], []
        for change in (1e-6, -1e-6):
            theta[i] = kept + change
            losses.append(training.forward())
        theta[i] = kept
        assert found[i] == pytest.approx((losses[0] - losses[1]) / 2e-6, rel=1e-4, abs=1e-7)


@pytest.mark.parametrize(
    ("query", "kind"),
    [("method=concrete&steps=40", "learned"), ("method=gaussian&steps=40&change=p@20:0.4", "set")],
)
def test_a_run_says_the_p_in_force_at_every_step(query: str, kind: str) -> None:
    run = trained(query)
    ps = {step: run.replays[0].at(step).model.ps for step in (0, 19, 20, 40)}
    assert ps == {step: run.record(step).rates for step in ps}
    assert {place.p for place in run.spec.plan.places} == {kind}
    assert ps[0] != ps[40]
    assert run.kept.plan(30).places == ()


@pytest.mark.parametrize("method", ["classic", "gaussian", "dropconnect", "concrete"])
def test_the_twin_is_that_of_plain_dropout(method: str) -> None:
    plain, other = trained("steps=30"), trained(f"method={method}&steps=30")
    assert other.logs[1].spec == plain.logs[1].spec
    assert (other.logs[1].losses == plain.logs[1].losses).all()
    assert (other.logs[0].losses != plain.logs[0].losses).any()
    assert (other.record(0).params["1.W"] == plain.record(0).params["1.W"]).all()


def test_what_a_light_twin_of_a_heavy_arm_has_learned_is_found_by_the_server() -> None:
    run = trained("n=40&batch=10&hidden=5&steps=6&method=dropconnect&inference=moments")
    assert run.logs[0].learned
    assert not run.logs[1].learned
    maps = run.outcome(5).maps
    assert maps is not None
    for arm, found in enumerate(maps):
        z = run.evaluations[arm].output(run.theta(arm, 5), run.data.shown, 5)[:, 0]
        assert found.ravel() == pytest.approx(z, rel=1e-5, abs=1e-6)
