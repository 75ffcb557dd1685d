"""Many rows in one statement: a portion of news costs the same number of queries whatever it holds."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import batched
from typing import Any

from django.db import connection
from django.db.models import (
    BooleanField,
    CharField,
    DateTimeField,
    Field,
    ForeignKey,
    IntegerField,
    JSONField,
    Model,
    TextField,
)

MOST_VALUES = 30_000
AS_THEY_ARE = (CharField, TextField, BooleanField, IntegerField, ForeignKey)
PLAIN = (str, int, bool, type(None))
type _Fields = tuple[Field[Any, Any], ...]


def field_of(model: type[Model], name: str) -> "Field[Any, Any]":
    """A column's field by its name, ``pk`` included."""
    found = model._meta.pk if name == "pk" else model._meta.get_field(name)
    assert isinstance(found, Field), name
    return found


def update(rows: Sequence[Model], fields: Sequence[str]) -> None:
    """Write these columns of existing rows as they stand in memory.

    The rows must have been read in this very transaction, locked where others may write them: a column
    named here is written for every row, changed or not. (``bulk_update`` would do the same by one CASE for
    each column and row, at ten times the cost.)
    """
    if rows:
        columns = [_column(rows, field_of(type(rows[0]), name)) for name in fields]
        _set(type(rows[0]), fields, columns, [row.pk for row in rows])


def update_values(
    model: type[Model], fields: Sequence[str], values: Sequence[tuple[Any, Sequence[Any]]]
) -> None:
    """As :func:`update` for rows that were not read as objects: each is its key and the fields' values, in order."""
    if values:
        columns = [
            prepared(field_of(model, name), [row[n] for _pk, row in values]) for n, name in enumerate(fields)
        ]
        _set(model, fields, columns, [pk for pk, _row in values])


def insert_values(model: type[Model], fields: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Add rows that nobody needs as objects: the fields' values, in order. What is not named is left to be null."""
    if not rows:
        return
    known = [field_of(model, name) for name in fields]
    columns = [prepared(field, [row[n] for row in rows]) for n, field in enumerate(known)]
    quoted = connection.ops.quote_name
    names = ", ".join(quoted(str(field.column)) for field in known)
    places = ", ".join(["%s"] * len(known))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quoted(model._meta.db_table)} ({names}) VALUES ({places})",  # noqa: S608 (names of our own)
            list(zip(*columns, strict=True)),
        )


def _set(
    model: type[Model], fields: Sequence[str], columns: Sequence[Sequence[Any]], keys: Sequence[Any]
) -> None:
    quoted = connection.ops.quote_name
    key = quoted(str(model._meta.pk.column))
    names = (str(field_of(model, name).column) for name in fields)
    given = ", ".join(f"{quoted(name)} = %s" for name in names)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quoted(model._meta.db_table)} SET {given} WHERE {key} = %s",  # noqa: S608 (names of our own)
            list(zip(*columns, keys, strict=True)),
        )


def new[M: Model](model: type[M], **columns: Any) -> M:
    """``model(…)`` by column names (``case_id``, not ``case``), in half the time."""
    blank, places, made = _blank(model)
    values = blank.copy()
    for place, make in made:
        values[place] = make()
    for name, value in columns.items():
        values[places[name]] = value
    return model(*values)


def insert[M: Model](rows: Iterable[M], *, unique: tuple[str, ...] = ()) -> list[M]:
    """Add rows of one model and give them their keys; rows they point to must be stored by now.

    With ``unique`` (columns that are unique together) a row that somebody else added meanwhile is no error:
    its key is taken and it is left as it is. As ``bulk_create``, in half the time: nothing here is an
    expression, so no value is asked whether it is one. A first import is mostly this.
    """
    found = list(rows)
    if found:
        fields = _fields(type(found[0]))
        for some in batched(found, _at_once(len(fields))):
            _insert(some, fields, unique)
    return found


def _insert(rows: Sequence[Model], fields: _Fields, unique: tuple[str, ...]) -> None:
    values = [_column(rows, field) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(
            _statement(type(rows[0]), len(rows), unique),
            [value for row in zip(*values, strict=True) for value in row],
        )
        keys = cursor.fetchall()
    for row, (key,) in zip(rows, keys, strict=True):
        row.pk = key
        row._state.adding, row._state.db = False, connection.alias


def _column(rows: Sequence[Model], field: "Field[Any, Any]") -> list[Any]:
    """A field's values as the database takes them. What it takes as it is, is not prepared one by one."""
    name = field.attname
    if isinstance(field, ForeignKey):
        for row in rows:
            if getattr(row, name) is None and field.is_cached(row) and (other := getattr(row, field.name)):
                setattr(row, name, other.pk)  # it had no key yet when it was named here
    return prepared(field, [getattr(row, name) for row in rows])


def prepared(field: "Field[Any, Any]", values: Sequence[Any]) -> list[Any]:
    """A field's values as the database takes them."""
    if isinstance(field, DateTimeField):
        known = {value: field.get_db_prep_save(value, connection) for value in set(values)}
        return [known[value] for value in values]
    if isinstance(field, JSONField):
        told = {id(value): value for value in values}  # one object for many rows is put into words once
        words = {key: field.get_db_prep_save(value, connection) for key, value in told.items()}
        return [words[id(value)] for value in values]
    if isinstance(field, AS_THEY_ARE):
        return [v if type(v) in PLAIN else field.get_db_prep_save(v, connection) for v in values]
    return [field.get_db_prep_save(value, connection) for value in values]


@lru_cache(maxsize=64)
def _blank(
    model: type[Model],
) -> tuple[list[Any], dict[str, int], list[tuple[int, Callable[[], Any]]]]:
    """A new row's values in the order of its columns, where each stands, and those that are made for each row."""
    fields = model._meta.concrete_fields
    made = [
        (n, field.get_default)
        for n, field in enumerate(fields)
        if field.has_default() and callable(field.default)
    ]
    return (
        [field.get_default() for field in fields],
        {field.attname: n for n, field in enumerate(fields)},
        made,
    )


@lru_cache(maxsize=64)
def _fields(model: type[Model]) -> _Fields:
    return tuple(field for field in model._meta.concrete_fields if not field.primary_key)


@lru_cache(maxsize=1024)
def _statement(model: type[Model], count: int, unique: tuple[str, ...]) -> str:
    quoted = connection.ops.quote_name
    names = ", ".join(quoted(str(field.column)) for field in _fields(model))
    one = "(" + ", ".join(["%s"] * len(_fields(model))) + ")"
    rows = ", ".join([one] * count)
    table, key = quoted(model._meta.db_table), quoted(str(model._meta.pk.column))
    conflict = ""
    if unique:
        same = quoted(unique[-1])
        conflict = f" ON CONFLICT ({', '.join(map(quoted, unique))}) DO UPDATE SET {same} = EXCLUDED.{same}"
    return f"INSERT INTO {table} ({names}) VALUES {rows}{conflict} RETURNING {key}"  # noqa: S608 (names of our own)


def _at_once(columns: int) -> int:
    """Rows in one statement, for a database that takes so many values in one."""
    return max(1, (connection.features.max_query_params or MOST_VALUES) // columns)
