"""How soon a moved p is seen: the first new frame painted, and the whole new curve painted.

    python benchmarks/react.py [methods/dropblock]

A mouse drags the slider of p while the default scene plays. Time runs from the slider's `input` event to the
task that follows the browser's paint: of the first change in the network figure, and of the first change of the loss
curve with which the run is trained to its last step. Every p is a new run, branched off at the step on screen.
Reach: medians of 60 ms and 500 ms; of a method's page 80 ms to the frame.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from statistics import median, quantiles
from typing import Any

from chromium import SIZE, browsing
from measure import print_table
from playwright.sync_api import Page

CHANGES, A_DRAG = 40, 5

WATCH = """() => {
  const times = window.reaction = {};
  const painted = (name) => {
    if (times.input === undefined || times[name] !== undefined) return;
    times[name] = null;
    const channel = new MessageChannel();
    channel.port1.onmessage = () => times[name] = performance.now() - times.input;
    channel.port2.postMessage(0);
  };
  const watch = (selector, options, react) =>
    new MutationObserver(react).observe(document.querySelector(selector), options);
  addEventListener('input', () => times.input = performance.now(), { capture: true });
  watch('#network', { subtree: true, attributes: true }, () => painted('frame'));
  watch("[data-line='dropout test']", { attributes: true, attributeFilter: ['d'] }, () => {
    const trained = document.querySelector('.scrub-trained');
    if (Number(trained.getAttribute('width')) >= 1000) painted('curve');
  });
}"""


def drag(page: Page) -> Iterator[dict[str, Any]]:
    """Hold the slider and move it on, each time until both are painted; milliseconds."""
    box = page.locator("input.live-p").first.bounding_box()
    assert box is not None
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 0.2 * box["width"], y)
    page.mouse.down()
    page.wait_for_timeout(500)
    for number in range(A_DRAG):
        page.evaluate("() => { for (const name of ['input', 'frame', 'curve']) delete window.reaction[name]; }")
        page.mouse.move(box["x"] + (0.3 + 0.1 * number) * box["width"], y)
        page.wait_for_function("() => window.reaction.frame && window.reaction.curve", timeout=30_000)
        yield dict(page.evaluate("() => window.reaction"))
        page.wait_for_timeout(100)
    page.mouse.up()


def main() -> None:
    found: list[dict[str, Any]] = []
    where = sys.argv[1] if sys.argv[1:] else ""
    with browsing() as (browser, address):
        for seed in range(4001, 4001 + CHANGES // A_DRAG):
            page = browser.new_context(viewport=SIZE).new_page()
            page.goto(f"{address}/{where}?seed={seed}")
            page.evaluate(WATCH)
            page.wait_for_timeout(1500)  # it plays
            found += drag(page)
            page.context.close()
    rows = []
    for name, reach in (("frame", 80 if where else 60), ("curve", "" if where else 500)):
        times = [times[name] for times in found]
        rows.append((name, f"{median(times):.0f}", f"{quantiles(times, n=10)[8]:.0f}", f"{min(times):.0f}", reach))
    print(f"{len(found)} changes of p, ms from input to paint")
    print_table(("painted", "median", "90th %", "least", "reach"), rows)


if __name__ == "__main__":
    main()
