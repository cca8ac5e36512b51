"""What pages of subnetworks quote is what was measured, and holds in the direction that the words say."""

from app.runs.scenes.measured import at
from app.web.why.measured_passes import of_doubt, of_members, of_training_mode


def test_the_mean_of_more_subnetworks_errs_less_down_to_the_full_network() -> None:
    excess = [at("members", count)["ours"]["mean"] for count in ("1", "2", "5", "10", "20", "50", "100")]
    assert excess == sorted(excess, reverse=True)
    assert abs(excess[-1]) < 0.005
    assert f"{100 * excess[0]:.1f} points more" in of_members()
    geometric, arithmetic = (at("members", "100", kind)["ours"]["mean"] for kind in ("geometric", "arithmetic"))
    assert geometric < arithmetic / 10


def test_with_relu_information_rises_far_from_the_data_while_entropy_falls_and_with_tanh_it_does_not_rise() -> None:
    relu, tanh = (at("doubt", name) for name in ("relu", "tanh"))
    assert relu["higher"] > 0.9 * relu["n"] > tanh["higher"]
    assert at("doubt", "relu", "entropy-rise")["ours"]["mean"] < 0
    plane, curve = of_doubt()
    assert f"higher in {relu['higher']} of {relu['n']}" in plane
    assert f"{100 * at('band', 'relu')['ours']['mean']:.1f} %" in curve


def test_training_mode_costs_more_the_higher_p() -> None:
    lost = [at("forgot", p)["ours"]["mean"] for p in ("0.1", "0.2", "0.3", "0.5", "0.7")]
    assert lost == sorted(lost)
    assert f"costs {100 * lost[0]:.1f} points" in of_training_mode()
