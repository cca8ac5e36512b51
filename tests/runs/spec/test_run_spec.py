"""A spec: reading links, refusing wrong ones, and the one canonical link of each run."""

import contextlib
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.runs.data.tasks import TASKS
from app.runs.spec.change import Change
from app.runs.spec.defaults import DEFAULTS
from app.runs.spec.fields import CHANGES_MAX, FIELDS, LAYERS_MAX, SEED_MAX
from app.runs.spec.link import LINK_MAX
from app.runs.spec.run_spec import RunSpec, Seeds, SpecError
from app.web.words.faults import told

RATES = st.floats(0, 1, exclude_max=True)


@st.composite
def links(draw: st.DrawFn) -> dict[str, str]:
    """Parameters of valid links, among them ones that say a default or an order of their own."""
    data = draw(st.sampled_from([name for name, task in TASKS.items() if task.nets[0] == "dense"]))
    hidden = draw(st.lists(st.integers(1, 40), min_size=1, max_size=LAYERS_MAX))
    place = sorted(draw(st.sets(st.integers(0, len(hidden)))))
    batch = draw(st.integers(1, 40))
    steps = draw(st.integers(1, 2000))
    sizes = st.sampled_from(sorted({1, len(place)} - {0}))

    def numbers(values: st.SearchStrategy[float], count: int = 1) -> str:
        return ",".join(repr(draw(values)) for _ in range(count))

    def change(name: str) -> str:
        value = numbers(RATES, draw(sizes)) if name == "p" else numbers(st.floats(1e-6, 1))
        return f"{name}@{draw(st.integers(0, steps))}:{value}"

    names = st.sampled_from(["p", "lr", "decay"] if place else ["lr", "decay"])
    given = {
        "data": data,
        "n": str(draw(st.integers(max(batch, 10), 4000))),
        "noise": numbers(st.floats(0, 2)),
        "flip": "0" if data == "curve" else numbers(st.floats(0, 0.5)),
        "hidden": ",".join(map(str, hidden)),
        "activation": draw(st.sampled_from(FIELDS["activation"].choices)),
        "optimizer": draw(st.sampled_from(FIELDS["optimizer"].choices)),
        "lr": numbers(st.floats(0, 10, exclude_min=True)),
        "decay": numbers(st.floats(0, 1)),
        "batch": str(batch),
        "steps": str(steps),
        "p": numbers(RATES, draw(sizes)),
        "place": ",".join(map(str, place)) or "none",
        "change": ";".join(change(name) for name in draw(st.lists(names, max_size=CHANGES_MAX))),
    }
    seeds = st.one_of(st.just(1), st.integers(0, SEED_MAX))
    kept = draw(st.sets(st.sampled_from(["noise", "activation", "optimizer", "lr", "decay"])))
    link = {name: text for name, text in given.items() if name not in kept}
    for name in draw(st.sets(st.sampled_from([name for name in FIELDS if name.startswith("seed")]))):
        link[name] = str(draw(seeds))
    return link


def errors(link: str) -> dict[str, str]:
    with pytest.raises(SpecError) as caught:
        RunSpec.from_query(link)
    return told(caught.value)


@given(links())
def test_a_canonical_link_reads_back_as_the_same_run(link: dict[str, str]) -> None:
    spec = RunSpec.parse(link)
    assert RunSpec.parse(parse_qsl(spec.query())) == spec
    assert RunSpec.from_query(spec.query()).query() == spec.query()


@given(links())
def test_a_canonical_link_survives_the_escapes_of_a_browser(link: dict[str, str]) -> None:
    query = RunSpec.parse(link).query()
    assert RunSpec.from_query(urlencode(parse_qsl(query))).query() == query


@given(links())
def test_the_texts_of_a_form_read_back_as_the_same_run(link: dict[str, str]) -> None:
    spec = RunSpec.parse(link)
    assert RunSpec.parse(spec.texts()) == spec


@given(links(), st.randoms())
def test_the_order_of_parameters_does_not_matter(link: dict[str, str], random: object) -> None:
    pairs = list(link.items())
    random.shuffle(pairs)
    assert RunSpec.parse(pairs) == RunSpec.parse(link)


