"""What comes in is placed by keys, never by walking through all an account holds: read off SQLite's own plans."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from kontuar.actions import import_mail
from kontuar.actions.mail_archives import Found
from kontuar.facts.offers import Offer
from kontuar.store.models import Account
from tests.post import letter
from tests.shop import NOW, Shop
from tests.talk import an_order, answered, said, take_in, thread

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # an empty PostgreSQL plans otherwise
GROWING = {"message", "case_", "thread", "buyer", "order_", "letter", "search_row", "duty", "attachment"}
WALKS = re.compile(r"SCAN (\w+)|SEARCH (\w+) USING (?:COVERING )?INDEX \w+ \(account_id=\?\)")


@contextmanager
def asked() -> Iterator[list[tuple[str, Any]]]:
    """The SELECTs asked meanwhile, with their values."""
    seen: list[tuple[str, Any]] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SELECT"):
            seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield seen


def walks(seen: list[tuple[str, Any]]) -> set[str]:
    """The queries that walk through a growing table, each once, shortened."""
    found = set[str]()
    with connection.cursor() as cursor:
        for sql, params in seen:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            steps = [str(row[3]) for row in cursor.fetchall()]
            walked = {name for step in steps if (m := WALKS.match(step)) for name in m.groups() if name}
            if walked & GROWING:
                found.add(f"{steps} <- {sql[:60]} … {sql[-300:]}")
    return found


def test_mail_is_placed_by_keys(post_box: Account) -> None:
    mails = [letter("a"), letter("b", after=["a"]), letter("c", subject="Faktura")]
    import_mail.take_in(post_box, _found([letter("a0")]), is_sent=False, clock=lambda: NOW)
    with asked() as seen:
        import_mail.take_in(post_box, _found(mails), is_sent=False, clock=lambda: NOW)
    assert len(seen) > 10
    assert walks(seen) == set()


def test_talk_and_orders_of_a_marketplace_are_placed_by_keys(shop: Shop) -> None:
    take_in(shop.account, thread(), said("m1", NOW - timedelta(hours=2)), now=NOW)
    news = (
        thread(),
        said("m2", NOW - timedelta(hours=1)),
        answered("m3", NOW),
        Offer(external_id="o1", name="Kubek", status="ACTIVE"),
        an_order("z1", dispatch_by=NOW + timedelta(days=1)),
    )
    with asked() as seen:
        take_in(shop.account, *news, now=NOW)
    assert len(seen) > 10
    assert walks(seen) == set()


def _found(raws: list[bytes]) -> Iterator[Found]:
    for number, raw in enumerate(raws):
        yield Found(place=str(number), raw=raw)
