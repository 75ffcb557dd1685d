"""Questions whose words stay the same: PostgreSQL keeps them planned, SQLite's driver does so by itself.

Planning a question with many tables takes PostgreSQL several times as long as answering it. So its words are sent once
on each connection (``PREPARE``), then its values alone; docs/decisions/0014-prepared-statements.md says
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
    """A question's name, and the words that prepare it."""

    name: str
    prepare: str


def asked(sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """All rows of a question whose words are seldom new.

    ``params`` are whole numbers, texts, days and moments, on PostgreSQL also lists of numbers.
    """
    if connection.vendor == "postgresql" and settings.PREPARED_STATEMENTS and connection.get_autocommit():
        connection.close_if_health_check_failed()
        connection.ensure_connection()
        # Around it stays what Django puts around every cursor: its errors, its log of queries.
        around = cast(Any, connection)._prepare_cursor(_asking()(connection.connection))
    else:
        around = connection.cursor()
    with around as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


@cache
def _asking() -> Any:
    """What stands where psycopg's cursor would, for one question; made where psycopg is there."""
    from psycopg import Error, OperationalError, adapters, pq
    from psycopg.adapt import AdaptersMap, Transformer
    from psycopg.errors import error_from_result
    from psycopg.types.string import TextLoader

    @dataclass(frozen=True, slots=True)
    class Read:
        """How values come out of the answer: as Django has it, but moments (UTC) by the driver's own C."""

        adapters: AdaptersMap
        connection: None = None

    read = Read(AdaptersMap(adapters))
    for kind in ("jsonb", "inet", "cidr"):
        read.adapters.register_loader(kind, TextLoader)

    class Asking:
        """Sends the values straight to the driver: a cursor of psycopg takes as long as the server itself."""

        _query = None  # Django's log looks for it, and tells words and values where it is None

        def __init__(self, on: "psycopg.Connection[Any]") -> None:
            self._on = on
            self._rows: list[tuple[Any, ...]] = []

        def execute(self, query: str, params: Sequence[Any] = ()) -> None:
            one = statement(query, tuple(map(_type_of, params)))
            held = _held_by(self._on)
            try:
                if one.name not in held:
                    _prepare(self._on, one)
                held[one.name] = held.pop(one.name, None)
                self._rows = self._straight(one.name, params)
            except Error as error:
                if error.sqlstate not in (_FORGOTTEN, _ANOTHER_RESULT):
                    raise
                held.pop(one.name, None)
                if error.sqlstate == _ANOTHER_RESULT:
                    self._on.execute(f"DEALLOCATE {one.name}")
                self._rows = self._on.execute(query, params).fetchall()

        def _straight(self, name: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
            with self._on.lock:
                result = self._on.pgconn.exec_prepared(name.encode(), [_text_of(value) for value in params])
            if self._on.closed:
                raise OperationalError(self._on.pgconn.get_error_message())
            if result.status != pq.ExecStatus.TUPLES_OK:
                raise error_from_result(result, encoding=self._on.info.encoding)
            loaded = Transformer(read)
            loaded.set_pgresult(result)
            return loaded.load_rows(0, result.ntuples, tuple)

        def fetchall(self) -> list[tuple[Any, ...]]:
            return self._rows

        def close(self) -> None:
            """Nothing is held."""

    return Asking


def _text_of(value: Any) -> bytes:
    """As PostgreSQL reads it.

    :raises psycopg.DataError: for a text with a NUL, which the driver would cut off there.
    """
    if isinstance(value, bool):
        return b"t" if value else b"f"
    if isinstance(value, int):
        return b"%d" % value
    if isinstance(value, list):
        return f"{{{','.join(map(str, value))}}}".encode()
    text = value if isinstance(value, str) else cast(date, value).isoformat()
    if "\0" in text:
        from psycopg import DataError

        raise DataError("PostgreSQL's texts cannot hold NUL (0x00)")
    return text.encode()


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
    """How a question with values of these types is prepared."""
    numbers = iter(range(1, len(types) + 1))
    words = _MARK.sub(lambda found: "%" if found[1] == "%" else f"${next(numbers)}", sql)
    taken = f"({', '.join(types)})" if types else ""
    name = f"kontuar_{blake2b(f'{taken} {words}'.encode(), digest_size=12).hexdigest()}"
    return Statement(name, f"PREPARE {name} {taken} AS {words}")


def _type_of(value: Any) -> str:
    """As PostgreSQL calls it; a text may stand for a name, an address …, which PostgreSQL sees by itself."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "bigint"
    if isinstance(value, list):
        return "bigint[]"
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
