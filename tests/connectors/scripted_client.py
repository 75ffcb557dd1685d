"""A line to a scripted server, without a market."""

from datetime import UTC, datetime

from kontuar.connector_kit.budget import OpenGate
from kontuar.connector_kit.contract import Application, Tokens
from kontuar.connector_kit.scripted import ScriptedServer
from kontuar.connectors.allegro.client import AllegroClient
from kontuar.connectors.allegro.connector import AllegroConnector

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def at(server: ScriptedServer, *, watch_only: bool = False, scopes: tuple[str, ...] = ()) -> AllegroClient:
    application = Application(
        name="Kontuar",
        version="1",
        kind="device",
        client_id="c",
        client_secret="s",
        place="practice",
        base_url=server.url,
    )
    tokens = Tokens(access="secret-access", refresh="r", access_expires_at=NOW, scopes=scopes)
    return AllegroConnector(clock=lambda: NOW).open(
        application, tokens, login="sklep", watch_only=watch_only, gate=OpenGate()
    )
