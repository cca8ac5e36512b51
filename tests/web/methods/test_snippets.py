"""Programs to copy: whole, short, and with the settings of the run. That they do what the page's method does is held
against the libraries in tests/web/methods/libraries."""

import ast
import itertools
import re
from types import SimpleNamespace
from typing import cast

import pytest

from app.resources import templates_dir
from app.runs.spec.run_spec import RunSpec
from app.web.methods.names import NAMES
from app.web.methods.snippets import LIBRARIES, PROGRAMS, parts, snippets, written

FILES = sorted(path.relative_to(templates_dir() / "snippets") for path in (templates_dir() / "snippets").rglob("*.py"))
LINKS = {
    "dropout": "p=0.35&batch=10",
    "classic": "method=classic",
    "gaussian": "method=gaussian&p=0.7",
    "dropconnect": "method=dropconnect&each=batch&place=1&hidden=6,9&activation=tanh",
    "concrete": "data=digits&method=concrete&place=0&batch=50&length=0.1",
    "monte-carlo": "p=0.1,0.2,0.3&hidden=5,6,7&activation=sigmoid",
    "notebook": "hidden=4,5,5&p=0.5",
    "feature-maps": "data=digits&net=conv&p=0.1,0.3&place=1,2",
    "spatial": "data=digits&method=spatial&p=0.35",
    "dropblock": "data=digits&method=dropblock&block=5&p=0.15",
    "variational": "data=digits&method=variational&p=0.1,0.2",
    "recurrent": "data=memory&method=recurrent&lasts=sequence&cells=16",
    "naive": "data=memory&delay=7&method=naive&on=c&p=0.4",
    "stochastic-depth": "data=digits&method=stochastic_depth&blocks=3&each=sample&p=0.6",
    "layerdrop": "data=digits&method=layerdrop&blocks=3&width=20&p=0.3",
}


def settings(code: str) -> dict[str, object]:
    """What stands in the first paragraph of assignments, by name."""
    lines = [line for line in ast.parse(code).body if isinstance(line, ast.Assign)]
    found: dict[str, object] = {}
    for line, number in zip(lines, itertools.count(lines[0].lineno)):
        if line.lineno != number:
            break
        (target,) = line.targets
        names = [name.id for name in getattr(target, "elts", [target])]
        value = ast.literal_eval(line.value)
        found |= dict(zip(names, value if len(names) > 1 else [value], strict=True))
    return found


def libraries(code: str) -> set[str]:
    """What a program imports."""
    imports = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Import | ast.ImportFrom))
    names = (node.module if isinstance(node, ast.ImportFrom) else node.names[0].name for node in imports)
    return {str(name).split(".")[0] for name in names}


@pytest.mark.parametrize("file", FILES, ids=str)
def test_a_program_is_short_whole_and_needs_one_library(file) -> None:
    code = "".join(parts(file.as_posix()))
    assert len(code.splitlines()) < 30
    assert "..." not in code
    assert libraries(code) - {"torchvision"} == {file.parts[0]}
    assert file.parts[0] in LIBRARIES
    assert {"mean", "variance"} <= set(re.findall(r"\w+", code))


@pytest.mark.parametrize("file", FILES, ids=str)
def test_a_program_with_its_own_settings_is_as_it_was(file) -> None:
    code = "".join(parts(file.as_posix()))
    assert written(file.as_posix(), settings(code)) == code


def test_settings_are_all_given_and_no_others() -> None:
    for given in ({"p": 0.5}, {"p": 0.5, "shape": (1, 2), "block": 3}):
        with pytest.raises(ValueError, match=r"torch/dropout\.py has the settings p, shape"):
            written("torch/dropout.py", given)


@pytest.mark.parametrize("page", LINKS)
def test_a_program_has_the_settings_of_the_run(page: str) -> None:
    spec = RunSpec.from_query(LINKS[page])
    for snippet in snippets(page, spec):
        said = settings(snippet.code)
        if "shape" in said:
            shape = spec.plan.places[spec.place[0]].shape
            last = (*shape[1:], shape[0]) if (page, snippet.library) == ("spatial", "Keras") else shape
            assert said["shape"] == (spec.training.batch, *last)
        if "sizes" in said:
            assert said["sizes"] == spec.sizes
        if "p_x" in said:
            assert (said["p_x"], said.get("p", said.get("p_h"))) == spec.rates()
        elif isinstance(said["p"], tuple):
            assert said["p"] == pytest.approx(spec.rates(), rel=1e-5)
        else:
            assert said["p"] == spec.p[0]


def test_settings_of_a_method_are_those_of_the_run() -> None:
    (shown,) = snippets("dropconnect", RunSpec.from_query(LINKS["dropconnect"]))
    assert settings(shown.code).items() >= {"inputs": 6, "outputs": 9, "each": "batch", "activation": "tanh"}.items()
    (shown,) = snippets("concrete", RunSpec.from_query(LINKS["concrete"]))
    assert settings(shown.code).items() >= {"shape": (50, 196), "length": 0.1, "entropy": 0.00333333}.items()
    (shown,) = snippets("monte-carlo", RunSpec.from_query(LINKS["monte-carlo"]), passes=200)
    assert settings(shown.code).items() >= {"activation": "Sigmoid", "passes": 200}.items()


