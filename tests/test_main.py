"""The app as a whole, and the command line."""

import asyncio
import contextlib
import http.client
import json
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from app.main import create_app, main
from app.runs.experiments.experiment import Experiment
from app.runs.serving.trainers import LoopTrainer, WorkerTrainer
from app.settings import Settings
from tests.runs.experiments.fakes import Held
from tests.runs.experiments.fakes import until as seen

ROOT = Path(__file__).parent.parent
StartServer = Callable[..., AbstractContextManager[Any]]


def command(*flags: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "app.main", *flags]
    return subprocess.run(line, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=30, check=False)


@contextlib.contextmanager
def opened(url: str) -> Iterator[Any]:
    with urllib.request.urlopen(url, timeout=20) as answer:
        yield answer


def test_a_finite_stream_through_the_whole_app() -> None:
    app = create_app(Settings(single_process=True, _cli_parse_args=[]))
    with TestClient(app) as client, client.stream("GET", "/stream?steps=25&rate=30") as answer:
        assert answer.status_code == 200
        assert "content-encoding" not in answer.headers
        lines = list(answer.iter_lines())
    events = [line.removeprefix("event: ") for line in lines if line.startswith("event: ")]
    assert events[0] == "run"
    assert events[-1] == "end"
    steps = [int(line[4:]) for line in lines if line.startswith("id: ")]
    assert steps[0] == 0
    assert steps[-2:] == [25, 25]  # the last frame, and the end
    assert all(before < after for before, after in pairwise(steps[:-1]))  # a slow reader may miss some


def test_the_trainer_follows_the_settings_and_the_default_run_is_trained_ahead() -> None:
    assert isinstance(create_app(Settings(_cli_parse_args=[])).trainer, WorkerTrainer)
    app = create_app(Settings(single_process=True, _cli_parse_args=[]))
    assert isinstance(app.trainer, LoopTrainer)
    with TestClient(app) as client:
        while client.get("/healthz").json()["training"]:
            time.sleep(0.01)
        assert client.get("/healthz").json()["logs"] == 2


def test_a_cluster_without_its_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setattr(sys, "argv", ["dropout-explorer", "--port", "0", "--cluster", "tcp://127.0.0.1:8786"])
    with pytest.raises(SystemExit, match=re.escape("pip install 'dropout-explorer[cluster]'")):
        main()


def test_nothing_is_left_running_when_the_app_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    executor = Held()
    monkeypatch.setattr("app.main.make_executor", lambda workers, cluster: executor)

    async def main() -> None:
        app = create_app(Settings(_cli_parse_args=[]))
        async with app.api.router.lifespan_context(app.api):
            trainer = app.trainer
            assert isinstance(trainer, WorkerTrainer)
            process = trainer._process
            assert process is not None
            watching = app.experiments.watch(Experiment.parse("p", [("steps", "20")]))
            assert (await anext(watching)).state == "running"
            await seen(lambda: executor.asked)
        assert process.returncode is not None
        assert [progress.state async for progress in watching] == ["stopped"]
        assert executor.ended
        await asyncio.sleep(0.02)
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(main())


@pytest.mark.parametrize(
    ("how", "flags"),
    [(signal.SIGTERM, ()), (signal.SIGINT, ("--single-process",))],
    ids=["worker", "single process"],
)
def test_at_a_signal_whoever_waits_is_let_go_and_the_server_ends(
    start_server: StartServer, how: signal.Signals, flags: tuple[str, ...]
) -> None:
    with start_server(*flags) as server:
        queries = ("rate=20", "rate=0&steps=20000&hidden=32,32", "rate=max&steps=20000&p=0.4")
        with contextlib.ExitStack() as stack:
            answers = [stack.enter_context(opened(f"{server.url}/stream?{query}")) for query in queries]
            for answer in answers:
                assert answer.readline() == b"event: run\n"
            stuck = stack.enter_context(socket.create_connection(("127.0.0.1", int(server.url.rsplit(":", 1)[1]))))
            stuck.sendall(b"GET /stream?rate=20 HTTP/1.1\r\nHost: a\r\n\r\n")  # and never reads
            waiting = stack.enter_context(socket.create_connection(("127.0.0.1", int(server.url.rsplit(":", 1)[1]))))
            waiting.sendall(b"GET /?steps=20000&hidden=48,48&step=19000 HTTP/1.1\r\nHost: a\r\n\r\n")
            time.sleep(0.2)
            server.stop(how)
            rest = answers[0].read()
        assert b"event: end" not in rest
        assert server.process.returncode in (0, -how)
    text = "".join(server.output)
    assert "Traceback" not in text
    assert "ERROR" not in text  # nothing had to be cancelled after all


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_an_impatient_second_signal_changes_nothing(start_server: StartServer, how: signal.Signals) -> None:
    with start_server() as server, opened(f"{server.url}/stream?rate=20") as answer:
        assert answer.readline() == b"event: run\n"
        for _ in range(20):
            if server.process.poll() is None:
                server.process.send_signal(how)
                time.sleep(0.01)
        server.stop(how)
    text = "".join(server.output)
    assert "Traceback" not in text
    assert "Error" not in text
    assert server.process.returncode == 0


