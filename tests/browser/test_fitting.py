"""static/embed.js in a page of another origin: each frame is as high as its figure, and nobody else decides that."""

from collections.abc import Callable

from playwright.sync_api import Page

from app.resources import static_dir
from tests.browser.course import HEARS, frame, framed, heard, wait_heard

RUN = "steps=100&step=3"
TOLD = "id => document.getElementById(id).style.height"
# Each is as high as its frame and a bit more: it says so whenever that changes.
RUNAWAY = """<!doctype html><title>Runaway</title>
<style>html, body { height: 100%; margin: 0 } div { height: calc(100% + 40px) }</style><div></div>
<script>
const tell = () => parent.postMessage(
  { dropoutExplorer: 1, type: 'height', height: document.documentElement.scrollHeight }, '*');
new ResizeObserver(tell).observe(document.body);
</script>"""


def fitting(server: str) -> str:
    return f'<script src="{server}/static/embed.js"></script>'


def tells(height: object) -> str:
    """A page that says how high it wants to be."""
    message = f"{{ dropoutExplorer: 1, type: 'height', height: {height} }}"
    return f"<!doctype html><title>Tells</title><script>parent.postMessage({message}, '*');</script>"


def with_fakes(new_page: Callable[..., Page], site: str, pages: dict[str, str], frames: str) -> Page:
    """A page of the site that the script lies on, as what stands there for embeds does."""
    pages["static/embed.js"] = (static_dir() / "embed.js").read_text("utf-8")
    pages["fakes"] = f"<!doctype html><title>Course</title>{HEARS}{fitting(site)}{frames}"
    page = new_page()
    page.goto(f"{site}/fakes")
    return page


def fits(page: Page, id: str) -> None:
    """Its frame is as high as it is."""
    page.wait_for_function(TOLD, arg=id)
    body = "document.body.getBoundingClientRect().height"
    page.wait_for_function(
        "([id, high]) => document.getElementById(id).clientHeight === high", arg=[id, rounded(page, id, body)]
    )


def rounded(page: Page, id: str, of: str) -> int:
    return frame(page, id).evaluate(f"Math.ceil({of})")


def test_frames_get_heights_of_their_own_and_keep_them_true(
    new_page: Callable[..., Page], server: str, site: str, pages: dict[str, str]
) -> None:
    pages["two"] = f"<!doctype html><title>Course</title>{HEARS}{fitting(server)}" + "".join(
        framed(server, id, f"embed/{path}", 'style="display: block; width: 100%"')
        for id, path in (("a", f"network?{RUN}"), ("b", f"loss?{RUN}&controls=none"))
    )
    page = new_page(viewport={"width": 760, "height": 900})
    page.goto(f"{site}/two")
    for id in ("a", "b"):
        wait_heard(page, id, "one.type === 'ready'")
        fits(page, id)
    first = [page.locator(f"#{id}").evaluate("frame => frame.clientHeight") for id in ("a", "b")]
    assert first[0] != first[1]
    for width in range(740, 340, -20):  # a hand that drags the window's edge
        page.set_viewport_size({"width": width, "height": 900})
    for id in ("a", "b"):
        fits(page, id)
    frame(page, "b").locator(".curve-table summary").click()  # it grows where it stands
    page.wait_for_function("([id, old]) => document.getElementById(id).clientHeight > old + 100", arg=["b", first[1]])
    fits(page, "b")


def test_a_frame_that_is_hidden_at_first_gets_its_height_when_it_is_shown(
    new_page: Callable[..., Page], server: str, site: str, pages: dict[str, str]
) -> None:
    pages["tab"] = (
        f'<!doctype html><title>Course</title>{HEARS}{fitting(server)}<div id="tab" style="display: none">'
        + framed(server, "a", f"embed/map?{RUN}")
        + "</div>"
    )
    page = new_page()
    page.goto(f"{site}/tab")
    wait_heard(page, "a", "one.type === 'ready'")
    assert heard(page, "a", "height") == []
    assert page.evaluate(TOLD, "a") == ""
    page.evaluate("document.getElementById('tab').style.display = 'block'")
    fits(page, "a")


def test_a_page_that_listens_late_asks(
    new_page: Callable[..., Page], server: str, site: str, pages: dict[str, str]
) -> None:
    pages["late"] = f"<!doctype html><title>Course</title>{HEARS}" + framed(server, "a", f"embed/batch?{RUN}")
    page = new_page()
    page.goto(f"{site}/late")
    wait_heard(page, "a", "one.type === 'height'")
    page.add_script_tag(url=f"{server}/static/embed.js")
    fits(page, "a")
    states = len(heard(page, "a", "state"))
    page.evaluate("ask('a', { type: 'ask' })")
    page.wait_for_function("n => heard.filter((one) => one.type === 'state').length > n", arg=states)
    assert heard(page, "a", "state")[-1]["step"] == 3


def test_what_grows_with_its_frame_does_not_run_away(
    new_page: Callable[..., Page], site: str, pages: dict[str, str]
) -> None:
    pages |= {"embed/runaway": RUNAWAY, "embed/tall": tells(90_000)}
    page = with_fakes(
        new_page, site, pages, framed(site, "runaway", "embed/runaway") + framed(site, "tall", "embed/tall")
    )
    page.wait_for_function("heard.filter(({ from }) => from === 'runaway').length === 5")  # and there is no sixth
    assert [one["height"] for one in heard(page, "runaway", "height")] == [540, 580, 620, 660, 700]
    assert page.evaluate(TOLD, "runaway") == "660px"
    page.wait_for_function(TOLD, arg="tall")
    assert page.evaluate(TOLD, "tall") == "2400px"


def test_strangers_decide_nothing(new_page: Callable[..., Page], server: str, site: str, pages: dict[str, str]) -> None:
    """Neither a frame from elsewhere, nor one of ours that was led elsewhere, nor the page's own script."""
    there = f"{server}/embed/loss?{RUN}"
    pages |= {"embed/own": tells(700)}
    pages["embed/led"] = f"<!doctype html><title>Led</title><script>location.replace('{there}');</script>"
    frames = [
        framed(server, "elsewhere", f"embed/loss?{RUN}"),
        *(framed(site, id, f"embed/{id}") for id in ("led", "own")),
    ]
    page = with_fakes(new_page, site, pages, "".join(frames))
    page.evaluate("postMessage({ dropoutExplorer: 1, type: 'height', height: 1500 }, '*')")
    for id in ("elsewhere", "led"):
        wait_heard(page, id, "one.type === 'height'")
    page.wait_for_function("heard.some(({ from, height }) => !from && height === 1500)")
    page.wait_for_function(TOLD, arg="own")
    assert [page.evaluate(TOLD, id) for id in ("elsewhere", "led", "own")] == ["", "", "700px"]


def test_what_is_no_height_changes_nothing(new_page: Callable[..., Page], site: str, pages: dict[str, str]) -> None:
    odd = ("0", "-5", "NaN", "'300px'", "null", "{}")
    pages |= {f"embed/{n}": tells(height) for n, height in enumerate(odd)}
    ids = [f"f{n}" for n in range(len(odd))]
    frames = "".join(framed(site, id, f"embed/{n}") for n, id in enumerate(ids))
    page = with_fakes(new_page, site, pages, frames)
    for id in ids:
        wait_heard(page, id, "one.type === 'height'")
    assert [page.evaluate(TOLD, id) for id in ids] == [""] * len(ids)
