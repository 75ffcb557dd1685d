"""Loading Django for a command, and what every long-running command says to the log."""

import gc
import logging
import os
import re
import sys
from typing import Any

import django
import structlog
from django.utils import translation

from kontuar.cli import faults, json_lines
from kontuar.cli.words import speaks_polish

YOUNG_OBJECTS = 25_000
SECRET_IN_PATH = re.compile(r"/[A-Za-z0-9_-]{16,}(?=[/?\s]|$)")


def load() -> None:
    """Settings from the environment, models, nothing else. SystemExit with plain words if they are wrong."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kontuar.settings")
    os.umask(0o077)  # what is written below the data folder is for this user alone
    django.setup()
    translation.activate("pl" if speaks_polish() else "en")
    _collect_rarely()


def _collect_rarely() -> None:
    """What is loaded now stays: the collector need not walk through it, nor after every 2,000 objects.

    A portion of mail makes hundreds of thousands of objects that die by themselves; looking for cycles among
    them that often cost a tenth to a fifth of an import (`python -m bench.mail_import`).
    """
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)


class NoLinks(logging.Filter):
    """One-time links stand in addresses; the log shows an address without its long parts."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always True: the record is shown, its text and arguments shortened."""
        if isinstance(record.args, tuple):
            record.args = tuple(
                SECRET_IN_PATH.sub("/…", one) if isinstance(one, str) else one for one in record.args
            )
        if isinstance(record.msg, str):
            record.msg = SECRET_IN_PATH.sub("/…", record.msg)
        return True


def _for_people() -> list[Any]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.StackInfoRenderer(),
        structlog.processors.TimeStamper(fmt="%Y-%m-%d %H:%M:%S", utc=False),
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=faults.write),
    ]


def log_to_stderr(usual: str = "warning") -> None:
    """What ``KONTUAR_LOG`` names (debug, info, warning, error) and worse; without it ``usual``.

    ``KONTUAR_LOG_FORMAT=json`` writes an object a line, for programs that read them (``cli/json_lines.py``).
    """
    wanted = (os.environ.get("KONTUAR_LOG") or usual).upper()
    handler = logging.StreamHandler(sys.stderr)
    is_json = os.environ.get("KONTUAR_LOG_FORMAT") == "json"
    plain = faults.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    handler.setFormatter(json_lines.Formatter() if is_json else plain)
    handler.addFilter(NoLinks())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    level = logging.getLevelNamesMapping().get(wanted, logging.WARNING)
    root.setLevel(level)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        processors=json_lines.PROCESSORS if is_json else _for_people(),
    )
    # A page that is not there is not worth a line; a broken one is.
    logging.getLogger("django.request").setLevel(logging.ERROR)
    # Libraries that would write addresses with parameters at their info level.
    for name in ("httpx2", "httpcore2", "stamina", "procrastinate"):
        logging.getLogger(name).setLevel(logging.WARNING)
