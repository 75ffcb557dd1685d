"""What whoever watches the machine is told: enough to wake somebody, no names."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kontuar.store.models import Account, Stream
from tests.shop import Shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def reading(shop: Shop) -> Shop:
    """Both accounts connected long ago and read a minute ago."""
    now = timezone.now()
    Account.objects.update(connected_at=now - timedelta(days=1))
    for account in Account.objects.all():
        for name in ("messages", "orders"):
            Stream.objects.create(account=account, name=name, last_ok_at=now - timedelta(minutes=1))
    return shop


def test_all_is_well_while_messages_are_read(reading: Shop) -> None:
    answer = Client().get("/health", headers={"accept-language": "en"})
    found = answer.json()
    assert answer.status_code == 200
    assert (found["status"], found["words"]) == ("ok", ["All is well."])
    assert 55 <= found["oldest_read_seconds"] <= 75


def test_data_that_is_not_read_any_more_is_trouble(reading: Shop) -> None:
    Stream.objects.filter(account=reading.other, name="orders").update(
        last_ok_at=timezone.now() - timedelta(minutes=16)
    )
    answer = Client().get("/health")
    assert answer.status_code == 503
    assert answer.json()["streams_stale"] == 1


def test_an_account_never_read_at_all_is_trouble(reading: Shop) -> None:
    Stream.objects.filter(name="messages").update(last_ok_at=None)
    assert Client().get("/health").status_code == 503


def test_an_account_just_connected_has_time(reading: Shop) -> None:
    Account.objects.update(connected_at=timezone.now())
    Stream.objects.update(last_ok_at=None)
    assert Client().get("/health").status_code == 200


def test_a_dead_token_is_trouble_and_a_pause_is_not(reading: Shop) -> None:
    Account.objects.filter(pk=reading.account.pk).update(state="paused")
    Stream.objects.filter(account=reading.account).update(last_ok_at=timezone.now() - timedelta(days=2))
    assert Client().get("/health").status_code == 200
    Account.objects.filter(pk=reading.account.pk).update(state="signed_out")
    answer = Client().get("/health")
    assert answer.status_code == 503
    assert answer.json()["accounts_signed_out"] == 1


def test_nobody_is_named(reading: Shop) -> None:
    body = Client().get("/health").content.decode()
    for name in ("sklep-ala", "sklep-celina", "Ala", "allegro"):
        assert name not in body


def test_ready_means_the_tables_are_those_of_this_version(reading: Shop) -> None:
    assert Client().get("/ready").json()["status"] == "ok"
