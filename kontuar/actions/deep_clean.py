"""After rows were taken out: nothing of them stays behind in the file.

SQLite keeps deleted text in free pages, in its log, and in the search's older segments until they are written over.
PostgreSQL keeps dead rows until its own autovacuum comes by, which is soon and needs nobody.
"""

from django.db import DatabaseError, connection

STEP = 200
"""Pages of a search index rewritten in one statement: some milliseconds."""
MOST_STEPS = 5_000


def overwrite_from_here() -> None:
    """What this connection deletes is written over with zeros."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")
            cursor.fetchall()


def squeeze() -> None:
    """Rewrite the search's indexes without what was taken out, in small steps, and empty the log."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%USING fts5%'")
        tables = [name for (name,) in cursor.fetchall()]
    for table in tables:
        _merge(table)
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.fetchall()


def _merge(table: str) -> None:
    """As ``optimize``, step by step (https://www.sqlite.org/fts5.html#the_merge_command)."""
    pages = -STEP
    for _turn in range(MOST_STEPS):
        before = _changes()
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"INSERT INTO {table}({table}, rank) VALUES ('merge', %s)", [pages])  # noqa: S608
        except DatabaseError:
            return  # somebody is writing: the next forgetting, or the index's own merging, gets it
        if _changes() - before < 2:
            return
        pages = STEP


def _changes() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT total_changes()")
        return int(cursor.fetchone()[0])
