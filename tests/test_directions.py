"""Who may import whom (web, then runs, then engine, then NumPy, and room by room within them, scripts too); and nothing
happens at import."""

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
WEB = {"app.main", "app.web", "fastapi", "httptools", "jinja2", "starlette", "uvicorn", "uvloop"}
# The engine has no files, clock, threads, processes, environment, network or global random state.
STATEFUL = {
    "asyncio", "concurrent", "datetime", "fcntl", "glob", "http", "importlib", "io", "logging",
    "multiprocessing", "os", "pathlib", "platform", "queue", "random", "sched", "secrets", "shutil", "signal",
    "socket", "sqlite3", "subprocess", "sys", "tempfile", "threading", "time", "urllib", "uuid",
}  # fmt: skip
# The only names in numpy.random without a state that all share.
GENERATORS = {"Generator", "PCG64", "Philox", "SFC64", "SeedSequence", "default_rng"}
FILES = {"open", "print", "input", "np.load", "np.save", "np.savez", "np.fromfile", "np.memmap"}
SOURCES = sorted((ROOT / "app").rglob("*.py"))


def part(name: str) -> list[Path]:
    """The modules of one part, app/<name>/."""
    return [path for path in SOURCES if path.is_relative_to(ROOT / "app" / name)]


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(tree: ast.AST, package: str = "") -> Iterator[str]:
    """Each module that is imported anywhere, inside functions too; `from app import runs` is app.runs."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            if module in ("app", "app.runs", "app.web", "numpy"):
                yield from (f"{module}.{alias.name}" for alias in node.names)
            else:
                yield module


def imports_of(path: Path) -> set[str]:
    return set(imports(ast.parse(path.read_text("utf-8")), ".".join(path.relative_to(ROOT).parts[:-1])))


def imported(paths: list[Path], refused: Callable[[str], bool]) -> set[tuple[str, str]]:
    """Who imports what is refused."""
    return {(shown(path), name) for path in paths for name in imports_of(path) if refused(name)}


def within(module: str, parts: set[str]) -> bool:
    """Whether a module is one of these, or inside one."""
    return any(module == part or module.startswith(f"{part}.") for part in parts)


def global_state(tree: ast.AST) -> Iterator[str]:
    """Uses of numpy's shared random state, of fresh entropy, and of files."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in ("np.random", "numpy.random"):
            if node.attr not in GENERATORS:
                yield ast.unparse(node)
        elif isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            unseeded = called.split(".")[-1] in GENERATORS and not (node.args or node.keywords)
            if unseeded or called in FILES:
                yield f"{called}(...)"


def test_there_is_something_to_look_at() -> None:
    assert {"app/engine/dropout.py", "app/runs/log/run.py", "app/web/live/hub.py"} <= {shown(path) for path in SOURCES}
    assert "app.engine.layer" in imports_of(ROOT / "app/engine/dropout.py")


def test_the_engine_imports_numpy_and_plain_python_alone() -> None:
    plain = set(sys.stdlib_module_names) - STATEFUL
    allowed = {"numpy", "app.engine", *plain}
    refused = {"numpy.random"} | {f"numpy.{name}" for name in ("ctypeslib", "f2py", "testing")}
    assert imported(part("engine"), lambda name: not within(name, allowed) or within(name, refused)) == set()


def test_the_engine_has_no_global_random_state_and_no_files() -> None:
    found = {shown(path): list(global_state(ast.parse(path.read_text("utf-8")))) for path in part("engine")}
    assert {path: uses for path, uses in found.items() if uses} == {}


def test_runs_know_no_web() -> None:
    assert imported(part("runs"), lambda name: within(name, WEB)) == set()


def test_pages_reach_the_engine_through_runs() -> None:
    assert imported(part("web"), lambda name: within(name, {"app.engine"})) == set()


def test_pages_do_not_know_who_puts_them_together() -> None:
    assert imported(part("web"), lambda name: within(name, {"app.main"})) == set()


# Rooms, each with those that it may import from besides itself: no circle, and no arrow that runs up.

