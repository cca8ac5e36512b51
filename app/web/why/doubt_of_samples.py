"""Doubt about single samples, where there is no map: the first of the test set."""

from __future__ import annotations

from app.runs.log.doubt import BIT
from app.runs.log.run import Run
from app.web.why.doubted import Doubted, Doubts
from app.web.words.names import class_names
from app.web.words.numbers import loss_text
from app.web.words.say import say


def of_samples(run: Run, step: int, k: int, found: Doubts) -> Doubted:
    """Of a run that tells images, sentences or sequences apart."""
    of, names = found.shared, class_names(run.spec.data.name)
    best = of.mean.argmax(axis=1).tolist()
    bits = [values / BIT for values in (of.entropy, of.expected, of.information)]
    rows = []
    for i, (truth, k_best) in enumerate(zip(run.data.y_test.tolist(), best, strict=False)):
        says = say("passes.says", name=names[k_best], share=f"{100 * of.mean[i, k_best]:.0f}")
        rows.append((names[truth], says, *(loss_text(float(value[i])) for value in bits)))
    heads = ("sample", "says", "entropy", "expected", "information")
    mean = {name: loss_text(float(values.mean())) for name, values in zip(heads[2:], bits, strict=True)}
    return Doubted(
        sentence=say("doubt.samples", step=step, count=k, samples=len(rows), **mean),
        rows=(),
        masks=say("doubt.alone"),
        heads=tuple(say(f"doubt.head {name}") for name in heads),
        table=tuple(rows),
        nots=(say("doubt.not data"),),
    )
