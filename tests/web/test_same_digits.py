"""The same link gives the same digits whatever multiplies the matrices: every number that `/api/step` tells of a step,
parameters and gradients too, byte by byte."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import fields
from typing import Any

import numpy as np
import pytest

from app.runs.log.record import Drawn, StepRecord
from tests.conftest import ROOT
from tests.web.runs import trained

LINKS = (
    "steps=120",
    "steps=120&p=0.3&decay=0.001&change=p@20:0.6;lr@40:0.002",
    "place=none&flip=0&noise=0.05&lr=0.1&steps=150",
    "flip=0&noise=0.05&lr=0.1&steps=150",
    "data=circles&flip=0&noise=0&lr=0.1&steps=150&place=none",
    "data=xor&flip=0&hidden=16,16&lr=0.1&steps=150",
    "data=blobs&flip=0&noise=0.2&p=0.5&lr=0.1&steps=150",
    "data=spiral&flip=0&noise=0&lr=0.05&steps=150&place=none",
    "hidden=8,8,8,8,8,8&flip=0&lr=0.05&steps=100",
    "hidden=64,64&p=0.5&flip=0&steps=60",
    "optimizer=sgd&lr=1&place=none&flip=0&noise=0.05&steps=150",
    "optimizer=momentum&lr=0.3&flip=0&noise=0.05&steps=150",
    "activation=tanh&flip=0&noise=0.05&lr=0.1&steps=100",
    "activation=tanh&hidden=16&place=none&flip=0&lr=0.2&steps=100",
    "activation=sigmoid&hidden=12,12&flip=0&noise=0.05&lr=0.3&steps=100",
    "data=curve&steps=100",
    "data=curve&activation=relu&optimizer=momentum&lr=0.001&steps=100",
    "data=digits&n=300&steps=30",
    "data=digits&n=100&flip=0&place=none&lr=0.02&steps=60",
    "data=digits&n=200&flip=0&hidden=128,128&p=0.5&lr=0.01&steps=40",
    "data=digits&n=100&flip=0&activation=tanh&hidden=32,32&place=none&lr=0.02&steps=60",
    "method=classic&activation=tanh&steps=60",
    "method=gaussian&p=0.4&steps=60",
    "method=dropconnect&steps=60",
    "method=dropconnect&each=batch&inference=moments&activation=tanh&steps=12",
    "method=concrete&steps=60",
    "data=digits&n=100&method=concrete&place=0,1,2&steps=20",
    "data=curve&method=concrete&steps=60",
    "data=digits&n=60&steps=12&method=dropblock",
    "data=digits&n=60&steps=12&method=spatial&place=0,1&p=0.4",
    "data=memory&n=60&delay=8&steps=16&method=naive",
    "data=digits&n=60&steps=12&method=variational&gates=untied",
    "data=digits&n=60&steps=24&method=stochastic_depth&each=sample",
    "data=words&n=60&steps=16",
)
CONFIDENT = LINKS[3], LINKS[8], LINKS[11], LINKS[18]
NO_AVX512 = "X86_V4 AVX512_ICL AVX512_SPR"
MACHINES = {  # the kernels of OpenBLAS, and NumPy's own loops, that such a machine would take
    "Haswell": {"OPENBLAS_CORETYPE": "Haswell", "NPY_DISABLE_CPU_FEATURES": NO_AVX512},
    "Prescott": {"OPENBLAS_CORETYPE": "Prescott", "NPY_DISABLE_CPU_FEATURES": f"X86_V3 {NO_AVX512}"},
}
# Two threads wait for each other by spinning: on a busy machine they are a hundred times slower, so they get little to
# do, but products that are large enough to be shared out.
SHARED_OUT = ("hidden=96,96&p=0.5&flip=0&lr=0.05&batch=64&steps=12", "data=digits&n=64&hidden=128&batch=32&steps=6")


def digests(links: Iterable[str]) -> list[str]:
    """Of all that `/api/step` writes of each link's last step: of its float32 numbers, whose digits it writes."""
    found = []
    for link in links:
        run = trained(link, scored=False)
        record = run.record(run.spec.training.steps)
        scores = run.scores(record.step)
        told = [*parts(record), scores.dropout, scores.twin]
        found.append(hashlib.sha256(b"".join(np.float32(array).tobytes() for array in told)).hexdigest())
    return found


def parts(record: StepRecord) -> Iterator[Any]:
    """Every number of a record."""
    for field in fields(record):
        values = getattr(record, field.name)
        for value in values.values() if isinstance(values, dict) else [] if field.name == "plan" else [values]:
            if isinstance(value, Drawn):
                yield from (value.p, value.levels, *([] if value.factors is None else [value.factors]))
            else:
                yield value


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[dict[str, Future[list[str]]]]:
    """The same under each of the other kernels: in processes of their own, two at a time."""

    with ThreadPoolExecutor(2) as pool:
        yield {name: pool.submit(ask, environment, LINKS) for name, environment in MACHINES.items()}


def ask(environment: dict[str, str], links: Iterable[str]) -> list[str]:
    """The digests that a process in this environment finds."""
    command = [sys.executable, "-m", "tests.web.test_same_digits", *links]
    process = subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, encoding="utf-8"
    )
    assert process.returncode == 0, process.stderr
    return process.stdout.split()


@pytest.fixture(scope="module")
def here() -> list[str]:
    return digests(LINKS)


@pytest.mark.parametrize("machine", MACHINES)
def test_the_same_link_gives_the_same_bytes_on_other_machines(
    machine: str, here: list[str], elsewhere: dict[str, Future[list[str]]]
) -> None:
    found = elsewhere[machine].result()
    assert [link for link, one, other in zip(LINKS, here, found, strict=True) if one != other] == []


def test_two_threads_give_the_same_bytes() -> None:
    assert ask({"OPENBLAS_NUM_THREADS": "2"}, SHARED_OUT) == digests(SHARED_OUT)


def test_there_are_confident_networks_among_them() -> None:
    """A logit of 20 is a probability that differs from 1 in the ninth digit: 1 - sigmoid(20) = 2e-9."""
    for link in CONFIDENT:
        run = trained(link, scored=False)
        z = run.record(run.spec.training.steps).activations[-1]
        margins = np.ptp(z, axis=1) if z.shape[1] > 1 else np.abs(z)
        assert margins.max() > 20, link


if __name__ == "__main__":
    print(*digests(sys.argv[1:]))