@given(links())
def test_rates_are_zero_where_no_dropout_sits(link: dict[str, str]) -> None:
    spec = RunSpec.parse(link)
    for step in (0, spec.training.steps):
        rates = spec.rates(step)
        assert len(rates) == len(spec.net.hidden) + 1
        assert all(rates[k] == 0 for k in range(len(rates)) if k not in spec.place)
        assert all(0 <= p < 1 for p in rates)


@given(links())
def test_a_twin_is_one_for_all_p_places_and_masks(link: dict[str, str]) -> None:
    spec = RunSpec.parse(link)
    twin = spec.twin()
    assert not any(twin.rates(spec.training.steps))
    assert twin.twin() == twin
    assert RunSpec.from_query(twin.query()) == twin
    others = {name: text for name, text in spec.texts().items() if name != "place"}
    changes = [change.text for change in spec.changes if change.name != "p"]
    other = RunSpec.parse(others | {"p": "0.9", "seed.masks": "77", "change": ";".join(changes)})
    assert other.twin() == twin


@given(st.dictionaries(st.one_of(st.sampled_from(list(FIELDS)), st.text(max_size=5)), st.text(max_size=30)))
def test_any_text_is_a_spec_or_a_message_for_each_wrong_name(link: dict[str, str]) -> None:
    messages = ["read"]
    try:
        RunSpec.parse(link)
    except SpecError as error:
        messages = list(told(error).values())
    assert messages
    assert all(0 < len(message) < 500 for message in messages)


def test_the_empty_link_is_the_default_scene() -> None:
    spec = RunSpec.parse({})
    assert spec.query() == ""
    assert (spec.data.name, spec.net.hidden, spec.p, spec.place) == ("moons", (12, 12, 12), (0.2, 0.2, 0.2), (1, 2, 3))
    assert spec.seeds == Seeds(1, 1, 1, 1)


@pytest.mark.parametrize("data", [name for name in TASKS if name != "moons"])
def test_the_name_of_the_data_alone_gives_its_scene(data: str) -> None:
    spec = RunSpec.parse({"data": data})
    assert spec.query() == f"data={data}"
    assert str(spec.data.n) == DEFAULTS[data]["n"]


@pytest.mark.parametrize(
    ("link", "canonical"),
    [
        ("n=100&p=0.2,0.2,0.2&place=1,2,3&seed=1", ""),
        ("p=.30", "p=0.3"),
        ("p=0.30,0.3,3e-1", "p=0.3"),
        ("p=-0", "p=0"),
        ("lr=1.0&noise=0.50", "noise=0.5&lr=1"),
        ("lr=0.00001", "lr=1e-05"),
        ("hidden= 8, 8 ", "hidden=8,8"),
        ("p=0.1&hidden=8,8&place=1,2", "hidden=8,8&p=0.1"),
        ("place=none&p=0.7", "place=none"),
        ("seed=3&data=circles", "data=circles&seed=3"),
        ("seed.data=3&seed.weights=3&seed.batches=3&seed.masks=3", "seed=3"),
        ("seed=3&seed.masks=1", "seed.data=3&seed.weights=3&seed.batches=3"),
        ("seed.masks=4&place=0,2&p=0.1,0.3", "p=0.1,0.3&place=0,2&seed.masks=4"),
        ("seed=2&change=lr@9:0.1&p=0.5", "p=0.5&seed=2&change=lr@9:0.1"),
        ("change=", ""),
    ],
)
def test_a_link_is_brought_into_one_form(link: str, canonical: str) -> None:
    assert RunSpec.from_query(link).query() == canonical


