"""Queries that are put together once: a page asks the same questions each time, only the values change.

Building a query costs Django more than asking it costs the database. A ``Ready`` is a function that builds a
query out of stand-ins; its SQL is kept, and each call puts the true values where the stand-ins stood::

    _duties = Ready(lambda mine, now: Duty.objects.filter(account_id__in=mine, warn_at__lte=now).values_list("pk"))
    rows = _duties([1, 2], now)

Values are integers, texts, days, aware datetimes, and lists of integers. A stand-in that is not found again as it was
given (because the query computes with it) is an error at the first call, never a wrong answer.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any, cast

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet
from django.db.models.fetch_modes import FETCH_ONE
from django.db.models.query import get_related_populators

from kontuar.store import prepared

type Value = int | str | date | datetime | Sequence[int]

LARGEST = 2**63 - 1
FIRST_NUMBER = 7_000_000_000_000_000
FIRST_MOMENT = datetime(1871, 1, 18, tzinfo=UTC)


class Ready:
    """See the module's words. A call gives tuples; ``of`` gives objects, with what the query joined to them."""

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
        return counts((self, values))[0]

    def of[M: Model](self, model: type[M], *values: Value) -> list[M]:
        """The same as objects, with what was joined (``select_related``) and annotated; nothing prefetched."""
        found = list(self._made(values).objects(values))
        assert not found or isinstance(found[0], model), (model, found[0])
        return cast(list[M], found)

    def first[M: Model](self, model: type[M], *values: Value) -> M | None:
        """The first of them; the query itself should ask for no more."""
        return next(iter(self.of(model, *values)), None)

    def _made(self, values: Sequence[Value]) -> "_Made":
        key = tuple(map(_shape, values))
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
        self._converters: list[tuple[int, Callable[[Sequence[Any]], Sequence[Any]]]] = []
        self._compiler = compiler
        if compiler is not None:
            found = compiler.get_converters([select[0] for select in compiler.select])
            self._converters = [
                (place, _converter(list(using), said)) for place, (using, said) in found.items()
            ]

    def rows(self, values: Sequence[Value]) -> list[tuple[Any, ...]]:
        return self._converted(prepared.asked(self._sql, self._given(values))) if self._sql else []

    def objects(self, values: Sequence[Value]) -> Iterator[Model]:
        """As Django's own ``ModelIterable`` makes them."""
        if not self._sql:
            return
        model, names, columns, joined = self._objects
        alias = DEFAULT_DB_ALIAS
        for row in self.rows(values):
            one = model.from_db(alias, names, row[columns], fetch_mode=FETCH_ONE)
            for populator in joined:
                populator.populate(row, one)
            for name, place in self._compiler.annotation_col_map.items():
                setattr(one, name, row[place])
            yield one

    @cached_property
    def _objects(self) -> tuple[type[Model], list[str], slice, list[Any]]:
        """The model, its columns asked for, where they stand in a row, and what fills the joined objects."""
        info, select = self._compiler.klass_info, self._compiler.select
        columns = slice(info["select_fields"][0], info["select_fields"][-1] + 1)
        names = [column[0].target.attname for column in select[columns]]
        return (
            info["model"],
            names,
            columns,
            get_related_populators(info, select, DEFAULT_DB_ALIAS, FETCH_ONE),
        )

    def counted(self, values: Sequence[Value]) -> tuple[str, list[Any]]:
        """SQL that counts the rows, with its values."""
        if not self._sql:
            return "SELECT 0", []
        return f"SELECT COUNT(*) FROM ({self._sql}) counted", self._given(values)  # noqa: S608 (Django's own words)

    def existing(self, values: Sequence[Value]) -> tuple[str, list[Any]]:
        """SQL that tells whether there is any, with its values."""
        return (f"EXISTS ({self._sql})", self._given(values)) if self._sql else ("1 = 0", [])

    def _given(self, values: Sequence[Value]) -> list[Any]:
        params = list(self._params)
        for place, (number, inside) in self._places.items():
            value = values[number]
            if inside >= 0:
                several = cast(Sequence[int], value)
                value = several[min(inside, len(several) - 1)]
            params[place] = _adapted(value)
        return params

    def _converted(self, found: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """A column at a time: of one kind of value many are turned at once."""
        if not self._converters or not found:
            return found
        columns: list[Sequence[Any]] = list(zip(*found, strict=True))
        for place, convert in self._converters:
            columns[place] = convert(columns[place])
        return list(zip(*columns, strict=True))


def counts(*wanted: tuple[Ready, Sequence[Value]]) -> list[int]:
    """How many rows each of these has for its values, by one statement."""
    asked = [ready._made(values).counted(values) for ready, values in wanted]
    sql = ", ".join(f"({one})" for one, _params in asked)
    (found,) = prepared.asked(f"SELECT {sql}", [param for _one, params in asked for param in params])
    return [int(number) for number in found]


def exist(*wanted: tuple[Ready, Sequence[Value]]) -> list[bool]:
    """Whether each of these has any rows for its values, by one statement."""
    asked = [ready._made(values).existing(values) for ready, values in wanted]
    sql = ", ".join(one for one, _params in asked)
    (found,) = prepared.asked(f"SELECT {sql}", [param for _one, params in asked for param in params])
    return [bool(is_there) for is_there in found]


def _made(build: Callable[..., QuerySet[Any, Any]], values: Sequence[Value], unused: frozenset[int]) -> _Made:
    stand_ins = [_stand_in(number, value) for number, value in enumerate(values)]
    compiler = build(*stand_ins).query.get_compiler(DEFAULT_DB_ALIAS)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return _Made("", [], {}, None)
    wanted = {_key(stand_in): place for stand_in, place in _each(stand_ins)}
    places = {at: wanted[_key(param)] for at, param in enumerate(params) if _key(param) in wanted}
    missing = {place for place in set(wanted.values()) - set(places.values()) if place[0] not in unused}
    if missing:
        raise ValueError(f"Ready: values {sorted(missing)} are not found in {sql}")
    if connection.vendor == "postgresql":
        sql = prepared.spelled_out(sql, params, list(places))
        places = dict(enumerate(places[at] for at in sorted(places)))
        params = [None] * len(places)
    return _Made(sql, list(params), places, compiler)


def _converter(using: Sequence[Any], said: Any) -> Callable[[Sequence[Any]], Sequence[Any]]:
    """What turns a column of the database's values into ours, by Django's converters of its field."""
    ops = connection.ops
    for name, quick in (("convert_datetimefield_value", _moments), ("convert_booleanfield_value", _truths)):
        if using == [getattr(ops, name, None)]:
            return quick

    def convert(column: Sequence[Any]) -> Sequence[Any]:
        for one in using:
            column = [one(value, said, connection) for value in column]
        return column

    return convert


def _moments(column: Sequence[Any]) -> Sequence[Any]:
    """Moments as SQLite gives them. Django's own way asks four times whether one is aware; a page has thousands."""
    read = datetime.fromisoformat
    return [
        value if value is None else (read(value) if isinstance(value, str) else value).replace(tzinfo=UTC)
        for value in column
    ]


def _truths(column: Sequence[Any]) -> Sequence[Any]:
    """SQLite's 1 and 0."""
    return [bool(value) if value in (1, 0) else value for value in column]


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
    if isinstance(value, date):
        return FIRST_MOMENT.date() - timedelta(days=number)
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
    """As it stands among the query's values: Django gives a moment as text to one database, as it is to another,
    and to PostgreSQL a number of a typed field as psycopg's ``Int8``, which is an ``int`` too."""
    kind = "int" if isinstance(param, int) else type(param).__name__
    return (kind, str(param))


def _adapted(value: Any) -> Any:
    # An address may name any number. SQLite knows none of more than 64 bits: compared with its largest, all it knows
    # is as much smaller.
    if isinstance(value, int):
        return min(max(value, -LARGEST), LARGEST)
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value
