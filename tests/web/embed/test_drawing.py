"""Figures as pictures that stand alone."""

import io
import re
from xml.etree.ElementTree import Element

import numpy as np
import pytest
from PIL import Image

from app.web.address.links import Links
from app.web.address.query import View
from app.web.embed.lettering import OURS
from app.web.embed.raster import png_of
from app.web.figures import geometry
from app.web.figures.catalogue import FIGURES, Placed
from app.web.moment import seen
from app.web.site.templates import environment
from tests.web.embed.svg_tree import HREF, KINDS, SVG, addresses, all_of, read, text_of, words
from tests.web.page_tree import tree
from tests.web.runs import trained

RUNS = (
    "steps=40",
    "data=curve&steps=40",
    "data=digits&steps=20",
    "steps=40&method=gaussian&p=0.5",
    "steps=40&method=dropconnect",
    "steps=40&method=concrete",
    "steps=40&place=none",
    "steps=40&hidden=8,8,8,8,8,8&place=0,1,2,3,4,5,6",
    "steps=4&hidden=256,30&n=200&batch=200",
    "lr=10&steps=40&optimizer=momentum&change=p@10:0.5",
)


@pytest.mark.parametrize("query", RUNS)
@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_of_every_run_stands_alone(name: str, query: str) -> None:
    text = text_of(name, query)
    root = read(text)
    assert {mark.tag.removeprefix(SVG) for mark in root.iter()} <= KINDS
    assert "var(" not in text
    assert not [address for address in addresses(text) if not re.match(r"data:image/png;base64,|#", address)]
    assert not re.search(r"\son\w+=|javascript:|<!|<\?", text)
    ids = [mark.get("id") for mark in root.iter() if mark.get("id")]
    assert len(ids) == len(set(ids))
    assert {address[1:] for address in addresses(text) if address.startswith("#")} <= set(ids)
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
    title, description = (all_of(root, kind)[0].text or "" for kind in ("title", "desc"))
    assert title
    assert len(description) > 20


@pytest.mark.parametrize("query", RUNS)
@pytest.mark.parametrize("name", FIGURES)
def test_nothing_lies_outside_of_its_sheet(name: str, query: str) -> None:
    """Drawn on a sheet that is larger on every side, nothing but ground is there."""
    text = text_of(name, query, letters=OURS).replace('class="ground"', 'class="ground" fill-opacity="0"')
    wide, high = (float(n) for n in re.findall(r' (?:width|height)="([\d.]+)"', text[: text.find(">")]))
    larger = re.sub(r'viewBox="[^"]*"', f'viewBox="-20 -20 {wide + 40} {high + 40}"', text, count=1)
    image = np.asarray(Image.open(io.BytesIO(png_of(larger, 740, round(high + 40), "#fff"))).convert("L"))
    ink = np.argwhere(image < 200)
    (top, left), (bottom, right) = ink.min(axis=0), ink.max(axis=0)
    assert top >= 20
    assert left >= 20
    assert right < 720
    assert bottom < high + 20


def struck(root: Element) -> list[list[bool]]:
    """Of each layer, which neurons are dropped."""
    layers = list(all_of(root, "g", "layer"))
    marks = (next(group for group in layer if group.get("class") == "marks") for layer in layers)
    return [[(mark.get("class") or "").startswith("dropped") for mark in group] for group in marks]


@pytest.mark.parametrize(
    "query", ["steps=40", "steps=40&place=0,2&p=0.5", "data=curve&steps=40", "data=digits&steps=20"]
)
@pytest.mark.parametrize(("step", "sample", "view"), [(0, 0, "forward"), (17, 5, "forward"), (17, 5, "backward")])
def test_it_greys_the_neurons_that_the_mask_puts_to_0(query: str, step: int, sample: int, view: str) -> None:
    root, record = read(text_of("network", query, step, sample, view)), trained(query).record(step)
    for k, layer in enumerate(struck(root)):
        mask = record.masks[k] if k < len(record.masks) else None
        assert layer == ([False] * len(layer) if mask is None else (mask[sample] == 0).tolist())