@pytest.mark.parametrize(
    ("link", "name", "message"),
    [
        ("p=1.2", "p", "p must lie in [0, 1), got 1.2"),
        ("p=1", "p", "p must lie in [0, 1), got 1; at 1 every neuron would be off at every step"),
        ("p=-0.1", "p", "p must lie in [0, 1), got -0.1"),
        ("p=0.1,0.2", "p", "p must have 1 value or 3, one for each place, got 2"),
        ("p=0.1,0.2&place=none", "p", "p must have 1 value, got 2"),
        ("p=0.1,", "p", "p must be a number, got ''"),
        ("hidden=0", "hidden", "Hidden layers (hidden) must lie in [1, 256], got 0"),
        ("hidden=9999,9999", "hidden", "Hidden layers (hidden) must lie in [1, 256], got 9999"),
        ("hidden=2,2,2,2,2,2,2", "hidden", "Hidden layers (hidden) must have 1 to 6 layers, got 7"),
        ("hidden=", "hidden", "Hidden layers (hidden) must be a whole number, got ''"),
        (
            "batch=101",
            "batch",
            "Batch size (batch) must be at most the number of training samples (n), which is 100, got 101",
        ),
        ("n=10", "batch", "Batch size (batch) must be at most the number of training samples (n), which is 10, got 20"),
        ("n=3", "n", "Training samples (n) must lie in [4, 5000], got 3"),
        ("n=1.5", "n", "Training samples (n) must be a whole number, got '1.5'"),
        ("n=1_0", "n", "Training samples (n) must be a whole number, got '1_0'"),
        ("n=٣٣", "n", "Training samples (n) must be a whole number, got '٣٣'"),
        ("lr=0,01", "lr", "Learning rate (lr) must be a number, got '0,01'; write 0.01"),
        ("p=0,5", "p", "p: 0,5 is read as two values here; write 0.5"),
        ("p=1,2", "p", "p must lie in [0, 1), got 1; at 1 every neuron would be off at every step"),
        ("steps=1,000", "steps", "Steps must be a whole number, got '1,000'; write 1000"),
        ("lr=abc", "lr", "Learning rate (lr) must be a number, got 'abc'"),
        ("lr=nan", "lr", "Learning rate (lr) must be a number, got 'nan'"),
        ("lr=-inf", "lr", "Learning rate (lr) must be a number, got '-inf'"),
        ("lr=1e999", "lr", "Learning rate (lr) must lie in (0, 10], got 1e999"),
        ("lr=0", "lr", "Learning rate (lr) must lie in (0, 10], got 0"),
        ("decay=2", "decay", "Weight decay (decay) must lie in [0, 1], got 2"),
        ("flip=0.6", "flip", "Flipped labels (flip) must lie in [0, 0.5], got 0.6"),
        (
            "data=curve&flip=0.1",
            "flip",
            "Flipped labels (flip) must lie in [0, 0], got 0.1; a curve has no labels to flip",
        ),
        (
            "data=digits&n=4500",
            "n",
            "Training samples (n) must lie in [10, 4000], got 4500; 1,000 of the 5,000 images are for the test",
        ),
        ("steps=20001", "steps", "Steps must lie in [1, 20000], got 20001"),
        ("seed=2147483648", "seed", "Seed must lie in [0, 2147483647], got 2147483648"),
        ("seed.masks=-1", "seed.masks", "Seed of the masks (seed.masks) must lie in [0, 2147483647], got -1"),
        ("activation=gelu", "activation", "Activation must be one of relu, tanh, sigmoid, got 'gelu'"),
        (
            "place=4",
            "place",
            "Place must lie in [0, 3], where 3 is the last hidden layer, got 4; "
            "dropout does not belong on the output, where it would blot out the answer",
        ),
        ("place=2,1", "place", "Place must rise without repeats, as 0,2, got '2,1'"),
        ("place=1,1", "place", "Place must rise without repeats, as 0,2, got '1,1'"),
        ("n=50&n=60", "n", "Training samples (n) must be given once, got it twice or more"),
        ("x=" + "a" * 10_000, "link", "The link must have at most 4096 characters, got 10003"),
        ("&".join(["p=0.1"] * 51), "link", "The link must have at most 50 parameters, got 51"),
    ],
)
def test_a_wrong_link_is_told_what_was_expected_and_what_came(link: str, name: str, message: str) -> None:
    assert errors(link) == {name: message}


def test_an_unknown_name_is_an_error() -> None:
    found = errors("dropout=0.5")
    assert list(found) == ["dropout"]
    assert found["dropout"].startswith("'dropout' is not a setting; there are data, n, ")


def test_all_errors_are_found_at_once() -> None:
    assert set(errors("data=mnist&p=2&lr=x&hidden=0&batch=9999&q=1&steps=0&change=p@1:2")) == {
        "data", "p", "lr", "hidden", "batch", "q", "steps", "change",
    }  # fmt: skip


def test_an_error_is_not_repeated_by_the_checks_that_build_on_it() -> None:
    assert set(errors("hidden=0&place=5&p=0.1,0.2")) == {"hidden"}


def test_a_message_shows_the_beginning_of_a_long_text() -> None:
    message = errors("lr=" + "x" * 2000)["lr"]
    assert len(message) < 120
    assert message.endswith("xxx…'")


