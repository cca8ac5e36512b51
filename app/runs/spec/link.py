"""The parameters of a link or form: their texts, the values read from them, and every error found."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from app.runs.data.tasks import TASKS
from app.runs.nets.methods import METHODS, own_settings
from app.runs.nets.parts import NETS, net_settings
from app.runs.spec.defaults import defaults
from app.runs.spec.faults import SHOWN, Fault
from app.runs.spec.fields import FIELDS, Field, field_for
from app.runs.spec.reading import choice

Value = TypeVar("Value")

DEFAULT_DATA = "moons"

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
        self.data, self.net, self.method = DEFAULT_DATA, "dense", "dropout"
        self.data = self.read("data", choice, DEFAULT_DATA)
        self._choose_parts()
        self._refuse_foreign()

    def read(self, name: str, reader: Callable[[Field, str], Value], default: str | None = None) -> Value:
        """The value that the link gives, else the default scene's, which also stands in for an error."""
        fallback = defaults(self.data, self.net, self.method)[name] if default is None else default
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

    def _choose_parts(self) -> None:
        """Network and method, as far as the link names them: what reads these data, and what has a place there."""
        nets = TASKS[self.data].nets
        self.net = nets[0]
        if "net" in self.texts:
            self.net = self.read("net", choice, nets[0])
        if self.net not in nets:
            self._note(
                "net",
                Fault("no net", FIELDS["net"], self.net, choices=", ".join(nets), data=self.data),
                ("net", "data"),
            )
            self.net = nets[0]
        self.method = self.read("method", choice, NETS[self.net].usual)
        if "net" not in self.texts:
            self.net = usual_net(self.data, self.method)
        if self.net not in METHODS[self.method].nets:
            choices = ", ".join(methods_for(self.net))
            fault = Fault("no place", FIELDS["method"], self.method, choices=choices, net=self.net)
            self._note("method", fault, ("method", "net", "data"))
            self.method = NETS[self.net].usual

    def _refuse_foreign(self) -> None:
        """A setting of another method, network or data set than these is none here."""
        own = {*own_settings(METHODS[self.method]), *net_settings(NETS[self.net])}
        owners = [(owner, own_settings(part)) for owner, part in METHODS.items()]
        owners += [(owner, net_settings(part)) for owner, part in NETS.items()]
        if self.data != "memory":
            owners.append(("memory", ("delay",)))
        if TASKS[self.data].sample != "image":
            owners.append(("digits", ("shift",)))
        for owner, names in owners:
            for name in names:
                if name in self.texts and name not in own:
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


def usual_net(data: str, method: str) -> str:
    """The network of a link that names none: the first that reads these data and has a place for the method."""
    nets = TASKS[data].nets
    return next((net for net in nets if net in METHODS[method].nets), nets[0])


def methods_for(net: str) -> tuple[str, ...]:
    """The methods that have a place in a network."""
    return tuple(name for name, part in METHODS.items() if net in part.nets)
