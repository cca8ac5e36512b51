"""How each kind of network that is no columns of neurons is drawn and told, by `Plan.kind`.

A figure of these has elements for signals and for masks, and script that knows no more of it than that
(static/js/figures/net.js): what a frame says in bytes fills them, and what it says in `parts` are paths and texts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.runs.log.run import Run
from app.web.address.links import Links
from app.web.figures import (
    conv,
    conv_card,
    conv_words,
    lstm,
    lstm_card,
    lstm_words,
    residual,
    residual_card,
    residual_words,
    transformer,
    transformer_card,
    transformer_words,
)
from app.web.figures.inspector_parts import Inspector
from app.web.moment import Moment


@dataclass(frozen=True)
class Kind:
    """context: what its template draws. sentence: the three parts of the sentence above it, and `longest`, as long as
    any of a run; summary: its text alternative. counts: what stands beside each place where the method sits. parts:
    paths and texts that change with every mask, by the names that the template gives them (`data-part`). inspect: the
    numbers of one element, of signal `layer` at the flat index `unit`; None where nothing can be looked into."""

    template: str
    picture: str
    context: Callable[[Moment, Links], object]
    sentence: Callable[[Moment], tuple[str, str, str]]
    longest: Callable[[Run], str]
    summary: Callable[[Moment], str]
    counts: Callable[[Moment], list[str]]
    parts: Callable[[Moment], dict[str, str]]
    inspect: Callable[[Moment, int, int, Links], Inspector] | None = None


KINDS: Mapping[str, Kind] = {
    "conv": Kind(
        template="figures/conv.html",
        picture="pictures/conv.svg",
        context=conv.context,
        sentence=conv_words.sentence,
        longest=conv_words.longest,
        summary=conv_words.summary,
        counts=conv_words.counts,
        parts=conv.parts,
        inspect=conv_card.card,
    ),
    "lstm": Kind(
        template="figures/lstm.html",
        picture="pictures/lstm.svg",
        context=lstm.context,
        sentence=lstm_words.sentence,
        longest=lstm_words.longest,
        summary=lstm_words.summary,
        counts=lstm_words.counts,
        parts=lstm.parts,
        inspect=lstm_card.card,
    ),
    "residual": Kind(
        template="figures/residual.html",
        picture="pictures/residual.svg",
        context=residual.context,
        sentence=residual_words.sentence,
        longest=residual_words.longest,
        summary=residual_words.summary,
        counts=residual_words.counts,
        parts=residual.parts,
        inspect=residual_card.card,
    ),
    "transformer": Kind(
        template="figures/transformer.html",
        picture="pictures/transformer.svg",
        context=transformer.context,
        sentence=transformer_words.sentence,
        longest=transformer_words.longest,
        summary=transformer_words.summary,
        counts=transformer_words.counts,
        parts=transformer.parts,
        inspect=transformer_card.card,
    ),
}


def kind_of(run: Run) -> Kind | None:
    """Of a run's network; None where it is columns of neurons (`app/web/figures/dense.py`)."""
    return KINDS.get(run.spec.plan.kind)