@pytest.mark.parametrize("digits", [30, 4000])
def test_a_long_number_is_out_of_its_limits(digits: int) -> None:
    message = errors("n=" + "9" * digits)["n"]
    assert message.startswith("Training samples (n) must lie in [4, 5000], got 999")
    assert len(message) < 150


def test_work_without_bounds_is_refused_with_the_names_of_what_makes_it() -> None:
    assert errors("hidden=256,256,256,256&batch=100&steps=20000") == {
        "steps": "Hidden layers (hidden), batch size (batch) and steps must together take at most 60 s of training, "
        "got about 255 s"
    }


def test_the_longest_canonical_link_can_be_read() -> None:
    p = [f"{k}.2345678901234567e-300" for k in range(1, 8)]
    changes = [f"p@{step}:{','.join(p[::-1] if step % 2 else p)}" for step in range(10_000, 10_000 + CHANGES_MAX)]
    longest = {
        "data": "circles", "n": "5000", "noise": "1.2345678901234567e-300", "flip": "1.2345678901234567e-300",
        "hidden": "100,100,100,100,100,100", "activation": "sigmoid", "optimizer": "momentum",
        "lr": "1.2345678901234567e-300", "decay": "1.2345678901234567e-300", "batch": "256", "steps": "10100",
        "p": ",".join(p[::-1]), "place": "0,1,2,3,4,5,6", "seed.data": "2147483647",
        "seed.weights": "2147483646", "seed.batches": "2147483645", "seed.masks": "2147483644",
        "change": ";".join(changes),
    }  # fmt: skip
    with pytest.raises(SpecError, match="work: field=steps"):
        RunSpec.parse(longest)
    spec = RunSpec.parse(longest | {"hidden": "10,10,10,10,10,10"})
    assert len(spec.changes) == CHANGES_MAX
    assert LINK_MAX > len(spec.query()) > 3800
    assert RunSpec.from_query(spec.query()) == spec


def test_rates_follow_the_changes() -> None:
    spec = RunSpec.from_query("place=0,2&p=0.1,0.2&change=p@5:0.5;lr@7:1;p@9:0.6,0.7;decay@9:0.25")
    assert spec.rates() == spec.rates(4) == (0.1, 0, 0.2, 0)
    assert spec.rates(5) == spec.rates(8) == (0.5, 0, 0.5, 0)
    assert spec.rates(9) == spec.rates(1500) == (0.6, 0, 0.7, 0)
    assert [spec.lr_at(step) for step in (6, 7, 8)] == [0.02, 1, 1]
    assert [spec.decay_at(step) for step in (8, 9)] == [0, 0.25]


def test_a_twin_keeps_the_changes_that_concern_it() -> None:
    spec = RunSpec.from_query("seed=3&change=p@5:0.5;lr@7:1")
    assert spec.twin().query() == "place=none&seed.data=3&seed.weights=3&seed.batches=3&change=lr@7:1"


def test_sizes_and_parameters() -> None:
    assert RunSpec.from_query("hidden=8,4").sizes == (2, 8, 4, 1)
    assert RunSpec.from_query("hidden=8,4").parameters == 3 * 8 + 9 * 4 + 5
    assert RunSpec.from_query("data=digits").sizes == (196, 64, 64, 10)
    assert RunSpec.from_query("data=curve").sizes == (1, 32, 32, 1)


def test_but_reads_the_changed_link_again() -> None:
    spec = RunSpec.from_query("p=0.3&seed.masks=5")
    assert spec.but(hidden="8,8").query() == "hidden=8,8&p=0.3&seed.masks=5"
    assert spec.but(seed="2").query() == "p=0.3&seed=2"
    assert spec.but(data="blobs") == RunSpec.from_query("data=blobs&p=0.3&seed.masks=5")
    with pytest.raises(SpecError, match="batch: field=batch, most=100, count=150"):
        spec.but(batch="150")


def test_a_branch_leaves_the_later_changes_behind() -> None:
    spec = RunSpec.from_query("change=lr@3:0.1;p@5:0.5;lr@5:0.2;p@9:0.6")
    assert spec.with_change(5, "p", 0.7).query() == "change=lr@3:0.1;p@5:0.7;lr@5:0.2"
    assert spec.with_change(4, "decay", 0.5).query() == "change=lr@3:0.1;decay@4:0.5"
    assert spec.with_change(6, "p", (0.1, 0.2, 0.3)).changes[-1] == Change(6, "p", (0.1, 0.2, 0.3))


