"""The bell: IDLE at a real Dovecot rings for a new mail, gives up in time, and ends when the line is closed."""

import threading
import time
from dataclasses import replace

import pytest

from kontuar.connector_kit.errors import NotSupported, Temporary
from kontuar.connectors.mail.client import MailClient
from kontuar.connectors.mail.connector import MailConnector

from .conftest import GENEROUS, Desk, a_mail, pulled, subjects

LONG = 60.0
"""Seconds; the wait for a bell nobody hears is bounded by this, a bell that rings ends it in milliseconds."""


class Waiting(threading.Thread):
    """Waits at the bell beside the test; ``rang`` or ``error`` afterwards."""

    def __init__(self, client: MailClient, seconds: float = LONG) -> None:
        super().__init__(daemon=True)
        self.client, self.seconds = client, seconds
        self.rang: bool | None = None
        self.error: Exception | None = None
        self.start()

    def run(self) -> None:
        try:
            self.rang = self.client.wait_for_news("inbox", seconds=self.seconds)
        except Exception as error:
            self.error = error

    def until_it_listens(self) -> "Waiting":
        """Dovecot has its command: nothing that comes now can be missed."""
        until = time.monotonic() + LONG
        while not is_idling(self.client):
            assert time.monotonic() < until
            assert self.is_alive(), self.error
            time.sleep(0.01)
        return self

    def ended(self) -> "Waiting":
        self.join(2 * LONG)
        assert not self.is_alive()
        return self


def is_idling(client: MailClient) -> bool:
    imap = client._imap
    return imap is not None and imap.is_listening


def test_a_new_mail_rings(desk: Desk) -> None:
    client = desk.open()
    waiting = Waiting(client).until_it_listens()
    desk.put("dzwonek")
    assert waiting.ended().rang is True
    assert subjects(pulled(client)[0]) == ["dzwonek"]


def test_the_bell_rings_again_and_again_on_one_line(desk: Desk) -> None:
    client = desk.open()
    for name in ("raz", "dwa", "trzy"):
        waiting = Waiting(client).until_it_listens()
        desk.put(name)
        assert waiting.ended().rang is True


def test_a_mail_between_two_waits_is_not_missed(desk: Desk) -> None:
    client = desk.open()
    assert client.wait_for_news("inbox", seconds=0.3) is False
    desk.put("w przerwie")
    assert client.wait_for_news("inbox", seconds=LONG) is True


def test_silence_ends_in_time(desk: Desk) -> None:
    began = time.monotonic()
    assert desk.open().wait_for_news("inbox", seconds=0.5) is False
    assert time.monotonic() - began < LONG


def test_what_vanishes_does_not_ring_and_does_not_hide_what_comes(desk: Desk) -> None:
    desk.put("stara")
    waiting = Waiting(desk.open()).until_it_listens()
    with desk.box.logged_in() as line:
        line.select("INBOX")
        line.store("1", "+FLAGS", r"(\Deleted)")
        line.expunge()
        line.append("INBOX", "", "", a_mail("nowa"))
    assert waiting.ended().rang is True


def test_idle_is_begun_anew_before_servers_lose_patience(desk: Desk) -> None:
    trust = desk.box.office.dovecot.certificates.trusting
    quick = MailConnector(patience=replace(GENEROUS, idle=0.2), trust=trust)
    client = desk.open(connector=quick)
    waiting = Waiting(client).until_it_listens()
    time.sleep(0.7)
    desk.put("po odnowieniu")
    assert waiting.ended().rang is True


def test_closing_from_another_thread_ends_the_waiting_at_once(desk: Desk) -> None:
    for security in ("none", "tls"):
        server = desk.box.office.dovecot
        port = server.tls_port if security == "tls" else server.port
        client = desk.open(imap={"host": "localhost", "port": port, "security": security})
        waiting = Waiting(client).until_it_listens()
        began = time.monotonic()
        client.close()
        assert waiting.ended().rang is False
        assert waiting.error is None
        assert time.monotonic() - began < LONG / 2


def test_closing_before_the_waiting_begins_ends_it_too(desk: Desk) -> None:
    client = desk.open()
    client.close()
    assert client.wait_for_news("inbox", seconds=LONG) is False


def test_a_line_that_breaks_is_temporary_and_the_next_wait_connects_again(desk: Desk) -> None:
    client = desk.open()
    waiting = Waiting(client).until_it_listens()
    desk.box.office.dovecot.kick(desk.box.address)
    assert isinstance(waiting.ended().error, Temporary)
    assert client.wait_for_news("inbox", seconds=0.2) is False


def test_only_the_inbox_has_a_bell(desk: Desk) -> None:
    for stream in ("sent", "inbox_history", "no-such-stream"):
        with pytest.raises(NotSupported):
            desk.open().wait_for_news(stream, seconds=1)
    with pytest.raises(NotSupported):
        desk.open(imap=None).wait_for_news("inbox", seconds=1)
