"""Some columns of many rows as plain values, by a statement that is put together once.

Judging reads hundreds of rows at a time, and little of each. Django would make the query anew each time, with a
place for every key, and ask each value how it is to be read; here the keys go as one value however many they are,
and a column is read by what its field is.
"""

import json
from collections import namedtuple
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
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

from kontuar.actions.bulk import field_of

AS_THEY_ARE = (CharField, TextField, IntegerField, ForeignKey)
type Reads = Callable[[Any], Any]


class Columns:
    """Columns ``names`` of a model's rows whose ``by`` are among the keys of a call.

    ``reads`` says how a JSON column's text is read where plain values are not what is wanted. With ``locks`` the rows
    come in the order of their keys and stay locked until the transaction ends.
    """

    def __init__(
        self,
        model: type[Model],
        names: Sequence[str],
        *by: str,
        reads: Mapping[str, Reads] | None = None,
        locks: bool = False,
    ) -> None:
        self._model, self._by, self._locks = model, by, locks
        self._fields = {name: field_of(model, name) for name in names}
        self._reads = dict(reads or {})
        row: Any = namedtuple("Row", list(self._fields))  # type: ignore[misc]  # told at run time
        self._row = row._make

    def __call__(self, *keys: Collection[Any]) -> list[Any]:
        """The rows, each with its columns by name; none without keys."""
        if not all(keys):
            return []
        if self._locks and not connection.in_atomic_block:
            raise transaction.TransactionManagementError("rows are locked inside a transaction only")
        with connection.cursor() as cursor:
            cursor.execute(self._statement(), [_several(some) for some in keys])
            found = cursor.fetchall()
        if not found:
            return []
        read = [
            _read(column, self._reads.get(name) or _reading(field))
            for (name, field), column in zip(self._fields.items(), zip(*found, strict=True), strict=True)
        ]
        return [self._row(row) for row in zip(*read, strict=True)]

    def _statement(self) -> str:
        quoted = connection.ops.quote_name
        names = ", ".join(_asked(field) for field in self._fields.values())
        among = "= ANY(%s)" if _is_postgresql() else "IN (SELECT value FROM json_each(%s))"
        wanted = " AND ".join(f"{quoted(str(field_of(self._model, one).column))} {among}" for one in self._by)
        last = f" ORDER BY {quoted(str(self._model._meta.pk.column))}" if self._locks else ""
        if self._locks and connection.features.has_select_for_update:
            last += " FOR UPDATE"
        return f"SELECT {names} FROM {quoted(self._model._meta.db_table)} WHERE {wanted}{last}"  # noqa: S608 (our own)


def _asked(field: "Field[Any, Any]") -> str:
    """A column as it is asked for: as text where SQLite's driver would read each moment itself, slowly."""
    name = connection.ops.quote_name(str(field.column))
    return f"CAST({name} AS text)" if isinstance(field, DateTimeField) and not _is_postgresql() else name


def _several(keys: Iterable[Any]) -> list[Any] | str:
    found = list(keys)
    return found if _is_postgresql() else json.dumps(found)


def _is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def _read(column: Sequence[Any], read: Reads | None) -> Sequence[Any]:
    return column if read is None else [None if value is None else read(value) for value in column]


def _reading(field: "Field[Any, Any]") -> Reads | None:
    """How the database's value of a column becomes ours; None where it is ours already."""
    if isinstance(field, JSONField):
        return json.loads
    if isinstance(field, DateTimeField):
        return None if _is_postgresql() else _moment
    if isinstance(field, BooleanField):
        return None if _is_postgresql() else bool
    if isinstance(field, AS_THEY_ARE):
        return None
    raise TypeError(f"columns: nobody said how {field} is read")


def _moment(text: str) -> datetime:
    """SQLite keeps moments as text without a zone, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
