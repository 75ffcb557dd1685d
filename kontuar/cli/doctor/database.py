"""The database: version, tables, and whether it keeps what it promised to keep."""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from kontuar.cli import schema
from kontuar.cli.doctor.line import Level, Line
from kontuar.cli.words import say

LEAST_POSTGRES = 140_000
FULL = 2


def examine() -> Iterator[Line]:
    """Tables first: nothing else can be asked of a database that is not of this version."""
    newer, waiting = schema.applied_but_unknown(), schema.waiting()
    if newer:
        yield Line(
            Level.WRONG,
            say(
                en="The database was written by a newer Kontuar than this one: install that version again.",
                pl="Bazę zapisał nowszy Kontuar niż ten: zainstaluj tamtą wersję.",
            ),
        )
    elif waiting:
        yield Line(
            Level.CARE,
            say(
                en=f"{len(waiting)} changes of tables wait; the next start makes them.",
                pl=f"Czekają zmiany tabel ({len(waiting)}); zrobi je następny start.",
            ),
        )
    else:
        yield Line(Level.GOOD, say(en="Tables are of this version.", pl="Tabele są w tej wersji."))
    yield from _sqlite() if connection.vendor == "sqlite" else _postgres()


def _ask(question: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(question)  # one of the questions below
        return cursor.fetchone()[0]


def _sqlite() -> Iterator[Line]:
    journal, synchronous = _ask("PRAGMA journal_mode"), _ask("PRAGMA synchronous")
    if str(journal).lower() == "wal" and int(synchronous) >= FULL:
        yield Line(Level.GOOD, "SQLite: WAL, synchronous FULL")
    else:
        yield Line(
            Level.WRONG,
            say(
                en=f"SQLite runs with journal {journal}, synchronous {synchronous}; WAL and FULL are needed, or a "
                "power cut may forget what was already sent.",
                pl=f"SQLite działa z journal {journal}, synchronous {synchronous}; potrzebne są WAL i FULL, inaczej "
                "po zaniku prądu program może nie pamiętać, co już wysłał.",
            ),
        )
    answer = _ask("PRAGMA quick_check(1)")
    if answer == "ok":
        yield Line(Level.GOOD, say(en="The database file is whole.", pl="Plik bazy jest cały."))
    else:
        yield Line(
            Level.WRONG,
            say(
                en="The database file is damaged. Stop Kontuar, keep the file, and put back a copy.",
                pl="Plik bazy jest uszkodzony. Zatrzymaj Kontuar, zachowaj plik i przywróć kopię.",
            ),
        )


def _postgres() -> Iterator[Line]:
    number, encoding = int(_ask("SHOW server_version_num")), str(_ask("SHOW server_encoding"))
    version = _ask("SHOW server_version")
    yield Line(Level.GOOD if number >= LEAST_POSTGRES else Level.WRONG, f"PostgreSQL {version}")
    if encoding != "UTF8":
        yield Line(
            Level.WRONG,
            say(
                en=f"The database holds text as {encoding}; UTF8 is needed for Polish letters and emoji.",
                pl=f"Baza zapisuje tekst jako {encoding}; polskie litery i emoji wymagają UTF8.",
            ),
        )
    if _ask("SHOW synchronous_commit") == "off":
        yield Line(
            Level.WRONG,
            say(
                en="synchronous_commit is off: after a crash the database may forget what was already sent.",
                pl="synchronous_commit jest wyłączone: po awarii baza może nie pamiętać, co już wysłano.",
            ),
        )