@pytest.fixture(scope="module")
def quiet(start_server: StartServer) -> Iterator[str]:
    """The address of a server that nobody else asks for anything."""
    with start_server() as server:
        yield server.url


def test_head_is_answered_as_get_without_a_body(quiet: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(quiet).netloc, timeout=20)
    for path in ("/?step=3", "/layer", "/healthz", "/static/css/site.css"):
        connection.request("HEAD", path)
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (200, b"")
    connection.close()


def test_a_viewer_who_leaves_a_real_server_frees_her_stream(quiet: str) -> None:
    with opened(f"{quiet}/stream?steps=20000&hidden=32,32&rate=20") as answer:
        assert answer.readline() == b"event: run\n"
        with opened(f"{quiet}/healthz") as health:
            assert json.load(health)["viewers"] == 1
    assert until(quiet, lambda held: held["viewers"] == held["training"] == held["watchers"] == 0)


@pytest.mark.parametrize("path", ["/api/run?steps=20000&hidden=64,64", "/?steps=20000&hidden=64,64&step=19000"])
def test_a_reader_who_leaves_before_her_answer_stops_the_training(quiet: str, path: str) -> None:
    with socket.create_connection(("127.0.0.1", urlsplit(quiet).port)) as peer:
        peer.sendall(f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
        assert until(quiet, lambda held: held["training"] == 2 and held["watchers"] == 2)
    assert until(quiet, lambda held: held["training"] == held["watchers"] == 0)


def until(url: str, holds: Callable[[Any], bool]) -> bool:
    """Whether the server comes to hold this."""
    for _ in range(3000):
        with opened(f"{url}/healthz") as answer:
            if holds(json.load(answer)):
                return True
        time.sleep(0.02)
    return False


def is_running(pid: str) -> bool:
    """Not gone, nor a zombie: a container's first process may never collect the children that it inherits."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


@pytest.mark.skipif(not Path("/proc").exists(), reason="reads /proc")
def test_the_worker_ends_when_the_server_is_killed(start_server: StartServer) -> None:
    with contextlib.suppress(AssertionError), start_server() as server:
        children = (
            Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text(encoding="utf-8").split()
        )
        assert children
        with opened(f"{server.url}/stream?steps=20000&hidden=32,32&rate=0") as answer:
            assert answer.readline() == b"event: run\n"
            server.process.kill()
            server.process.wait()
    for _ in range(2000):
        if not any(is_running(pid) for pid in children):
            return
        time.sleep(0.01)
    pytest.fail("the worker outlived its server")


def test_a_port_in_use_is_one_clear_line() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        run = command("--port", str(port))
    assert run.returncode != 0
    assert run.stdout == ""
    assert run.stderr.count("\n") == 1
    assert f"cannot listen on 127.0.0.1 port {port}" in run.stderr
    assert "in use" in run.stderr


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["--port", "99999"], ["--port", "65535", "99999"]),
        (["--port", "soon"], ["--port", "integer", "soon"]),
        (["--memory-mb", "1"], ["--memory-mb", "16", "1"]),
        (["--prot", "1"], ["--prot"]),
        (["--port"], ["--port"]),
        (["extra"], ["extra"]),
    ],
)
def test_a_bad_flag_is_one_clear_line(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], flags: list[str], words: list[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["dropout-explorer", *flags])
    said = refused(capfd)
    for word in words:
        assert word in said


def test_a_bad_setting_in_the_environment_is_one_clear_line(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["dropout-explorer"])
    monkeypatch.setenv("DROPOUT_EXPLORER_PORT", "soon")
    assert "soon" in refused(capfd)


def refused(capfd: pytest.CaptureFixture[str]) -> str:
    """The one line that the command says, and nothing else, when it ends before it begins."""
    with pytest.raises(SystemExit) as ended:
        main()
    assert capfd.readouterr() == ("", "")
    said = str(ended.value.code)  # what the process prints, with a status of 1
    assert said.startswith("dropout-explorer: ")
    assert "\n" not in said
    return said


def test_an_unknown_host_is_one_clear_line() -> None:
    run = command("--host", "no.such.host.invalid")
    assert run.returncode != 0
    assert run.stdout == ""
    assert run.stderr.startswith("dropout-explorer: ")
    assert run.stderr.count("\n") == 1
    assert "no.such.host.invalid" in run.stderr


def test_help_names_every_flag(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["dropout-explorer", "--help"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    said = capfd.readouterr().out
    for flag in ("--host", "--port", "--open", "--memory-mb", "--live-runs", "--streams", "--single-process"):
        assert flag in said
    assert "Serve Dropout Explorer" in said


def test_an_app_is_made_without_reading_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["pytest", "--no-such-flag"])
    before = threading.active_count()
    create_app()
    assert threading.active_count() == before
