"""Frames, decoded by docs/stream.md and compared with the record of the same step."""

import base64
import json
from typing import Any

import numpy as np
import pytest

from app.runs.log.replay import Replay
from app.runs.log.run import Run
from app.web.address.links import Links
from app.web.address.query import View
from app.web.figures import dense as figure
from app.web.figures import loss_chart, sentence
from app.web.figures import outcomes as outcome
from app.web.figures.catalogue import Placed
from app.web.figures.edges import gradient_bytes, weight_bytes
from app.web.frames import (
    batch_bytes,
    curve_json,
    curve_numbers,
    end_event,
    event,
    factor_bytes,
    frame_json,
    mask_bytes,
    number,
    outcome_json,
    rounded,
    run_json,
    shade_bytes,
    signed_bytes,
)
from app.web.moment import Moment, seen
from app.web.site import templates
from app.web.words.names import number as written_number
from app.web.words.numbers import rate_text
from tests.web.runs import trained

DEFAULT = "steps=150"
WIDE = "data=digits&n=60&hidden=20,20&batch=10&steps=20&p=0.5&place=0,2"
CURVE = "data=curve&steps=40&hidden=7,5&p=0.3&place=1"
CHANGED = "hidden=9,8&steps=60&p=0.4,0&change=p@30:0,0.4"


def decoded(run: Run, step: int, sample: int) -> dict[str, Any]:
    return dict(json.loads(frame_json(Moment(run, step, sample))))


