"""What every connector must keep, as tests a connector's own tests inherit.

Subclass :class:`HttpConnectorContract` (a platform met over HTTP) or :class:`ConnectorContract` (any other protocol,
whose answers the connector's own tests must go through in the same way) in ``tests/connectors/`` and give it a
``rig`` fixture::

    class TestAllegroKeepsTheContract(HttpConnectorContract):
        @pytest.fixture
        def rig(self): ...

Needs pytest, which the program itself does not: import this from tests only.
"""

import copy
import dataclasses
import json
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import pytest

from kontuar.connector_kit.budget import Gate, OpenGate
from kontuar.connector_kit.contract import (
    Application,
    Client,
    Connector,
    Cursor,
    Fact,
    Settings,
    Tokens,
    Way,
)
from kontuar.connector_kit.errors import (
    AuthExpired,
    ConnectorError,
    NotSupported,
    OutcomeUnknown,
    RateLimited,
    Refused,
    ScopeMissing,
    Temporary,
    UnexpectedAnswer,
    WatchOnly,
)
from kontuar.connector_kit.scripted import Reply, ScriptedServer
from kontuar.facts.deeds import Deed

SECRETS = tuple(f"{kind}-secret-{'1f2e3d4c' * 5}" for kind in ("access", "refresh", "client"))
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
HTML = b"<html><body><center><h1>504 Gateway Time-out</h1></center><hr>nginx</body></html>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A documented answer and the pure function that reads it."""

    name: str
    document: Any
    read: Callable[[Any], Any]


class Rig(Protocol):
    """What a connector's tests have to supply."""

    connector: Connector
    platform: Client
    """An open line to a platform (practice market or recording) that has something in every stream."""
    subjects: Mapping[str, tuple[str, ...]]
    """For streams with ``subjects``: ids that exist there."""
    deeds: tuple[Deed, ...]
    """One of each claimed kind, possible on ``platform``."""
    repeatable: tuple[type[Deed], ...]
    """Kinds that may safely be done twice: their lost answer is Temporary."""
    written: Callable[[str], str]
    """Write this text by a deed and give the text as the platform then shows it."""
    samples: tuple[Sample, ...]

    def now(self) -> datetime:
        """The platform's time."""
        ...

    def application_at(self, url: str) -> Application:
        """An application whose platform is the server at ``url``, with the last of ``SECRETS``."""
        ...

    def settings_at(self, url: str) -> Settings:
        """What a person would have set for an account there; ``NO_SETTINGS`` where there is nothing to set."""
        ...


@dataclass(frozen=True)
class _UnheardOf:
    """A deed no connector knows."""


