"""The seeded desk is the desk that reading would have made: every column of every row."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.db import models

from bench import seed, seed_bulk, seed_copies
from bench.seed_facts import SHOP, Told, told
from kontuar.store.models import (
    Account,
    Buyer,
    Case,
    Duty,
    JournalEntry,
    Message,
    Order,
    SearchRow,
    Thread,
)
from kontuar.store.search import at_of
from tests.shop import NOW

TABLES: tuple[type[models.Model], ...] = (Buyer, Order, Thread, Case, Message, Duty, JournalEntry)
NAMES = {"buyer": "login", "order": "external_id", "thread": "external_id", "message": "external_id"}
"""A row is called by this instead of its number: numbers follow the order of writing."""


def rows(table: type[models.Model], account: Account) -> list[dict[str, Any]]:
    """Every column but the row's own number and its account's; rows it names by what they are called."""
    found = []
    for row in table._default_manager.filter(account=account):
        values = {field.attname: getattr(row, field.attname) for field in table._meta.concrete_fields}
        values = {name: value for name, value in values.items() if name not in ("id", "account_id")}
        for name, column in NAMES.items():
            if values.get(f"{name}_id"):
                values[f"{name}_id"] = getattr(getattr(row, name), column)
        if values.get("case_id"):
            values["case_id"] = row.case.thread.external_id  # type: ignore[attr-defined]
        found.append(values)
    return sorted(found, key=repr)


def search_rows(account: Account) -> list[tuple[Any, ...]]:
    """Words, date and what they are of; the row's number is made of the date and the thing's own number."""
    names: dict[int, dict[int, str]] = {
        SearchRow.Kind.MESSAGE: dict(Message.objects.values_list("pk", "external_id")),
        SearchRow.Kind.ORDER: dict(Order.objects.values_list("pk", "external_id")),
        SearchRow.Kind.BUYER: dict(Buyer.objects.values_list("pk", "login")),
    }
    return sorted(
        (row.kind, names[row.kind][row.object_id], at_of(row.pk), row.words)
        for row in SearchRow.objects.filter(account=account)
    )


def both_ways(some: Iterable[Told], bulky: Account, received: Account) -> None:
    given = list(some)
    seed._in_one(lambda: seed_bulk.write(bulky, given, now=NOW))
    seed.receive(received, given, NOW)
    for table in TABLES:
        assert rows(table, bulky) == rows(table, received), table.__name__
    assert len(rows(Message, bulky)) > 2 * len(given)
    assert search_rows(bulky) == search_rows(received)


@pytest.fixture
def accounts(make_account: Any) -> tuple[Account, Account]:
    past = {"connected_at": NOW - timedelta(days=800), "at": NOW}
    return make_account(SHOP, **past), make_account(f"{SHOP}-too", **past)


def test_cases_written_in_bulk_are_those_that_reading_writes(accounts: tuple[Account, Account]) -> None:
    both_ways((told(n, NOW) for n in range(30)), *accounts)


def test_copies_are_cases_that_reading_would_write(accounts: tuple[Account, Account]) -> None:
    copied, received = accounts
    both_ways((told(n, NOW) for n in range(30)), copied, received)
    seed.copy(copied, 0, 30, 45)
    moved = [(n, seed_copies.STRIDE) for n in range(30)] + [(n, 2 * seed_copies.STRIDE) for n in range(15)]
    seed.receive(received, [told(n, NOW, moved=by) for n, by in moved], NOW)
    for table in TABLES:
        assert rows(table, copied) == rows(table, received), table.__name__
    assert search_rows(copied) == search_rows(received)
    assert Case.objects.filter(account=copied).count() == 75
    Buyer.objects.create(account=copied, login="next", first_seen_at=NOW)  # its number is nobody's


@pytest.mark.slow
def test_a_thousand_cases_written_in_bulk_are_those_that_reading_writes(
    accounts: tuple[Account, Account],
) -> None:
    both_ways((told(n, NOW) for n in range(1000)), *accounts)


def test_a_seeded_desk_has_what_it_was_asked_for(db: None) -> None:
    owner, account = seed.desk(NOW)
    seed.fill(account, 70, now=NOW)
    assert Case.objects.filter(account__accesses__user=owner).count() == 70
    assert Duty.objects.filter(kind="answer").count() == seed.open_of(70) == 60
    assert Case.objects.filter(state="closed", duties=None).count() == 10
    assert Order.objects.count() == 35
