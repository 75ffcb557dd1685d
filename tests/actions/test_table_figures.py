"""SQLite chooses its indexes by what its tables hold now, in every process; PostgreSQL is left to itself."""

import secrets
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kontuar.actions import table_figures

ROWS = 3_000
QUESTION = "SELECT * FROM shelf WHERE colour = 1 AND size = 1"


@pytest.fixture
def shelf(no_transaction: None) -> Iterator[None]:
    """A table of one colour and many sizes, each with its index."""
    run("CREATE TABLE shelf (colour integer, size integer)")
    run("CREATE INDEX of_colour ON shelf (colour)")
    run("CREATE INDEX of_size ON shelf (size)")
    fill("1, n")
    yield
    run("DROP TABLE shelf")


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def fill(values: str) -> None:
    run("DELETE FROM shelf")
    run(
        f"WITH RECURSIVE many(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < {ROWS})"
        f" INSERT INTO shelf SELECT {values} FROM many"
    )


@pytest.fixture
def other() -> Iterator[BaseDatabaseWrapper]:
    """The line of another process to the same database."""
    line = connection.copy()
    yield line
    line.close()


def plan(line: BaseDatabaseWrapper) -> str:
    """How the question is answered there, the next time it is asked."""
    how = "EXPLAIN QUERY PLAN" if line.vendor == "sqlite" else "EXPLAIN"
    with line.cursor() as cursor:
        cursor.execute(QUESTION)
        cursor.fetchall()
        # Python keeps statements by their words, and SQLite notices only at a real question that one is out of date.
        cursor.execute(f"{how} {QUESTION} /* {secrets.token_hex(4)} */")
        return " ".join(str(row[-1]) for row in cursor.fetchall())


def test_a_process_that_runs_already_chooses_its_index_by_what_the_table_holds_now(
    shelf: None, other: BaseDatabaseWrapper
) -> None:
    table_figures.gather()
    analyze()
    assert "of_size" in plan(other)
    fill("n, 1")
    table_figures.gather()
    analyze()
    assert "of_colour" in plan(other)


def analyze() -> None:
    """On PostgreSQL, whose own housekeeping would come by within a minute."""
    if connection.vendor == "postgresql":
        run("ANALYZE shelf")


def test_postgresql_is_asked_nothing(db: None) -> None:
    with CaptureQueriesContext(connection) as asked:
        table_figures.gather()
    assert bool(asked.captured_queries) == (connection.vendor == "sqlite")


def test_of_several_workers_one_counts_and_an_hour_passes_before_the_next(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[None] = []
    monkeypatch.setattr(table_figures, "gather", lambda: counted.append(None))
    for _worker in range(3):
        table_figures.gather_again()
    assert len(counted) == (connection.vendor == "sqlite")
    later = timezone.now() + table_figures.EVERY + timedelta(seconds=1)
    monkeypatch.setattr("django.core.cache.backends.db.tz_now", lambda: later)
    table_figures.gather_again()
    assert len(counted) == 2 * (connection.vendor == "sqlite")