class ConnectorContract:
    """The contract; every test here holds for every connector, whatever its platform speaks."""

    @pytest.fixture
    def rig(self) -> Rig:
        raise NotImplementedError("a connector's tests supply a rig")

    @pytest.fixture
    def server(self) -> Iterator[ScriptedServer]:
        with ScriptedServer() as server:
            yield server

    def open_at(self, rig: Rig, url: str, *, watch_only: bool = False, gate: Gate | None = None) -> Client:
        tokens = Tokens(access=SECRETS[0], refresh=SECRETS[1], access_expires_at=NOW + timedelta(hours=1))
        return rig.connector.open(
            rig.application_at(url),
            tokens,
            login="shop",
            watch_only=watch_only,
            gate=gate or OpenGate(),
            settings=rig.settings_at(url),
        )

    def test_every_stream_can_be_pulled_twice_with_equal_facts(self, rig: Rig) -> None:
        for spec in rig.connector.streams:
            now, since = rig.now(), rig.now() - timedelta(days=30)
            subjects = rig.subjects.get(spec.subjects, ())
            first, second = (
                rig.platform.pull(spec.name, {}, now=now, subjects=subjects, since=since) for _ in range(2)
            )
            assert first.facts == second.facts, spec.name
            assert first.cursor == second.cursor, spec.name

    def test_every_cursor_is_json_and_goes_forward(self, rig: Rig) -> None:
        for spec in rig.connector.streams:
            facts, cursor = self._drain(rig, spec.name, spec.subjects, {})
            again, after = self._drain(rig, spec.name, spec.subjects, cursor)
            assert set(again) <= set(facts), f"{spec.name} found something new where nothing happened"
            assert json.loads(json.dumps(after)) == after

    def _drain(self, rig: Rig, stream: str, kind: str, cursor: Cursor) -> tuple[list[Fact], Cursor]:
        facts: list[Fact] = []
        for _ in range(200):
            batch = rig.platform.pull(
                stream,
                json.loads(json.dumps(dict(cursor))),
                now=rig.now(),
                subjects=rig.subjects.get(kind, ()),
                since=rig.now() - timedelta(days=30),
            )
            facts += batch.facts
            cursor = batch.cursor
            if not batch.more:
                return facts, cursor
        raise AssertionError(f"{stream} never ends")

    def test_every_moment_is_aware_and_utc(self, rig: Rig) -> None:
        for spec in rig.connector.streams:
            facts, _ = self._drain(rig, spec.name, spec.subjects, {})
            for moment in _moments(facts):
                assert moment.utcoffset() == timedelta(0), spec.name

    def test_unknown_fields_change_nothing(self, rig: Rig) -> None:
        for sample in rig.samples:
            assert sample.read(_with_more_fields(sample.document)) == sample.read(sample.document), (
                sample.name
            )

    def test_there_are_samples_to_read(self, rig: Rig) -> None:
        assert rig.samples
        assert any(list(_with_new_words(sample.document)) for sample in rig.samples)

    def test_unknown_words_and_missing_fields_survive(self, rig: Rig) -> None:
        """UnexpectedAnswer is the one error allowed, and not the answer to everything."""
        for sample in rig.samples:
            whole = sample.read(sample.document)
            survived = 0
            for document in _damaged(sample.document):
                try:
                    found = sample.read(document)
                except UnexpectedAnswer:
                    continue
                assert type(found) is type(whole), sample.name
                survived += 1
            assert survived, f"{sample.name}: every missing field makes it unreadable"

    def test_unknown_words_alone_are_never_an_error(self, rig: Rig) -> None:
        for sample in rig.samples:
            whole = sample.read(sample.document)
            for document in _with_new_words(sample.document):
                found = sample.read(document)
                assert type(found) is type(whole), sample.name
                assert _amount(found) == _amount(whole), f"{sample.name}: a new word made something vanish"

    def test_emoji_and_polish_letters_go_and_come_back(self, rig: Rig) -> None:
        text = 'Zażółć gęślą jaźń – „ĄĆĘŁŃÓŚŹŻ” 🧡 👩‍👩‍👧 1/2 < & > \\ "\nŁódź'
        assert rig.written(text) == text

    def test_a_watch_only_account_sends_nothing(self, rig: Rig, server: ScriptedServer) -> None:
        client = self.open_at(rig, server.url, watch_only=True)
        for deed in rig.deeds:
            with pytest.raises(WatchOnly):
                client.perform(deed)
        client.close()
        assert server.connections == 0
        assert server.asked == []

    def test_what_is_not_claimed_is_refused_loudly(self, rig: Rig, server: ScriptedServer) -> None:
        client = self.open_at(rig, server.url)
        with pytest.raises(NotSupported):
            client.perform(_UnheardOf())  # type: ignore[arg-type]
        with pytest.raises(NotSupported):
            client.pull("no-such-stream", {}, now=NOW, since=NOW)
        for deed in rig.deeds:
            if rig.connector.capabilities.get(type(deed), Way.NONE) is not Way.API:
                with pytest.raises(NotSupported):
                    client.perform(deed)
        client.close()
        assert server.connections == 0
        assert server.asked == []

    def test_a_closed_gate_lets_nothing_out(self, rig: Rig, server: ScriptedServer) -> None:
        class Closed:
            def before_call(self) -> None:
                raise RateLimited("used up", until=NOW)

        client = self.open_at(rig, server.url, gate=Closed())
        with pytest.raises(RateLimited):
            client.whoami()
        for deed in rig.deeds:
            with pytest.raises(RateLimited):
                client.perform(deed)
        client.close()
        assert server.connections == 0
        assert server.asked == []


