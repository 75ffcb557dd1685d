"""A mail server that goes away or changes its mind is noticed as a marketplace's silence is: Today's first line, a letter."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from kontuar.actions import connect_mailbox, night, pull
from kontuar.store.models import Account, Stream, User
from kontuar.store.queries.freshness import freshness
from kontuar.store.queries.health import health
from tests.letters import MailServer
from tests.mail_server.office import Box
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = timedelta(minutes=1)

type Read = Callable[[datetime], Stream]


@pytest.fixture
def account(shop: Shop, mailbox: Box) -> Account:
    cache.clear()
    Account.objects.all().delete()
    User.objects.filter(pk=shop.ala.pk).update(email="ala@example.com", language="en")
    now = timezone.now()
    return connect_mailbox.connect(
        shop.ala,
        settings=mailbox.settings(),
        password=mailbox.password,
        read_since=now - timedelta(days=1),
        now=now,
    )


@pytest.fixture
def read(account: Account) -> Read:
    """One turn at the inbox."""

    def turn(now: datetime) -> Stream:
        stream = Stream.objects.get(account=account, name="inbox")
        Stream.objects.filter(pk=stream.pk).update(next_pull_at=now, lease_until=None)
        pull.one(stream.pk, owner="test", now=now)
        stream.refresh_from_db()
        return stream

    return turn


def state(account: Account, now: datetime) -> Any:
    [found] = freshness({account.pk: "owner"}, now=now)
    return found


def test_a_server_that_is_away_is_todays_first_line_and_a_letter_and_then_it_is_over(
    account: Account, read: Read, letters: MailServer
) -> None:
    now = timezone.now()
    assert read(now).failures == 0
    servers = account.settings
    away = {"host": "127.0.0.1", "port": 9, "security": "none"}
    Account.objects.update(settings={**servers, "imap": away})
    later = now + 20 * MINUTE
    assert read(later).last_error == "Temporary"
    found = state(account, later)
    assert found.is_stale
    assert (found.cause, found.silent_since) == ("platform", now)
    [night.watch(now=later + n * MINUTE) for n in range(2)]
    [letter] = letters.letters
    assert "mail program" in letter.get_content()
    assert health(now=later).accounts[0].state == "not_read"
    Account.objects.update(settings=servers)
    back = later + 5 * MINUTE
    assert read(back).failures == 0
    Stream.objects.filter(account=account).update(last_ok_at=back)
    night.watch(now=back)
    assert not state(account, back).silent_since
    assert len(letters.letters) == 2


def test_a_password_that_was_changed_signs_the_mailbox_out_with_the_reason(
    account: Account, read: Read, mailbox: Box
) -> None:
    now = timezone.now()
    read(now)
    mailbox.with_password("another one")
    read(now + MINUTE)
    account.refresh_from_db()
    assert (account.state, account.auth_problem) == ("signed_out", "password_refused")
    assert state(account, now + MINUTE).is_signed_out
    assert health(now=now + MINUTE).accounts[0].state == "signed_out"
