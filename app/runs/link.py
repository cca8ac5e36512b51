"""The parameters of a link or form: their texts, the values read from them, and every error found."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from app.runs.fields import FIELDS, Field, field_for
from app.runs.reading import SHOWN, choice, quoted
from app.runs.scenes import SCENES

Value = TypeVar("Value")

DEFAULT_DATA = "moons"

# More than any canonical link needs; what is longer is refused unread.
LINK_MAX = 4096
# A few times the settings there are, so that a page of errors stays short.
PAIRS_MAX = 50


class SpecError(ValueError):
    """What is wrong with a link or form. `fields` holds one message for each name that has an error."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__("; ".join(fields.values()))
        self.fields: dict[str, str] = dict(fields)


class Link:
    """Reads settings one by one and collects errors; `data` says whose default scene holds for the rest.

    Raises: SpecError at once, under the name `link`, for more than LINK_MAX characters
    or PAIRS_MAX parameters.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self.errors: dict[str, str] = {}
        self.texts = self._sift(list(pairs))
        self.data = DEFAULT_DATA
        self.data = self.read("data", choice, DEFAULT_DATA)

    def read(self, name: str, reader: Callable[[Field, str], Value], default: str | None = None) -> Value:
        """The value that the link gives, else the default scene's, which also stands in for an error."""
        fallback = SCENES[self.data].settings[name] if default is None else default
        field = field_for(name, self.data)
        try:
            return reader(field, self.texts.get(name, fallback))
        except ValueError as error:
            self.errors.setdefault(name, str(error))
            return reader(field, fallback)

    def require(self, names: tuple[str, ...], holds: bool, message: str) -> None:
        """Note an error of names[0] that concerns several settings, unless one of them is wrong already."""
        if not holds and not any(name in self.errors for name in names):
            self.errors[names[0]] = message

    def finish(self) -> None:
        """Raise SpecError where anything was wrong."""
        if self.errors:
            raise SpecError(self.errors)

    def _sift(self, pairs: list[tuple[str, str]]) -> dict[str, str]:
        """Keep known names, each once; the others are errors."""
        length = sum(len(name) + len(text) + 2 for name, text in pairs)
        if length > LINK_MAX:
            raise SpecError({"link": f"link must have at most {LINK_MAX} characters, got {length}"})
        if len(pairs) > PAIRS_MAX:
            raise SpecError({"link": f"link must have at most {PAIRS_MAX} parameters, got {len(pairs)}"})
        texts: dict[str, str] = {}
        for name, text in pairs:
            if name not in FIELDS:
                self.errors[name[:SHOWN]] = f"{quoted(name)} is not a setting; there are {', '.join(FIELDS)}"
            elif name in texts:
                self.errors[name] = f"{name} must be given once, got it twice or more"
            else:
                texts[name] = text
        return texts