def test_a_branch_back_to_what_is_in_force_is_the_run_without_it() -> None:
    spec = RunSpec.from_query("change=p@5:0.5")
    assert spec.with_change(5, "p", 0.2) == RunSpec.parse({})


def test_a_branch_may_replace_the_last_of_as_many_changes_as_there_can_be() -> None:
    changes = ";".join(f"lr@{step}:{step}e-3" for step in range(1, CHANGES_MAX + 1))
    spec = RunSpec.parse({"change": changes})
    assert spec.with_change(CHANGES_MAX, "lr", 0.5).lr_at(CHANGES_MAX) == 0.5
    with pytest.raises(SpecError, match=r"changes: .*most=20, count=21"):
        spec.with_change(CHANGES_MAX, "p", 0.5)


def test_a_change_at_step_0_sets_the_field() -> None:
    spec = RunSpec.from_query("change=p@5:0.5")
    assert spec.with_change(0, "p", 0.4).query() == "p=0.4"
    assert spec.with_change(0, "lr", 0.5) == RunSpec.parse({"lr": "0.5"})


@pytest.mark.parametrize(
    ("step", "name", "value", "message"),
    [
        (1501, "p", 0.3, "must come at a step in [0, 1500], got p@1501:0.3"),
        (-1, "p", 0.3, "The step of a change (change) must lie in [0, 20000], got -1"),
        (5, "p", 1.0, "Change at step 5: p must lie in [0, 1), got 1"),
        (5, "lr", float("nan"), "Change at step 5: learning rate (lr) must be a number, got 'nan'"),
        (5, "p", (0.1, 0.2), "Change at step 5: p must have 1 value or 3, one for each place, got 2"),
        (5, "p", (), "Change at step 5: p must be a number, got ''"),
    ],
)
def test_a_branch_is_checked_as_a_link_is(step: int, name: str, value: object, message: str) -> None:
    with pytest.raises(SpecError) as caught:
        RunSpec.parse({}).with_change(step, name, value)
    assert message in told(caught.value)["change"]


def test_a_spec_can_be_a_key() -> None:
    assert len({RunSpec.parse({}), RunSpec.from_query("p=0.2"), RunSpec.from_query("p=0.3")}) == 2


@pytest.mark.parametrize(
    ("link", "kept", "wrong"),
    [
        ("p=0.6&seed=7&dropout=1", "p=0.6&seed=7", {"dropout"}),
        ("p=1.2&seed=7&lr=x", "seed=7", {"p", "lr"}),
        ("n=10&seed=7", "seed=7", {"batch"}),
        ("n=30&batch=50", "n=30", {"batch"}),
        ("hidden=8,8&place=3&p=0.4", "hidden=8,8&p=0.4", {"place"}),
        ("p=0.1,0.2&place=1&seed=3", "place=1&seed=3", {"p"}),
        ("steps=20000&hidden=256,256,256,256&batch=100&p=0.4", "hidden=256,256,256,256&p=0.4", {"steps"}),
        ("place=none&change=p@5:0.3&lr=0.5", "lr=0.5&place=none", {"change"}),
        ("n=50&n=60&p=0.3", "p=0.3", {"n"}),
        ("data=mnist&p=0.4", "p=0.4", {"data"}),
        ("p=0.6&lr=" + "9" * 5000, "", {"link"}),
        ("p=0.6", "p=0.6", set()),
    ],
)
def test_what_is_right_of_a_link_is_kept(link: str, kept: str, wrong: set[str]) -> None:
    spec, faults = RunSpec.understand(parse_qsl(link))
    assert spec.query() == kept
    assert set(faults) == wrong


@given(st.lists(st.tuples(st.sampled_from(list(FIELDS)), st.text("0123456789.,-+e;:@p lrmoons", max_size=12))))
def test_of_any_link_something_is_kept_that_is_a_run(pairs: list[tuple[str, str]]) -> None:
    spec, faults = RunSpec.understand(pairs)
    assert RunSpec.from_query(spec.query()) == spec
    with contextlib.suppress(SpecError):
        assert RunSpec.parse(pairs) == spec
        assert not faults
