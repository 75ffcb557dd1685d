"""Whether anybody wrote: one tiny question instead of looking at every table."""

from django.db import connection


def mark() -> str:
    """Another one than before as soon as what somebody else wrote can be read on this connection.

    SQLite counts the commits of other connections and does so for each connection apart: marks of two connections
    tell nothing. PostgreSQL names the transactions that are over, in all its databases, this connection's own included.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA data_version")
        else:
            cursor.execute("SELECT pg_current_snapshot()::text")
        return str(cursor.fetchone()[0])
