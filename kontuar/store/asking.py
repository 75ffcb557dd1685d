"""One question to PostgreSQL by way of its statements kept planned: imported where psycopg is there, and needed.

A cursor of psycopg takes as long as the server itself; here the values go straight to the driver in its own C.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Any, cast
from weakref import WeakKeyDictionary

from psycopg import Connection, DataError, Error, OperationalError, adapters, pq
from psycopg.adapt import AdaptersMap, Transformer
from psycopg.errors import DuplicatePreparedStatement, error_from_result
from psycopg.types.string import TextLoader

MOST = 250
"""Statements kept on one connection; the one not asked for longest gives way."""
_FORGOTTEN, _ANOTHER_RESULT = "26000", "0A000"
"""PostgreSQL's codes: no statement of this name; its columns have changed since it was planned."""
_MARK = re.compile("%([%s])")
_held: WeakKeyDictionary[Connection[Any], dict[str, None]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Statement:
    """A question's name, and the words that prepare it."""

    name: str
    prepare: str


@dataclass(frozen=True, slots=True)
class _Read:
    """How values come out of an answer: as Django has it, but moments (UTC) by the driver's own C."""

    adapters: AdaptersMap
    connection: None = None


_read = _Read(AdaptersMap(adapters))
for _kind in ("jsonb", "inet", "cidr"):
    _read.adapters.register_loader(_kind, TextLoader)


class Asking:
    """What stands where psycopg's cursor would, for one question."""

    _query = None  # Django's log looks for it, and tells words and values where it is None

    def __init__(self, on: Connection[Any]) -> None:
        self._on = on
        self._rows: list[tuple[Any, ...]] = []

    def execute(self, query: str, params: Sequence[Any] = ()) -> None:
        """Ask by the kept statement, or as any other question where the server knows it no more.

        :raises psycopg.Error: what the server says against it; for a text with a NUL, which the driver would cut.
        """
        one = statement(query, tuple(map(_type_of, params)))
        held = _held_by(self._on)
        try:
            if one.name not in held:
                _prepare(self._on, one)
            held[one.name] = held.pop(one.name, None)
            self._rows = _straight(self._on, one.name, params)
        except Error as error:
            if error.sqlstate not in (_FORGOTTEN, _ANOTHER_RESULT):
                raise
            held.pop(one.name, None)
            if error.sqlstate == _ANOTHER_RESULT:
                self._on.execute(f"DEALLOCATE {one.name}")
            self._rows = self._on.execute(query, params).fetchall()

    def fetchall(self) -> list[tuple[Any, ...]]:
        """All rows of the answer."""
        return self._rows

    def close(self) -> None:
        """Nothing is held."""


def _straight(on: Connection[Any], name: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    with on.lock:
        result = on.pgconn.exec_prepared(name.encode(), [_text_of(value) for value in params])
    if on.closed:
        raise OperationalError(on.pgconn.get_error_message())
    if result.status != pq.ExecStatus.TUPLES_OK:
        raise error_from_result(result, encoding=on.info.encoding)
    loaded = Transformer(_read)
    loaded.set_pgresult(result)
    return loaded.load_rows(0, result.ntuples, tuple)


def _held_by(on: Connection[Any]) -> dict[str, None]:
    """Names of the statements this connection holds, the one asked for longest ago first."""
    held = _held.get(on)
    if held is None:
        held = _held[on] = {}
        # These statements alone are planned for any values, and none is worth being compiled.
        on.execute(
            "SELECT set_config('plan_cache_mode', 'force_generic_plan', false), set_config('jit', 'off', false)"
        )
    return held


def _prepare(on: Connection[Any], one: Statement) -> None:
    held = _held_by(on)
    if len(held) >= MOST:
        oldest = next(iter(held))
        del held[oldest]
        on.execute(f"DEALLOCATE {oldest}")
    # A pooler lent this connection before: the same name, so the same words.
    with suppress(DuplicatePreparedStatement):
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
        raise DataError("PostgreSQL's texts cannot hold NUL (0x00)")
    return text.encode()
