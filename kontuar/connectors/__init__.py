"""The registry: every platform Kontuar can talk to, in one dict. Only this module names a connector."""

from kontuar.connector_kit.contract import Connector
from kontuar.connectors.allegro.connector import AllegroConnector
from kontuar.connectors.elsewhere.connector import ElsewhereConnector
from kontuar.connectors.mail import providers as mail_providers
from kontuar.connectors.mail.connector import MailConnector

__all__ = ["CONNECTORS", "get", "mail_providers"]
CONNECTORS: dict[str, Connector] = {
    "allegro": AllegroConnector(),
    "mail": MailConnector(),
    "elsewhere": ElsewhereConnector(),
}


def get(name: str) -> Connector:
    """The connector of that name. Raises KeyError for a name nobody knows."""
    return CONNECTORS[name]
