"""Where templates, static files and the digits lie: in a checkout, or inside the installed package."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def templates_dir() -> Path:
    """The folder of the Jinja2 templates. Raises: FileNotFoundError."""
    return _folder("templates")


def static_dir() -> Path:
    """The folder of scripts and styles, with htmx. Raises: FileNotFoundError where the build has not run."""
    folder = _folder("static")
    _built(folder / "vendor" / "htmx.min.js")
    return folder


def digits_file() -> Path:
    """The gzipped digits (`app/runs/data/digits.py`). Raises: FileNotFoundError where the build has not run."""
    return _built(PACKAGE / "runs" / "images" / "mnist_5k.bin.gz")


def _folder(name: str) -> Path:
    candidates = (PACKAGE / name, PACKAGE.parent / name)
    for folder in candidates:
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"no folder {name}: looked for {' and '.join(map(str, candidates))}")


def _built(file: Path) -> Path:
    if not file.is_file():
        raise FileNotFoundError(f"{file} is missing; installing makes it: pip install -e .")
    return file
