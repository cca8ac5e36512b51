import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.runs.one_layer.fields import CELL_LEAST, CELL_MAX, MODES, P_LEAST, SUB_STEPS
from app.runs.one_layer.layer_spec import LayerSpec, read
from app.runs.spec.link import SpecError
from app.web.words.faults import told

cells = st.tuples(st.integers(1, 8), st.integers(1, 8))
values = st.just(0.0) | st.floats(CELL_LEAST, CELL_MAX) | st.floats(-CELL_MAX, -CELL_LEAST)
edits = st.dictionaries(cells, values, max_size=5).map(lambda found: tuple(found.items()))


@st.composite
def specs(draw):
    batch, units = draw(cells)
    return LayerSpec().but(
        p=draw(st.just(0.0) | st.floats(P_LEAST, 1 - P_LEAST)), seed=draw(st.none() | st.integers(0, 2**31 - 1)),
        batch=batch, units=units, x=draw(edits), dy=draw(edits), mode=draw(st.sampled_from(MODES)),
        substep=draw(st.sampled_from(SUB_STEPS)), cell=draw(cells), coins=draw(st.booleans()),
        k=draw(st.integers(1, 10_000)),
    )  # fmt: skip


def test_the_empty_link_is_the_notebooks_example():
    spec = LayerSpec.parse([])
    assert (spec.p, spec.seed, spec.batch, spec.units, spec.query()) == (0.5, None, 4, 5, "")


@given(specs())
def test_a_link_reads_back_as_the_same_spec(spec):
    assert LayerSpec.from_query(spec.query()) == spec
    assert LayerSpec.from_query(spec.query()).query() == spec.query()


@pytest.mark.parametrize(
    ("pair", "name", "message"),
    [
        (("p", "1"), "p", "p must lie in [0, 1), got 1"),
        (("p", "1.2"), "p", "[0, 1)"),
        (("p", "nan"), "p", "number"),
        (("p", "1e-320"), "p", "p must be 0 or lie in [0.000001, 0.999999], got 1e-320; no coin"),
        (("p", "0.0000009"), "p", "[0.000001, 0.999999]"),
        (("p", "0.9999999"), "p", "[0.000001, 0.999999]"),
        (("batch", "0"), "batch", "[1, 8]"),
        (("units", "9"), "units", "[1, 8]"),
        (("k", "10001"), "k", "[1, 10000]"),
        (("k", "0"), "k", "[1, 10000]"),
        (("seed", "-1"), "seed", "[0, 2147483647]"),
        (("mode", "both"), "mode", "train, eval"),
        (("substep", "fly"), "substep", "draw, compare"),
        (("coins", "yes"), "coins", "hidden, shown"),
        (("cell", "99"), "cell", "sample and neuron"),
        (("cell", "88"), "cell", "outside"),
        (("x", "34:abc"), "x34", "x34 must be a number"),
        (("dy", "34:1e7"), "dy34", "dy34 must lie in"),
        (("x", "88:1"), "x", "outside"),
        (("color", "red"), "color", "is not a setting"),
    ],
)
def test_an_error_names_its_field_and_what_came(pair, name, message):
    with pytest.raises(SpecError) as caught:
        LayerSpec.parse([pair])
    assert list(told(caught.value)) == [name]
    assert message in told(caught.value)[name]


def test_a_name_given_twice_is_an_error():
    with pytest.raises(SpecError, match="repeated: field=p"):
        LayerSpec.parse([("p", "0.1"), ("p", "0.2")])


def test_a_long_link_is_refused_unread():
    with pytest.raises(SpecError, match="long: most=4096"):
        LayerSpec.parse([("x", "11:1," * 1000)])


def test_where_a_value_is_wrong_the_base_holds():
    base = LayerSpec(p=0.3, x=(((1, 2), 7.0),))
    spec, errors = read([("p", "2"), ("seed", "5")], base)
    assert (spec.p, spec.seed, spec.x) == (0.3, 5, base.x)
    assert list(errors) == ["p"]


def test_a_smaller_matrix_keeps_cell_and_edits_inside():
    spec = LayerSpec(x=(((1, 2), 7.0), ((4, 5), 8.0))).but(batch=2, units=2)
    assert spec.cell == (2, 2)
    assert spec.x == (((1, 2), 7.0),)
