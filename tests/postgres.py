"""A throw-away PostgreSQL for tests: found on this machine, run in a folder below /tmp as nobody special.

PostgreSQL refuses to run as root; then the account ``postgres`` (made by Debian's package) runs it.
"""

import atexit
import glob
import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.ports import free_ports

HOW_TO_GET = (
    "PostgreSQL's programs were not found. Debian: apt install postgresql; macOS: brew install postgresql."
)
VARIABLE = "KONTUAR_TEST_POSTGRES_URL"


class NoPostgres(Exception):
    """There is none on this machine; the text says how to get it."""


def for_this_run() -> str:
    """One server for the whole run: processes started later find its address in the environment."""
    if VARIABLE not in os.environ:
        server = Server()
        atexit.register(server.stop)
        os.environ[VARIABLE] = server.url
    return os.environ[VARIABLE]


@contextmanager
def new_database(server: str) -> Iterator[str]:
    """The address of one more, empty database beside the one that ``server`` names; gone afterwards."""
    base, name = server.rsplit("/", 1)[0], f"one_more_{secrets.token_hex(4)}"
    with psycopg.connect(f"{base}/postgres", autocommit=True) as line:
        line.execute(f'CREATE DATABASE "{name}"')
    try:
        yield f"{base}/{name}"
    finally:
        with psycopg.connect(f"{base}/postgres", autocommit=True) as line:
            line.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def programs() -> Path:
    """The folder with ``initdb`` and ``postgres``; the newest version wins."""
    places = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda p: int(p.split("/")[-2]), reverse=True)
    places += glob.glob("/opt/homebrew/opt/postgresql*/bin")
    found = shutil.which("initdb")
    places += [str(Path(found).resolve().parent)] if found else []
    for place in places:
        if (Path(place) / "initdb").exists() and (Path(place) / "postgres").exists():
            return Path(place)
    raise NoPostgres(HOW_TO_GET)


def as_nobody_special() -> list[str]:
    """The words before a command that make it run as an ordinary user."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return []
    return ["runuser", "-u", "postgres", "--"]


class Server:
    """A running PostgreSQL on a free port of 127.0.0.1, gone after ``stop``."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="kontuar-pg-", dir="/tmp" if os.name == "posix" else None))
        self.password = secrets.token_hex(16)
        [self.port] = free_ports(1)
        if as_nobody_special():
            shutil.chown(self.folder, "postgres")
        try:
            self._start(programs())
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        server = f"postgresql://kontuar:{self.password}@127.0.0.1:{self.port}"
        self.url = f"{server}/kontuar"
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE kontuar")

    def _start(self, folder: Path) -> None:
        secret = self.folder / "password"
        secret.write_text(self.password)
        secret.chmod(0o644)
        self._run(
            folder / "initdb", "-D", self.folder / "data", "-U", "kontuar", f"--pwfile={secret}",
            "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync",
        )  # fmt: skip
        options = (
            f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder} "
            "-c fsync=off -c full_page_writes=off -c max_connections=60"
        )
        log = self.folder / "log"
        self._run(folder / "pg_ctl", "-D", self.folder / "data", "-o", options, "-l", log, "-w", "start")
        self._pg_ctl = folder / "pg_ctl"

    def stop(self) -> None:
        """At once; nothing in it is wanted any more."""
        try:
            self._run(self._pg_ctl, "-D", self.folder / "data", "-m", "immediate", "-w", "stop")
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, *words: object) -> None:
        command = [*as_nobody_special(), *(str(word) for word in words)]
        done = subprocess.run(
            command,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        if done.returncode:
            said = done.stdout.decode(errors="replace")[-2000:]
            raise RuntimeError(f"PostgreSQL did not start or stop: {said}")
