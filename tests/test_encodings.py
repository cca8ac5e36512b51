"""Text files are UTF-8 on every system: on Windows what is not said is something else."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = [
    ROOT / "hatch_build.py",
    *(path for part in ("app", "tests", "benchmarks") for path in (ROOT / part).rglob("*.py")),
]

# As a reader's first visit has it, in a process that fails where an encoding is left to the system.
VISIT = """
import hatch_build
from starlette.testclient import TestClient
from app.main import create_app
from app.settings import Settings
with TestClient(create_app(Settings(single_process=True, _cli_parse_args=[]))) as client:
    for path in ("/?steps=20&step=3", "/?data=digits&steps=20&n=50", "/layer", "/scripts/explore.js"):
        assert client.get(path).status_code == 200, path
"""


def guesses(tree: ast.AST) -> list[int]:
    """The lines on which text is read or written without an encoding."""
    return [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Call) and _guesses(node)]


def _guesses(call: ast.Call) -> bool:
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    given = {word.arg: ast.unparse(word.value) for word in call.keywords}
    if name in ("run", "Popen", "check_output"):
        return "True" in (given.get("text"), given.get("universal_newlines")) and "encoding" not in given
    texts = {"read_text": 0, "write_text": 1}
    if name in texts:
        return "encoding" not in given and len(call.args) <= texts[name]
    if name == "open" and (isinstance(call.func, ast.Name) or "mode" in given):
        mode = given.get("mode", ast.unparse(call.args[1]) if len(call.args) > 1 else "r")
        return "b" not in mode and "encoding" not in given
    return False


def test_no_text_is_read_or_written_without_an_encoding() -> None:
    found = {path.relative_to(ROOT).as_posix(): guesses(ast.parse(path.read_text("utf-8"))) for path in SOURCES}
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "source",
    [
        "a.read_text()",
        "a.write_text('x')",
        "open('a')",
        "open('a', 'w')",
        "run(a, text=True)",
        "Path(a).open(mode='w')",
    ],
)
def test_every_way_to_forget_it_is_seen(source: str) -> None:
    assert guesses(ast.parse(source)) == [1]


def test_the_app_and_the_build_say_theirs() -> None:
    command = [sys.executable, "-X", "warn_default_encoding", "-W", "error::EncodingWarning", "-c", VISIT]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", timeout=120)
    assert done.returncode == 0, done.stderr
