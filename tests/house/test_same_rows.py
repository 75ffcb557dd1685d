"""Rows that are put back instead of made are the rows that were made (tests/same_rows.py)."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from kontuar.store.models import Account, Case, User
from tests.same_rows import Tables, dump, same_rows
from tests.web.stock import Morning, morning

pytestmark = pytest.mark.django_db


def test_rows_put_back_are_those_that_were_made() -> None:
    now, made = timezone.now(), list[int]()

    def make() -> Morning:
        made.append(1)
        return morning(now, parcels=5)

    def turn() -> tuple[Tables, Morning]:
        with transaction.atomic():
            found = same_rows(make, key=("turn", now), alone=User, at=now, stays=timedelta(0))
            tables = {table: (columns, sorted(rows, key=repr)) for table, (columns, rows) in dump().items()}
            transaction.set_rollback(True)
        return tables, found

    (first, was), (second, found) = turn(), turn()
    assert made == [1]
    assert first == second
    assert len(first["message"][1]) > 60
    assert found == was
    assert found.cases["parcel"].buyer == was.cases["parcel"].buyer


def test_old_rows_are_made_anew() -> None:
    now, made = timezone.now(), list[int]()

    def make() -> int:
        made.append(1)
        return User.objects.create(username="ala").pk

    for age in (0, 2, 4):
        with transaction.atomic():
            at = now + timedelta(seconds=age)
            pk = same_rows(make, key=("old", now), alone=User, at=at, stays=timedelta(seconds=3))
            assert User.objects.get().pk == pk
            transaction.set_rollback(True)
    assert made == [1, 1]


def test_where_others_were_first_nothing_is_put_back() -> None:
    now, made = timezone.now(), list[int]()

    def make() -> None:
        made.append(1)
        User.objects.create(username=f"person-{len(made)}")

    for _turn in range(2):
        same_rows(make, key=("first", now), alone=User, at=now, stays=timedelta(0))
    assert made == [1, 1]
    assert User.objects.count() == 2
    assert not Account.objects.exists()
    assert not Case.objects.exists()
