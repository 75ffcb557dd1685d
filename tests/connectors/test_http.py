"""One call and what its failure means: against a server that answers as it is told."""

import gzip
import json
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from httpx2 import Timeout
from hypothesis import given
from hypothesis import strategies as st

from kontuar.connector_kit import verdict
from kontuar.connector_kit.budget import OpenGate
from kontuar.connector_kit.calls import Answer, Request
from kontuar.connector_kit.errors import (
    AuthExpired,
    ConnectorError,
    OutcomeUnknown,
    RateLimited,
    Refused,
    Temporary,
    UnexpectedAnswer,
    WatchOnly,
)
from kontuar.connector_kit.http import TOO_LARGE, Line, json_of
from kontuar.connector_kit.scripted import Asked, Reply, ScriptedServer

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TOKEN = "eyJhbGciOi.very-secret-token.0123456789abcdef"
READ = Request(method="GET", path="/x")
WRITE = Request(method="POST", path="/x", json={"text": "Szanowny Panie Bolesławie"}, is_write=True)
UPLOAD = Request(method="PUT", path="/x", content=b"abc", is_write=True, repeatable=True)
HTML = b"<html><body><center><h1>504 Gateway Time-out</h1></center><hr>nginx</body></html>"


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as server:
        yield server


def line_to(url: str, **changes: Any) -> Line:
    given: dict[str, Any] = {
        "headers": {"Authorization": f"Bearer {TOKEN}"},
        "gate": OpenGate(),
        "watch_only": False,
        "clock": lambda: NOW,
        "timeout": Timeout(60),
        "explain": lambda body: verdict.Problem(),
    }
    return Line(url, **(given | changes))


def failure(line: Line, request: Request, **options: Any) -> ConnectorError:
    with pytest.raises(ConnectorError) as caught:
        line.send(request, **options)
    line.close()
    return caught.value


TABLE = [
    (Reply(status=400), Refused, Refused),
    (Reply(status=401), AuthExpired, AuthExpired),
    (Reply(status=403), Refused, Refused),
    (Reply(status=404), Refused, Refused),
    (Reply(status=406), Refused, Refused),
    (Reply(status=409), Refused, Refused),
    (Reply(status=413), Refused, Refused),
    (Reply(status=415), Refused, Refused),
    (Reply(status=422), Refused, Refused),
    (Reply(status=429), RateLimited, RateLimited),
    (Reply(status=408, body=HTML), Temporary, OutcomeUnknown),
    (Reply(status=500), Temporary, OutcomeUnknown),
    (Reply(status=502, body=HTML), Temporary, OutcomeUnknown),
    (Reply(status=503), Temporary, OutcomeUnknown),
    (Reply(status=504, body=HTML), Temporary, OutcomeUnknown),
    (Reply(status=301, headers={"Location": "https://elsewhere.example/"}), UnexpectedAnswer, OutcomeUnknown),
    (Reply(drop=True), Temporary, OutcomeUnknown),
    (Reply(hold=1.0), Temporary, OutcomeUnknown),
]


@pytest.mark.parametrize(
    ("reply", "on_read", "on_write"),
    TABLE,
    ids=[f"{reply.status}{' dropped' * reply.drop}{' held' * bool(reply.hold)}" for reply, _, _ in TABLE],
)
def test_every_answer_has_its_consequence(
    server: ScriptedServer,
    reply: Reply,
    on_read: type[ConnectorError],
    on_write: type[ConnectorError],
) -> None:
    traced = Reply(
        status=reply.status,
        body=reply.body,
        headers={**reply.headers, "trace-id": "t-1"},
        drop=reply.drop,
        hold=reply.hold,
    )
    server.answer(traced)
    limits = {"timeout": Timeout(60, read=0.4)} if reply.hold else {}
    for request, expected in ((READ, on_read), (WRITE, on_write), (UPLOAD, on_read)):
        error = failure(line_to(server.url, **limits), request)
        assert type(error) is expected, request.method
        assert error.trace_id == ("" if reply.drop or reply.hold else "t-1")
        assert error.__cause__ is None
        assert error.__context__ is None
        assert TOKEN not in repr(error) + str(vars(error))


@pytest.mark.parametrize("request_", [READ, WRITE, UPLOAD], ids=["read", "write", "upload"])
def test_no_connection_means_that_nothing_happened(request_: Request) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
        assert type(failure(line_to(url), request_)) is Temporary


def test_a_lost_access_may_be_refreshed(server: ScriptedServer) -> None:
    server.answer(Reply(status=401))
    error = failure(line_to(server.url), READ)
    assert isinstance(error, AuthExpired)
    assert error.refreshable


@pytest.mark.parametrize(
    ("header", "until"),
    [
        ("", NOW + timedelta(seconds=60)),
        ("17", NOW + timedelta(seconds=17)),
        ("0", NOW),
        ("Sun, 22 Nov 2026 12:05:00 GMT", NOW + timedelta(minutes=5)),
        ("Sun, 22 Nov 2026 11:05:00 GMT", NOW),
        ("99999999999999", NOW + timedelta(hours=24)),
        ("soon", NOW + timedelta(seconds=60)),
        ("-5", NOW + timedelta(seconds=60)),
    ],
)
def test_a_block_ends_when_the_platform_says(header: str, until: datetime) -> None:
    answer = Answer(status=429, headers={"retry-after": header}, body=b"")
    error = verdict.judge(READ, answer, now=NOW)
    assert isinstance(error, RateLimited)
    assert error.until == until


