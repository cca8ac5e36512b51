"""What the notebook's code does, executed; and the corrections hold for this project's layer."""

import numpy as np
import pytest

from app.engine.dropout import Dropout
from app.runs.one_layer.notebook_code import load
from app.runs.one_layer.notebook_failures import findings
from app.web.one_layer.errata_view import errata, ran
from app.web.words.english.errata import CODE

EXPECTED = {
    1: ("takes 0 positional arguments", "name 'self' is not defined"),
    2: ("TypeError: 'bool' object is not callable",),
    3: ("NameError: name 'grad_output' is not defined",),
    4: ("passed all of $X$ through", "of the 19 gradients that were not 0, `backward` set 13 to 0"),
    5: ("TypeError: unsupported operand", "NoneType"),
    6: ("is dropped",),
    7: ("float64",),
    8: ("True",),
    9: ("`Dropout(1.2)` gives `AssertionError`", "p = 1.2", "`Dropout(1)` gives `AssertionError`"),
    10: ("of 20 cells",),
    11: ("AttributeError", "'shape'"),
    32: ("AttributeError", "'Dropout' has no attribute 'mask'", "another’s mask is None still"),
    33: ("0 to 0.95 in order, and again the same",),
    36: ("4 different rows for its 4 samples",),
}


@pytest.mark.parametrize("number", EXPECTED)
def test_the_failure_is_what_the_page_says(number):
    for part in EXPECTED[number]:
        assert part in ran(number)


def test_every_erratum_of_code_was_run():
    assert set(CODE) <= set(findings()) == set(EXPECTED)


def test_all_errata_are_listed_once():
    numbers = [erratum.number for kind in errata().values() for erratum in kind]
    assert sorted(numbers) == list(range(1, 37))


def test_running_it_leaves_the_global_generator_alone():
    np.random.seed(5)
    expected = np.random.RandomState(5).rand()
    load()().forward(np.ones((4, 5)))
    assert np.random.rand() == expected


def test_this_projects_layer_does_what_the_corrections_say():
    x = np.ones((4, 5))
    layer = Dropout(0.5, np.random.RandomState(1))
    with pytest.raises(RuntimeError, match="forward"):
        layer.backward(x)
    layer.forward(x)
    layer.eval().forward(x)
    layer.train()
    assert np.array_equal(layer.backward(x), x)  # follows what forward did
    assert layer.forward(x.astype(np.float32)).dtype == np.float32
    with pytest.raises(ValueError, match=r"\[0, 1\)"):
        Dropout(1.2, np.random.RandomState(1))