RUNS_ROOMS = {
    "data": set(),
    "nets": set(),
    "spec": {"data", "nets"},
    "training": {"data", "nets", "spec"},
    "log": {"data", "nets", "spec", "training"},
    "serving": {"data", "nets", "spec", "training", "log"},
    "scenes": {"data", "nets", "spec"},
    "one_layer": {"spec"},
    "experiments": {"data", "nets", "spec", "training", "log", "scenes"},
}
WEB_ROOMS = {
    "words": set(),
    "site": {"words"},
    "address": {"words"},
    "once": set(),
    "passes": set(),
    "moment": {"once", "address"},
    "figures": {"moment", "once", "words", "address"},
    "frames": {"figures", "moment", "words", "site"},
    "live": {"passes", "frames", "figures", "moment", "once", "words", "address", "site"},
    "api": {"why", "passes", "live", "frames", "moment", "words", "address", "site"},
    "section": {"moment", "address"},
    "why": {"section", "passes", "figures", "moment", "once", "words", "address", "site"},
    "methods": {"why", "section", "preview", "passes", "figures", "moment", "once", "words", "address", "site"},
    "experiments": {"explore", "preview", "figures", "words", "address", "site"},
    "practice": {"experiments", "methods", "preview", "figures", "words", "address", "site"},
    "explore": {"methods", "section", "preview", "passes", "frames", "figures", "moment", "words", "address", "site"},
    "one_layer": {"section", "preview", "words", "site"},
    "preview": {"words", "address", "site"},
    "docs": {"preview", "figures", "words", "address", "site"},
    "embed": {
        "methods",
        "explore",
        "one_layer",
        "preview",
        "live",
        "frames",
        "figures",
        "moment",
        "words",
        "address",
        "site",
    },
    "files": {
        "live",
        "one_layer",
        "practice",
        "methods",
        "why",
        "section",
        "api",
        "preview",
        "passes",
        "figures",
        "moment",
        "words",
        "address",
        "site",
    },
    "oembed": {"methods", "embed", "preview", "figures", "words", "address", "site"},
}
SCRIPT_ROOMS = {
    "site": set(),
    "play": {"site"},
    "figures": {"play", "site"},
    "explore": {"figures", "play", "site"},
    "one_layer": {"site"},
    "methods": {"site"},
    "experiments": {"figures", "play", "site"},
    "embed": {"explore", "figures", "one_layer", "play", "site"},
}


def room(name: str, of: str) -> str | None:
    """The room of app.runs or app.web that a module is in."""
    return name.removeprefix(f"app.{of}.").split(".")[0] if name.startswith(f"app.{of}.") else None


@pytest.mark.parametrize(("of", "rooms"), [("runs", RUNS_ROOMS), ("web", WEB_ROOMS)])
def test_rooms_import_from_those_below_them(of: str, rooms: dict[str, set[str]]) -> None:
    within_rooms = [path for path in part(of) if path != ROOT / "app" / of / "__init__.py"]
    wrong = set()
    for path in within_rooms:
        own = path.relative_to(ROOT).parts[2].removesuffix(".py")
        wrong |= imported([path], lambda name, own=own: room(name, of) not in rooms[own] | {own, None})
    assert wrong == set()


def scripts() -> list[Path]:
    return sorted((ROOT / "static" / "js").rglob("*.js"))


def test_scripts_import_from_those_below_them() -> None:
    wrong = set()
    for path in scripts():
        own = path.parent.name
        used = re.findall(r"(?:from|import|import\() ?'(\.[^']*)';", path.read_text("utf-8"))
        rooms = {(path.parent / other).resolve().parent.name for other in used}
        wrong |= {(shown(path), name) for name in rooms - SCRIPT_ROOMS[own] - {own}}
    assert wrong == set()


@pytest.mark.parametrize("rooms", [RUNS_ROOMS, WEB_ROOMS, SCRIPT_ROOMS])
def test_rooms_lie_in_no_circle(rooms: dict[str, set[str]]) -> None:
    done: set[str] = set()
    while len(done) < len(rooms):
        ready = {name for name, below in rooms.items() if name not in done and below <= done}
        assert ready
        done |= ready