@given(header=st.text(max_size=40))
def test_no_retry_after_blocks_for_ever_or_has_no_zone(header: str) -> None:
    until = verdict.blocked_until(Answer(status=429, headers={"retry-after": header}, body=b""), NOW)
    assert NOW <= until <= NOW + timedelta(hours=24)


def test_a_watch_only_line_lets_no_write_out(server: ScriptedServer) -> None:
    line = line_to(server.url, watch_only=True)
    for request in (WRITE, UPLOAD):
        with pytest.raises(WatchOnly):
            line.send(request)
    assert server.asked == []
    assert line.send(READ).status == 200
    line.close()


def test_the_gate_is_asked_before_every_call(server: ScriptedServer) -> None:
    passed: list[int] = []

    class Counting:
        def before_call(self) -> None:
            assert len(server.asked) == len(passed)
            passed.append(1)

    line = line_to(server.url, gate=Counting())
    for request in (READ, WRITE, UPLOAD):
        line.send(request)
    line.close()
    assert len(passed) == 3


def test_an_answer_too_large_is_not_read_on(server: ScriptedServer) -> None:
    server.answer(Reply(body=b"x" * 5000))
    assert failure(line_to(server.url), READ, max_bytes=1000).code == TOO_LARGE
    assert type(failure(line_to(server.url), WRITE, max_bytes=1000)) is OutcomeUnknown


def test_a_packed_answer_is_measured_unpacked(server: ScriptedServer) -> None:
    server.answer(Reply(body=gzip.compress(b"0" * 3_000_000), headers={"Content-Encoding": "gzip"}))
    assert failure(line_to(server.url), READ, max_bytes=100_000).code == TOO_LARGE


def test_a_dripping_answer_is_given_up(server: ScriptedServer) -> None:
    server.answer(Reply(body=b"x" * 200, drip=0.05))
    error = failure(line_to(server.url, deadline=0.3), WRITE)
    assert type(error) is OutcomeUnknown


def test_an_unreadable_success_of_a_write_is_of_unknown_outcome(server: ScriptedServer) -> None:
    server.answer(Reply(body=b"<?xml version='1.0'?><ok/>"))
    line = line_to(server.url)
    for request, expected in ((READ, UnexpectedAnswer), (WRITE, OutcomeUnknown), (UPLOAD, UnexpectedAnswer)):
        answer = line.send(request)
        with pytest.raises(expected):
            json_of(request, answer)
    line.close()


def test_a_refusal_keeps_the_platforms_words_and_none_of_ours(server: ScriptedServer) -> None:
    words = (
        "Nie można wysłać „Szanowny Panie Bolesławie” do bolek@example.com, tel. 500 600 700,"
        " token eyJhbGciOi.0123456789abcdef0123456789abcdef: wątek jest zamknięty"
    )
    server.answer(Reply(status=422, body=json.dumps({"words": words}).encode()))

    def explain(body: bytes) -> verdict.Problem:
        return verdict.Problem(code="THREAD_CLOSED", words=json.loads(body)["words"])

    error = failure(line_to(server.url, explain=explain), WRITE)
    assert error.code == "THREAD_CLOSED"
    assert error.reason == "Nie można wysłać „…” do … tel. …, token …: wątek jest zamknięty"


def test_what_is_sent_is_what_was_described(server: ScriptedServer) -> None:
    line = line_to(server.url)
    line.send(Request(method="GET", path="/a%2Fb/c", params=(("w", "1 2"), ("w", "ż&"))))
    line.send(Request(method="POST", path="/p", json={"text": "Łódź 🧡"}, is_write=True))
    line.send(Request(method="POST", path="/f", form={"grant_type": "x y"}, is_write=True))
    line.close()
    read, write, form = server.asked
    assert (read.path, read.params) == ("/a%2Fb/c", (("w", "1 2"), ("w", "ż&")))
    assert json.loads(write.body) == {"text": "Łódź 🧡"}
    assert form.body == b"grant_type=x+y"
    assert form.headers["content-type"] == "application/x-www-form-urlencoded"
    assert all(asked.headers["authorization"] == f"Bearer {TOKEN}" for asked in server.asked)


def test_no_redirect_is_followed_with_our_token(server: ScriptedServer) -> None:
    with ScriptedServer() as elsewhere:
        server.answer(Reply(status=307, headers={"Location": f"{elsewhere.url}/steal"}))
        failure(line_to(server.url), READ)
        assert elsewhere.asked == []


def test_the_servers_clock_is_read() -> None:
    answer = Answer(status=200, headers={"date": "Sun, 22 Nov 2026 12:05:00 GMT"}, body=b"")
    assert answer.server_at == NOW + timedelta(minutes=5)
    assert Answer(status=200, headers={"date": "today"}, body=b"").server_at is None


def test_a_script_sees_the_request() -> None:
    with ScriptedServer(lambda asked: Reply(body=asked.method.encode())) as server:
        line = line_to(server.url)
        assert line.send(READ).body == b"GET"
        line.close()
        assert isinstance(server.asked[0], Asked)
