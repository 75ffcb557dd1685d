"""Questions whose words stay the same: PostgreSQL keeps them planned, SQLite's driver does so by itself.

Planning a question with many tables takes PostgreSQL several times as long as answering it. So its words are sent once
on each connection (``PREPARE``), then its values alone (``EXECUTE``); docs/decisions/0014-prepared-statements.md says
why so, and not by psycopg's own means. A statement's name is made from its words: whichever connection holds that name
holds those words, so a pooler may cost time but never give an answer to another question.

Within a transaction nothing is prepared: a statement that its connection has lost would take the transaction with it.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import connection

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    import psycopg

MOST = 250
"""Statements kept on one connection; the one not asked for longest gives way."""
_FORGOTTEN, _ANOTHER_RESULT = "26000", "0A000"
"""PostgreSQL's codes: no statement of this name; its columns have changed since it was planned."""
_MARK = re.compile("%([%s])")
_held: "MutableMapping[psycopg.Connection[Any], dict[str, None]]" = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Statement:
    """A question's name, and the words that prepare it and that ask it."""

    name: str
    prepare: str
    execute: str


def asked(sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """All rows of a question whose words are seldom new. ``params`` are whole numbers, texts, days and moments."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and settings.PREPARED_STATEMENTS and connection.get_autocommit():
            # Around it stays what Django puts around every cursor: its errors, its log of queries.
            cursor.cursor = _preparing()(connection.connection)
        cursor.execute(sql, params)
        return list(cursor.fetchall())


@cache
def _preparing() -> Any:
    """A cursor as Django's own, which asks by prepared statements; made where psycopg is there."""
    from psycopg import ClientCursor, Error

    class Preparing(ClientCursor[Any]):
        def execute(self, query: Any, params: Any = (), **more: Any) -> Any:
            one = statement(query, tuple(map(_type_of, params)))
            held = _held_by(self.connection)
            try:
                if one.name not in held:
                    _prepare(self.connection, one)
                held[one.name] = held.pop(one.name, None)
                return super().execute(one.execute, params, **more)
            except Error as error:
                if error.sqlstate not in (_FORGOTTEN, _ANOTHER_RESULT):
                    raise
                held.pop(one.name, None)
                if error.sqlstate == _ANOTHER_RESULT:
                    self.connection.execute(f"DEALLOCATE {one.name}")
            return super().execute(query, params, **more)

    return Preparing


def _held_by(on: "psycopg.Connection[Any]") -> dict[str, None]:
    """Names of the statements this connection holds, the one asked for longest ago first."""
    held = _held.get(on)
    if held is None:
        held = _held[on] = {}
        # These statements alone are planned for any values, and none is worth being compiled.
        on.execute(
            "SELECT set_config('plan_cache_mode', 'force_generic_plan', false), set_config('jit', 'off', false)"
        )
    return held


def _prepare(on: "psycopg.Connection[Any]", one: Statement) -> None:
    from psycopg import errors

    held = _held_by(on)
    if len(held) >= MOST:
        oldest = next(iter(held))
        del held[oldest]
        on.execute(f"DEALLOCATE {oldest}")
    # A pooler lent this connection before: the same name, so the same words.
    with suppress(errors.DuplicatePreparedStatement):
        on.execute(one.prepare)


@lru_cache(maxsize=1024)
def statement(sql: str, types: tuple[str, ...]) -> Statement:
    """How a question with values of these types is prepared and asked."""
    numbers = iter(range(1, len(types) + 1))
    words = _MARK.sub(lambda found: "%" if found[1] == "%" else f"${next(numbers)}", sql)
    taken = f"({', '.join(types)})" if types else ""
    given = f"({', '.join('%s' for _ in types)})" if types else ""
    name = f"kontuar_{blake2b(f'{taken} {words}'.encode(), digest_size=12).hexdigest()}"
    return Statement(name, f"PREPARE {name} {taken} AS {words}", f"EXECUTE {name} {given}")


def _type_of(value: Any) -> str:
    """As PostgreSQL calls it; a text may stand for a name, an address …, which PostgreSQL sees by itself."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "bigint"
    if isinstance(value, datetime):
        return "timestamptz"
    return "date" if isinstance(value, date) else "unknown"


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
