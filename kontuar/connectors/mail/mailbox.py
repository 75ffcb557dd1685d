"""What a person set for one mailbox (``Account.settings``), read and checked. Pure.

Nothing here is trusted: the settings are JSON from a form. What is wrong is Refused with a code, before any
connection is opened.
"""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

from kontuar.connector_kit.contract import Settings
from kontuar.connector_kit.errors import Refused
from kontuar.connectors.mail.kinds import Ours

INBOX = "INBOX"
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?|[0-9a-fA-F:]{2,45}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class Security(StrEnum):
    """How a line is protected. NONE is for servers on this very machine."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where one of the two servers is."""

    host: str
    port: int
    security: Security


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """One mailbox. ``imap`` is None where mails are handed over, ``smtp`` None where we only read.

    ``user`` is the login name. Addresses are in small letters. ``keeps_sent``: the provider files what was sent
    itself. ``sent_folder`` ``""``: to be found.
    """

    address: str
    name: str
    aliases: tuple[str, ...]
    user: str
    imap: Server | None
    smtp: Server | None
    folders: tuple[str, ...]
    sent_folder: str
    keeps_sent: bool
    provider: str

    @property
    def marker(self) -> str:
        """What our own mails carry (``kinds.LOOP_HEADER``): the same for this mailbox always, no other's."""
        return sha256(f"kontuar mailbox {self.address}".encode()).hexdigest()[:20]

    def ours(self) -> Ours:
        """By what mails of our own are known.

        No domain of Message-IDs: ours end in the address's domain, as those of everybody at a large provider.
        """
        addresses = frozenset({self.address, *self.aliases} - {""})
        return Ours(addresses=addresses, marker=self.marker)


def mailbox_of(settings: Settings, *, login: str) -> Mailbox:
    """The mailbox in ``settings``; ``login`` is its address where they name none. Refused when they make no sense."""
    address = _line(settings, "address").lower() or login.strip().lower()
    folders = tuple(dict.fromkeys(_clean(one) for one in _list(settings, "folders") if _clean(one)))
    return Mailbox(
        address=address,
        name=_line(settings, "name"),
        aliases=tuple(_clean(one).lower() for one in _list(settings, "aliases") if _clean(one)),
        user=_line(settings, "user") or address,
        imap=_server(settings.get("imap")),
        smtp=_server(settings.get("smtp")),
        folders=folders or (INBOX,),
        sent_folder=_line(settings, "sent_folder"),
        keeps_sent=settings.get("keeps_sent") is True,
        provider=_line(settings, "provider"),
    )


def _server(said: Any) -> Server | None:
    if not said:
        return None
    if not isinstance(said, Mapping):
        raise Refused("the server is not described", code="server_setting")
    host, port, security = said.get("host"), said.get("port"), said.get("security")
    if not isinstance(host, str) or not _HOST.fullmatch(host):
        raise Refused("this is no name of a server", code="server_name")
    if not isinstance(port, int) or isinstance(port, bool) or not 0 < port < 65536:
        raise Refused("this is no port", code="server_port")
    if security not in tuple(Security):
        raise Refused("nobody knows this kind of protection", code="server_security")
    server = Server(host=host, port=port, security=Security(security))
    if server.security is Security.NONE and not is_this_machine(host):
        raise Refused("without TLS a password would travel in the open", code="tls_required")
    return server


def is_this_machine(host: str) -> bool:
    """Loopback: by name or by number."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _line(settings: Settings, name: str) -> str:
    return _clean(settings.get(name, ""))


def _clean(value: Any) -> str:
    """One line of text: a line break would end a command or a header."""
    return _CONTROL.sub("", value).strip() if isinstance(value, str) else ""


def _list(settings: Settings, name: str) -> list[Any]:
    value = settings.get(name)
    return list(value) if isinstance(value, list | tuple) else []
