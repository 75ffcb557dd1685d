"""Questions whose words stay the same: PostgreSQL keeps them planned, SQLite's driver does so by itself.

Planning a question with many tables takes PostgreSQL several times as long as answering it. So its words are sent once
on each connection (``PREPARE``), then its values alone; docs/decisions/0014-prepared-statements.md says
why so, and not by psycopg's own means. A statement's name is made from its words: whichever connection holds that name
holds those words, so a pooler may cost time but never give an answer to another question.

Within a transaction nothing is prepared: a statement that its connection has lost would take the transaction with it.
"""

import re
from collections.abc import Sequence
from typing import Any, cast

from django.conf import settings
from django.db import connection

_MARK = re.compile("%([%s])")


def asked(sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """All rows of a question whose words are seldom new.

    ``params`` are whole numbers, texts, days and moments, on PostgreSQL also lists of numbers.
    """
    if connection.vendor == "postgresql" and settings.PREPARED_STATEMENTS and connection.get_autocommit():
        from kontuar.store.asking import Asking  # needs psycopg

        connection.close_if_health_check_failed()
        connection.ensure_connection()
        # Around it stays what Django puts around every cursor: its errors, its log of queries.
        around = cast(Any, connection)._prepare_cursor(Asking(connection.connection))
    else:
        around = connection.cursor()
    with around as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def spelled_out(sql: str, params: Sequence[Any], kept: Sequence[int]) -> str:
    """The question with its values written into it but for those at the places ``kept``.

    What never changes is to be seen when PostgreSQL plans: an index of a part of the rows is of use only then.
    """
    places = iter(range(len(params)))

    def written(found: re.Match[str]) -> str:
        if found[1] == "%":
            return "%%"
        place = next(places)
        if place in kept:
            return "%s"
        return str(cast(Any, connection.ops).compose_sql("%s", [params[place]])).replace("%", "%%")

    return _MARK.sub(written, sql)
