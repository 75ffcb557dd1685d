"""Logs hold no link that lets somebody in."""

import logging

from kontuar.cli.load import NoLinks


def test_one_time_links_are_shortened() -> None:
    record = logging.LogRecord(
        "django.request",
        40,
        "",
        1,
        "Internal Server Error: %s",
        ("/zaproszenie/Zk3-x9aLq0_PpQ7nT2uVw/?a=1",),
        None,
    )
    assert NoLinks().filter(record)
    assert record.getMessage() == "Internal Server Error: /zaproszenie/…/?a=1"


def test_ordinary_addresses_stay() -> None:
    record = logging.LogRecord("x", 40, "", 1, "%s", ("/wiadomosci/41/odpowiedz",), None)
    NoLinks().filter(record)
    assert record.getMessage() == "/wiadomosci/41/odpowiedz"
