"""`/docs`: what there is, written from the tables that links are read with. Nothing is fetched from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.runs.data.tasks import TASKS
from app.runs.nets.methods import METHODS
from app.runs.one_layer.fields import CELL_LEAST, CELL_MAX, LAYER_FIELDS, P_LEAST
from app.runs.one_layer.layer_spec import LayerSpec
from app.runs.spec.defaults import defaults
from app.runs.spec.fields import CHANGES_MAX, FIELDS, LAYERS_MAX, PLACES_MAX, Field, field_for
from app.runs.spec.reading import number_text
from app.runs.spec.run_spec import RunSpec
from app.web.address.query import LEAST_RATE, MAX_RATE, MOST_RATE, PASSES_MAX, SEATS, VIEWS, WISHES
from app.web.figures.picture import ink_picture
from app.web.preview.card import docs_card
from app.web.site.templates import page
from app.web.words.fields import help_of
from app.web.words.say import say

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Setting:
    """A name that a link may hold: which values it takes, what it is where the link leaves it out."""

    name: str
    values: str
    meaning: str
    usual: str


@dataclass(frozen=True)
class Address:
    """What a path answers, and a link to try."""

    path: str
    answers: str
    example: str


@dataclass(frozen=True)
class Usual:
    """A setting's defaults, one for each data set."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """A section of the notebook, and where it can be seen here; `href` is empty where it cannot."""

    title: str
    here: str
    href: str


@dataclass(frozen=True)
class Docs:
    """All that templates/docs/page.html draws."""

    pages: tuple[Address, ...]
    settings: tuple[Setting, ...]
    data: tuple[str, ...]
    usual: tuple[Usual, ...]
    views: tuple[Setting, ...]
    layer: tuple[Setting, ...]
    api: tuple[Address, ...]
    events: tuple[Setting, ...]
    sections: tuple[Section, ...]