@pytest.mark.parametrize("query", RUNS[:6])
@pytest.mark.parametrize("view", ["forward", "backward"])
def test_its_marks_are_those_of_the_page(query: str, view: str) -> None:
    run, looks = trained(query), View(step=17, sample=2, view=view)
    shown = FIGURES["network"].context(seen(run, looks), Links(run.spec, looks))
    page = tree(environment().get_template("figures/dense.html").render(figure=Placed("", "n", shown, 2)))
    root = read(text_of("network", query, 17, 2, view))
    for kind in ("strikes", "minuses", "arrows", "stops", "discs"):
        ours = [mark["d"] for mark in page.one("svg", "neurons").all("path", kind)]
        layers = [mark for layer in all_of(root, "g", "layer") for mark in all_of(layer, "path", kind)]
        assert [mark.get("d") for mark in layers] == ours
    ours = [mark for group in page.all("g", "marks") for mark in group.walk()]
    theirs = [mark for group in all_of(root, "g", "marks") for mark in group]
    assert [mark.attrib for mark in theirs] == [mark.attributes for mark in ours]
    weights = "weights" in shown.kind  # type: ignore[attr-defined]
    lines = [mark["d"] for mark in page.all("g", "lines")[0].walk() if weights or "x" not in mark.classes]
    assert [mark.get("d") for mark in all_of(root, "g", "edges")[0]] == lines


def test_the_batch_has_the_rows_of_the_page_and_frames_the_sample() -> None:
    run, looks = trained("steps=40"), View(step=17, sample=2)
    shown = FIGURES["batch"].context(seen(run, looks), Links(run.spec, looks))
    page = tree(environment().get_template("figures/masks.html").render(figure=Placed("", "n", shown, 2)))
    root = read(text_of("batch", "steps=40", 17, 2))
    ours = [mark["d"] for mark in page.all("path", "kept")]
    assert [mark.get("d") for row in all_of(root, "g", "row") for mark in row] == ours
    matrices = all_of(root, "g", "matrix")[:3]
    chosen = [[i for i, row in enumerate(all_of(m, "g", "row")) if "chosen" in row.get("class", "")] for m in matrices]
    assert chosen == [[2], [2], [2]]
    frames = [mark.get("y") for m in matrices for mark in all_of(m, "rect", "frame")]
    assert frames == [frame["y"] for frame in page.all("rect", "frame")]


def test_a_batch_too_large_to_point_at_is_whole_and_no_higher() -> None:
    root = read(text_of("batch", RUNS[8], 3))
    assert len(all_of(root, "g", "row")) == 2 * 200
    assert float(root.get("height", "0")) < 600


def test_dense_rows_cover_what_is_kept() -> None:
    run = trained(RUNS[8])
    matrices = FIGURES["batch"].pictured(seen(run, View(step=3)), Links(run.spec, View(step=3))).matrices  # type: ignore[attr-defined]
    kept = run.record(3).masks[1]
    assert kept is not None
    m = matrices[0]
    for row, own in zip(m.rows, kept, strict=True):
        runs = re.findall(r"M([\d.]+) [\d.]+h([\d.]+)v", row.kept)
        covered = np.zeros(len(own), bool)
        for x, wide in runs:
            covered[round(float(x) / m.cell) : round((float(x) + float(wide)) / m.cell)] = True
        assert covered.tolist() == (own != 0).tolist()


@pytest.mark.parametrize("name", ["map", "loss"])
def test_both_networks_are_there_with_their_numbers(name: str) -> None:
    said = words(read(text_of(name, "steps=40")))
    assert {"With dropout", "Without: its twin"} <= set(said)
    scores = trained("steps=40").scores(20)
    for score in (scores.dropout, scores.twin):
        assert any(f"{score.test:.2f}" in text for text in said)


