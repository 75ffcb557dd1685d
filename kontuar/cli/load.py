"""Loading Django for a command, and what every long-running command says to the log."""

import logging
import os
import re
import sys

import django
from django.utils import translation

from kontuar.cli.words import speaks_polish

SECRET_IN_PATH = re.compile(r"/[A-Za-z0-9_-]{16,}(?=[/?\s]|$)")


def load() -> None:
    """Settings from the environment, models, nothing else. SystemExit with plain words if they are wrong."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kontuar.settings")
    django.setup()
    translation.activate("pl" if speaks_polish() else "en")


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


def log_to_stderr(level: str | None = None) -> None:
    """Warnings and worse, or what ``KONTUAR_LOG`` names (debug, info, warning, error)."""
    wanted = (level or os.environ.get("KONTUAR_LOG") or "warning").upper()
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(NoLinks())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(wanted if wanted in logging.getLevelNamesMapping() else "WARNING")
    # A page that is not there is not worth a line; a broken one is.
    logging.getLogger("django.request").setLevel(logging.ERROR)
    # Libraries that would write addresses with parameters at their info level.
    for name in ("httpx2", "httpcore2", "stamina"):
        logging.getLogger(name).setLevel(logging.WARNING)
