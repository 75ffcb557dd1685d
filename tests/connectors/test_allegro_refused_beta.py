"""When the beta shape of the message center is refused, writing goes on in the public one."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from kontuar.connector_kit.budget import OpenGate
from kontuar.connector_kit.contract import Application, Tokens
from kontuar.connector_kit.errors import ConnectorError, OutcomeUnknown, Refused
from kontuar.connector_kit.scripted import Asked, Reply, ScriptedServer
from kontuar.connectors.allegro import media
from kontuar.connectors.allegro.client import AllegroClient
from kontuar.connectors.allegro.connector import AllegroConnector
from kontuar.facts.deeds import AnswerThread, MarkRead, StartConversation

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
ANSWER = AnswerThread(thread_id="t1", text="Tak.")


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as server:
        yield server


@pytest.fixture
def client(server: ScriptedServer) -> Iterator[AllegroClient]:
    application = Application(
        name="Kontuar",
        version="1",
        kind="device",
        client_id="c",
        client_secret="s",
        place="practice",
        base_url=server.url,
    )
    tokens = Tokens(access="a", refresh="r", access_expires_at=NOW + timedelta(hours=1))
    connector = AllegroConnector(clock=lambda: NOW)
    opened = connector.open(application, tokens, login="sklep", watch_only=False, gate=OpenGate())
    yield opened
    opened.close()


def shapes(server: ScriptedServer) -> list[str]:
    return [asked.headers["accept"] for asked in server.asked]


def refuses_beta(status: int) -> object:
    def script(asked: Asked) -> Reply:
        if media.BETA in (asked.headers["accept"], asked.headers["content-type"]):
            return Reply(status=status)
        return Reply.of_json({"id": "m1", "thread": {"id": "t1"}}, status=201)

    return script


@pytest.mark.parametrize("status", [406, 415])
def test_an_answer_refused_for_its_shape_leaves_once_in_the_public_one(
    server: ScriptedServer, client: AllegroClient, status: int
) -> None:
    server.script = refuses_beta(status)  # type: ignore[assignment]
    receipt = client.perform(ANSWER)
    assert (receipt.external_id, receipt.thread_id) == ("m1", "t1")
    assert shapes(server) == [media.BETA, media.PUBLIC]
    client.perform(ANSWER)
    client.perform(MarkRead(thread_id="t1"))
    assert shapes(server)[2:] == [media.PUBLIC, media.PUBLIC]


def test_a_read_flag_refused_for_its_shape_is_set_in_the_public_one(
    server: ScriptedServer, client: AllegroClient
) -> None:
    server.script = refuses_beta(406)  # type: ignore[assignment]
    client.perform(MarkRead(thread_id="t1"))
    assert shapes(server) == [media.BETA, media.PUBLIC]


@pytest.mark.parametrize("status", [406, 415])
def test_both_shapes_refused_is_a_refusal(server: ScriptedServer, client: AllegroClient, status: int) -> None:
    server.answer(Reply(status=status))
    with pytest.raises(Refused):
        client.perform(ANSWER)
    assert shapes(server) == [media.BETA, media.PUBLIC]


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (Reply(status=400), Refused),
        (Reply(status=403), Refused),
        (Reply(status=422), Refused),
        (Reply(status=500), OutcomeUnknown),
        (Reply(status=504), OutcomeUnknown),
        (Reply(status=201, body=b"<html>"), OutcomeUnknown),
        (Reply(drop=True), OutcomeUnknown),
    ],
    ids=["400", "403", "422", "500", "504", "unreadable", "dropped"],
)
def test_nothing_else_sends_a_message_twice(
    server: ScriptedServer, client: AllegroClient, reply: Reply, error: type[ConnectorError]
) -> None:
    server.answer(reply)
    with pytest.raises(error):
        client.perform(ANSWER)
    assert len(server.asked) == 1


def test_a_new_conversation_has_one_shape_and_is_tried_once(
    server: ScriptedServer, client: AllegroClient
) -> None:
    server.answer(Reply(status=406))
    with pytest.raises(Refused):
        client.perform(StartConversation(order_id="o1", buyer_login="celina", text="Jaki kolor?"))
    assert shapes(server) == [media.PUBLIC]
