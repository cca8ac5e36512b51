"""What docs/hosting.md and docs/hosting/ tell an administrator is so. tests/browser/test_nginx.py has nginx's part."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from app.settings import Settings
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "hosting.md"
FOLDER = ROOT / "docs" / "hosting"
UNIT = FOLDER / "dropout-explorer.service"
CONTAINER = FOLDER / "Containerfile"
EXPOSURE = 15  # of 100, as `systemd-analyze security` counts


def test_every_setting_that_is_named_there_is_one() -> None:
    page = PAGE.read_text(encoding="utf-8")
    files = [page, UNIT.read_text(encoding="utf-8"), CONTAINER.read_text(encoding="utf-8")]
    flags = {name.replace("-", "_") for name in re.findall(r"`--([a-z-]+)", page)}
    variables = {name.lower() for text in files for name in re.findall(r"DROPOUT_EXPLORER_([A-Z_]*[A-Z])\b", text)}
    assert len(flags) > 4
    assert len(variables) > 4
    assert flags | variables <= set(Settings.model_fields)


def test_the_limits_are_those_of_the_settings() -> None:
    said = re.findall(r"^\| `--([a-z-]+)`, ([\d,]+) \|", PAGE.read_text(encoding="utf-8"), re.M)
    assert len(said) == 3
    for name, value in said:
        assert Settings.model_fields[name.replace("-", "_")].default == int(value.replace(",", ""))


def test_the_container_copies_all_that_a_build_reads() -> None:
    text = CONTAINER.read_text(encoding="utf-8")
    copied = {name for line in re.findall(r"^COPY (?!--)(.*) \S+$", text, re.M) for name in line.split()}
    assert all((ROOT / name).exists() for name in copied)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    read = {"pyproject.toml", "hatch_build.py", "build_requirements.txt", project["readme"], *project["license-files"]}
    assert copied == read | {"app", "static", "templates"}
    assert re.search(r'^ENTRYPOINT \["\S+/bin/(\S+)"\]', text, re.M)[1] in project["scripts"]


def test_systemd_understands_the_unit_and_finds_it_closed(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not on PATH")
    text = UNIT.read_text(encoding="utf-8")
    unit = tmp_path / UNIT.name
    unit.write_text(re.sub(r"(?<=^ExecStart=)\S+", sys.executable, text, count=1, flags=re.M), encoding="utf-8")
    for words in (["verify", "--man=no"], ["security", "--offline=true", f"--threshold={EXPOSURE}"]):
        checked = subprocess.run(["systemd-analyze", *words, unit], capture_output=True, encoding="utf-8", check=False)
        assert checked.returncode == 0, checked.stdout + checked.stderr
        assert words[0] == "security" or (checked.stdout, checked.stderr) == ("", "")
