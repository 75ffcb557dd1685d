"""Queries that are put together once: a page asks the same questions each time, only the values change.

Building a query costs Django more than asking it costs the database. A ``Ready`` is a function that builds a
query out of stand-ins; its SQL is kept, and each call puts the true values where the stand-ins stood::

    _duties = Ready(lambda mine, now: Duty.objects.filter(account_id__in=mine, warn_at__lte=now).values_list("pk"))
    rows = _duties([1, 2], now)

Values are integers, texts, aware datetimes, and lists of integers. A stand-in that is not found again as it was
given (because the query computes with it) is an error at the first call, never a wrong answer.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet

type Value = int | str | datetime | Sequence[int]

FIRST_NUMBER = 7_000_000_000_000_000
FIRST_MOMENT = datetime(1871, 1, 18, tzinfo=UTC)


class Ready:
    """See the module's words. A call gives tuples; of a query of whole rows ``of`` gives the objects."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], *, unused: Sequence[int] = ()) -> None:
        """``unused`` are places of values that the query need not ask for."""
        self._build = build
        self._unused = frozenset(unused)
        self._known: dict[tuple[object, ...], _Made] = {}

    def __call__(self, *values: Value) -> list[tuple[Any, ...]]:
        """The rows for these values."""
        return self._made(values).rows(values)

    def count(self, *values: Value) -> int:
        """How many rows there are."""
        return self._made(values).count(values)

    def of[M: Model](self, model: type[M], *values: Value) -> list[M]:
        """The same as objects of a model; the query must ask for all of its columns and nothing else."""
        names = [field.attname for field in model._meta.concrete_fields]
        alias = connection.alias
        return [model.from_db(alias, names, row) for row in self(*values)]

    def _made(self, values: Sequence[Value]) -> "_Made":
        key = (connection.vendor, *(_shape(value) for value in values))
        made = self._known.get(key)
        if made is None:
            made = self._known[key] = _made(self._build, values, self._unused)
        return made


class _Made:
    """SQL, its values or the places they come from, and what turns the database's values into ours."""

    def __init__(
        self, sql: str, params: list[Any], places: dict[int, tuple[int, int]], compiler: Any
    ) -> None:
        self._sql = sql
        self._params = params
        self._places = places
        self._converters: list[tuple[int, Any, Any]] = []
        if compiler is not None:
            found = compiler.get_converters([select[0] for select in compiler.select])
            self._converters = [(place, list(using), said) for place, (using, said) in found.items()]

    def rows(self, values: Sequence[Value]) -> list[tuple[Any, ...]]:
        return self._converted(self._asked(self._sql, values)) if self._sql else []

    def count(self, values: Sequence[Value]) -> int:
        asked = f"SELECT COUNT(*) FROM ({self._sql}) counted"  # noqa: S608 (Django's own words)
        return int(self._asked(asked, values)[0][0]) if self._sql else 0

    def _asked(self, sql: str, values: Sequence[Value]) -> list[tuple[Any, ...]]:
        params = list(self._params)
        for place, (number, inside) in self._places.items():
            value = values[number]
            if inside >= 0:
                several = cast(Sequence[int], value)
                value = several[min(inside, len(several) - 1)]
            params[place] = _adapted(value)
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return list(cursor.fetchall())

    def _converted(self, found: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        if not self._converters:
            return found
        rows = []
        for one in found:
            row = list(one)
            for place, using, said in self._converters:
                value = row[place]
                for convert in using:
                    value = convert(value, said, connection)
                row[place] = value
            rows.append(tuple(row))
        return rows


def _made(build: Callable[..., QuerySet[Any, Any]], values: Sequence[Value], unused: frozenset[int]) -> _Made:
    stand_ins = [_stand_in(number, value) for number, value in enumerate(values)]
    compiler = build(*stand_ins).query.get_compiler(connection.alias)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return _Made("", [], {}, None)
    wanted = {_key(stand_in): place for stand_in, place in _each(stand_ins)}
    places = {at: wanted[_key(param)] for at, param in enumerate(params) if _key(param) in wanted}
    missing = {place for place in set(wanted.values()) - set(places.values()) if place[0] not in unused}
    if missing:
        raise ValueError(f"Ready: values {sorted(missing)} are not found in {sql}")
    return _Made(sql, list(params), places, compiler)


def _shape(value: Value) -> object:
    """What makes another SQL: the number of values in a list, and none at all of them."""
    return _length(value) if isinstance(value, (list, tuple)) else type(value)


def _length(several: Sequence[int]) -> int:
    """The next power of two: few lengths, few SQLs. The last value stands in the places that are left."""
    return 1 << (len(several) - 1).bit_length() if several else 0


def _stand_in(number: int, value: Value) -> Value:
    """A value nobody else has."""
    if isinstance(value, datetime):
        return FIRST_MOMENT + timedelta(seconds=number)
    if isinstance(value, str):
        return f"\x01stand-in {number}"
    if isinstance(value, int):
        return FIRST_NUMBER + number * 100_000
    return [FIRST_NUMBER + number * 100_000 + inside for inside in range(1, _length(value) + 1)]


def _each(stand_ins: Sequence[Value]) -> Iterable[tuple[Any, tuple[int, int]]]:
    for number, stand_in in enumerate(stand_ins):
        if isinstance(stand_in, list):
            for inside, one in enumerate(stand_in):
                yield one, (number, inside)
        else:
            yield _adapted(stand_in), (number, -1)


def _key(param: Any) -> object:
    """As it stands among the query's values: Django gives a moment as text to one database, as it is to another."""
    return (type(param).__name__, str(param))


def _adapted(value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value
