"""What a database consists of, in words that do not depend on the order in which it was made."""

from collections.abc import Callable
from typing import Any

from django.db import connection

type Rows = list[tuple[Any, ...]]


def told() -> dict[str, list[str]]:
    """Table → its columns, indexes, constraints, references, triggers; sorted."""
    with connection.cursor() as cursor:

        def ask(sql: str, *values: Any) -> Rows:
            cursor.execute(sql, values)
            return list(cursor.fetchall())

        parts = _sqlite(ask) if connection.vendor == "sqlite" else _postgresql(ask)
    return {table: sorted(words) for table, words in parts.items()}


def _sqlite(ask: Callable[..., Rows]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for kind, name, table, sql in ask("SELECT type, name, tbl_name, sql FROM sqlite_master"):
        words = found.setdefault(table, [])
        if kind != "table":
            words.append(f"{kind} {sql or name.removeprefix('sqlite_autoindex_')}")
        elif "VIRTUAL" in sql:
            words.append(sql)
        else:
            words += [f"column {row[1:]}" for row in ask(f'PRAGMA table_xinfo("{name}")')]
            words += [f"reference {row[2:]}" for row in ask(f'PRAGMA foreign_key_list("{name}")')]
            words += [f"part {part.strip()}" for part in sql.split(" CONSTRAINT ")[1:] if "CHECK" in part]
    return found


def _postgresql(ask: Callable[..., Rows]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    columns = ask(
        "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default,"
        " is_identity FROM information_schema.columns WHERE table_schema = 'public'"
    )
    indexes = ask("SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'")
    constraints = ask(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace"
    )
    for table, *rest in [*columns, *indexes, *constraints]:
        found.setdefault(table.strip('"'), []).append(" ".join(map(str, rest)))
    return found
