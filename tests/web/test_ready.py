"""Queries that are put together once: each of them is understood by the database this runs on."""

import gc
import importlib
import inspect
import pkgutil
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from kontuar.store import queries
from kontuar.store.models import Account, Stream
from kontuar.store.queries import inbox, ready
from kontuar.store.queries.ready import Ready, Value
from tests.web.stock import Morning

SEVERAL = {"mine", "ids", "messages"}
MOMENTS = {"now", "since", "until", "by", "at", "then"}
NUMBERS = {"user", "case", "order", "thread", "issue", "account", "buyer", "pk"}
OTHERS: dict[str, Value] = {"key": "a key", "day": date(2026, 1, 1)}


def every_one() -> list[Ready]:
    """All there are, those made on demand included."""
    for module in pkgutil.iter_modules(queries.__path__):
        importlib.import_module(f"{queries.__name__}.{module.name}")
    importlib.import_module("kontuar.web.sessions")
    for which in inbox.FILTERS:
        inbox._newest(which, 3, is_first=True)
        inbox._newest(which, 3, is_first=False)
    gc.unfreeze()  # a command run within this process by another test puts out of sight what is loaded
    return [one for one in gc.get_objects() if type(one) is Ready and "kontuar" in one._build.__module__]


def values_for(one: Ready, size: int) -> list[Value]:
    """One for each thing the query asks for; ``size`` of those that may be several."""
    wanted = [
        name
        for name, parameter in inspect.signature(one._build).parameters.items()
        if parameter.default is inspect.Parameter.empty
    ]
    return [_value(name, size) for name in wanted]


def _value(name: str, size: int) -> Value:
    if name in SEVERAL:
        return list(range(1, size + 1))
    if name in MOMENTS:
        return datetime(2026, 11, 1, tzinfo=UTC)
    return 1 if name in NUMBERS else OTHERS[name]


@pytest.mark.usefixtures("no_transaction")
def test_the_database_understands_each_of_them() -> None:
    found = every_one()
    assert len(found) > 80
    for one in found:
        for size in (1, 3):
            values = values_for(one, size)
            assert len(one(*values)) == one.count(*values), values
            assert ready.exist((one, values)) == [one.count(*values) > 0]


def test_moments_come_back_as_django_reads_them(desk: Morning) -> None:
    at = timezone.now() - timedelta(hours=1)
    Account.objects.update(connected_at=at)
    Stream.objects.update(last_ok_at=at.replace(microsecond=0))
    asked = Ready(lambda mine: Stream.objects.filter(account_id__in=mine).order_by("pk"))
    mine = list(Account.objects.values_list("pk", flat=True))
    wanted = Stream.objects.filter(account_id__in=mine).order_by("pk")
    names = ("last_ok_at", "next_pull_at", "lease_until")
    told = [[getattr(one, name) for name in names] for one in asked.of(Stream, mine)]
    assert told == [[getattr(one, name) for name in names] for one in wanted]
    assert told[0][0] is not None
    assert told[0][0].tzinfo is UTC


def test_nothing_is_there_among_no_accounts() -> None:
    asked = Ready(lambda mine: Account.objects.filter(pk__in=mine).values_list("pk"))
    assert asked._made([[]]).existing([[]]) == ("1 = 0", [])