def bits(data: bytes, rows: int, units: list[int]) -> list[np.ndarray]:
    """Masks of each place: rows x units. They come neuron by neuron, padded at the end."""
    unpacked = np.unpackbits(np.frombuffer(data, np.uint8))
    total = rows * sum(units)
    assert len(data) == -(-total // 8)
    assert not unpacked[total:].any()
    places = np.split(unpacked[:total], np.cumsum([rows * width for width in units])[:-1])
    return [place.reshape(width, rows).T for place, width in zip(places, units, strict=True)]


@pytest.mark.parametrize("query", [DEFAULT, WIDE, CURVE, CHANGED])
@pytest.mark.parametrize("step", [0, 3, 20])
@pytest.mark.parametrize("sample", [0, 4])
def test_masks_are_the_records(query: str, step: int, sample: int) -> None:
    run = trained(query)
    frame, record = decoded(run, step, sample), trained(query).record(step)
    drops = [k for k, rate in enumerate(record.rates) if rate > 0]
    units = [run.sizes[k] for k in drops]
    wanted = [record.masks[k] != 0 for k in drops]
    own = bits(bytes.fromhex(frame["m"]), 1, units)
    batch = bits(base64.b64decode(frame["M"]), run.spec.training.batch, units)
    for mask, one, all_rows in zip(wanted, own, batch, strict=True):
        assert (one[0] == mask[sample]).all()
        assert (all_rows == mask).all()


def test_places_whose_p_is_0_at_a_step_are_left_out() -> None:
    run = trained(CHANGED)
    assert [len(decoded(run, step, 0)["m"]) // 2 for step in (29, 30)] == [2, 1]


@pytest.mark.parametrize("method", ["gaussian", "concrete"])
def test_where_factors_are_real_a_mask_has_a_byte_for_each(method: str) -> None:
    run = trained(f"method={method}&steps=60&p=0.4")
    frame, record = decoded(run, 20, 4), run.record(20)
    drawn = [place.factors for place in record.drawn.values() if place.factors is not None]
    wanted = np.clip(128 + np.rint(32 * np.concatenate([of.T for of in drawn])), 0, 255)
    assert len(drawn) == 3
    assert list(bytes.fromhex(frame["m"])) == wanted[:, 4].tolist()
    assert list(base64.b64decode(frame["M"])) == wanted.ravel().tolist()
    assert frame["k"] == ""
    if method == "concrete":
        assert frame["say"]["off"] == [str(np.count_nonzero(of[4] < 0.05)) for of in drawn]
    else:
        reach = [f"× {of[4].min():.1f} to {of[4].max():.1f}".replace(".0", "") for of in drawn]
        assert frame["say"]["off"] == [text.replace("-", "−") for text in reach]


def test_a_byte_holds_factors_to_the_ends_of_its_scale() -> None:
    factors = np.array([0.0, 1.0, -0.5, 3.96875, 9.0, -4.0, -9.0])
    assert factor_bytes(factors).tolist() == [128, 160, 112, 255, 255, 0, 0]


@pytest.mark.parametrize("each", ["sample", "batch"])
def test_where_weights_are_masked_a_frame_has_a_bit_for_each_of_this_sample(each: str) -> None:
    run = trained(f"method=dropconnect&each={each}&hidden=9,8&steps=60&place=0,2")
    frame, record = decoded(run, 20, 4), run.record(20)
    drawn = [place.factors for place in record.drawn.values() if place.factors is not None]
    bits = np.concatenate([(of[4 if each == "sample" else 0] != 0).ravel() for of in drawn])
    assert bits.size == 2 * 9 + 8
    assert frame["m"] == np.packbits(bits).tobytes().hex()
    assert "M" not in frame
    assert frame["say"]["off"] == [str((~bits[:18]).sum()), str((~bits[18:]).sum())]
    assert Moment(run, 20, 4).off[1].sum() == 0


def test_where_few_edges_are_drawn_each_says_whether_the_mask_keeps_its_weight() -> None:
    run = trained("data=digits&n=60&hidden=20,20&batch=10&steps=20&method=dropconnect&place=1,2")
    frame, record = decoded(run, 10, 3), run.record(10)
    assert frame["m"] == ""
    kept = [place.factors[3] != 0 if place.factors is not None else None for place in record.drawn.values()]
    for rows, mask in zip(frame["e"], kept, strict=True):
        assert len(rows) == 16
        assert [row[3] for row in rows] == [1 if mask is None else int(mask[row[0], row[1]]) for row in rows]
    assert {row[3] for row in frame["e"][1]} == {0, 1}


def test_where_p_is_learned_a_frame_says_how_it_is_written() -> None:
    run = trained("method=concrete&steps=60&p=0.4")
    frame, ps = decoded(run, 20, 0), run.record(20).rates[1:]
    said = frame["say"]
    assert frame["p"] == pytest.approx(ps, rel=1e-5)
    assert said["p"] == [rate_text(p, 3) for p in ps]
    assert said["scale"] == [written_number(1 / (1 - p)) for p in ps]
    assert len(set(said["p"])) > 1
    assert "p" not in decoded(trained(DEFAULT), 20, 0)["say"]


@pytest.mark.parametrize("query", [DEFAULT, WIDE, CHANGED, "method=gaussian&steps=60", "method=dropconnect&steps=60"])
def test_how_large_the_batchs_masks_are_is_known_before_they_are_made(query: str) -> None:
    run = trained(query)
    for step in (0, 15):
        assert batch_bytes(run, step) == len(mask_bytes(Moment(run, step))[1] or b"")


def test_factors_of_a_large_batch_are_in_no_frame() -> None:
    run = trained("data=digits&n=300&hidden=256,256&batch=64&steps=2&method=gaussian")
    frame = decoded(run, 1, 0)
    assert len(frame["m"]) == 2 * 512
    assert "M" not in frame


@pytest.mark.parametrize("query", [DEFAULT, WIDE, CURVE])
def test_activations_are_the_records_in_127_shades(query: str) -> None:
    run = trained(query)
    for step, sample in ((0, 0), (20, 3)):
        found = np.frombuffer(bytes.fromhex(decoded(run, step, sample)["a"]), np.uint8).astype(float)
        record = run.record(step)
        values = [layer[sample] for layer in record.activations]
        z = values[-1]
        output = {"binary": np.tanh(z / 2), "classes": np.exp(z) / np.exp(z).sum(), "regression": np.tanh(z)}
        shades = [values[0] if query == WIDE else np.tanh(values[0]), *(np.tanh(v) for v in values[1:-1])]
        shade = np.concatenate([*shades, output[run.data.task]])
        silent = np.concatenate(values) == 0
        assert (found[silent] == 0).all()
        assert found[~silent] == pytest.approx(128 + 127 * shade[~silent], abs=0.5 + 1e-9)
        assert (found[~silent] > 0).all()
    if query != CURVE:
        assert silent.any()


def test_keep_rings_are_the_share_of_the_last_32_steps() -> None:
    run = trained("steps=60&p=0.4")
    for step in (0, 10, 40):
        found = np.frombuffer(bytes.fromhex(decoded(run, step, 6)["k"]), np.uint8)
        steps = range(max(0, step - 31), step + 1)
        kept = [np.concatenate([mask[6] > 0 for mask in run.record(at).masks[1:] if mask is not None]) for at in steps]
        assert (found == np.rint(np.mean(kept, axis=0) * 255)).all()


def test_weights_are_every_edge_layer_by_layer() -> None:
    run = trained(DEFAULT)
    found = np.frombuffer(base64.b64decode(decoded(run, 90, 0)["w"]), np.uint8)
    flat = np.concatenate([w.ravel() for w in run.record(90).weights])
    assert (found == 128 + np.rint(127 * flat / (1 + np.abs(flat)))).all()
    assert (found == weight_bytes(flat)).all()


def test_of_a_larger_network_the_strongest_edges_between_kept_neurons_are_sent() -> None:
    run = trained(WIDE)
    frame = decoded(run, 10, 0)
    assert "w" not in frame
    off = Moment(run, 10).off
    for k, (w, found) in enumerate(zip(run.record(10).weights, frame["e"], strict=True)):
        live = np.abs(w) * ~off[k][:, None] * ~off[k + 1]
        order = np.argsort(-live.ravel(), kind="stable")[:16]
        assert [(a, b) for a, b, _ in found] == [tuple(divmod(int(i), w.shape[1])) for i in order]
        assert [s for _, _, s in found] == [round(128 + 127 * v / (1 + abs(v))) for v in w.ravel()[order]]


def test_losses_are_the_logs_to_four_digits() -> None:
    run = trained(DEFAULT)
    for step in (0, 77, 150):
        found = decoded(run, step, 0)
        assert found["t"] == step
        assert found["l"] == [pytest.approx(float(log.losses[step]), rel=5e-4) for log in run.logs]


def test_the_parts_that_not_every_frame_needs_can_be_left_out() -> None:
    run = trained(DEFAULT)
    assert set(json.loads(frame_json(Moment(run, 9, 0), masks=False, details=False))) == {"t", "l", "p", "m", "a"}
    assert set(json.loads(frame_json(Moment(run, 9, 0), masks=True, details=False))) == {"t", "l", "p", "m", "a", "M"}
    assert "b" not in json.loads(frame_json(Moment(run, 9, 0, True), details=False))


@pytest.mark.parametrize("query", [DEFAULT, WIDE, CURVE, CHANGED, "steps=60&place=none"])
def test_a_frames_words_are_those_of_the_page(query: str) -> None:
    run = trained(query)
    for step, sample in ((0, 0), (20, 3)):
        said, looks = decoded(run, step, sample)["say"], View(step=step, sample=sample)
        drawn = seen(run, looks)
        assert tuple(said["sentence"]) == sentence.context(drawn).parts
        shown = figure.context(drawn, Links(run.spec, looks))
        found = json.loads(frame_json(Moment(run, step, sample), summary=True))
        assert found["say"]["summary"] == shown.summary
        assert said["off"] == [str(int(drawn.off[place].sum())) for place in run.spec.place]


@pytest.mark.parametrize("query", [DEFAULT, WIDE, CURVE])
def test_a_frame_of_the_backward_view_has_gradients_in_place_of_weights(query: str) -> None:
    run = trained(query)
    record = run.record(20)
    frame = json.loads(frame_json(Moment(run, 20, 3, True)))
    assert not {"w", "e"} & set(frame)
    found = np.frombuffer(bytes.fromhex(frame["b"]["a"]), np.uint8)
    shown = np.concatenate([v / (np.abs(v).max() or 1) for v in (record.gradients[0][3], *(z[3] for z in record.dz))])
    assert ((found == 0) == (shown == 0)).all()
    assert (found[shown != 0] == 128 + np.rint(127 * shown[shown != 0])).all()
    assert [int(way, 16) for way in frame["b"]["g"]] == np.concatenate(Moment(run, 20, 3).arrows).tolist()
    if query != WIDE:
        edges = np.frombuffer(base64.b64decode(frame["b"]["w"]), np.uint8)
        wanted = [gradient_bytes(g, np.abs(g).max()).ravel() for g in Moment(run, 20, 3).weight_gradients]
        assert (edges == np.concatenate(wanted)).all()
    else:
        assert [len(layer) for layer in frame["b"]["e"]] == [16, 16, 16]


@pytest.mark.parametrize("weights", [False, True])
def test_a_frame_of_the_default_scene_is_at_most_1000_bytes(weights: bool) -> None:
    run = trained("")
    for step in (0, 128, 1500):
        assert len(event("frame", frame_json(Moment(run, step, 19), True, weights), step)) <= 1000


def test_a_frame_is_the_same_however_one_came_to_it() -> None:
    run = trained(DEFAULT)
    first = frame_json(Moment(run, 40, 2))
    frame_json(Moment(run, 90, 0))
    run.record(3)
    assert frame_json(Moment(run, 40, 2)) == first


def test_zero_is_silent_for_a_neuron_and_the_middle_for_a_weight() -> None:
    shades = np.array([-1.0, -0.001, 0.0, 0.001, 1.0])
    assert shade_bytes(shades).tolist() == [1, 128, 0, 128, 255]
    assert signed_bytes(shades).tolist() == [1, 128, 128, 128, 255]


def test_the_run_says_its_link_and_changes() -> None:
    found = run_json(trained(CHANGED))
    assert found == {
        "query": CHANGED,
        "p": [0.4, 0],
        "place": [1, 2],
        "rates": [0, 0.4, 0],
        "changes": [[30, "p", [0, 0.4]]],
        "steps": 60,
        "say": [[0, ["0.4", "0"], ["1.67", "1"]], [30, ["0", "0.4"], ["1", "1.67"]]],
        "set": [[0, {"lr": "0.02", "decay": "0"}]],
        "batch": 20,
        "v": 2,
        "net": {
            "kind": "dense",
            "signals": [["x", [2]], ["h1", [9]], ["h2", [8]], ["z", [1]]],
            "places": [["h1", "h1", [9], "bit"], ["h2", "h2", [8], "bit"]],
            "weights": [["1.W", "x", "h1", [2, 9]], ["2.W", "h1", "h2", [9, 8]], ["3.W", "h2", "z", [8, 1]]],
        },
    }


def test_the_run_says_how_learning_rate_and_decay_are_written_from_each_step_on() -> None:
    found = run_json(trained("change=lr@20:0.001;decay@30:0.5;p@40:0.1&steps=60"))["set"]
    assert found == [
        [0, {"lr": "0.02", "decay": "0"}],
        [20, {"lr": "0.001", "decay": "0"}],
        [30, {"lr": "0.001", "decay": "0.5"}],
    ]


def test_a_frame_says_the_p_in_force_at_each_place_that_has_dropout() -> None:
    run = trained(CHANGED)
    assert [decoded(run, step, 0)["p"] for step in (29, 30)] == [[0.4, 0], [0, 0.4]]


def test_an_outcome_is_the_runs() -> None:
    run = trained(DEFAULT)
    found, wanted = json.loads(outcome_json(Moment(run, 100))), run.outcome(100)
    pair = wanted.scores[1:]
    assert (found["t"], found["eval"]) == (100, 100)
    for name, values in {
        "test": [s.test for s in pair],
        "clean": [s.clean for s in pair],
        "gap": [s.test - s.clean for s in pair],
        "accuracy": [s.accuracy for s in pair],
    }.items():
        assert found[name] == pytest.approx(values, rel=5e-4)
    assert found["dead"] == wanted.dead
    assert wanted.maps is not None
    for text, z in zip(found["map"], wanted.maps, strict=True):
        data = np.frombuffer(base64.b64decode(text), np.uint8)
        assert (data == 128 + np.rint(127 * np.tanh(z.ravel() / 2))).all()


@pytest.mark.parametrize("method", ["dropout", "concrete"])
def test_an_outcome_of_a_costly_run_computes_no_step_again(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run = trained(f"data=digits&hidden=128,128&n=100&batch=100&steps=100&method={method}")
    assert run.logs[0].rows is None
    assert not run.cost.outcome_at_once
    monkeypatch.setattr(Replay, "at", None)
    assert json.loads(outcome_json(Moment(run, 99, 0)))["say"]["masks"]


def test_a_map_of_a_network_that_says_nothing_is_in_the_middle() -> None:
    run = trained("hidden=1&steps=1&seed=3")  # half the plane is exactly 0 before the first step
    learned = run.outcome(0)
    assert learned.maps is not None
    data = np.frombuffer(base64.b64decode(json.loads(outcome_json(Moment(run, 0)))["map"][0]), np.uint8)
    blank = learned.maps[0].ravel() == 0
    assert blank.any()
    assert (data[blank] == 128).all()


def test_outcomes_of_other_tasks() -> None:
    curve = json.loads(outcome_json(Moment(trained(CURVE), 40)))
    assert [len(values) for values in curve["curve"]] == [96, 96]
    assert curve["accuracy"] == [None, None]
    digits = json.loads(outcome_json(Moment(trained(WIDE), 20)))
    assert np.array(digits["confusion"]).shape == (2, 10, 10)
    assert np.array(digits["guess"]).shape == (2, 6)
    for counts, text in zip(np.array(digits["confusion"]), digits["shades"], strict=True):
        share = np.sqrt(counts / counts.sum(axis=1, keepdims=True)) * np.where(np.eye(10, dtype=bool), 1, -1)
        assert base64.b64decode(text) == bytes((128 + np.rint(127 * share)).astype(np.uint8))


def test_an_outcome_carries_every_word_and_number_that_is_read() -> None:
    run = trained(DEFAULT)
    curves = run.curves()
    for step in (0, 100, 150):
        found = json.loads(outcome_json(Moment(run, step)))
        at = loss_chart.now(curves, run, loss_chart.layout(curves, run), step)
        assert at is not None
        said = found["say"]
        assert [said["clean"], said["test"], said["gap"]] == [list(texts) for texts in at.texts]
        assert (said["masks"], said["cost"], said["finding"]) == (at.masks_on, at.sentence, at.finding)
        assert (found["stop"][0], said["stop_at"]) == (at.stop[0], str(at.stop[0]))
        assert said["verdict"] == outcome.context(Moment(run, step)).sentence
        assert said["accuracy"] == [arm.accuracy for arm in outcome.context(Moment(run, step)).arms]


def test_a_curve_is_the_loss_chart_that_the_page_has() -> None:
    for query in ("steps=310", "data=digits&steps=20", "steps=310&change=p@100:0.5"):
        run = trained(query)
        found, chart = json.loads(curve_json(run)), loss_chart.drawn(run)
        assert found["lines"] == chart.lines
        assert (found["top"], found["grid"]) == (chart.layout.top, chart.grid)
        assert {name: tuple(slot) for name, slot in found["slots"].items()} == chart.layout.slots
        page = templates.drawn("figures/loss_chart.html", figure=Placed("", "a", loss_chart.context(Moment(run, 0)), 0))
        assert found["parts"].keys() == {"dropout", "twin", "rows"}
        assert all(part in page for part in found["parts"].values())
        assert found["complete"]


def test_a_curve_is_small_enough_to_be_sent_ten_times_a_second() -> None:
    for query in ("", "data=curve", "data=digits&steps=300", "lr=10&steps=300"):
        data = json.loads(curve_json(trained(query)))
        rows = len(json.dumps(data["parts"].pop("rows"), separators=(",", ":")))
        assert rows < 3000, "only with the complete curve"
        assert len(json.dumps(data, separators=(",", ":"))) < 11_000, query


def test_the_words_of_an_outcome_are_short() -> None:
    for query in (DEFAULT, WIDE, CURVE):
        said = json.loads(outcome_json(Moment(trained(query), 20)))["say"]
        assert len(json.dumps(said, ensure_ascii=False).encode()) < 1000


def test_the_curves_numbers_are_whole_when_the_run_is() -> None:
    found = curve_numbers(trained("steps=310"))
    assert (found["steps"], found["rhythm"], found["head"], found["complete"]) == (310, 3, 310, True)
    points = len(range(0, 310, 3)) + 1
    assert {len(values) for arm in ("dropout", "twin") for values in found[arm].values()} == {points}
    assert set(found["twin"]) - set(found["dropout"]) == {"best"}


def test_the_end_says_how() -> None:
    assert end_event(trained(DEFAULT)) == b'id: 150\nevent: end\ndata: {"t":150}\n\n'
    text = end_event(trained("data=curve&activation=relu&optimizer=sgd&lr=1&p=0.1&seed=6")).decode()
    head, name, data = text.strip().split("\n")
    assert (head, name) == ("id: 2", "event: diverged")
    found = json.loads(data.removeprefix("data: "))
    assert (found["t"], found["arm"]) == (2, "twin")
    assert found["message"].endswith("at step 3. Try a smaller learning rate than 1.")


def test_frames_and_outcomes_of_a_run_that_diverges_are_there_to_its_last_step() -> None:
    for lr in ("0.7", "3", "10"):
        run = trained(f"data=curve&activation=relu&optimizer=sgd&lr={lr}")
        for step in range(run.ended_at + 1):
            assert decoded(run, step, 0)["t"] == step
            assert json.loads(outcome_json(Moment(run, step)))["t"] == step
        assert json.loads(curve_json(run))["complete"]


@pytest.mark.parametrize(("value", "text"), [(0.43125, "0.4313"), (np.float32(1e-9), "1e-09"), (np.nan, "null")])
def test_numbers_have_four_digits(value: float, text: str) -> None:
    assert number(value) == text
    assert rounded(float(value)) == json.loads(text)
