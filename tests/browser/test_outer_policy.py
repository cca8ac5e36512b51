"""Behind a proxy that adds a policy of its own, as some universities' do."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

OUTER = "default-src 'self'"
LISTEN = """window.blocked = [];
document.addEventListener('securitypolicyviolation', (e) => blocked.push(`${e.violatedDirective} ${e.blockedURI}`));"""


def with_outer_policy(route: Route) -> None:
    """The page as it is, with a second policy beside ours."""
    if route.request.resource_type != "document":
        route.continue_()
        return
    answer = route.fetch()
    ours = answer.headers["content-security-policy"]
    route.fulfill(response=answer, headers=answer.headers | {"content-security-policy": f"{ours}, {OUTER}"})


def seen(page: Page, selector: str) -> list[int]:
    """The widths of pictures as they came, and 0 for one that did not."""
    return page.evaluate(  # type: ignore[no-any-return]
        """async (selector) => Promise.all([...document.querySelectorAll(selector)].map(async (shown) => {
             const address = shown.currentSrc || shown.getAttribute('href');
             const picture = new Image();
             picture.src = address;
             await picture.decode().catch(() => {});
             return picture.naturalWidth;
           }))""",
        selector,
    )


@pytest.mark.own_profile
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize(
    ("path", "pictures"),
    [
        ("/?step=40&layer=1&unit=2", {".arm img": [32, 32], ".own-map img": [32]}),
        ("/?data=digits&n=50&steps=20&step=20", {".arm img": [10, 10], ".guesses image": [84] * 6}),
        ("/layer", {}),
    ],
)
def test_an_outer_policy_blocks_nothing(
    new_page: Callable[..., Page], script: bool, path: str, pictures: dict[str, list[int]]
) -> None:
    page = new_page(java_script_enabled=script)
    came: dict[str, int] = {}
    page.on("response", lambda answer: came.update({urlsplit(answer.url).path: answer.status}))
    page.route(lambda url: urlsplit(url).path in ("/", "/layer"), with_outer_policy)
    if script:
        page.add_init_script(LISTEN)
    page.goto(path, wait_until="networkidle" if not script else "load")
    addresses = [name for name in came if name.startswith("/picture/")]
    assert len(addresses) >= len({width for widths in pictures.values() for width in widths})
    assert all(came[name] == 200 for name in addresses)
    if not script:
        return
    for selector, widths in pictures.items():
        assert seen(page, selector) == widths
    if path.startswith("/?step"):
        page.get_by_role("button", name="Play", exact=True).click(delay=60)
        expect(page.locator(".arm canvas").last).to_be_visible()
    assert page.evaluate("window.blocked") == []
