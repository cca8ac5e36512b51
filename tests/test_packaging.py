"""What the repository and the installed package hold, and what they must not."""

import gzip
import importlib.util
import io
import re
import subprocess
import tomllib
import zipfile
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from app import resources

ROOT = Path(__file__).parent.parent
TEST_LINE = "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/pytest"
START_LINE = "python3 -m venv .venv && .venv/bin/pip install -e . && .venv/bin/dropout-explorer"

# Brackets keep these patterns from finding themselves.
REGISTRY = re.compile(r"pythonh[o]sted|p[y]pi\.org|registry\.n[p]mjs|deb\.d[e]bian|crates\.i[o]")
MACHINE = re.compile(r"/w[o]rk/|/h[o]me/\w|/U[s]ers/\w|/t[m]p/bash|C:\\U[s]ers")
LOADS = re.compile(
    r"""<(?!a\b)\w[^<>]*\s(?:src|href|srcset|data|poster)\s*=\s*["']?(?:https?:)?//  # no link
    | @import\b[^;]*(?:https?:)?//
    | \burl\(\s*["']?(?:https?:)?//
    | \b(?:fetch|import|EventSource|Worker|sendBeacon)\s*\(\s*["'`](?:https?:)?//
    | \bfrom\s*["'](?:https?:)?//
    """,
    re.VERBOSE | re.IGNORECASE,
)


