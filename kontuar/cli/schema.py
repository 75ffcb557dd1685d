"""Bringing the database to this version of the program: by one process at a time, never backwards."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from kontuar.actions import table_figures
from kontuar.cli.words import say

LOCK_NUMBER = 0x4B6F6E74  # "Kont": the advisory lock of PostgreSQL that means "I change the tables"


LARGEST = 5_000_000_000
"""Bytes of a PostgreSQL that is copied by itself before its tables change: some minutes."""


class TooNew(SystemExit):
    """The database was written by a newer Kontuar than this one."""


class NotCopied(SystemExit):
    """Its tables have to change, and there is no copy of what was."""


def bring_up_to_date() -> None:
    """Apply what is missing. Processes that start together wait for the first; TooNew when refused."""
    with _alone():
        if newer := applied_but_unknown():
            raise TooNew(
                say(
                    en=f"This database was written by a newer Kontuar ({', '.join(sorted(newer))}). "
                    "Nothing was changed. Install that version again, or put back an older copy of the data.",
                    pl=f"Tę bazę zapisał nowszy Kontuar ({', '.join(sorted(newer))}). "
                    "Nic nie zmieniono. Zainstaluj tamtą wersję albo przywróć starszą kopię danych.",
                )
            )
        if waiting():
            _keep_what_was()
            call_command("migrate", verbosity=0, interactive=False)
            table_figures.gather()


def _keep_what_was() -> None:
    """A copy of an older database in the data folder, one for each state its tables were in: before anything changes.

    NotCopied, with nothing changed, when there can be none; ``KONTUAR_COPIED=1`` says that a person has made one.
    """
    applied = sorted(
        name for app, name in MigrationRecorder(connection).applied_migrations() if app == "kontuar"
    )
    if not applied or settings.IS_COPIED:
        return
    from kontuar.cli.backup import archive, databases

    ending = "sqlite3" if connection.vendor == "sqlite" else "dump"
    target = Path(settings.DATA_DIR) / "before-upgrade" / f"{applied[-1]}.{ending}"
    if target.exists():
        return
    target.parent.mkdir(mode=0o700, exist_ok=True)
    draft = target.with_suffix(f".{os.getpid()}")
    try:
        _must_be_small()
        databases.snapshot(settings.DATABASES["default"], draft)
        os.replace(draft, target)
    except (archive.Broken, OSError) as why:
        raise _not_copied(str(why)) from None
    finally:
        draft.unlink(missing_ok=True)


def _must_be_small() -> None:
    """Broken for a PostgreSQL that would keep everybody waiting for long."""
    from kontuar.cli.backup.archive import Broken

    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        size = cursor.fetchone()[0]
    if size > LARGEST:
        raise Broken(say(en=f"it has {size / 1e9:.0f} GB", pl=f"ma {size / 1e9:.0f} GB"))


def _not_copied(why: str) -> NotCopied:
    return NotCopied(
        say(
            en=f"Before its tables change, the database is copied, and it cannot be: {why}. Nothing was changed. "
            "Make a copy yourself (docs/users/keys-and-backups.md), then start once with KONTUAR_COPIED=1.",
            pl=f"Przed zmianą tabel baza jest kopiowana, a to się nie udało: {why}. Nic nie zmieniono. "
            "Zrób kopię samodzielnie (docs/users/keys-and-backups.md) i uruchom raz z KONTUAR_COPIED=1.",
        )
    )


def applied_but_unknown() -> set[str]:
    """Our migrations the database has and this program does not know."""
    applied = {name for app, name in MigrationRecorder(connection).applied_migrations() if app == "kontuar"}
    known = {name for app, name in MigrationLoader(None).disk_migrations if app == "kontuar"}
    return applied - known


def waiting() -> list[str]:
    """Migrations of any app still to be applied."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """The lock ends with the process that holds it, whatever becomes of it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK_NUMBER])
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK_NUMBER])
        return
    path = Path(settings.DATA_DIR) / "changing-tables.lock"
    with path.open("a+b") as file, _file_lock(file.fileno()):
        yield


@contextlib.contextmanager
def _file_lock(descriptor: int) -> Iterator[None]:
    if os.name == "nt":
        import msvcrt

        os.lseek(descriptor, 0, os.SEEK_SET)
        while True:
            try:
                msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined, unused-ignore]
                break
            except OSError:  # it gives up after ten seconds; changing tables may take longer
                continue
        try:
            yield
        finally:
            os.lseek(descriptor, 0, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined, unused-ignore]
        return
    import fcntl

    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