def test_a_map_holds_its_pictures() -> None:
    root = read(text_of("map", "steps=40"))
    assert [(mark.get(HREF) or "")[:22] for mark in all_of(root, "image")] == ["data:image/png;base64,"] * 2
    both = all_of(read(text_of("map", "steps=40", theme="auto")), "image")
    assert [mark.get("class") for mark in both] == ["for-light", "for-dark"] * 2
    assert len({mark.get(HREF) for mark in both}) == 4


def test_a_dropped_neuron_is_grey_with_a_stroke_and_a_kept_one_is_not() -> None:
    """What resvg makes of the style: the pixels at the places of neurons."""
    text = text_of("network", "steps=40", 17, 5, letters=OURS)
    image = np.asarray(Image.open(io.BytesIO(png_of(text, 1400))).convert("RGB")).astype(int)
    root, run = read(text), trained("steps=40")
    network = next(mark for mark in all_of(root, "g", "network"))
    left, top = (float(n) for n in re.findall(r"[\d.]+", network.get("transform", "")))
    seen_states = set()
    for layer, column in zip(struck(root)[1:4], geometry.layout(run.sizes).columns[1:4], strict=True):
        for gone, (x, y) in zip(layer, column.spots, strict=True):
            at = (round(2 * (left + x - 4)), round(2 * (top + y - 4)))  # beside the stroke, which leans to the right
            pixel, middle = image[at[1], at[0]], image[round(2 * (top + y)), round(2 * (left + x))]
            seen_states.add(gone)
            assert (pixel.tolist() == [0xE7, 0xE5, 0xDE]) == gone
            assert not gone or middle.sum() < pixel.sum() - 100  # the stroke
    assert seen_states == {True, False}


def test_grey_print_tells_kept_from_dropped_and_minus_from_plus() -> None:
    text = text_of("batch", "steps=40", 17, 2, letters=OURS)
    grey = np.asarray(Image.open(io.BytesIO(png_of(text, 1400))).convert("L")).astype(int)
    root = read(text)
    matrix = all_of(root, "g", "matrix")[0]
    left, top = (float(n) for n in re.findall(r"[\d.]+", matrix.get("transform", "")))
    mask = trained("steps=40").record(17).masks[1]
    assert mask is not None
    tones: dict[tuple[bool, bool], set[int]] = {}
    for (row, unit), factor in np.ndenumerate(mask):
        tone = grey[round(2 * (top + 11 * row + 4.5)), round(2 * (left + 11 * unit + 4.5))]
        tones.setdefault((bool(factor), row == 2), set()).add(int(tone))
    assert all(len(found) == 1 for found in tones.values())
    kept, chosen, off = (next(iter(tones[key])) for key in ((True, False), (True, True), (False, False)))
    assert off - kept > 25
    assert kept - chosen > 60
    dashes = re.search(r"\.edges \.n\{[^}]*stroke-dasharray:", text_of("network", "steps=40"))
    assert dashes


def test_the_sentence_is_whole_and_what_counts_is_underlined() -> None:
    root = read(text_of("network", "steps=40", 17, 5))
    lines = all_of(root, "text", "sentence")
    said = " ".join("".join(line.itertext()).strip() for line in lines)
    moment = seen(trained("steps=40"), View(step=17, sample=5))
    assert said == "".join(FIGURES["network"].told(moment).sentence)
    counted = "".join(mark.text or "" for line in lines for mark in all_of(line, "tspan", "counted"))
    assert counted.strip() == FIGURES["network"].told(moment).sentence[1]


def test_what_cannot_be_drawn_says_why() -> None:
    assert "No place has dropout, so there is no mask." in words(read(text_of("batch", "steps=40&place=none")))
    many = words(read(text_of("batch", "data=digits&steps=20&method=dropconnect")))
    assert "These masks have more weights than can be drawn." in many


def test_the_alternative_counts_what_is_off() -> None:
    description = all_of(read(text_of("batch", "steps=40", 17, 2)), "desc")[0].text or ""
    mask = trained("steps=40").record(17).masks[1]
    assert mask is not None
    assert f"Hidden 1: {(mask == 0).sum()} of 240 outputs off" in description
