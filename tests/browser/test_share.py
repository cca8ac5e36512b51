"""The builder: each change is shown at once, nothing typed is lost, and what is to paste works where it is pasted."""

import ast
import re
from collections.abc import Callable
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from app.web.embed.catalogue import EMBEDS
from tests.browser.conftest import LOOKS
from tests.browser.hands import look, press, type_over

RUN = "steps=300&p=0.4&step=12"
SMALL = "n=40&batch=10&steps=40&step=12"  # so that its file is soon made
SNIPPET = "document.getElementById('snippet').value"


def test_what_is_chosen_is_shown_at_once_and_what_is_typed_stays(page: Page, server: str, troubles: list[str]) -> None:
    page.goto(f"/share?{RUN}")
    snippet, inner = page.locator("#snippet"), page.frame_locator("#preview")
    expect(inner.locator("#sentence")).to_contain_text("At step 12,")
    before = page.evaluate("history.length")
    page.check("#controls-data")
    expect(snippet).to_have_value(re.compile(r"network\?steps=300&amp;p=0.4&amp;step=12&amp;controls=p,data,step,"))
    page.wait_for_url(re.compile("figure=network&controls=p,data,step,sample,speed,view"))
    expect(inner.locator("#data-circles")).to_be_visible()

    type_over(page, "#width", "abc")
    page.keyboard.press("Tab")
    expect(page.locator("#width-error")).to_contain_text("'abc'")
    expect(page.locator("#width")).to_have_attribute("aria-invalid", "true")
    assert any("422" in trouble for trouble in troubles)
    page.check("#autoplay")
    expect(snippet).to_have_value(re.compile("autoplay=1"))
    expect(page.locator("#width")).to_have_value("abc")
    type_over(page, "#width", "640")
    page.keyboard.press("Enter")
    expect(page.locator("#width-error")).to_have_count(0)
    expect(snippet).to_have_value(re.compile('width="640"'))
    troubles.clear()

    page.check("#theme-dark", force=True)
    expect(page.locator("#preview")).to_have_class("scheme-dark")
    expect(inner.locator("html")).to_have_css("background-color", "rgb(22, 24, 27)")
    page.locator("#to-quarto").press("Enter")
    expect(page.locator("#to-quarto")).to_have_attribute("aria-current", "true")
    expect(page.locator("#to-quarto")).to_be_focused()
    expect(snippet).to_have_value(re.compile(r"^```\{=html\}\n<iframe"))
    expect(page.locator("#share > [role=status]")).to_contain_text("for Quarto, 640 by 500 pixels")
    page.check("#fit")
    expect(snippet).to_have_value(re.compile(f'<script src="{server}/static/embed.js" defer></script>'))
    page.check("#figure-layer", force=True)
    expect(inner.locator("#figure .matrix")).not_to_have_count(0)
    expect(page.locator("#share header a")).to_have_text("on One layer")
    assert page.evaluate("history.length") == before
    page.reload()
    expect(snippet).to_have_value(re.compile(r"embed/layer\?.*controls=p,data,step,sample,speed,view.*theme=dark"))


def test_the_height_that_the_preview_needs_can_be_taken(page: Page) -> None:
    page.goto(f"/share?{RUN}&controls=none&figure=batch")
    measured = page.locator("[data-measured]")
    expect(measured).to_be_visible()
    high = measured.locator("span").inner_text()
    assert 100 < int(high) < 500
    page.click("[data-act=use-height]")
    expect(page.locator("#snippet")).to_have_value(re.compile(f'height="{high}"'))
    expect(page.locator("#height")).to_have_value(high)
    expect(measured).to_be_hidden()


@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True)
def test_without_script_a_button_shows_it_and_nothing_typed_is_lost(page: Page, troubles: list[str]) -> None:
    page.goto(f"/share?{RUN}")
    page.uncheck("#controls-speed")
    page.fill("#width", "abc")
    page.click("#to-jupyter")
    expect(page.locator("#width")).to_have_value("abc")
    expect(page.locator("#width-error")).to_contain_text("whole number")
    expect(page.locator("#controls-speed")).not_to_be_checked()
    expect(page.locator("#snippet")).to_have_value(re.compile("from IPython.display import IFrame"))
    troubles.clear()
    page.fill("#width", "640")
    page.check("#figure-loss", force=True)
    page.click("#show")
    page.wait_for_url(re.compile(r"/share\?steps=300&p=0.4&step=12&figure=loss&controls=.*&width=640&to=jupyter$"))
    expect(page.locator("#snippet")).to_have_value(re.compile("width=640"))
    expect(page.frame_locator("#preview").locator("#loss")).to_be_visible()


def test_it_is_seen_on_a_phone_and_in_high_contrast(new_page: Callable[..., Page]) -> None:
    page = new_page(viewport={"width": 360, "height": 740}, forced_colors="active")
    page.goto(f"/share?{RUN}&to=jupyter")
    expect(page.frame_locator("#preview").locator("#sentence")).to_contain_text("At step 12,")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    mark = "id => getComputedStyle(document.getElementById(id).closest('.chip'), '::before').content"
    assert page.evaluate(mark, "to-jupyter") != page.evaluate(mark, "to-html")
    assert page.evaluate(mark, "figure-network") != page.evaluate(mark, "figure-loss")


