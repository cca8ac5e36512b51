"""Checks that concern several settings of a link at once."""

from collections.abc import Sequence

from app.runs.nets.methods import METHODS
from app.runs.nets.parts import NETS, ConvNet, DenseNet, Net, TransformerNet, net_settings
from app.runs.nets.plan import Plan
from app.runs.spec.budget import SEEK_MAX, WEIGHT_COINS_MAX, WORK_MAX, seek_seconds, work
from app.runs.spec.change import Change
from app.runs.spec.faults import Fault
from app.runs.spec.fields import FIELDS, field_for
from app.runs.spec.link import Link
from app.runs.spec.parts import TrainingPart

CONVOLUTIONS = 2


def check_batch(link: Link, batch: int, n: int) -> None:
    """A batch is drawn without repeats."""
    link.require(("batch", "n"), batch <= n, "batch", most=n, count=batch)


def check_warmup(link: Link, warmup: int, steps: int) -> None:
    """The learning rate has risen by the end."""
    link.require(("warmup", "steps"), warmup <= steps, "warmup", most=steps, count=warmup)


def check_norm(link: Link, net: Net, batch: int) -> None:
    """Batch normalisation needs two samples, and a mask of neurons that it can stand before or after. Of masks of
    weights none is between layers; and where p is learned, the size of weights is what holds it, which normalisation
    makes meaningless: W and 2 W are the same network."""
    if not isinstance(net, DenseNet) or net.norm == "none":
        return
    method = METHODS[link.method]
    link.require(("norm", "method"), not method.weights, "norm weights", got=net.norm, owner=link.method)
    link.require(("norm", "method"), not method.learned, "norm learned", got=net.norm, owner=link.method)
    link.require(("norm", "batch"), batch > 1, "norm alone", got=net.norm)


def check_work(link: Link, training: TrainingPart, plan: Plan) -> None:
    """Bounds on the time that one link can ask for: to train, and to show one of its steps."""
    seconds, seek = work(training, plan), seek_seconds(training, plan)
    names = ("steps", "batch", *net_settings(NETS[link.net]))
    link.require(names, seconds <= WORK_MAX, "work", most=f"{WORK_MAX:g}", count=f"{seconds:.0f}")
    link.require(names, seek <= SEEK_MAX, "seek", most=f"{SEEK_MAX:g}", count=f"{seek:.2g}")


def check_net(link: Link, net: Net) -> None:
    """What a network's own settings must agree in."""
    if isinstance(net, ConvNet):
        link.require(("maps",), len(net.maps) == CONVOLUTIONS, "two maps", most=CONVOLUTIONS, count=len(net.maps))
    if isinstance(net, TransformerNet):
        names = ("heads", "width")
        link.require(names, net.width % net.heads == 0, "heads", most=net.width, count=net.heads)


def check_places(link: Link, place: Sequence[int], p: Sequence[float], net: Net, plan: Plan) -> None:
    """A method sits at places of its network, with one p for all of them or one for each; in a dense network on the
    input or after a hidden layer."""
    top, last = max(place, default=0), len(plan.places) - 1
    sizes = net_settings(type(net))
    why = "output" if plan.columns and top == last + 1 else ""
    kind = "place" if plan.columns else "other place"
    link.require(("place", *sizes), top <= last, kind, most=last, count=top, why=why)
    link.require(("p", "place", *sizes), len(p) in (1, len(place)), _count(place), most=len(place), count=len(p))


def check_weight_masks(link: Link, plan: Plan, batch: int) -> None:
    """A bound on the coins of a step, where each weight has its own."""
    coins = plan.coins(batch) if plan.masks_weights else 0
    names = ("hidden", "batch", "each", "method")
    link.require(names, coins <= WEIGHT_COINS_MAX, "weight masks", most=f"{WEIGHT_COINS_MAX:,}", count=f"{coins:,}")


def check_changes(link: Link, changes: Sequence[Change], place: Sequence[int], steps: int) -> None:
    """A change lies within the run, and fits the places and the method."""
    for change in changes:
        link.require(("change", "steps"), change.step <= steps, "late", most=steps, got=change.text)
        if change.name == "p":
            learned = change.step > 0 and METHODS[link.method].learned
            link.require(("change", "method"), not learned, "learned", got=change.text)
            limits = field_for("p", link.data, link.method)
            outside = next((p for p in change.value if not limits.holds(p)), None)
            wrong = Fault("outside", limits, f"{outside}", interval=limits.interval)
            link.require(("change", "method"), outside is None, "change at", count=change.step, of=wrong)
            names = ("change", "place", *net_settings(NETS[link.net]))
            link.require(names, len(place) > 0, "nowhere", got=change.text)
            count = len(change.value)
            wrong = Fault(_count(place), FIELDS["p"], most=len(place), count=count)
            link.require(names, count in (1, len(place)), "change at", count=change.step, of=wrong)


def _count(place: Sequence[int]) -> str:
    return "one p" if len(place) < 2 else "each p"
