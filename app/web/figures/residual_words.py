"""What the figure of a residual network says: the sentence above it, its text alternative, counts."""

from __future__ import annotations

from app.runs.log.run import Run
from app.runs.spec.run_spec import RunSpec
from app.web.figures.residual_seen import closed, inside, net_of, norm, sizes
from app.web.moment import Moment
from app.web.words import methods
from app.web.words import names as words
from app.web.words.say import say

Parts = tuple[str, str, str]


def sentence(moment: Moment) -> Parts:
    """Its three parts."""
    spec, step, sample = moment.run.spec, str(moment.step), str(moment.sample + 1)
    if not any(moment.rates):
        return say("sentence.nothing", step=step), "", ""
    if inside(spec):
        return _inside(step, sample, sum(int((of == 0).sum()) for of in moment.acting.values()), _neurons(spec))
    return _through(spec, step, sample, [k + 1 for k in closed(moment)], expected(spec, moment.step))


def expected(spec: RunSpec, step: int) -> str:
    """How many blocks are open in the mean."""
    return words.number(sum(1 - p for p in spec.rates(step)), 3)


def _through(spec: RunSpec, step: str, sample: str, numbers: list[int], mean: str) -> Parts:
    """On the blocks with these numbers left out."""
    blocks = net_of(spec).blocks
    whose = "at batch" if spec.plan.places[0].each == "batch" else "at"
    how = {0: "past none", 1: "past one", blocks: "past all"}.get(len(numbers), "past")
    named = words.enumeration([str(number) for number in numbers]) if numbers else ""
    return (
        say(f"residual.{whose}", step=step, sample=sample),
        say("residual.open", open=blocks - len(numbers), blocks=blocks),
        say("residual.expected", expected=mean) + say(f"residual.{how}", numbers=named),
    )


def _inside(step: str, sample: str, off: int, whole: int) -> Parts:
    """On so many neurons off inside the blocks."""
    return (
        say("residual.at inside", step=step),
        say("residual.open inside", off=off, whole=whole),
        say("residual.past inside", sample=sample),
    )


def _neurons(spec: RunSpec) -> int:
    return len(spec.place) * net_of(spec).width


def longest(run: Run) -> str:
    """As long as the longest sentence of a run."""
    spec, training = run.spec, run.spec.training
    step, sample = ("0" * len(str(most)) for most in (training.steps, training.batch))
    if inside(spec):
        return "".join(_inside(step, sample, _neurons(spec), _neurons(spec)))
    some = list(range(1, net_of(spec).blocks + 1))[-5:]
    return "".join(_through(spec, step, sample, some, "0.00"))


def summary(moment: Moment) -> str:
    """What the figure shows, for those who cannot see it."""
    net = net_of(moment.run.spec)
    text = say(
        "residual.summary",
        blocks=net.blocks,
        width=net.width,
        step=moment.step,
        sample=moment.sample + 1,
        masks=_masks(moment),
        sizes=_sizes(moment),
    )
    return text.strip()


def _masks(moment: Moment) -> str:
    spec, out = moment.run.spec, [str(k + 1) for k in closed(moment)]
    if not any(moment.rates):
        return say("residual.summary.none")
    if inside(spec):
        off = sum(int((of == 0).sum()) for of in moment.acting.values())
        return say("residual.summary.inside", off=off, whole=_neurons(spec))
    if not out:
        return say("residual.summary.all open")
    return say(f"residual.summary.closed{' one' if len(out) == 1 else ''}", numbers=words.enumeration(out))


def _sizes(moment: Moment) -> str:
    """Forward, what the open blocks add; backward, what is left of the gradient."""
    if moment.backward:
        back, blocks = moment.passed_back, net_of(moment.run.spec).blocks
        ratio = norm(back["road0"]) / (norm(back[f"road{blocks}"]) or 1.0)
        return say("residual.summary.back", first=words.number(ratio, 2))
    out = closed(moment)
    shares = [words.number(share, 2) for k, share in enumerate(sizes(moment)) if k not in out]
    return say("residual.summary.sizes", sizes=", ".join(shares)) if shares else ""


def counts(moment: Moment) -> list[str]:
    """How many neurons are off inside each block where the method sits; beside a block nothing is written."""
    spec, acting = moment.run.spec, moment.acting
    if not inside(spec):
        return []
    return [methods.counted(spec, acting[k]) if k in acting else "0" for k in spec.place]