def test_the_process_that_trains_loads_neither_store_nor_web() -> None:
    listed = "import sys, app.runs.serving.worker; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", listed], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60)
    loaded = set(done.stdout.split())
    assert "app.runs.training.job" in loaded
    upstairs = ("app.web", "app.main", "app.runs.log", "app.runs.serving.store", "app.runs.serving.trainers", "fastapi")
    assert {name for name in loaded if within(name, set(upstairs))} == set()


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import app.web.address.links", ["app.web.address.links"]),
        ("from app.web import links", ["app.web.links"]),
        ("from app import web", ["app.web"]),
        ("from ..web.address.links import Links", ["app.web.address.links"]),
        ("from .. import web", ["app.web"]),
        ("def late():\n    import fastapi.responses", ["fastapi.responses"]),
    ],
)
def test_every_way_to_import_is_seen(source: str, found: list[str]) -> None:
    assert list(imports(ast.parse(source), "app.runs")) == found
    assert within(found[0], WEB)


@pytest.mark.parametrize(
    "source",
    ["np.random.seed(1)", "np.random.rand(3)", "np.random.default_rng()", "np.random.SFC64()", "open('a')"],
)
def test_every_kind_of_global_state_is_seen(source: str) -> None:
    assert list(global_state(ast.parse(source)))


# Nothing happens at import

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign)
IMPORTS = (ast.Import, ast.ImportFrom)
GUARDS = ("TYPE_CHECKING", "__name__ == '__main__'")


def deeds(tree: ast.Module) -> list[str]:
    """The statements of a module that do more than define something."""
    found = []
    for node in tree.body:
        docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        guarded = isinstance(node, ast.If) and ast.unparse(node.test) in GUARDS
        if not (docstring or guarded or isinstance(node, IMPORTS + DEFINITIONS)):
            found.append(ast.unparse(node))
    return found


def test_a_module_only_defines() -> None:
    found = {shown(path): deeds(ast.parse(path.read_text("utf-8"))) for path in SOURCES}
    assert {path: done for path, done in found.items() if done} == {}


def test_deeds_are_seen() -> None:
    assert deeds(ast.parse("'words'\nimport os\nA = 1\nos.chdir('/')\nfor i in (): pass")) == [
        "os.chdir('/')",
        "for i in ():\n    pass",
    ]


# Imports the modules of its command line, and prints what the app's own lines meanwhile did to the world.
WATCH = """
import importlib, os, sys, threading
own = os.path.join(os.getcwd(), "app", "")
watched = {"open", "os", "shutil", "signal", "socket", "subprocess", "tempfile"}
deeds = []

def watch(event, args):
    if event.split(".")[0] not in watched:
        return
    frame = sys._getframe(1)
    while frame and "importlib" not in frame.f_code.co_filename:
        if frame.f_code.co_filename.startswith(own):
            deeds.append(f"{frame.f_code.co_filename}:{frame.f_lineno}: {event} {args[:1]}")
            return
        frame = frame.f_back

sys.addaudithook(watch)
for name in sys.argv[1:]:
    importlib.import_module(name)
threads = [f"a thread: {thread.name}" for thread in threading.enumerate()[1:]]
print("\\n".join(deeds + threads))
"""


def watched(root: Path, *modules: str) -> str:
    command = [sys.executable, "-c", WATCH, *modules]
    done = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_importing_every_module_opens_nothing_and_starts_nothing() -> None:
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in SOURCES]
    assert watched(ROOT, *(name.removesuffix(".__init__") for name in names)) == ""


def test_a_module_that_opens_a_file_or_starts_a_thread_is_seen(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__init__.py").touch()
    (tmp_path / "app" / "busy.py").write_text(
        "import pathlib, threading\nTEXT = pathlib.Path(__file__).read_text()\n"
        "THREAD = threading.Thread(target=threading.Event().wait, name='busy', daemon=True)\nTHREAD.start()\n",
        encoding="utf-8",
    )
    output = watched(tmp_path, "app.busy")
    assert "busy.py:2: open" in output
    assert "a thread: busy" in output
