"""How old a mailbox's data is, on Today and where people are told of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kontuar.store.models import Account, AccountAccess, Stream, User
from kontuar.store.queries.freshness import freshness, outage
from tests.shop import Shop

pytestmark = pytest.mark.django_db
SERVER = {"host": "imap.example.com", "port": 993, "security": "tls"}
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def mailbox(shop: Shop, make_account: Callable[..., Account]) -> Account:
    """Ala's mailbox; no stream was read yet."""
    address = "sklep@example.com"
    account = make_account(
        address,
        at=timezone.now() - HOUR,
        platform="mail",
        external_id=address,
        settings={"address": address, "imap": SERVER},
    )
    account.streams.all().delete()
    AccountAccess.objects.create(user=shop.ala, account=account, role="owner")
    User.objects.filter(pk=shop.ala.pk).update(language="en")
    return account


def _read(account: Account, name: str, ago: timedelta, **fields: Any) -> None:
    Stream.objects.update_or_create(
        account=account, name=name, defaults={"last_ok_at": timezone.now() - ago, **fields}
    )


def _board(shop: Shop) -> str:
    client = Client()
    client.force_login(shop.ala)
    return client.get("/").content.decode()


def _outage(account: Account) -> Any:
    return outage(account, list(account.streams.all()), now=timezone.now())


def test_a_mailbox_whose_inbox_was_just_read_is_fresh(shop: Shop, mailbox: Account) -> None:
    _read(mailbox, "inbox", MINUTE)
    _read(mailbox, "sent", 5 * MINUTE)
    [found] = freshness({mailbox.pk: "owner"}, now=timezone.now())
    assert not found.is_stale
    assert _outage(mailbox) is None


def test_an_inbox_nobody_reads_is_said_on_today_in_words_of_mail(shop: Shop, mailbox: Account) -> None:
    _read(mailbox, "inbox", 30 * MINUTE, failures=3, last_error="Temporary")
    assert _outage(mailbox) is not None
    assert "the mail server does not answer" in _board(shop)


def test_a_sent_folder_nobody_reads_is_told_because_answers_from_the_phone_are_missed(
    shop: Shop, mailbox: Account
) -> None:
    _read(mailbox, "inbox", MINUTE)
    _read(mailbox, "sent", 2 * HOUR)
    assert _outage(mailbox) is not None
    assert "the sent folder not since" in _board(shop)


def test_a_mailbox_that_is_handed_over_is_never_silent(shop: Shop, mailbox: Account) -> None:
    Account.objects.filter(pk=mailbox.pk).update(settings={"address": mailbox.login})
    mailbox.refresh_from_db()
    _read(mailbox, "inbox", 30 * HOUR)
    [found] = freshness({mailbox.pk: "owner"}, now=timezone.now())
    assert not found.is_stale
    assert _outage(mailbox) is None
    assert "takes in what the mail server hands over" in _board(shop)
