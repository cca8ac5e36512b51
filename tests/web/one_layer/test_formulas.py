"""The selected cell's formulas: equal where they say so, and no answer before its sub-step."""

import re

import pytest

from app.runs.one_layer.fields import SUB_STEPS
from app.runs.one_layer.layer_pass import run
from app.runs.one_layer.layer_spec import LayerSpec
from app.web.one_layer.cell_line import cell_line
from app.web.one_layer.formulas import formulas

HIDDEN = re.compile(r"<mphantom>.*?</mphantom>")


def texts(spec: LayerSpec, hidden: bool = False) -> list[str]:
    """What is seen of each formula, or of all of it."""
    found = (str(each.mathml) if hidden else HIDDEN.sub("", str(each.mathml)) for each in formulas(spec, run(spec)))
    return [re.sub(r"<[^>]+>", "", text).replace("&#x000B7;", "·").replace("&#x0003D;", "=") for text in found]


def test_at_a_half_all_is_exact():
    assert all("&#x02248;" not in text for text in texts(LayerSpec()))
    assert texts(LayerSpec())[2] == "y34=x34·m34=0.65·2=1.3"


@pytest.mark.parametrize("p", [0.3, 0.0001, 0.999])
def test_what_is_rounded_is_about_right_and_the_factor_is_the_fraction_that_it_is(p):
    spec = LayerSpec(p=p, cell=(3, 4)) if p < 0.88 else LayerSpec(p=p, cell=(3, 4), seed=_kept_at(p))
    mask, forward, backward = texts(spec)[1:4]
    for text in (mask, forward, backward):
        assert "&#x02248;" in text or text.endswith(("=1000", "=650", "=260"))
    if p == 0.3:
        assert forward == "y34=x34·m34=0.651&#x02212;0.3&#x02248;0.9286"
        assert "".join(re.sub(r"<[^>]+>", "", str(line)) for line in cell_line(spec, run(spec))).count("&#x02248;") == 2


def _kept_at(p: float) -> int:
    return next(seed for seed in range(100_000) if run(LayerSpec(p=p, cell=(3, 4), seed=seed)).mask[2, 3] != 0)


def test_a_p_next_to_1_is_not_said_to_be_1():
    assert texts(LayerSpec(p=0.999999999))[0].endswith("p=0.999999999")


@pytest.mark.parametrize("mode", ["train", "eval"])
def test_before_its_sub_step_a_formula_is_the_rule_alone_and_keeps_its_room(mode):
    whole = texts(LayerSpec(mode=mode), hidden=True)
    for substep in SUB_STEPS:
        spec = LayerSpec(mode=mode, substep=substep)
        for line, shown, all_of_it in zip(formulas(spec, run(spec)), texts(spec), whole, strict=True):
            assert (shown == all_of_it) == line.reached
            assert all_of_it.startswith(shown)
        assert texts(spec, hidden=True) == whole