def test_numbers_are_written_as_short_as_they_are_meant() -> None:
    (shown,) = snippets("stochastic-depth", RunSpec.from_query("data=digits&method=stochastic_depth&p=0.3"))
    assert "\np = (0.0375, 0.075, 0.1125, 0.15, 0.1875, 0.225, 0.2625, 0.3)  #" in shown.code
    (shown,) = snippets("layerdrop", RunSpec.from_query("data=digits&method=layerdrop&blocks=1&p=0.3"))
    assert "\np = (0.3,)  #" in shown.code


def test_p_is_what_is_in_force_at_the_step() -> None:
    spec = RunSpec.from_query("p=0.2&change=p@5:0.6")
    assert [settings(snippets("dropout", spec, step)[0].code)["p"] for step in (4, 5)] == [0.2, 0.6]


@pytest.mark.parametrize("page", LINKS)
def test_a_run_in_which_nothing_is_dropped_has_its_programs_too(page: str) -> None:
    for snippet in snippets(page, RunSpec.from_query(LINKS[page]).twin()):
        ast.parse(snippet.code)


def test_pages_are_those_of_the_names() -> None:
    assert PROGRAMS.keys() == NAMES.keys()
    assert LINKS.keys() <= PROGRAMS.keys()


def stub(places: list[tuple[int, ...]], rates: tuple[float, ...], **method: object) -> RunSpec:
    """A run as far as programs look at it."""
    found = [SimpleNamespace(shape=shape) for shape in places]
    parts = SimpleNamespace(
        place=tuple(range(len(places))),
        plan=SimpleNamespace(places=found),
        rates=lambda step: rates,
        training=SimpleNamespace(batch=32),
        method=SimpleNamespace(**method),
        net=None,
    )
    return cast(RunSpec, parts)


def test_behind_the_maps_neurons_are_dropped() -> None:
    (shown,) = snippets("feature-maps", RunSpec.from_query("data=digits&net=conv&place=2&p=0.5"))
    assert settings(shown.code) == {"p": 0.5, "shape": (32, 64)}
    assert "map" not in shown.code


@pytest.mark.parametrize(("block", "by_hand"), [(3, False), (2, True)])
def test_a_block_that_torchvision_refuses_is_dropped_by_hand(block: int, by_hand: bool) -> None:
    (shown,) = snippets("dropblock", RunSpec.from_query(f"data=digits&method=dropblock&block={block}"))
    assert settings(shown.code) == {"p": 0.2, "block": block, "shape": (32, 8, 7, 7)}
    assert ("torchvision" not in libraries(shown.code)) == by_hand


def test_blocks_have_their_rates_and_who_shares_a_coin() -> None:
    (shown,) = snippets("stochastic-depth", RunSpec.from_query(LINKS["stochastic-depth"]))
    assert settings(shown.code) == {"p": pytest.approx((0.2, 0.4, 0.6)), "batch": 32, "width": 48, "mode": "row"}
    (shown,) = snippets("layerdrop", RunSpec.from_query(LINKS["layerdrop"]))
    assert settings(shown.code) == {"p": (0.3, 0.3, 0.3), "batch": 32, "width": 20}
    inside = RunSpec.from_query("data=digits&net=residual&method=dropout&blocks=3&p=0.3")
    for page in ("stochastic-depth", "layerdrop"):
        assert settings(snippets(page, inside)[0].code) == {"p": 0.3, "shape": (32, 48)}


def test_sequences_have_the_settings_of_the_method() -> None:
    rows = {"batch": 32, "steps": 14, "inputs": 14, "units": 32}
    (tied,) = snippets("variational", RunSpec.from_query(LINKS["variational"]))
    assert settings(tied.code) == {"p_x": 0.1, "p_h": 0.2, **rows}
    for place, p_h, libraries in (("0,1", 0.3, ["PyTorch", "Keras"]), ("0", 0.0, ["PyTorch"])):
        link = f"data=digits&method=variational&gates=untied&p=0.3&place={place}"
        untied = snippets("variational", RunSpec.from_query(link))
        assert [shown.library for shown in untied] == libraries
        assert all(settings(shown.code) == {"p_x": 0.3, "p_h": p_h, **rows} for shown in untied)
    (recurrent,) = snippets("recurrent", RunSpec.from_query(LINKS["recurrent"]))
    assert settings(recurrent.code).items() >= {"lasts": "sequence", "steps": 20, "inputs": 9, "units": 16}.items()
    (naive,) = snippets("naive", RunSpec.from_query(LINKS["naive"]))
    assert settings(naive.code).items() >= {"on": "c", "p_x": 0.0, "p": 0.4, "steps": 7}.items()


def test_a_transformer_has_its_sizes_and_the_p_of_each_place() -> None:
    spec = stub([(60, 24), (2, 12, 12), (12, 24), (12, 24)], (0.1, 0.2, 0.3, 0.4))
    assert settings(snippets("transformer", spec)[0].code) == {
        **{"p": (0.1, 0.2, 0.3, 0.4), "types": 60, "batch": 32, "words": 12},
        **{"width": 24, "heads": 2, "hidden": 48},
    }