class HttpConnectorContract(ConnectorContract):
    """What else holds where a platform is met over HTTP: every answer there has its error, none shows a secret."""

    @pytest.mark.parametrize(
        ("reply", "on_read", "on_write"),
        [
            (Reply(status=401), AuthExpired, AuthExpired),
            (Reply(status=403), Refused, Refused),
            (Reply(status=404), Refused, Refused),
            (Reply(status=409), Refused, Refused),
            (Reply(status=413), Refused, Refused),
            (Reply(status=422), Refused, Refused),
            (Reply(status=429), RateLimited, RateLimited),
            (Reply(status=500), Temporary, OutcomeUnknown),
            (Reply(status=504, body=HTML, headers={"Content-Type": "text/html"}), Temporary, OutcomeUnknown),
            (Reply(status=408, body=HTML), Temporary, OutcomeUnknown),
            (Reply(drop=True), Temporary, OutcomeUnknown),
            (Reply(status=200, body=HTML), UnexpectedAnswer, OutcomeUnknown),
            (Reply(status=302, headers={"Location": "/"}), UnexpectedAnswer, OutcomeUnknown),
        ],
        ids=lambda value: str(value.status) if isinstance(value, Reply) else "",
    )
    def test_every_answer_has_its_error(
        self,
        rig: Rig,
        server: ScriptedServer,
        reply: Reply,
        on_read: type[ConnectorError],
        on_write: type[ConnectorError],
    ) -> None:
        server.answer(reply)
        client = self.open_at(rig, server.url)
        assert type(error_of(client.whoami)) is on_read
        for deed in rig.deeds:
            error = error_of(lambda deed=deed: client.perform(deed))  # type: ignore[misc]
            expected = on_write
            if on_write is OutcomeUnknown and type(deed) in rig.repeatable:
                expected = on_read
            assert error is None or _is_it(error, expected), type(deed)
            assert error is not None or type(deed) in rig.repeatable
        client.close()

    @pytest.mark.parametrize(
        "reply",
        [Reply(status=401), Reply(status=422), Reply(status=504), Reply(drop=True), Reply(body=HTML)],
        ids=["401", "422", "504", "dropped", "html"],
    )
    def test_no_error_shows_a_secret(self, rig: Rig, server: ScriptedServer, reply: Reply) -> None:
        echo = json.dumps({"errors": [{"userMessage": " ".join(SECRETS)}], "error_description": SECRETS[1]})
        server.answer(dataclasses.replace(reply, body=echo.encode()) if reply.status != 200 else reply)
        client = self.open_at(rig, server.url)
        calls: list[Callable[[], object]] = [client.whoami]
        calls += [lambda deed=deed: client.perform(deed) for deed in rig.deeds]  # type: ignore[misc]
        for call in calls:
            error = error_of(call)
            shown = "".join(traceback.format_exception(error)) + repr(error) + whole(error)
            for secret in SECRETS:
                assert secret not in shown
            assert "Bearer" not in shown
        client.close()


def _is_it(error: ConnectorError, expected: type[ConnectorError]) -> bool:
    """Exactly this error; a refusal may say more closely that the consent does not cover the deed."""
    return type(error) is expected or (expected is Refused and type(error) is ScopeMissing)


def error_of(call: Callable[[], object]) -> ConnectorError | None:
    """What a call raises, None where it raises nothing."""
    try:
        call()
    except ConnectorError as error:
        return error
    return None


def whole(error: BaseException | None) -> str:
    """Everything an error carries, and the errors behind it."""
    shown = []
    while error is not None:
        shown.append(f"{error!r} {error.args} {vars(error)}")
        error = error.__cause__ or error.__context__
    return " ".join(shown)


def _moments(value: Any) -> Iterator[datetime]:
    if isinstance(value, datetime):
        yield value
    elif dataclasses.is_dataclass(value):
        for item in dataclasses.fields(value):
            yield from _moments(getattr(value, item.name))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _moments(item)


def _amount(value: Any) -> int:
    """How many things a reader gave back, at the outermost list."""
    if dataclasses.is_dataclass(value):
        return sum(_amount(getattr(value, item.name)) for item in dataclasses.fields(value))
    return len(value) if isinstance(value, list | tuple) else 1


def _with_more_fields(value: Any) -> Any:
    if isinstance(value, dict):
        grown = {key: _with_more_fields(item) for key, item in value.items()}
        return grown | {"somethingNew": {"id": "1", "deep": [True, None, 3.5]}}
    if isinstance(value, list):
        return [_with_more_fields(item) for item in value]
    return value


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield (*path, key)
        yield from _places(item, (*path, key))


def _damaged(document: Any) -> Iterator[Any]:
    """Copies of a document, each with one thing missing or of another kind."""
    for path in _places(document):
        for instead in (None, "", [], {}, 0, "NaN", _MISSING):
            yield _changed(document, path, instead)


def _with_new_words(document: Any) -> Iterator[Any]:
    """Copies with one WORD_IN_CAPITALS replaced by one nobody has heard of."""
    for path in _places(document):
        value = document
        for key in path:
            value = value[key]
        if isinstance(value, str) and value.isupper() and value.replace("_", "").isalpha() and len(value) > 3:
            yield _changed(document, path, "SOMETHING_UNHEARD_OF")


_MISSING = object()


def _changed(document: Any, path: tuple[Any, ...], instead: Any) -> Any:
    document = copy.deepcopy(document)
    place = document
    for key in path[:-1]:
        place = place[key]
    if instead is _MISSING:
        del place[path[-1]]
    else:
        place[path[-1]] = instead
    return document
