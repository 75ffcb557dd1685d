"""Programs under test, started as a person starts them: from the command line, in a folder of their own."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests import tables

STRANGE_TO_A_TEST = (
    "DATABASE_URL",
    "PUBLIC_URL",
    "KONTUAR_DATA",
    "KONTUAR_SESSION_KEY",
    "KONTUAR_TOKEN_KEYS",
)


class DidNotStart(Exception):
    """The program ended, or said nothing in time; its words are in the text."""


@dataclass(slots=True)
class Program:
    """A running ``kontuar …``; what it printed is in ``lines``."""

    process: "subprocess.Popen[str]"
    environment: dict[str, str]
    lines: list[str] = field(default_factory=list)
    reader: threading.Thread = field(init=False)
    _news: threading.Condition = field(default_factory=threading.Condition)

    def __post_init__(self) -> None:
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def wait_for(self, pattern: str, *, seconds: float) -> "re.Match[str]":
        """The first line that matches."""
        until = time.monotonic() + seconds
        with self._news:
            while True:
                for line in self.lines:
                    if found := re.search(pattern, line):
                        return found
                left = until - time.monotonic()
                if left <= 0 or (self.process.poll() is not None and not self._news.wait(0.5)):
                    raise DidNotStart("".join(self.lines))
                self._news.wait(min(left, 1.0))

    def stop(self) -> int:
        """As Ctrl+C or a service manager does; the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(120)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as said:
            for line in said:
                with self._news:
                    self.lines.append(line)
                    self._news.notify_all()
        with self._news:
            self._news.notify_all()


def kontuar(*words: str, folder: Path, has_tables: bool = False, **extra: str) -> Program:
    """Start a command; its standard output and error are read together.

    ``has_tables``: its data folder has a database already, with nothing in it; making one takes seconds.
    """
    if has_tables:
        tables.lay_into(folder / "data")
    environment = {name: value for name, value in os.environ.items() if name not in STRANGE_TO_A_TEST}
    environment |= {
        "KONTUAR_DATA": str(folder / "data"),
        "TMPDIR": str(folder),
        "KONTUAR_LANGUAGE": "pl",
        **extra,
    }
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    process = subprocess.Popen(
        [sys.executable, "-m", "kontuar", *words],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    return Program(process, environment)