def test_everybody_can_use_it(page: Page, troubles: list[str]) -> None:
    page.goto(f"/share?{RUN}&width=abc")
    expect(page.locator("#width-error")).to_be_visible()
    for name in LOOKS:
        look(page, **LOOKS[name])
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa"]})
        assert found.response["violations"] == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    troubles.clear()


def test_a_figure_leads_here_at_the_moment_on_screen(page: Page) -> None:
    page.goto(f"/?{RUN}")
    page.click("[data-act=on]")
    page.wait_for_url(re.compile("step=13"))
    press(page, "#outcomes-share")
    page.wait_for_url(re.compile(r"/share\?steps=300&p=0.4&step=13&figure=map$"))
    expect(page.locator("#figure-map")).to_be_checked()
    page.goto("/layer?p=0.3")
    page.click("#to-back")
    page.wait_for_url(re.compile("substep=mask"))
    press(page, "#figure-share")
    page.wait_for_url(re.compile(r"/share\?p=0.3&substep=mask&figure=layer$"))


def pasted(to: str, text: str) -> str:
    """What a platform makes of a snippet."""
    if to == "jupyter":
        (_, shown) = ast.parse(text).body
        assert isinstance(shown, ast.Expr)
        assert isinstance(shown.value, ast.Call)
        named = {word.arg: ast.literal_eval(word.value) for word in shown.value.keywords}
        address, size = ast.literal_eval(shown.value.args[0]), f'width="{named["width"]}" height="{named["height"]}"'
        return f'<iframe {size} src="{address}" frameborder="0" allowfullscreen {" ".join(named["extras"])}></iframe>'
    if to == "quarto":
        return text.removeprefix("```{=html}\n").removesuffix("\n```")
    if to == "myst":  # its theme's own frame, 0.6 times as high as it is wide
        found = re.fullmatch(r"```\{iframe\} (\S+)\n:width: 100%\n:title: (.+)\n```", text)
        assert found
        frame = f'<iframe width="100%" height="100%" src="{found[1]}" title="{found[2]}"></iframe>'
        return f'<div style="padding-bottom: 60%; position: relative">{frame}</div>'
    return text


def markdown(text: str) -> str:
    """A picture in a link."""
    found = re.fullmatch(r"\[!\[([^\]\n]+)\]\(([^()\s]+)\)\]\(([^()\s]+)\)", text)
    assert found
    alt, source, address = found.groups()
    return f'<a href="{address}"><img src="{source}" alt="{alt}"></a>'


@pytest.mark.parametrize("figure", EMBEDS)
def test_what_is_pasted_into_a_page_works(
    new_page: Callable[..., Page], server: str, site: str, pages: dict[str, str], figure: str
) -> None:
    page = new_page(viewport={"width": 900, "height": 3600}, reduced_motion="reduce")
    link = "p=0.3" if figure == "layer" else SMALL
    page.goto(f"/share?{link}&figure={figure}&theme=dark&fit=1")
    made = {}
    framed = ("html", "jupyter", "myst", "quarto", "moodle", "canvas")
    for to in framed if figure == "network" else framed[:1]:
        page.click(f"#to-{to}")
        expect(page.locator(f"#to-{to}[aria-current]")).to_have_count(1)
        made[to] = pasted(to, page.evaluate(SNIPPET))
    page.click("#to-markdown")
    expect(page.locator("#to-markdown[aria-current]")).to_have_count(1)
    picture = markdown(page.evaluate(SNIPPET))
    if figure == "network":
        page.click("#to-replay")
        expect(page.locator("#file")).to_have_attribute("download", "dropout-network.html")
        made["file"] = page.evaluate(SNIPPET)
        with urlopen(page.locator("#file").evaluate("link => link.href")) as answer:
            pages["dropout-network.html"] = answer.read().decode()
    page.click("#to-link")
    expect(page.locator("#snippet")).to_have_value(f"{server}/{EMBEDS[figure].page}?{link}")
    pages["pasted"] = (
        "<!doctype html><title>Course</title>"
        + picture
        + "".join(f'<section id="{to}">{text}</section>' for to, text in made.items())
    )
    page.goto(f"{site}/pasted")
    assert (page.locator("a").get_attribute("href") or "").startswith(f"{server}/{EMBEDS[figure].page}?")
    assert len(page.locator("a img").get_attribute("alt") or "") > 30
    assert page.locator("a img").evaluate("async image => (await image.decode(), image.naturalWidth)") == 1400
    for to in made:
        holder = page.locator(f"#{to} iframe")
        assert holder.get_attribute("title")
        inner = page.frame_locator(f"#{to} iframe")
        expect(inner.locator("html")).to_have_css("background-color", "rgb(22, 24, 27)")
        expect(inner.locator("#sentence, #verdict, .loss-sentence").first).to_be_visible()
        if to in ("html", "quarto"):
            assert "color-scheme: dark" in (holder.get_attribute("style") or "")
            page.wait_for_function("to => document.querySelector(`#${to} iframe`).style.height", arg=to)
        high, wide = holder.evaluate("frame => [frame.clientHeight, frame.clientWidth]")
        assert wide > 800
        needs = inner.locator("body").evaluate("body => body.getBoundingClientRect().height")
        assert to in ("myst", "file") or high >= needs - 1
