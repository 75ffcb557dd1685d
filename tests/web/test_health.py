"""What whoever watches the machine is told: enough to wake somebody, no names."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kontuar.store.models import Account, Stream
from tests.shop import Shop

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def reading(shop: Shop) -> Shop:
    """Both accounts connected long ago and read a minute ago."""
    now = timezone.now()
    Account.objects.update(connected_at=now - timedelta(days=1))
    Stream.objects.all().delete()
    for account in Account.objects.all():
        for name in ("messages", "orders"):
            Stream.objects.create(
                account=account, name=name, last_ok_at=now - MINUTE, next_pull_at=now + MINUTE
            )
    return shop


def asked(address: str = "/health") -> tuple[int, dict[str, Any]]:
    answer = Client().get(address, headers={"accept-language": "en"})
    return answer.status_code, answer.json()


def test_all_is_well_while_messages_are_read(reading: Shop) -> None:
    status, found = asked()
    assert status == 200
    assert (found["status"], found["words"], found["worker"]) == ("ok", ["All is well."], "ok")
    assert 55 <= found["oldest_read_seconds"] <= 75
    assert asked("/health?strict=1")[0] == 200


def test_data_that_is_not_read_any_more_is_trouble_of_one_account(reading: Shop) -> None:
    Stream.objects.filter(account=reading.other, name="orders").update(
        last_ok_at=timezone.now() - 16 * MINUTE
    )
    status, found = asked()
    assert (status, found["status"]) == (200, "trouble")
    assert {one["account"]: one["state"] for one in found["by_account"]} == {
        reading.account.pk: "ok",
        reading.other.pk: "not_read",
    }
    assert asked("/health?strict=1")[0] == 503


@pytest.mark.parametrize("where", ["unplaced", "broken"])
def test_mail_that_gets_into_no_case_is_trouble_but_no_dead_desk(
    reading: Shop, settings: Any, tmp_path: Path, where: str
) -> None:
    settings.DATA_DIR = tmp_path
    assert asked()[1]["status"] == "ok"
    folder = tmp_path / "spool" / "mail" / where
    folder.mkdir(parents=True)
    (folder / "sklep,1.eml").write_bytes(b"From: a@example.org")
    status, found = asked()
    assert (status, found["status"]) == (200, "trouble")
    assert "sklep" not in str(found)


def test_mail_that_waits_for_long_is_trouble(reading: Shop, settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    folder = tmp_path / "spool" / "mail" / "new"
    folder.mkdir(parents=True)
    mail = folder / ",1.eml"
    mail.write_bytes(b"From: a@example.org")
    assert asked()[1]["status"] == "ok"
    at = (timezone.now() - 11 * MINUTE).timestamp()
    os.utime(mail, (at, at))
    assert asked()[1]["status"] == "trouble"


def test_work_that_nobody_takes_is_a_dead_desk(reading: Shop) -> None:
    Stream.objects.filter(name="messages").update(next_pull_at=timezone.now() - 6 * MINUTE)
    status, found = asked()
    assert (status, found["worker"]) == (503, "silent")


def test_work_that_somebody_holds_is_none(reading: Shop) -> None:
    now = timezone.now()
    Stream.objects.update(next_pull_at=now - 6 * MINUTE, lease_until=now + MINUTE)
    assert asked()[0] == 200


def test_an_account_never_read_at_all_is_trouble(reading: Shop) -> None:
    Stream.objects.filter(name="messages").update(last_ok_at=None)
    assert asked()[1]["accounts_not_read"] == 2


def test_an_account_just_connected_has_time(reading: Shop) -> None:
    Account.objects.update(connected_at=timezone.now())
    Stream.objects.update(last_ok_at=None)
    assert asked()[1]["status"] == "ok"


def test_a_dead_token_is_trouble_and_a_pause_is_not(reading: Shop) -> None:
    long_ago = timezone.now() - timedelta(days=2)
    Account.objects.filter(pk=reading.account.pk).update(state="paused")
    Stream.objects.filter(account=reading.account).update(last_ok_at=long_ago, next_pull_at=long_ago)
    assert asked("/health?strict=1")[0] == 200
    Account.objects.filter(pk=reading.account.pk).update(state="signed_out")
    status, found = asked("/health?strict=1")
    assert status == 503
    assert found["accounts_signed_out"] == 1


def test_nobody_is_named(reading: Shop) -> None:
    body = Client().get("/health").content.decode()
    for name in ("sklep-ala", "sklep-celina", "Ala", "allegro"):
        assert name not in body


def test_ready_means_the_tables_are_those_of_this_version(reading: Shop) -> None:
    assert Client().get("/ready").json()["status"] == "ok"
