"""How wide text is, and where it breaks."""

import json
from pathlib import Path

import pytest
from PIL import ImageFont

from app.runs.one_layer.fields import MODES, SUB_STEPS
from app.runs.one_layer.layer_spec import LayerSpec
from app.web.embed.drawing import Picture, svg
from app.web.embed.layer_picture import TEMPLATE, layer_told, still
from app.web.embed.lettering import OF_LETTER, OTHER, OURS, SAFE, Lettering
from app.web.embed.raster import fonts
from app.web.words.english import ENGLISH
from tests.web.embed.svg_tree import read, words

SAID = Path(__file__).parents[1] / "words" / "said.json"
USED = (
    "sentence", "network", "masks", "outcome", "loss", "chart", "preview", "picture", "error", "busy", "name", "class",
)  # fmt: skip
SENTENCE = ("At step 128, ", "8 of 36", " hidden neurons are off for sample 4. They pass nothing forward.")


def regular() -> list[ImageFont.FreeTypeFont]:
    return [ImageFont.truetype(file, 1000) for file in fonts() if file.endswith("-Regular.ttf")]


def texts() -> list[str]:
    """Sentences as figures say them."""
    told = json.loads(SAID.read_text("utf-8"))
    return [text for text in told["texts"].values() if len(text) > 20 and "{" not in text]


@pytest.mark.parametrize("bold", [False, True])
def test_no_text_is_wider_than_it_is_taken_for(bold: bool) -> None:
    weight = "-Semibold.ttf" if bold else "-Regular.ttf"
    drawn = [ImageFont.truetype(file, 1000) for file in fonts() if file.endswith(weight)]
    assert len(drawn) == 2
    for text in [*texts(), "test 0.72", "p = 0.2", "WWW MMM 000", "step 1500 of 1500"]:
        width = OURS.width(text, 1000, bold)
        assert max(font.getlength(text) for font in drawn) <= width
    usual = SENTENCE[0] + SENTENCE[2]
    assert OURS.width(usual, 1000) < 1.1 * max(font.getlength(usual) for font in regular())


def test_a_letter_that_is_not_listed_is_taken_for_a_wide_one() -> None:
    assert max(OF_LETTER.values()) == OTHER


def test_every_letter_of_our_words_is_in_both_fonts() -> None:
    """What a font lacks is a box in a PNG."""
    figures = [text for key, text in ENGLISH.items() if key.split(".")[0] in USED]
    specs = [LayerSpec(substep=substep, mode=mode) for substep in SUB_STEPS for mode in MODES]
    layers = [svg(Picture(TEMPLATE, still(spec), "", layer_told(spec)), OURS) for spec in specs]
    figures += [text for layer in layers for text in words(read(layer))]
    letters = sorted({letter for text in figures for letter in text if not letter.isspace()})
    for font in regular():
        missing = bytes(font.getmask("\uffff"))
        assert [letter for letter in letters if bytes(font.getmask(letter)) == missing] == []


@pytest.mark.parametrize("letters", [OURS, SAFE])
@pytest.mark.parametrize("room", [90, 200, 656])
def test_lines_are_no_wider_than_their_room_and_say_all(letters: Lettering, room: float) -> None:
    lines = letters.pieces(SENTENCE, 18, room)
    said = [" ".join(piece.text.strip() for piece in line) for line in lines]
    assert " ".join(said) == "".join(SENTENCE)
    assert all(sum(letters.width(piece.text, 18) for piece in line) <= room for line in lines)
    marked = " ".join(piece.text.strip() for line in lines for piece in line if piece.marked)
    assert marked == SENTENCE[1]


def test_a_word_that_is_too_long_stands_alone() -> None:
    assert OURS.lines("a Wwwwwwwwwwwwwwwwwwwwww b", 12, 60) == ["a", "Wwwwwwwwwwwwwwwwwwwwww", "b"]
    assert OURS.lines("", 12, 60) == []


def test_a_sentence_does_not_end_with_a_lonely_number() -> None:
    text = "Stopping the twin at step 44 would have done better: 0.55."
    room = OURS.width(text, 18) - 5
    assert OURS.lines(text, 18, room)[-1] != "0.55."
    assert len(OURS.pieces((text,), 18, room)) == 2
    assert len(OURS.pieces((text,), 18, room)[-1][0].text) > 15


def test_an_address_is_cut_where_it_takes_more_lines_than_there_are() -> None:
    address = "dropout.example.edu/?" + "p=0.3&" * 40
    lines = OURS.cut(address, 11, 200, 3)
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert address.startswith("".join(lines)[:-1])
    assert all(OURS.width(line, 11) <= 200 for line in lines[:-1])
    assert OURS.cut("short", 11, 200, 3) == ["short"]
