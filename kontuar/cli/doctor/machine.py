"""The machine: Python, SQLite, the data folder and its disk, the key file. Nothing of the program is loaded."""

import os
import platform
import shutil
import sqlite3
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kontuar.cli.doctor.disks import kind_of_disk, may_lock
from kontuar.cli.doctor.line import Level, Line
from kontuar.cli.words import say

PYTHONS = ((3, 12), (3, 13))
LEAST_FREE = 1_000_000_000
"""Bytes. Below a fifth of it nothing is left for a bad day."""
DUST = 200_000_000


def examine(folder: Path) -> Iterator[Line]:
    """Everything that can be said before the program is loaded."""
    yield _python()
    yield from sqlite(sqlite3.sqlite_version_info)
    yield from _folder(folder)
    if folder.exists():
        yield _space(folder)
        yield _disk(folder)
        yield _keys(folder / "KEYS")


def _python() -> Line:
    version = platform.python_version()
    if sys.version_info[:2] in PYTHONS:
        return Line(Level.GOOD, f"Python {version}, {platform.system()}")
    return Line(
        Level.CARE,
        say(
            en=f"Python {version}: Kontuar is tested with 3.12 and 3.13.",
            pl=f"Python {version}: Kontuar jest sprawdzany z 3.12 i 3.13.",
        ),
    )


def sqlite(version: tuple[int, int, int]) -> Iterator[Line]:
    """The library's version and the faults it is known for.

    The WAL-reset fault (two connections that write or checkpoint at the same instant can damage the file)
    is in 3.7.0–3.51.2; fixed in 3.51.3, with the fix carried back to 3.50.7 and 3.44.6
    (https://sqlite.org/wal.html#walresetbug, https://sqlite.org/releaselog/3_51_3.html, read 2026-11-22).
    Systems that patch without changing the number are not told apart. Deleting from a contentless FTS5 index
    came with 3.43.0 (https://sqlite.org/releaselog/3_43_0.html).
    """
    name = f"SQLite {'.'.join(map(str, version))}"
    if has_wal_reset_fault(version):
        yield Line(
            Level.CARE,
            say(
                en=f"{name} has the WAL-reset fault: rarely, two processes writing at the same instant can damage "
                "the file (sqlite.org/wal.html#walresetbug). Keep copies and run one process (`kontuar serve`); "
                "3.51.3 and later, 3.50.7 and 3.44.6 are mended.",
                pl=f"{name} ma błąd WAL-reset: rzadko, gdy dwa procesy piszą w tej samej chwili, plik może się "
                "uszkodzić (sqlite.org/wal.html#walresetbug). Rób kopie i uruchamiaj jeden proces "
                "(`kontuar serve`); poprawione są 3.51.3 i nowsze, 3.50.7 i 3.44.6.",
            ),
        )
    else:
        yield Line(Level.GOOD, name)
    if version < (3, 43, 0):
        yield Line(
            Level.NOTE,
            say(
                en=f"{name} cannot delete from a compact full-text index (3.43 can). Kontuar does without it.",
                pl=f"{name} nie usuwa z oszczędnego indeksu wyszukiwania (3.43 już tak). Kontuar go nie używa.",
            ),
        )


def has_wal_reset_fault(version: tuple[int, int, int]) -> bool:
    """True for 3.7.0–3.51.2 without 3.50.7 and later of 3.50, 3.44.6 and later of 3.44."""
    if version[:2] == (3, 50):
        return version < (3, 50, 7)
    if version[:2] == (3, 44):
        return version < (3, 44, 6)
    return (3, 7, 0) <= version < (3, 51, 3)


def _folder(folder: Path) -> Iterator[Line]:
    if not folder.exists():
        yield Line(
            Level.NOTE,
            say(
                en=f"The data folder {folder} does not exist yet (KONTUAR_DATA names it).",
                pl=f"Katalog danych {folder} jeszcze nie istnieje (wskazuje go KONTUAR_DATA).",
            ),
            say(en="The data folder does not exist yet.", pl="Katalog danych jeszcze nie istnieje."),
        )
        return
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        yield Line(
            Level.WRONG,
            say(
                en=f"The data folder {folder} cannot be written to ({error.strerror}).",
                pl=f"Do katalogu danych {folder} nie da się pisać ({error.strerror}).",
            ),
            say(en="The data folder cannot be written to.", pl="Do katalogu danych nie da się pisać."),
        )
        return
    yield Line(
        Level.GOOD,
        say(en=f"Data folder: {folder}", pl=f"Katalog danych: {folder}"),
        say(en="The data folder can be written to.", pl="Do katalogu danych da się pisać."),
    )
    if os.name == "posix" and stat.S_IMODE(folder.stat().st_mode) & 0o007:
        yield Line(
            Level.CARE,
            say(
                en="Other users of this machine may look into the data folder: chmod 700 mends it.",
                pl="Inni użytkownicy tego komputera mogą zajrzeć do katalogu danych: naprawi to chmod 700.",
            ),
        )


def _space(folder: Path) -> Line:
    free = shutil.disk_usage(folder).free
    shown = f"{free / 1e9:.1f} GB"
    if free >= LEAST_FREE:
        return Line(Level.GOOD, say(en=f"Free space: {shown}", pl=f"Wolne miejsce: {shown}"))
    return Line(
        Level.WRONG if free < DUST else Level.CARE,
        say(
            en=f"Only {shown} of the disk is free; a full disk stops reading and sending.",
            pl=f"Zostało tylko {shown} wolnego miejsca; pełny dysk zatrzyma odczyt i wysyłanie.",
        ),
    )


def _disk(folder: Path) -> Line:
    kind = kind_of_disk(folder)
    if may_lock(kind):
        shown = f" ({kind})" if kind else ""
        return Line(
            Level.GOOD,
            say(en=f"The data is on a local disk{shown}.", pl=f"Dane są na dysku lokalnym{shown}."),
        )
    is_sqlite = not os.environ.get("DATABASE_URL")
    return Line(
        Level.WRONG if is_sqlite else Level.NOTE,
        say(
            en=f"The data is on a network file system ({kind}). SQLite's WAL mode does not work there and can "
            "damage the file: move the data to a local disk, or use PostgreSQL.",
            pl=f"Dane są na dysku sieciowym ({kind}). Tryb WAL SQLite tam nie działa i plik może się uszkodzić: "
            "przenieś dane na dysk lokalny albo użyj PostgreSQL.",
        ),
    )


def _keys(path: Path) -> Line:
    if os.environ.get("KONTUAR_SESSION_KEY") and os.environ.get("KONTUAR_TOKEN_KEYS"):
        return Line(Level.GOOD, say(en="Keys: from the environment", pl="Klucze: ze zmiennych środowiska"))
    if not path.exists():
        return Line(
            Level.NOTE,
            say(
                en="There is no key file yet; the first start makes it.",
                pl="Nie ma jeszcze pliku kluczy; założy go pierwszy start.",
            ),
        )
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        return Line(
            Level.WRONG,
            say(
                en=f"Other users of this machine can read the keys: chmod 600 {path}",
                pl=f"Inni użytkownicy tego komputera mogą odczytać klucze: chmod 600 {path}",
            ),
            say(en="Others can read the key file.", pl="Inni mogą odczytać plik kluczy."),
        )
    return Line(
        Level.GOOD,
        say(
            en="The key file is there, readable by this user alone. Is a copy of it kept apart from the data?",
            pl="Plik kluczy jest, czytelny tylko dla tego użytkownika. Czy jego kopia leży z dala od danych?",
        ),
    )