@pytest.fixture(scope="module")
def hook():
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def project_files():
    """Every text file that is tracked or would be: its path in the repository, and its content."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("only in a git checkout is it known which files are the project's")
    texts = {}
    for name in filter(None, listed.split("\0")):
        content = (ROOT / name).read_bytes() if (ROOT / name).is_file() else b""
        if b"\0" not in content:
            texts[name] = content.decode()
    assert "pyproject.toml" in texts
    return texts


@pytest.fixture(scope="module")
def build_requirements():
    lines = (ROOT / "build_requirements.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def lines_with(pattern, texts):
    return [
        f"{name}:{number}: {line.strip()[:120]}"
        for name, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_templates_static_files_and_digits_are_found():
    assert resources.templates_dir().is_dir()
    assert "htmx" in (resources.static_dir() / "vendor" / "htmx.min.js").read_text(encoding="utf-8")
    assert resources.digits_file().is_file()


def test_a_missing_build_product_says_how_it_is_made(tmp_path, monkeypatch):
    (tmp_path / "static").mkdir()
    monkeypatch.setattr(resources, "PACKAGE", tmp_path / "app")
    with pytest.raises(FileNotFoundError, match=r"htmx\.min\.js is missing.*pip install"):
        resources.static_dir()
    with pytest.raises(FileNotFoundError, match=r"mnist_5k\.bin\.gz is missing.*pip install"):
        resources.digits_file()
    with pytest.raises(FileNotFoundError, match=r"no folder templates: looked for .*app"):
        resources.templates_dir()


def test_the_installed_package_has_its_folders_inside(tmp_path, monkeypatch):
    (tmp_path / "app" / "templates").mkdir(parents=True)
    (tmp_path / "templates").mkdir()
    monkeypatch.setattr(resources, "PACKAGE", tmp_path / "app")
    assert resources.templates_dir() == tmp_path / "app" / "templates"


def test_each_build_product_is_the_pinned_one(hook):
    assert [product.path for product in hook.PRODUCTS if not product.is_right(ROOT)] == []


def test_a_rebuild_needs_no_network_while_the_products_are_right(hook, monkeypatch):
    def no_network(*_):
        raise AssertionError("asked for a download")

    monkeypatch.setattr(hook, "download", no_network)
    build = hook.Products(str(ROOT), {}, None, None, str(ROOT), "wheel")
    data = {"force_include": {}}
    build.initialize("standard", data)
    assert data == {"force_include": {"templates": "app/templates", "static": "app/static"}}


def test_a_changed_member_is_refused_and_leaves_nothing_behind(hook, tmp_path):
    htmx = hook.PRODUCTS[0]
    with zipfile.ZipFile(tmp_path / f"{htmx.wheel}-1-py3-none-any.whl", "w") as archive:
        archive.writestr(htmx.member, "alert('not htmx')")
    with pytest.raises(RuntimeError, match=r"static/vendor/htmx\.min\.js: expected sha256 71ea.*, got "):
        htmx.make(tmp_path, tmp_path)
    assert not (tmp_path / htmx.path).exists()


def test_a_damaged_product_is_not_taken_for_right(hook, tmp_path):
    digits = hook.PRODUCTS[1]
    stored = (ROOT / digits.path).read_bytes()
    copy = tmp_path / digits.path
    copy.parent.mkdir(parents=True)
    overwritten = stored[:99] + bytes(9) + stored[108:]
    for damaged in (b"", b"no gzip", stored[:-9], overwritten, gzip.compress(b"other digits")):
        copy.write_bytes(damaged)
        assert not digits.is_right(tmp_path)
    copy.write_bytes(stored)
    assert digits.is_right(tmp_path)


def test_digits_are_stored_as_one_byte_a_number(hook):
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb") as file:
        file.write(b"0,255,7\n12,0,3\n")
    assert hook.digit_bytes(packed.getvalue()) == bytes([0, 255, 7, 12, 0, 3])


def test_every_build_requirement_is_pinned_by_version_and_hash(build_requirements):
    assert len(build_requirements) == 2
    for line in build_requirements:
        assert re.fullmatch(r"[a-z-]+==\d+(\.\d+)+ --hash=sha256:[0-9a-f]{64}", line)


def test_the_command_is_installed():
    (command,) = entry_points(group="console_scripts", name="dropout-explorer")
    assert callable(command.load())


def test_notice_names_what_the_build_brings_in(hook, build_requirements):
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    for product in hook.PRODUCTS:
        assert product.path in notice
    for line in build_requirements:
        name, version = line.split()[0].split("==")
        assert re.search(rf"{name}\s+{re.escape(version)}", notice)


def test_ci_runs_the_commands_of_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert START_LINE in readme
    assert TEST_LINE in readme
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1] == TEST_LINE


def test_the_newest_version_in_the_changelog_is_the_one_that_is_built():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    released = re.findall(r"^## \[(\d[^\]]*)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert not released or released[0] == version


def test_no_file_names_a_registry_host(project_files):
    assert lines_with(REGISTRY, project_files) == []


def test_no_file_names_a_path_of_one_machine(project_files):
    assert lines_with(MACHINE, project_files) == []


def test_pages_load_nothing_from_another_host():
    served = {
        file.relative_to(ROOT).as_posix(): file.read_text(encoding="utf-8")
        for folder in (resources.templates_dir(), resources.static_dir())
        for file in sorted(folder.rglob("*"))
        if file.suffix in {".html", ".css", ".js", ".svg", ".txt", ".json"}
    }
    assert "static/vendor/htmx.min.js" in served
    found = {name: match[0] for name, text in served.items() if (match := LOADS.search(text))}
    assert found == {}


@pytest.mark.parametrize(
    "text",
    [
        '<script src="https://cdn.example/htmx.js">',
        '<link rel="stylesheet"\n  href="//cdn.example/a.css">',
        "<img alt=x src=http://example/a.png>",
        '@import url("https://example/a.css");',
        "background: url(//example/a.png)",
        'import { a } from "https://example/a.js";',
        "fetch(`https://example/a`)",
    ],
)
def test_a_load_from_another_host_would_be_found(text):
    assert LOADS.search(text)


@pytest.mark.parametrize(
    "text",
    [
        '<a class="x" href="https://example.org/paper">the paper</a>',
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">',
        '<script type="module" src="/static/js/explore/page.js">',
        "see https://example.org // a comment",
    ],
)
def test_a_link_for_people_is_no_load(text):
    assert not LOADS.search(text)
