"""How smoothly the default scene is drawn: Chromium's frames a second while it plays.

    python benchmarks/draw.py

It plays as the page does by itself, 20 steps a second with at most three masks a second drawn, and as fast as it can
be asked to: 60 steps a second with every mask drawn (the server sends 30 a second at most). "drawn" counts the new
steps that the network figure showed. CPU time is the page's process alone, all threads. Chromium is headless and
renders in software.
Reach: 60 frames a second, and 30 with the CPU throttled to a quarter.
"""

from __future__ import annotations

import itertools
from typing import Any

from chromium import SIZE, browsing
from measure import print_table
from playwright.sync_api import Browser

SECONDS = 6.0
MODES = (("as it plays by itself", 20, False), ("60 steps/s, every mask", 60, True))

COUNT = """(seconds) => new Promise((done) => {
  const gaps = [];
  let drawn = 0, last = performance.now();
  const end = last + seconds * 1000;
  const watcher = new MutationObserver(() => drawn++);
  watcher.observe(document.querySelector('#network'), { subtree: true, attributes: true });
  const frame = (now) => {
    gaps.push(now - last);
    last = now;
    if (now < end) requestAnimationFrame(frame);
    else { watcher.disconnect(); done({ gaps: gaps.slice(1), drawn }); }
  };
  requestAnimationFrame(frame);
})"""


def play(browser: Browser, address: str, throttle: int, speed: int, every: bool) -> dict[str, Any]:
    """Play for a few seconds with the CPU slowed down so many times."""
    page = browser.new_context(viewport=SIZE).new_page()
    page.goto(f"{address}/?rate={speed}&seed={5000 + throttle}")
    if every:
        page.click("#drawing summary")
        page.check("[data-every-mask]")
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": throttle})
    page.wait_for_timeout(1000)
    before = cpu_seconds(browser)
    found = dict(page.evaluate(COUNT, SECONDS))
    found["cpu"] = cpu_seconds(browser) - before
    page.context.close()
    return found


def cpu_seconds(browser: Browser) -> float:
    """CPU time of the pages' processes so far: script, layout, paint and raster."""
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    return sum(process["cpuTime"] for process in processes if process["type"] == "renderer")


def main() -> None:
    rows = []
    with browsing() as (browser, address):
        for (name, speed, every), (throttle, reach) in itertools.product(MODES, ((1, 60), (4, 30))):
            found = play(browser, address, throttle, speed, every)
            gaps, drawn = found["gaps"], found["drawn"]
            rate = 1000 * len(gaps) / sum(gaps)
            long = 100 * sum(gap > 25 for gap in gaps) / len(gaps)
            cpu = 1000 * found["cpu"] / max(1, drawn)
            cells = (f"{rate:.1f}", reach, f"{long:.1f} %", f"{drawn / SECONDS:.1f}", f"{cpu:.1f}")
            rows.append((name, f"{throttle}x", *cells))
    print_table(("how", "CPU slowed", "frames/s", "reach", "over 25 ms", "drawn/s", "CPU ms a drawn step"), rows)


if __name__ == "__main__":
    main()
