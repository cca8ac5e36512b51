"""CPU time of one page and one fragment of Explore, beside the same of another commit.

    git worktree add ../before 4c81865     # with an environment of its own in .venv
    python benchmarks/page.py ../before

Each checkout answers in a process of its own (`page_peer.py`), without sockets, its run trained to the last step; the
two are asked in turn, and the median of the paired ratios counts. The peers know of their checkouts only
`create_app`. Asked for as a browser asks: compressed; fragments as htmx does. Reach: half the time of 4c81865.
Without another checkout it prints the times of this one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from measure import Chunk, paired, print_table

HERE = Path(__file__).parent
BROWSER = {"accept-encoding": "gzip"}
FRAGMENT = BROWSER | {"hx-request": "true"}
# (what, address here, address at 4c81865 if that differs, headers); there samples and neurons were counted from 0.
CASES = (
    ("page at rest", "/", "", BROWSER),
    ("page at step 700", "/?step=7{k:02}", "", BROWSER),
    ("the same, backward", "/?step=7{k:02}&view=backward", "", BROWSER),
    ("page of digits, step 300", "/?data=digits&step=3{k:02}", "", BROWSER),
    ("fragment, step 700", "/?step=7{k:02}&sample=4", "/?step=7{k:02}&sample=3", FRAGMENT),
    ("neuron, step 700", "/neuron?step=7{k:02}&layer=1&unit=3", "/neuron?step=7{k:02}&layer=1&unit=2", FRAGMENT),
    ("numbers, step 700", "/numbers?step=7{k:02}", "", FRAGMENT),
)
REACH, SMALL = 0.5, ("/neuron", "/numbers")  # what is no page is shown besides
ROUNDS = 40


class Peer:
    """A checkout's server, which answers requests by number."""

    def __init__(self, root: Path, requests: list[tuple[str, dict[str, str]]], stack: ExitStack) -> None:
        python = root / ".venv" / "bin" / "python"
        self.process = stack.enter_context(
            subprocess.Popen(
                [python if python.exists() else sys.executable, HERE / "page_peer.py", json.dumps(requests)],
                cwd=root,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                encoding="utf-8",
                env=os.environ | {"OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": ""},
            )
        )
        stack.callback(self.process.kill)
        assert self.process.stdout is not None
        self.sizes: list[int] = json.loads(self.process.stdout.readline())

    def chunk(self, number: int) -> Chunk:
        """So many answers to one request."""

        def answers(count: int) -> float:
            assert self.process.stdin is not None
            assert self.process.stdout is not None
            print(number, count, file=self.process.stdin, flush=True)
            return float(self.process.stdout.readline())

        return answers


def main() -> None:
    other = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})  # one core for both: it has one speed at a time
    rows = []
    with ExitStack() as stack:
        ours = Peer(HERE.parent, [(here, headers) for _, here, _, headers in CASES], stack)
        theirs = Peer(other, [(there or here, headers) for _, here, there, headers in CASES], stack)
        for number, (name, address, *_) in enumerate(CASES):
            found = paired(ours.chunk(number), theirs.chunk(number), ROUNDS)
            times = [f"{seconds * 1e3:.2f}" for seconds in found[1:]]
            rows.append(
                (
                    name,
                    *times,
                    f"{found.ratio:.2f}",
                    "" if address.startswith(SMALL) else f"{REACH:g}",
                    ours.sizes[number],
                    theirs.sizes[number],
                )
            )
    print_table(("what", "here ms", "there ms", "ratio", "reach", "bytes here", "there"), rows)


if __name__ == "__main__":
    main()
