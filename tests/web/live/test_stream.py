"""GET /stream as raw ASGI: events in order, resuming, leaving, refusals."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from app.runs.log.busy import Busy
from app.runs.log.run import Run
from app.runs.serving.store import Store
from app.runs.serving.trainers import LoopTrainer
from app.runs.spec.run_spec import RunSpec
from app.web.frames import frame_json
from app.web.live import channel as channel_module
from app.web.live import stream as stream_module
from app.web.live import viewer as viewer_module
from app.web.live import writer as writer_module
from app.web.live.hub import Hub
from app.web.live.stream import Stream
from app.web.moment import Moment
from app.web.site.security import HEADERS
from tests import clock
from tests.web.runs import trained

DIVERGES = "data=curve&activation=relu&optimizer=sgd&lr=1&p=0.1&seed=6"
Event = tuple[str | None, str, Any]


class Client:
    """One request: what it sends, and what came back."""

    def __init__(self, query: str, headers: dict[str, str] | None = None, method: str = "GET") -> None:
        pairs = [(name.encode(), value.encode()) for name, value in (headers or {}).items()]
        self.scope = {
            "type": "http", "method": method, "path": "/stream", "query_string": query.encode(), "headers": pairs,
        }  # fmt: skip
        self.messages: list[dict[str, Any]] = []
        self.left = asyncio.Event()
        self.blocked: asyncio.Future[None] | None = None
        self.task: asyncio.Task[None] | None = None

    async def receive(self) -> dict[str, Any]:
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict[str, Any]) -> None:
        if self.blocked is not None:
            await self.blocked
        self.messages.append(message)

    def start(self, app: Stream) -> "Client":
        self.task = asyncio.create_task(app(self.scope, self.receive, self.send))
        return self

    async def end(self) -> "Client":
        assert self.task is not None
        await asyncio.wait_for(self.task, 15)
        return self

    async def until(self, holds: Callable[[], bool]) -> None:
        while not holds():
            await asyncio.sleep(0.005)

    @property
    def status(self) -> int:
        return int(self.messages[0]["status"])

    @property
    def body(self) -> bytes:
        return b"".join(message["body"] for message in self.messages[1:])

    @property
    def events(self) -> list[Event]:
        """(id, event, data) of each event."""
        found: list[Event] = []
        for block in self.body.decode().split("\n\n")[:-1]:
            fields = dict(line.split(": ", 1) for line in block.split("\n"))
            found.append((fields.get("id"), fields["event"], json.loads(fields["data"])))
        return found

    @property
    def names(self) -> list[str]:
        return [name for _, name, _ in self.events]

    @property
    def steps(self) -> list[int]:
        return [data["t"] for _, name, data in self.events if name == "frame"]


def serve(test: Callable[[Stream], Coroutine[None, None, None]], streams: int = 50) -> None:
    """A stream app with nothing left after the test: no viewer, no job, no task."""

    async def main() -> None:
        store, hub = Store(64 << 20, 64), Hub(streams)
        LoopTrainer(store)
        async with asyncio.timeout(40):
            await test(Stream(store, hub))
        assert hub.viewers == 0
        assert not hub._watched
        assert not hub._clocks
        assert store.counts["watchers"] == store.counts["training"] == 0
        await asyncio.sleep(0.02)  # tasks that were cancelled end
        assert asyncio.all_tasks() == {asyncio.current_task()}

    clock.run(main())


def test_a_whole_stream_in_order() -> None:
    async def test(app: Stream) -> None:
        client = await Client("steps=25&rate=30&from=3").start(app).end()
        assert client.status == 200
        assert dict(client.messages[0]["headers"])[b"content-type"] == b"text/event-stream; charset=utf-8"
        assert client.messages[-1] == {"type": "http.response.body", "body": b""}
        assert all(message["more_body"] for message in client.messages[1:-1])
        assert client.names[:3] == ["run", "frame", "outcome"]
        assert client.names[-1] == "end"
        assert client.names[-3:-1] in (["frame", "outcome"], ["outcome", "curve"])
        assert client.steps == list(range(3, 26))
        assert [event[0] for event in client.events if event[1] == "frame"] == [str(t) for t in range(3, 26)]
        assert client.events[-1] == ("25", "end", {"t": 25})
        curves = [data for _, name, data in client.events if name == "curve"]
        assert curves[-1]["complete"]

    serve(test)


def test_each_frame_is_the_runs() -> None:
    async def test(app: Stream) -> None:
        client = await Client("steps=20&rate=30&sample=8").start(app).end()
        run = trained("steps=20")
        for _, name, data in client.events:
            if name == "frame":
                whole = json.loads(frame_json(Moment(run, data["t"], 7)))
                assert data == {key: whole[key] for key in data}
                assert {"t", "l", "m", "a", "M"} <= set(data)

    serve(test)


@pytest.mark.parametrize(("last", "steps"), [("21", [22, 23, 24, 25]), ("25", [25]), ("9999", [25])])
def test_a_stream_resumes_after_the_last_event(last: str, steps: list[int]) -> None:
    async def test(app: Stream) -> None:
        client = await Client("steps=25&rate=30&from=3", {"last-event-id": last}).start(app).end()
        assert client.steps == steps
        assert client.names[-1] == "end"

    serve(test)


@pytest.mark.parametrize("last", ["", "x", "-1", "9" * 30])
def test_a_last_event_id_that_is_none_of_ours_is_ignored(last: str) -> None:
    async def test(app: Stream) -> None:
        client = await Client("steps=25&rate=30&from=23", {"last-event-id": last}).start(app).end()
        assert client.steps == [23, 24, 25]

    serve(test)


def test_at_the_highest_rate_frames_are_thinned_and_the_last_is_sent() -> None:
    async def test(app: Stream) -> None:
        client = await Client("steps=110&rate=max").start(app).end()
        assert client.steps[0] == 0
        assert client.steps[-1] == 110
        assert client.steps == sorted(set(client.steps))
        assert len(client.steps) <= 20
        assert client.names[-1] == "end"

    serve(test)


@pytest.mark.parametrize("query", ["steps=400&rate=0&from=7", "steps=400&rate=0&from=400"])
def test_rate_0_sends_one_frame_and_the_curves_until_they_are_complete(query: str) -> None:
    async def test(app: Stream) -> None:
        for _ in range(2):  # while it trains, and when it has
            client = await Client(query).start(app).end()
            names = client.names
            assert names[:3] == ["run", "frame", "outcome"]
            assert set(names[3:-1]) == {"curve"}
            assert client.events[-2][2]["complete"]
            assert client.events[-1] == ("400", "end", {"t": 400})
            assert client.steps == [int(query.split("from=")[1])]

    serve(test)


def test_an_edit_streams_its_branch() -> None:
    async def test(app: Stream) -> None:
        async with app.store.open(RunSpec.from_query("steps=60")) as run:
            await run.finish()
        client = await Client("steps=60&from=40&rate=30&at=40&set=p:0.5").start(app).end()
        _, name, data = client.events[0]
        assert (name, data["query"]) == ("run", "steps=60&change=p@40:0.5")
        assert data["changes"] == [[40, "p", [0.5, 0.5, 0.5]]]
        branch = trained("steps=60&change=p@40:0.5")
        frames = [data for _, name, data in client.events if name == "frame"]
        assert frames[0]["m"] == json.loads(frame_json(Moment(branch, 40)))["m"]
        assert frames[-1]["l"] == json.loads(frame_json(Moment(branch, 60)))["l"]
        assert (await Client("steps=60&rate=0&at=0&set=p:0.5").start(app).end()).events[0][2][
            "query"
        ] == "steps=60&p=0.5"

    serve(test)


@pytest.mark.parametrize("rate", ["0", "30", "max"])
def test_a_run_that_diverges_ends_with_the_step_and_advice(rate: str) -> None:
    async def test(app: Stream) -> None:
        client = await Client(f"{DIVERGES}&rate={rate}").start(app).end()
        step, name, data = client.events[-1]
        assert (step, name, data["t"], data["arm"]) == ("2", "diverged", 2, "twin")
        assert data["message"] == (
            "Without dropout: The loss is no longer finite at step 3. Try a smaller learning rate than 1."
        )
        assert max(client.steps) == (0 if rate == "0" else 2)
        later = await Client(f"{DIVERGES}&rate=30&from=900").start(app).end()
        assert later.steps == [2]
        assert later.names[-1] == "diverged"

    serve(test)


@pytest.mark.parametrize("rate", ["0", "20"])
def test_a_run_whose_trainer_is_gone_ends_as_failed(rate: str) -> None:
    async def test(app: Stream) -> None:
        client = Client(f"steps=20000&rate={rate}").start(app)
        await client.until(lambda: "frame" in client.names)
        app.store.fail_all("It ended.")
        await client.end()
        step, name, data = client.events[-1]
        assert (step, name, data) == (None, "failed", {"message": "It ended."})
        assert isinstance(app.store.trainer, LoopTrainer)
        await app.store.trainer.stop()

    serve(test)


def test_a_fault_in_the_first_frame_ends_as_failed(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(*_: Any) -> str:
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr(channel_module, "frame_json", breaks)

    async def test(app: Stream) -> None:
        client = await Client("steps=20").start(app).end()
        assert client.names == ["run", "failed"]
        assert client.messages[-1]["more_body"] is False

    serve(test)
    assert "a fault" in caplog.text


@pytest.mark.parametrize("rate", ["0", "20", "max"])
def test_a_viewer_who_leaves_frees_everything_and_stops_the_training(rate: str) -> None:
    async def test(app: Stream) -> None:
        client = Client(f"steps=20000&rate={rate}").start(app)
        await client.until(lambda: "frame" in client.names)
        assert (app.hub.viewers, app.store.counts["training"]) == (1, 2)
        client.left.set()
        await client.end()
        count = len(client.messages)
        await asyncio.sleep(0.1)
        assert len(client.messages) == count  # `serve` sees the rest

    serve(test)


def test_a_viewer_who_leaves_before_her_step_is_reached_frees_everything() -> None:
    async def test(app: Stream) -> None:
        client = Client("steps=20000&from=20000").start(app)
        await client.until(lambda: client.names == ["run"])
        client.left.set()
        await client.end()

    serve(test)


def test_a_viewer_who_leaves_while_a_write_waits_frees_everything() -> None:
    async def test(app: Stream) -> None:
        client = Client("steps=20000&rate=30").start(app)
        await client.until(lambda: len(client.steps) > 2)
        client.blocked = asyncio.get_running_loop().create_future()
        await asyncio.sleep(0.1)
        client.left.set()
        await client.end()

    serve(test)


@pytest.mark.parametrize("first", ["rate=0", "rate=20", "from=20000"])
def test_who_comes_back_to_her_seat_has_left_the_stream_before(first: str) -> None:
    """As behind a proxy that does not say so. The run that nobody watches any more is given up, and others stay."""

    async def test(app: Stream) -> None:
        left = Client(f"steps=20000&{first}&seat=7").start(app)
        other, unseated = (Client(f"steps=20000&rate=20&{seat}").start(app) for seat in ("seat=8", "seat=0"))
        for client in (left, other, unseated):
            await client.until(lambda client=client: "run" in client.names)
        assert app.hub.viewers == 3
        again = Client("steps=20000&rate=20&seed=2&seat=7").start(app)
        await left.end()
        assert not {"end", "failed"} & {*left.names}
        assert app.hub.viewers == 3
        for client in (other, unseated, again):
            assert not client.task.done()
            client.left.set()
            await client.end()
        last = await Client("steps=20&rate=max&seat=7").start(app).end()  # of those who left the seat is free
        assert last.names[-1] == "end"

    serve(test)


@pytest.mark.parametrize("after", [0, 1, 4])
def test_a_viewer_who_never_reads_is_given_up(monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    for module in (viewer_module, writer_module, stream_module):
        monkeypatch.setattr(module, "PATIENCE", 0.15)

    async def test(app: Stream) -> None:
        client = Client("steps=20000&rate=30")
        if after:
            client.start(app)
            await client.until(lambda: len(client.messages) > after)
        client.blocked = asyncio.get_running_loop().create_future()
        if not after:
            client.start(app)
            client.blocked.set_result(None)  # the head is taken, and nothing else
            await client.until(lambda: bool(client.messages))
            client.blocked = asyncio.get_running_loop().create_future()
        await client.end()

    serve(test)


def test_viewers_of_one_link_share_frames() -> None:
    async def test(app: Stream) -> None:
        clients = [Client("steps=40&rate=30").start(app) for _ in range(8)]
        for client in clients:
            await client.end()
        frames = [m["body"] for m in clients[0].messages[1:] if b"event: frame" in m["body"]]
        for client in clients[1:]:
            assert [m["body"] for m in client.messages[1:] if b"event: frame" in m["body"]] == frames
            assert all(any(m["body"] is body for m in client.messages[1:]) for body in frames)

    serve(test)


def test_closing_the_hub_ends_streams_without_an_end_and_takes_no_more() -> None:
    async def test(app: Stream) -> None:
        clients = [Client(f"steps=20000&rate={rate}").start(app) for rate in ("0", "20", "max")]
        stuck = Client("steps=20000&rate=30").start(app)
        for client in (*clients, stuck):
            await client.until(lambda client=client: "frame" in client.names)  # type: ignore[misc]
        stuck.blocked = asyncio.get_running_loop().create_future()
        await asyncio.sleep(0.1)
        loop = asyncio.get_running_loop()
        start = loop.time()
        app.hub.close()
        for client in (*clients, stuck):
            await client.end()
        assert loop.time() - start < 0.6
        assert all(client.messages[-1]["body"] == b"" for client in clients)
        assert not any({"end", "failed"} & set(client.names) for client in clients)
        late = await Client("steps=20").start(app).end()
        assert late.status == 503

    serve(test)


@pytest.mark.parametrize("rate", ["0", "30"])
def test_a_stream_whose_step_is_still_computed_ends_when_the_server_goes_down(
    rate: str, caplog: pytest.LogCaptureFixture
) -> None:
    query = "data=digits&n=60&hidden=128,128&batch=8&steps=150"

    async def test(app: Stream) -> None:
        await Client(f"{query}&rate=0").start(app).end()
        client = Client(f"{query}&rate={rate}&from=63").start(app)
        await client.until(lambda: "run" in client.names)
        app.hub.close()
        app.store.close()
        await client.end()
        assert client.names == ["run"]
        assert client.messages[-1]["body"] == b""

    serve(test)
    assert caplog.text == ""


def test_only_so_many_streams_play_at_once() -> None:
    async def test(app: Stream) -> None:
        clients = [Client("steps=20000&rate=20").start(app) for _ in range(3)]
        for client in clients:
            await client.until(lambda client=client: bool(client.messages))  # type: ignore[misc]
        refused = await Client("steps=20").start(app).end()
        assert refused.status == 503
        assert dict(refused.messages[0]["headers"])[b"retry-after"] == b"2"
        assert "3 viewers are watching already" in json.loads(refused.body)["errors"]["server"]
        for client in clients:
            client.left.set()
            await client.end()

    serve(test, streams=3)


def test_who_comes_too_late_for_heavy_work_is_told_when_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise Busy("heavy", 10)

    async def test(app: Stream) -> None:
        monkeypatch.setattr(app.store, "watch", full)
        refused = await Client("steps=20").start(app).end()
        assert refused.status == 503
        assert dict(refused.messages[0]["headers"])[b"retry-after"] == b"10"

    serve(test)


def test_a_stream_waits_for_its_first_frame_where_many_ask_for_such(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused a turn, she asks again: her stream has begun, and cannot be refused any more."""

    async def test(app: Stream) -> None:
        turned_away = 0
        hold = Run.hold

        def sometimes(run: Run, step: int) -> Any:
            nonlocal turned_away
            turned_away += 1
            if turned_away < 3:
                raise Busy("turns", 5)
            return hold(run, step)

        monkeypatch.setattr(Run, "hold", sometimes)
        client = await Client("steps=20&rate=0").start(app).end()
        assert client.steps == [0]
        assert turned_away == 3

    serve(test)


def test_a_wrong_link_is_422_with_its_fields() -> None:
    async def test(app: Stream) -> None:
        client = await Client("p=1.2").start(app).end()
        assert client.status == 422
        assert json.loads(client.body) == {"errors": {"p": "p must lie in [0, 1), got 1.2"}}
        assert set(HEADERS) <= set(client.messages[0]["headers"])
        bytes_that_are_no_text = Client("")
        bytes_that_are_no_text.scope["query_string"] = b"p=\xff%ff&%00=\x00"
        assert (await bytes_that_are_no_text.start(app).end()).status == 422

    serve(test)


def test_other_methods_are_refused_and_head_has_no_events_and_trains_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    watched: list[object] = []
    monkeypatch.setattr(Store, "watch", lambda _, spec: watched.append(spec))

    async def test(app: Stream) -> None:
        posted = await Client("", method="POST").start(app).end()
        assert posted.status == 405
        assert (b"allow", b"GET") in posted.messages[0]["headers"]
        head = await Client("", method="HEAD").start(app).end()
        assert (head.status, head.body, watched) == (200, b"", [])
        assert dict(head.messages[0]["headers"])[b"content-type"].startswith(b"text/event-stream")

    serve(test)
