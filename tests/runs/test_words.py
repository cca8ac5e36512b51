"""app/runs says kinds, keys and numbers: no English sentence stands there. app/web/words has the texts."""

import ast
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

PROSE = re.compile(r"[A-Za-z’']{2,} [a-z’']+ [a-z’']{2,}")  # three words in a row

# A module, and why texts that look like English may stand in it.
ALLOWED = {
    "app/runs/one_layer/notebook_code.py": "the notebook's own code, which is run",
}
# What only a programmer can bring about is said in English, by whoever raises it.
MISUSE = {"ValueError", "RuntimeError", "LookupError", "TypeError", "KeyError"}


def sentences(tree: ast.AST) -> list[str]:
    """The literals that read like prose, docstrings and the words of an error of a programmer's aside."""
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr):
                skipped.add(id(first.value))
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in MISUSE:
            skipped |= {id(part) for part in ast.walk(node)}
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return [node.value for node in texts if id(node) not in skipped and PROSE.search(node.value)]


@pytest.mark.parametrize("path", sorted((ROOT / "app" / "runs").rglob("*.py")), ids=lambda path: path.stem)
def test_no_sentence_stands_in_runs(path: Path) -> None:
    if path.relative_to(ROOT).as_posix() in ALLOWED:
        return
    assert sentences(ast.parse(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("f'no {x} is kept at all'", [" is kept at all"]),
        ("def f():\n    'What it does and why.'\n    return 'it is so'", ["it is so"]),
        ("raise ValueError(f'p must lie in {x}')", []),
        ("kinds = 'one p', 'each p'", []),
    ],
)
def test_sentences_are_seen(source: str, found: list[str]) -> None:
    assert sentences(ast.parse(source)) == found