PAGES = (
    Address("/", "Explore: a network and its twin train while their steps are drawn.", "/?p=0.5&step=128"),
    Address("/layer", "One layer: dropout’s forward and backward pass by hand.", "/layer?p=0.3"),
    Address(
        "/methods",
        "All methods, side by side; sort=mask, or -mask, is the column to sort by.",
        "/methods?sort=mask",
    ),
    Address(
        "/methods/{name}",
        "The page of a method: Explore’s scene with its run, and what is its own.",
        "/methods/gaussian?method=gaussian&p=0.5&step=128",
    ),
    Address("/why", "Why dropout works: every reason, with what it asks.", "/why"),
    Address(
        "/why/{name}", "The page of a reason: Explore’s scene at the last step, and what is measured.", "/why/remove"
    ),
    Address("/practice", "How dropout is used: every experiment, with what it asks.", "/practice"),
    Address(
        "/practice/{name}",
        "An experiment: one setting varied, both arms, many seeds; run=1 runs it. Those on reasons are at /why/{name}.",
        "/practice/p?values=0;0.2;0.5&seeds=6",
    ),
    Address(
        "/experiments/outcome",
        "What there is of one, as a part of its page; of is its name.",
        "/experiments/outcome?of=p",
    ),
    Address(
        "/experiments/results.csv",
        "All that there is of one, as a file: a row for each arm of each run, with its link.",
        "/experiments/results.csv?of=p",
    ),
    Address(
        "/experiments/stream",
        "How far one is that runs, as server-sent events: {said, done, total, state}; it runs while somebody listens.",
        "/experiments/stream?of=p",
    ),
    Address("/numbers", "Tables of all numbers of one step for one sample.", "/numbers?step=128&sample=4"),
    Address("/neuron", "One neuron at one step: its sum, its coin, its gradient.", "/neuron?step=128&layer=1&unit=3"),
    Address(
        "/layer/cell", "What One layer says of one cell: its formulas with the numbers in them.", "/layer/cell?cell=34"
    ),
    Address("/layer/labs", "The measured parts of One layer; leads to that page.", "/layer/labs?p=0.3"),
    Address("/files", "What there is to take away of a run: programs, its numbers, tables.", "/files?p=0.3"),
    Address("/docs", "This page.", "/docs"),
    Address(
        "/share/code", "The link of a moment, at an address for others, as a code to scan.", "/share/code?step=128"
    ),
    Address(
        "/figure/{name}.svg",
        "A figure as a picture that stands alone; theme=dark or auto; print=1 adds caption, link and code.",
        "/figure/network.svg?step=128&print=1",
    ),
    Address(
        "/figure/{name}.png", "The same as PNG, 700 pixels wide, or twice that.", "/figure/map.png?step=128&scale=2"
    ),
    Address(
        "/figure/{name}.csv",
        "The numbers of a figure or a section, with the link in the first line; /files lists which a run has. "
        "Of no run: methods, rules, experiments.",
        "/figure/loss.csv?steps=100",
    ),
    Address(
        "/layer/{name}.csv", "The same of One layer: layer, answers, scaling, scaling-means, noise.", "/layer/noise.csv"
    ),
    Address("/share", "What to paste into a course page, for each platform, with a preview.", "/share?figure=loss"),
    Address("/share/quiz.html", "An example: a page that asks something of a figure, and listens.", "/share/quiz.html"),
    Address("/embed/{name}", "A figure alone, for a frame in a course page.", "/embed/network?step=128&controls=p"),
    Address(
        "/replay/{name}.html",
        "The same as one file with the run inside, which plays without a server.",
        "/replay/network.html?steps=40&controls=step",
    ),
)
API = (
    Address("/api/run", "A run: its settings, and its losses at every step and evaluation.", "/api/run?steps=100"),
    Address(
        "/api/step/{t}",
        "Everything that step t did: coins, masks, activations, gradients, losses; of the whole batch, or of one "
        "sample. parameters=true adds weights, biases and their gradients; off=h1.3 what both networks get right "
        "without that neuron.",
        "/api/step/128?sample=4",
    ),
    Address(
        "/program/{name}.py",
        "A run as a program that trains it again, in less than 80 lines: numpy or torch. It needs /run.npz.",
        "/program/numpy.py?steps=100",
    ),
    Address(
        "/run.npz",
        "A run as arrays: data, parameters of both arms at the beginning and the end, losses, how coins are drawn.",
        "/run.npz?steps=100",
    ),
    Address("/run.json", "The same without arrays: settings and losses, with the link.", "/run.json?steps=100"),
    Address("/frame", "One step as the page draws it, in the form of the stream.", "/frame?step=128&sample=4"),
    Address("/curve", "The loss chart as the page draws it, once the run is trained.", "/curve?steps=100"),
    Address("/api/layer", "Every number of One layer’s figure.", "/api/layer?p=0.3"),
    Address(
        "/stream", "Every step of a run as server-sent events, at a speed of your choice.", "/stream?steps=40&rate=max"
    ),
    Address("/openapi.json", "The addresses of the API and their settings, for programs.", "/openapi.json"),
    Address(
        "/picture/{scale}/{width}/{text}.png",
        "A small picture, all of it in its address.",
        "/" + ink_picture(np.eye(4)),
    ),
    Address(
        "/preview/network.png",
        "What chat programs show beside a link: the network before its first update.",
        "/preview/network.png?p=0.3",
    ),
    Address("/preview/layer.png", "The same of One layer: its matrices.", "/preview/layer.png?p=0.3"),
    Address(
        "/oembed",
        "How a program that knows a link puts its figure into a page of its own (oEmbed).",
        "/oembed?url=/?p=0.3&format=json",
    ),
    Address("/healthz", "Whether the server is there, and what it holds.", "/healthz"),
)
NOWHERE = "–"  # of a setting that these data do not have
# Of the names that a link holds beside the settings of the run: values in words, and what holds without them.
VIEW = {
    "step": ("whole number, 0 to the last step", "0; a page plays from there"),
    "sample": ("whole number, 1 to the batch size", "1"),
    "rate": (f"{LEAST_RATE:g} to {MOST_RATE:g}; max, which is {MAX_RATE:g}; or 0", "20"),
    "from": ("whole number, 0 to the last step", "0"),
    "at": ("whole number, 0 to the last step", "0"),
    "set": ("p, lr or decay, as p:0.3 or lr:0.01", "none"),
    "layer": ("whole number, 0 to the output", "none"),
    "unit": ("whole number, 1 to the neurons of the layer", "none"),
    "view": (" or ".join(VIEWS), VIEWS[0]),
    "whole": ("1", "left out where a frame has no room"),
    "passes": (f"whole number, 0 to {PASSES_MAX}", "0"),
    "cut": ("block numbers, as 2,4,6,8", "none"),
    "off": ("hidden neurons, as h1.3,h2.7", "none"),
    "seat": (f"whole number, 0 to {SEATS}", "0, which is none"),
    "present": ("1", "left out"),
    "page": ("methods/ and a method’s page, as methods/gaussian", "Explore"),
}
EVENTS = (
    Setting("run", "first", "The run’s link and the p that is in force.", ""),
    Setting("frame", "each step", "Masks, activations or gradients of one sample; its id is the step.", ""),
    Setting("outcome", "at most four a second", "Test losses, accuracies and the pictures of both networks.", ""),
    Setting("curve", "while it trains", "The loss curves of both networks as far as they are trained.", ""),
    Setting("end", "last", "The run is over. In its place: diverged, with the step, or failed, with the reason.", ""),
)
SECTIONS = (
    Section("The Purpose of Dropout: Motivation", "Explore: test losses with dropout and without", "/"),
    Section(
        "The Purpose of Dropout: Basic Idea",
        "The notebook’s network: who is off at each gradient step",
        "/methods/notebook",
    ),
    Section("Forward Pass", "One layer, sub-steps 1 to 4, with the notebook’s numbers", "/layer?substep=multiply"),
    Section("Backward Pass", "One layer, sub-steps 5 to 7", "/layer"),
    Section("Basic Implementation", "One layer: the source that runs, and the notebook’s own", "/layer#notebook"),
    Section("Discussion: Sampling Strategies", "One layer: coins, masks and the scaling laboratory", "/layer#scaling"),
    Section("Discussion: Dropout Variants", "The methods, side by side, each with a page of its own", "/methods"),
    Section(
        "Discussion: Practical Considerations", "Explore: place, p, learning rate and weight decay", "/?place=0,1,2,3"
    ),
)


