"""Plain columns are the values Django itself would give, on either database."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from kontuar.actions.columns import Columns
from kontuar.store.models import JournalEntry

AT = datetime(2026, 10, 25, 0, 30, 0, 5, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries() -> list[int]:
    """Entries with and without parts of a second, before and after the clock changed."""
    rows = [
        JournalEntry(
            verb=f"v{n}", at=AT + timedelta(hours=n, microseconds=-5 * (n % 2)), detail={"n": [n, "ł"]}
        )
        for n in range(5)
    ]
    for row in rows:
        row.save()
    return [row.pk for row in rows]


def test_values_are_those_django_reads(entries: list[int]) -> None:
    names = ("pk", "verb", "at", "detail", "account_id")
    read = Columns(JournalEntry, names, "pk")
    wanted = entries[1:4]
    expected = JournalEntry.objects.filter(pk__in=wanted).values_list(*names)
    assert sorted(tuple(row) for row in read(wanted)) == sorted(expected)
    assert {row.at.utcoffset() for row in read(wanted)} == {timedelta(0)}


def test_several_columns_say_which_rows(entries: list[int]) -> None:
    read = Columns(JournalEntry, ("pk",), "pk", "verb")
    assert [row.pk for row in read(entries, ["v3", "nothing"])] == [entries[3]]
    assert read([], ["v3"]) == []
    assert read([0], ["v3"]) == []


def test_a_column_of_json_may_be_read_in_another_way(entries: list[int]) -> None:
    read = Columns(JournalEntry, ("detail",), "pk", reads={"detail": len})
    assert [row.detail > 5 for row in read(entries[:1])] == [True]


def test_rows_are_locked_inside_a_transaction_and_come_in_order(entries: list[int]) -> None:
    read = Columns(JournalEntry, ("pk",), "pk", locks=True)
    with transaction.atomic():
        assert [row.pk for row in read(entries[::-1])] == sorted(entries)
