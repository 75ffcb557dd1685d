"""Logs hold no link that lets somebody in."""

import json
import logging
from collections.abc import Iterator
from datetime import datetime

import pytest
import structlog

from kontuar.cli.load import NoLinks, log_to_stderr
from kontuar.connector_kit.errors import Temporary


@pytest.fixture(autouse=True)
def usual_logging() -> Iterator[None]:
    """What a test configures holds for that test alone."""
    root, config = logging.getLogger(), structlog.get_config()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.configure(**config)


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


SECRET = "Jestem Zofia, mój telefon to 600 100 200"


def broken(text: str) -> None:
    letter = {"text": text}
    raise ValueError(f"cannot read {letter}")


@pytest.mark.parametrize("write", ["structlog", "logging"])
def test_an_error_in_the_log_names_its_place_and_none_of_the_values(
    write: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither the exception's words nor local variables: both may hold what a buyer wrote."""
    log_to_stderr()
    try:
        broken(SECRET)
    except ValueError:
        if write == "structlog":
            structlog.get_logger("kontuar").exception("worker.lane_failed", account=1)
        else:
            logging.getLogger("kontuar").exception("a page broke")
    shown = capsys.readouterr().err
    assert "ValueError" in shown
    assert "broken" in shown
    assert "Zofia" not in shown
    assert "600 100 200" not in shown


def test_what_our_own_errors_say_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr()
    try:
        try:
            broken(SECRET)
        except ValueError as error:
            raise Temporary("the market rests", trace_id="t-1") from error
    except Temporary:
        structlog.get_logger("kontuar").exception("worker.lane_failed")
    shown = capsys.readouterr().err
    assert "the market rests" in shown
    assert "Zofia" not in shown


@pytest.mark.parametrize("write", ["structlog", "logging"])
def test_a_program_reads_an_object_a_line_with_the_requests_number_and_no_values(
    write: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KONTUAR_LOG_FORMAT", "json")
    log_to_stderr()
    with structlog.contextvars.bound_contextvars(request_id="0123456789abcdef"):
        try:
            broken(SECRET)
        except ValueError:
            if write == "structlog":
                structlog.get_logger("kontuar").exception("worker.lane_failed", account=1)
            else:
                logging.getLogger("kontuar").exception(
                    "a page broke at %s", "/zaproszenie/Zk3-x9aLq0_PpQ7nT2uVw/"
                )
    [line] = capsys.readouterr().err.splitlines()
    found = json.loads(line)
    assert found["event"] in {"worker.lane_failed", "a page broke at /zaproszenie/…/"}
    assert (found["level"], found["request_id"]) == ("error", "0123456789abcdef")
    assert "ValueError" in found["error"]
    assert "Zofia" not in line
    assert datetime.fromisoformat(found["at"]).tzinfo is not None
