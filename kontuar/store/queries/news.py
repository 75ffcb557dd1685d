"""Whether anybody wrote: one tiny question instead of looking at every table."""

from django.db import connection


def mark() -> str:
    """Another one than before as soon as what somebody else wrote can be read on this connection.

    SQLite counts the commits of other connections and does so for each connection apart: marks of two connections
    tell nothing. PostgreSQL names the transactions that are over, in all its databases, this connection's own included.
    """
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA data_version" if is_sqlite else "SELECT pg_current_snapshot()::text")
        return str(cursor.fetchone()[0])
