"""The engine's training step against the same step in PyTorch, eager mode, on one CPU thread.

    python benchmarks/torch_step.py

PyTorch lives in an environment of its own under build/, made by the first run, and in a process of its own
(`torch_peer.py`); the two are asked in turn for chunks of about 4 ms. The engine's step includes the rounding
to the float32 grid, as every run does it. PyTorch has its fused SGD, which is its fastest, and the default.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

from measure import Chunk, calls, paired, print_table
from step import SHAPES, step
from threadpoolctl import threadpool_limits

ENVIRONMENT = Path(__file__).parent.parent / "build" / "bench-venv"
REACH = (15, 4)  # times faster, by shape
KINDS = (("float64", True), ("float32", True), ("float32", False))  # and whether SGD is fused


def torch_python() -> Path:
    """The interpreter of an environment with PyTorch, made where it is not there yet."""
    python = ENVIRONMENT / "bin" / "python"
    if not (ENVIRONMENT / "ready").exists():
        venv.create(ENVIRONMENT, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "torch==2.13.0", "numpy"], check=True)
        (ENVIRONMENT / "ready").touch()
    return python


def chunks_of(peer: subprocess.Popen[str], number: int) -> Chunk:
    """A chunk of calls in the other process."""

    def chunk(count: int) -> float:
        assert peer.stdin is not None
        assert peer.stdout is not None
        print(number, count, file=peer.stdin, flush=True)
        return float(peer.stdout.readline())

    return chunk


def main() -> None:
    cases = [
        (shape, activation, kind, fused) for shape in (0, 1) for activation in ("relu", "tanh") for kind, fused in KINDS
    ]
    wanted = [[*SHAPES[shape][:2], activation, kind, fused] for shape, activation, kind, fused in cases]
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})  # one core for both: it has one speed at a time
    environment = os.environ | {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    rows = []
    with subprocess.Popen(
        [torch_python(), Path(__file__).with_name("torch_peer.py"), json.dumps(wanted)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env=environment,
    ) as peer:
        for number, (shape, activation, kind, fused) in enumerate(cases):
            sizes, batch, _ = SHAPES[shape]
            found = paired(chunks_of(peer, number), calls(step(sizes, batch, activation, grid=True)))
            name = "-".join(map(str, sizes)) + f" batch {batch}"
            times = [f"{seconds * 1e6:.1f}" for seconds in found[1:]]
            peer_name = f"{kind}, {'fused' if fused else 'default'} SGD"
            rows.append((name, activation, peer_name, *times, f"{found.ratio:.1f}", REACH[shape]))
        assert peer.stdin is not None
        peer.stdin.close()
    print_table(("network", "step", "PyTorch", "PyTorch µs", "engine µs", "times faster", "reach"), rows)


if __name__ == "__main__":
    with threadpool_limits(1):
        sys.exit(main())