@router.get("/docs")
async def docs(request: Request) -> Response:
    """What there is: pages, settings of a link, data for programs, the stream, the notebook's sections."""
    return page("docs/page.html", docs=context(), card=docs_card(request))


def context() -> Docs:
    """Everything on the page."""
    usual = {name: RunSpec.parse({"data": name}).texts() for name in TASKS}
    first = RunSpec.parse([])
    of_all = {
        name: text
        for method, part in METHODS.items()
        for net in part.nets
        for name, text in defaults(first.data.name, net, method).items()
    }
    of_first = (
        of_all
        | dict(first.defaults)
        | {"net": first.net.name, "method": first.method_name, "seed": "1"}
        | first.texts()
    )
    differ = [name for name in of_first if name != "data" and len({texts.get(name) for texts in usual.values()}) > 1]
    return Docs(
        pages=PAGES,
        settings=tuple(Setting(f.name, _values(f), help_of(f), of_first[f.name] or "none") for f in FIELDS.values()),
        data=tuple(say(f"data.{name}") for name in usual),
        usual=tuple(Usual(name, tuple(texts.get(name, NOWHERE) for texts in usual.values())) for name in differ),
        views=tuple(Setting(name, VIEW[name][0], help_of(field), VIEW[name][1]) for name, field in WISHES.items()),
        layer=_layer(),
        api=API,
        events=EVENTS,
        sections=SECTIONS,
    )


def _layer() -> tuple[Setting, ...]:
    first = LayerSpec()
    usual = {"p": number_text(first.p), "seed": "empty", "coins": "shown" if first.coins else "hidden"}
    values = {"p": f"0, or {P_LEAST:.6f} to {1 - P_LEAST:.6f}"}  # one number, as `read_p` takes it
    size = f"0, or {CELL_LEAST:.6f} to {CELL_MAX:,} in size"
    return (
        *(
            Setting(
                name,
                values.get(name, _kind(field)),
                help_of(field),
                usual.get(name, str(getattr(first, name))),
            )
            for name, field in LAYER_FIELDS.items()
        ),
        Setting(
            "x",
            f"cells and numbers, as 34:0.7,12:-1; each {size}",
            "Edited cells of X: sample 3, neuron 4 is 0.7.",
            "none",
        ),
        Setting("dy", "the same", "Edited cells of dY.", "none"),
        Setting("cell", "sample and neuron, as 34", "The selected cell.", "34"),
    )


def _values(field: Field) -> str:
    """Which values a setting takes, and for which data sets others."""
    own = {name: _kind(field_for(field.name, name)) for name in TASKS}
    others = [f"{name}: {text}" for name, text in own.items() if text != _kind(field)]
    return "; ".join([_kind(field), *others])


def _kind(field: Field) -> str:
    if field.kind == "choice":
        return ", ".join(field.choices)
    if field.kind == "widths":
        return f"1 to {LAYERS_MAX} whole numbers in {_number(field)}, as 12,12,12"
    if field.kind == "rates":
        return f"{_number(field)}; one, or one for each place, as 0.2,0.5"
    if field.kind == "places":
        return f"none, or whole numbers 0 to {PLACES_MAX - 1}, as 1,2"
    if field.kind == "changes":
        return f"up to {CHANGES_MAX} of p, lr and decay, as p@128:0.3;lr@200:0.01"
    return f"whole number, {field.min:.10g} to {field.max:.10g}" if field.kind == "whole" else _number(field)


def _number(field: Field) -> str:
    """The limits in words, with what does not belong to them."""
    low = f"more than {field.min:.10g}" if field.open_min else f"{field.min:.10g}"
    high = f"less than {field.max:.10g}" if field.open_max else f"{field.max:.10g}"
    return f"{low} to {high}" if field.min != field.max else f"{field.min:.10g}"
