"""What SQLite knows of its tables when it chooses an index: counted anew as they grow. PostgreSQL does so by itself.

Counts that are old mislead more than none: an index made since is taken for one that finds ten rows, and a table that
was empty for one that may as well be read whole.
"""

from datetime import timedelta

from django.core.cache import cache
from django.db import connection, transaction

EVERY = timedelta(hours=1)
ROWS_LOOKED_AT = 1_000
"""Of each index; a million rows take no longer than ten thousand (https://www.sqlite.org/lang_analyze.html#approx)."""
_DONE = "table-figures"


def gather() -> None:
    """Count now: some hundredths of a second, in which nobody else writes."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit={ROWS_LOOKED_AT}")
        # Not what the search's indexes are made of, which SQLite asks by key alone: those are most of the file.
        cursor.execute("SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
        tables = [table for (table,) in cursor.fetchall()]
    with transaction.atomic(), connection.cursor() as cursor:
        # Other connections read the new counts only when they see that a table was made.
        cursor.execute("DROP TABLE IF EXISTS sqlite_stat1")
        for table in tables:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")


def gather_again() -> None:
    """Count once in ``EVERY``, whichever process comes first."""
    # Looked at every half minute: reading keeps nobody waiting, adding would.
    if connection.vendor != "sqlite" or cache.get(_DONE):
        return
    if cache.add(_DONE, True, EVERY.total_seconds()):
        gather()
