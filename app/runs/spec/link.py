"""The parameters of a link or form: their texts, the values read from them, and every error found."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from app.runs.nets.methods import METHODS, own_settings
from app.runs.spec.defaults import defaults
from app.runs.spec.faults import SHOWN, Fault
from app.runs.spec.fields import FIELDS, Field, field_for
from app.runs.spec.reading import choice

Value = TypeVar("Value")

DEFAULT_DATA, DEFAULT_NET, DEFAULT_METHOD = "moons", "dense", "dropout"

# More than any canonical link needs; what is longer is refused unread.
LINK_MAX = 4096
# A few times the settings there are, so that a page of errors stays short.
PAIRS_MAX = 50


class SpecError(ValueError):
    """What is wrong with a link or form. `faults` holds one for each name that has any."""

    def __init__(self, faults: Mapping[str, Fault]) -> None:
        self.faults: dict[str, Fault] = dict(faults)
        super().__init__("; ".join(map(str, self.faults.values())))


class Link:
    """Reads settings one by one and collects errors; `data` says whose default scene holds for the rest.

    Raises: SpecError at once, under the name `link`, for more than LINK_MAX characters
    or PAIRS_MAX parameters.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self.errors: dict[str, Fault] = {}
        self.concerned: set[str] = set()  # the names without which no error would be there
        self.texts = self._sift(list(pairs))
        self.data, self.method = DEFAULT_DATA, DEFAULT_METHOD
        self.data = self.read("data", choice, DEFAULT_DATA)
        self.net = self.read("net", choice, DEFAULT_NET)
        self.method = self.read("method", choice, DEFAULT_METHOD)
        self._refuse_foreign()

    def read(self, name: str, reader: Callable[[Field, str], Value], default: str | None = None) -> Value:
        """The value that the link gives, else the default scene's, which also stands in for an error."""
        fallback = defaults(self.data, self.method)[name] if default is None else default
        field = field_for(name, self.data, self.method)
        try:
            return reader(field, self.texts.get(name, fallback))
        except Fault as fault:
            self._note(name, fault, (name,))
            return reader(field, fallback)

    def require(self, names: tuple[str, ...], holds: bool, kind: str, **facts: object) -> None:
        """Note a fault of names[0] that concerns several settings, unless one of them is wrong already."""
        if not holds and not any(name in self.errors for name in names):
            self._note(names[0], Fault(kind, FIELDS[names[0]], **facts), names)  # type: ignore[arg-type]

    def finish(self) -> None:
        """Raise SpecError where anything was wrong."""
        if self.errors:
            raise SpecError(self.errors)

    def _refuse_foreign(self) -> None:
        """A setting of another method than this one is none here."""
        for owner, part in METHODS.items():
            for name in own_settings(part):
                if owner != self.method and name in self.texts and name not in own_settings(METHODS[self.method]):
                    self._note(name, Fault("foreign", FIELDS[name], owner=owner), (name,))

    def _note(self, name: str, fault: Fault, names: tuple[str, ...]) -> None:
        """An error of `name`; of these names, the first that the link gives is to blame."""
        self.errors.setdefault(name, fault)
        self.concerned.update([given for given in names if given in self.texts][:1])

    def _sift(self, pairs: list[tuple[str, str]]) -> dict[str, str]:
        """Keep known names, each once; the others are errors."""
        length = sum(len(name) + len(text) + 2 for name, text in pairs)
        if length > LINK_MAX:
            raise SpecError({"link": Fault("long", most=LINK_MAX, count=length)})
        if len(pairs) > PAIRS_MAX:
            raise SpecError({"link": Fault("many", most=PAIRS_MAX, count=len(pairs))})
        texts: dict[str, str] = {}
        for name, text in pairs:
            if name not in FIELDS:
                self.errors[name[:SHOWN]] = Fault("unknown", got=name, choices=", ".join(FIELDS))
                self.concerned.add(name)
            elif name in texts:
                self.errors[name] = Fault("repeated", FIELDS[name])
                self.concerned.add(name)
            else:
                texts[name] = text
        return texts
