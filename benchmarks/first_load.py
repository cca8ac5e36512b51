"""What a first visit transfers: all requests of `/`, and of each embed, in a fresh browser, a second beyond its load.

    python benchmarks/first_load.py

Bytes are as on the wire, with headers, compressed where they are. The stream that the page opens by itself
counts as one request; what it brings in its first second stands apart. Reach: 110 kB, 12 requests; of an embed 60 kB, 5
requests and no stream; no other host.
"""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import urlsplit

from chromium import SIZE, browsing
from measure import print_table


def first_load(path: str) -> tuple[dict[str, dict[str, Any]], str]:
    """Per request its address, kind and bytes; and the server's address."""
    requests: dict[str, dict[str, Any]] = {}
    with browsing() as (browser, address):
        page = browser.new_context(viewport=SIZE).new_page()
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")

        def sent(event: dict[str, Any]) -> None:
            requests[event["requestId"]] = {"url": event["request"]["url"], "kind": event["type"], "bytes": 0}

        def received(event: dict[str, Any]) -> None:
            requests[event["requestId"]]["bytes"] += event["encodedDataLength"]

        def finished(event: dict[str, Any]) -> None:
            requests[event["requestId"]]["bytes"] = event["encodedDataLength"]  # all of it, with the head

        network.on("Network.requestWillBeSent", sent)
        network.on("Network.dataReceived", received)
        network.on("Network.loadingFinished", finished)
        page.goto(f"{address}{path}", wait_until="load")
        page.wait_for_timeout(1000)
    return {key: value for key, value in requests.items() if not value["url"].startswith("data:")}, address


def main() -> None:
    page()
    for name in ("network", "batch", "map", "loss"):
        requests, _ = first_load(f"/embed/{name}")
        total = sum(request["bytes"] for request in requests.values())
        streams = sum("/stream?" in request["url"] for request in requests.values())
        print(f"embed of {name}: {len(requests)} requests (5), {total / 1000:.1f} kB (60), {streams} streams (0)")


def page() -> None:
    """Explore."""
    requests, address = first_load("/")
    streams = [r for r in requests.values() if "/stream?" in r["url"]]
    loaded = [r for r in requests.values() if r not in streams]
    hosts = {urlsplit(r["url"]).netloc for r in requests.values()} - {urlsplit(address).netloc}
    bytes_of: Counter[str] = Counter()
    count_of: Counter[str] = Counter()
    for request in loaded:
        bytes_of[request["kind"]] += request["bytes"]
        count_of[request["kind"]] += 1
    rows = [(kind, count, f"{bytes_of[kind] / 1000:.1f}") for kind, count in count_of.most_common()]
    rows.append(("Stream (first second)", len(streams), f"{sum(r['bytes'] for r in streams) / 1000:.1f}"))
    print_table(("kind", "requests", "kB"), rows)
    print(f"\nall but the stream's bytes: {len(requests)} requests (12), {sum(bytes_of.values()) / 1000:.1f} kB (150)")
    print(f"other hosts: {', '.join(sorted(hosts)) or 'none'}")


if __name__ == "__main__":
    main()
