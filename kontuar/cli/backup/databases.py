"""The database into a file and back: SQLite by its own backup of a live file, PostgreSQL by its own programs."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from kontuar.cli.backup.archive import Broken
from kontuar.cli.words import say

RESTORED = "restored"
"""The place of a database that was put back: none it can be in, so the next start finds that it is a copy."""


def snapshot(database: dict[str, Any], target: Path) -> None:
    """The whole database as of one moment, while others write; Broken when a program is missing or fails."""
    if database["ENGINE"].endswith("sqlite3"):
        _snapshot_sqlite(Path(database["NAME"]), target)
    else:
        _run("pg_dump", ["--format=custom", f"--file={target}", str(database["NAME"])], database)


def _snapshot_sqlite(source: Path, target: Path) -> None:
    if not source.exists():
        raise Broken(say(en="there is no database here yet", pl="nie ma tu jeszcze bazy"))
    with (
        closing(sqlite3.connect(f"file:{source.as_posix()}?mode=ro", uri=True, timeout=60)) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        # In one step: with a journal that is written ahead, readers and writers do not wait for it.
        live.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode=DELETE")
        _check(copy)


def _check(copy: sqlite3.Connection) -> None:
    if copy.execute("PRAGMA quick_check").fetchone()[0] != "ok":
        raise Broken(say(en="the database is damaged", pl="baza jest uszkodzona"))


def put_back(database: dict[str, Any], dump: Path) -> None:
    """The dump as the database of these settings, which must be empty; it is marked as put back."""
    if database["ENGINE"].endswith("sqlite3"):
        _put_back_sqlite(Path(database["NAME"]), dump)
    else:
        _put_back_postgres(database, dump)


def _put_back_sqlite(target: Path, dump: Path) -> None:
    with closing(sqlite3.connect(dump)) as copy:
        _check(copy)
        with copy:
            copy.execute("UPDATE desk SET place = ?", [RESTORED])
    os.replace(dump, target)


def _put_back_postgres(database: dict[str, Any], dump: Path) -> None:
    import psycopg

    try:
        _fill_postgres(database, dump)
    except psycopg.Error as problem:
        raise Broken(
            say(
                en=f"PostgreSQL did not take it ({type(problem).__name__})",
                pl=f"PostgreSQL jej nie przyjął ({type(problem).__name__})",
            )
        ) from None


def _fill_postgres(database: dict[str, Any], dump: Path) -> None:
    import psycopg

    with psycopg.connect(_address(database)) as line:
        tables = line.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    if tables and tables[0]:
        raise Broken(
            say(
                en="the database named by DATABASE_URL is not empty",
                pl="baza wskazana w DATABASE_URL nie jest pusta",
            )
        )
    words = ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"]
    _run("pg_restore", [*words, f"--dbname={database['NAME']}", str(dump)], database)
    with psycopg.connect(_address(database)) as line:
        line.execute("UPDATE desk SET place = %s", [RESTORED])
    dump.unlink()


def _address(database: dict[str, Any]) -> str:
    from psycopg import conninfo

    given = {
        **{name: value for name, value in database.get("OPTIONS", {}).items() if isinstance(value, str)},
        "dbname": database["NAME"],
        "user": database.get("USER"),
        "password": database.get("PASSWORD"),
        "host": database.get("HOST"),
        "port": database.get("PORT"),
    }
    return conninfo.make_conninfo("", **{name: str(value) for name, value in given.items() if value})


def _run(program: str, words: list[str], database: dict[str, Any]) -> None:
    found = _program(program)
    if not found:
        raise Broken(
            say(
                en=f"the program {program} is missing (Debian: apt install postgresql-client)",
                pl=f"brakuje programu {program} (Debian: apt install postgresql-client)",
            )
        )
    # By the environment: other users of the machine can read a program's words.
    env = {**os.environ, **_as_environment(database)}
    done = subprocess.run([found, *words], env=env, capture_output=True, text=True)
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        raise Broken(f"{program}: {lines[-1] if lines else done.returncode}")


NAMED_OTHERWISE = {
    "application_name": "PGAPPNAME",
    "channel_binding": "PGCHANNELBINDING",
    "connect_timeout": "PGCONNECT_TIMEOUT",
    "target_session_attrs": "PGTARGETSESSIONATTRS",
}
WITHOUT_A_NAME = ("keepalives", "tcp_user_timeout")
"""Options that PostgreSQL's programs take from no variable begin so; a copy does without them."""


def _as_environment(database: dict[str, Any]) -> dict[str, str]:
    """How to reach it, and by which kind of TLS, as PostgreSQL's own programs read it."""
    given = {
        "PGUSER": database.get("USER"),
        "PGPASSWORD": database.get("PASSWORD"),
        "PGHOST": database.get("HOST"),
        "PGPORT": database.get("PORT"),
    }
    for name, value in database.get("OPTIONS", {}).items():
        if isinstance(value, str) and not name.startswith(WITHOUT_A_NAME):
            given[NAMED_OTHERWISE.get(name, f"PG{name.upper()}")] = value
    return {name: str(value) for name, value in given.items() if value}


def _program(name: str) -> str:
    """On the path, else the newest where Debian keeps them."""
    newest = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda p: float(p.parts[-3]))
    return str(newest[-1]) if newest else shutil.which(name) or ""
