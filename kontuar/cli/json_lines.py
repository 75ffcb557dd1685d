"""The log as an object a line: ``at`` (UTC), ``level``, ``event``, ``logger``, ``request_id`` within a request, and
``error`` with kinds and places, never values (``cli/faults.py``)."""

import json
import logging
import sys
from collections.abc import MutableMapping
from datetime import UTC, datetime
from typing import Any

import structlog

from kontuar.cli import faults

LONGEST = 2000
"""Signs of one text: a line is no place for a letter."""


class Formatter(logging.Formatter):
    """What libraries say by the standard library's logging."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        found: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage()[:LONGEST],
            **structlog.contextvars.get_contextvars(),
        }
        if record.exc_info and record.exc_info[1]:
            found["error"] = faults.told(record.exc_info[1])
        return json.dumps(found, ensure_ascii=False, default=_kind)


def _error(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The error under way, as kinds and places."""
    given = event.pop("exc_info", None)
    error = given if isinstance(given, BaseException) else sys.exc_info()[1]
    if given and error:
        event["error"] = faults.told(error)
    return event


def _kind(value: object) -> str:
    """What is no number, text or list is named by its kind alone: its words may be somebody's."""
    return type(value).__name__


PROCESSORS: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
    _error,
    structlog.processors.JSONRenderer(ensure_ascii=False, default=_kind),
]
