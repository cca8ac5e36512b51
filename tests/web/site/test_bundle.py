"""Joined scripts: every module once, in an order that works, and nothing left that a browser would refuse."""

import re
from pathlib import Path

import pytest

from app.resources import static_dir
from app.web.site.bundle import UNKNOWN, bundle


def write(folder: Path, **modules: str) -> None:
    for name, text in modules.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")


def test_an_imported_module_comes_before_the_one_that_imports_it_and_only_once(tmp_path: Path) -> None:
    write(
        tmp_path,
        a="import { b } from './b.js';\nimport * as c from './c.js';\nb(c.two);\n",
        b="import { two } from './c.js';\nexport function b(x) { return x + two; }\n",
        c="export const two = 2;\n",
    )
    text = bundle(tmp_path, "a.js").text
    assert re.findall(r"^modules\['(\w)\.js'\]", text, re.MULTILINE) == ["c", "b", "a"]
    assert "const c = modules['c.js'];" in text
    assert "const { two } = modules['c.js'];" in text
    assert "return { b };" in text


def test_comments_of_their_own_lines_stay_at_home(tmp_path: Path) -> None:
    write(
        tmp_path,
        a="// What it is.\n\n/** @param {string} x */\nexport function a(x) {\n  /** Two\n   * lines. */\n  // Why.\n"
        "  return `/** ${x} */ //`; // as it is\n}\n",
    )
    text = bundle(tmp_path, "a.js").text
    assert "What it is" not in text
    assert "Two" not in text
    assert "Why" not in text
    assert "  return `/** ${x} */ //`; // as it is" in text


def test_a_late_import_is_there_already(tmp_path: Path) -> None:
    write(tmp_path, a="const { x } = await import('./b.js');\n", b="export class x {}\n")
    assert "const { x } = modules['b.js'];" in bundle(tmp_path, "a.js").text


def test_a_circle_is_refused(tmp_path: Path) -> None:
    write(tmp_path, a="import { b } from './b.js';\n", b="import { a } from './a.js';\n")
    with pytest.raises(ValueError, match=r"circle: a\.js -> b\.js -> a\.js"):
        bundle(tmp_path, "a.js")


@pytest.mark.parametrize("line", ["export default 3;", "export let x = 1;", "import x from './b.js';"])
def test_other_forms_are_refused(tmp_path: Path, line: str) -> None:
    write(tmp_path, a=line + "\n", b="")
    with pytest.raises(ValueError, match="not known"):
        bundle(tmp_path, "a.js")


def test_two_names_in_one_export_are_refused(tmp_path: Path) -> None:
    write(tmp_path, a="export const x = 1, y = 2;\n")
    with pytest.raises(ValueError, match="one name a line"):
        bundle(tmp_path, "a.js")


def test_rooms_import_from_each_other(tmp_path: Path) -> None:
    for room in ("one", "two"):
        (tmp_path / room).mkdir()
    write(tmp_path / "one", a="import { b } from '../two/b.js';\nimport './c.js';\n", c="")
    write(tmp_path / "two", b="import { d } from './d.js';\nexport const b = d;\n", d="export const d = 4;\n")
    text = bundle(tmp_path, "one/a.js").text
    assert re.findall(r"^modules\['(.*)'\] = ", text, re.MULTILINE) == ["two/d.js", "two/b.js", "one/c.js", "one/a.js"]
    assert "const { d } = modules['two/d.js'];" in text


@pytest.mark.parametrize("entry", ["one_layer/page.js", "explore/page.js", "embed/page.js"])
def test_our_pages_are_joined_whole(entry: str) -> None:
    folder = static_dir() / "js"
    script = bundle(folder, entry)
    assert not UNKNOWN.search(script.text)
    assert bundle(folder, entry).etag == script.etag
