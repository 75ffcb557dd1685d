"""When an account is not read: one letter, to its owners, and one when it is over."""

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import connection

from kontuar.actions import night
from kontuar.store.models import Account, Stream, User
from kontuar.store.queries.freshness import freshness
from tests.letters import MailServer
from tests.shop import NOW, Shop

pytestmark = pytest.mark.django_db(transaction=True)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def reading(shop: Shop) -> Shop:
    """Both accounts read a minute ago; the owners have addresses, the agent too."""
    cache.clear()
    for user in (shop.ala, shop.bolek, shop.celina):
        User.objects.filter(pk=user.pk).update(email=f"{user.username}@example.com")
    read_at(shop, NOW - MINUTE)
    return shop


def read_at(shop: Shop, at: datetime | None, **fields: Any) -> None:
    for account in (shop.account, shop.other):
        for name in ("messages", "threads", "orders"):
            values = {"last_ok_at": at, "next_pull_at": at, **fields}
            Stream.objects.update_or_create(account=account, name=name, defaults=values)


def silent(shop: Shop, since: datetime) -> None:
    """Ala's account is not read any more; Celina's is."""
    Stream.objects.filter(account=shop.account).update(last_ok_at=since)


def looks(*moments: datetime) -> int:
    return sum(night.watch(now=now) for now in moments)


def test_while_everything_is_read_nobody_is_written_to(reading: Shop, letters: MailServer) -> None:
    assert looks(NOW, NOW + MINUTE) == 0
    silent(reading, NOW - 14 * MINUTE)
    assert looks(NOW, NOW + 30 * SECOND) == 0
    assert letters.letters == []


def test_a_quarter_of_an_hour_of_silence_is_one_letter_to_the_owner(
    reading: Shop, letters: MailServer
) -> None:
    silent(reading, NOW - 16 * MINUTE)
    assert looks(NOW, NOW + 30 * SECOND, NOW + MINUTE, NOW + HOUR) >= 1
    assert letters.recipients[0] == "ala@example.com"
    assert letters.recipients.count("ala@example.com") == 1
    assert "bolek@example.com" not in letters.recipients
    letter = letters.letters[0]
    assert letter["From"] == "kontuar@example.com"
    assert "09:44" in str(letter["Subject"]) or "9:44" in str(letter["Subject"])
    assert "sklep-ala" in str(letter["Subject"])


def test_a_dead_access_is_told_at_the_next_look_with_what_to_do(
    reading: Shop, letters: MailServer, settings: Any
) -> None:
    settings.PUBLIC_URL = "https://desk.example"
    User.objects.update(language="en")
    Account.objects.filter(pk=reading.account.pk).update(
        state=Account.State.SIGNED_OUT, auth_problem_at=NOW - SECOND
    )
    assert looks(NOW, NOW + 30 * SECOND) == 1
    body = letters.letters[0].get_content()
    assert "Sign in again" in body
    assert f"https://desk.example/konta/{reading.account.pk}/" in body


def test_when_it_is_over_one_letter_says_so(reading: Shop, letters: MailServer) -> None:
    silent(reading, NOW - 16 * MINUTE)
    looks(NOW, NOW + 30 * SECOND)
    read_at(reading, NOW + MINUTE)
    assert looks(NOW + MINUTE, NOW + 2 * MINUTE, NOW + 3 * MINUTE) == 1
    assert len(letters.letters) == 2
    reading.account.refresh_from_db()
    assert (reading.account.trouble_since_at, reading.account.trouble_told_at) == (None, None)


def test_the_next_outage_is_told_again(reading: Shop, letters: MailServer) -> None:
    for start in (NOW, NOW + 5 * HOUR):
        read_at(reading, start)
        looks(start, start + SECOND)
        later = start + 4 * HOUR
        read_at(reading, later)
        silent(reading, later - 16 * MINUTE)
        looks(later, later + SECOND)
    assert len(letters.letters) == 3  # trouble, over, trouble


def test_a_short_outage_nobody_was_told_of_ends_without_a_letter(reading: Shop, letters: MailServer) -> None:
    silent(reading, NOW - 16 * MINUTE)
    looks(NOW)
    read_at(reading, NOW)
    looks(NOW + 30 * SECOND)
    assert letters.letters == []


def test_several_workers_write_one_letter(reading: Shop, letters: MailServer) -> None:
    silent(reading, NOW - 16 * MINUTE)
    looks(NOW)
    start = threading.Barrier(3)

    def work() -> None:
        start.wait()
        night.watch(now=NOW + MINUTE)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(letters.letters) == 1


def test_a_letter_that_could_not_be_handed_over_is_written_again_later(
    reading: Shop, letters: MailServer
) -> None:
    silent(reading, NOW - 16 * MINUTE)
    letters.refuses = True
    assert looks(NOW, NOW + 30 * SECOND) == 0
    letters.refuses = False
    assert looks(NOW + MINUTE) == 0, "not at once"
    assert looks(NOW + 6 * MINUTE) == 1


def test_a_mail_library_that_breaks_keeps_no_other_letter_back(
    reading: Shop, letters: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """smtplib cannot encode every password: that must neither count as told nor stop the other accounts."""
    Stream.objects.update(last_ok_at=NOW - 16 * MINUTE)
    send = EmailMessage.send

    def breaks(letter: EmailMessage, fail_silently: bool = False) -> int:
        if "ala@example.com" in letter.to:
            raise UnicodeEncodeError("ascii", "ł", 0, 1, "not ASCII")
        return send(letter, fail_silently)

    monkeypatch.setattr(EmailMessage, "send", breaks)
    assert looks(NOW, NOW + 30 * SECOND) == 1
    assert letters.recipients == ["celina@example.com"]
    reading.account.refresh_from_db()
    assert reading.account.trouble_told_at is None
    monkeypatch.undo()
    assert looks(NOW + 6 * MINUTE) == 1


def test_an_account_that_comes_and_goes_all_night_writes_one_pair_of_letters(
    reading: Shop, letters: MailServer
) -> None:
    for start in (NOW, NOW + 30 * MINUTE, NOW + HOUR):
        read_at(reading, start)
        silent(reading, start - 16 * MINUTE)
        looks(start, start + 30 * SECOND)
        read_at(reading, start + MINUTE)
        looks(start + MINUTE)
    assert len(letters.letters) == 2


def test_issues_that_are_not_read_are_an_outage_although_messages_are(
    reading: Shop, letters: MailServer
) -> None:
    Account.objects.update(connected_at=NOW - 9 * HOUR)
    Stream.objects.create(
        account=reading.account, name="issues", last_ok_at=NOW - 2 * HOUR, next_pull_at=NOW, failures=9
    )
    line = first_line(reading)
    assert (line.silent_since, line.behind_since, line.is_stale) == (None, NOW - 2 * HOUR, True)
    assert looks(NOW, NOW + 30 * SECOND) == 1


def test_a_pause_and_a_missing_right_wake_nobody(reading: Shop, letters: MailServer) -> None:
    Stream.objects.create(
        account=reading.account, name="issues", last_error="ScopeMissing", failures=40, next_pull_at=NOW
    )
    Account.objects.filter(pk=reading.other.pk).update(state=Account.State.PAUSED)
    Stream.objects.filter(account=reading.other).update(last_ok_at=NOW - 9 * HOUR)
    assert looks(NOW, NOW + 30 * SECOND, NOW + MINUTE) == 0
    assert letters.letters == []


def test_without_mail_or_address_the_outage_is_remembered_and_told_as_soon_as_possible(
    reading: Shop, letters: MailServer, settings: Any
) -> None:
    silent(reading, NOW - 16 * MINUTE)
    settings.MAIL_IS_ON = False
    assert looks(NOW, NOW + 30 * SECOND) == 0
    reading.account.refresh_from_db()
    assert reading.account.trouble_since_at == NOW - 16 * MINUTE
    settings.MAIL_IS_ON = True
    User.objects.filter(pk=reading.ala.pk).update(email="")
    assert looks(NOW + MINUTE) == 0
    User.objects.filter(pk=reading.ala.pk).update(email="ala@example.com")
    assert looks(NOW + 2 * MINUTE) == 1


# The first line of Today


def first_line(shop: Shop) -> Any:
    return freshness({shop.account.pk: "owner"}, now=NOW)[0]


def test_the_line_knows_since_when_and_that_no_worker_runs(reading: Shop) -> None:
    Stream.objects.filter(account=reading.account).update(
        last_ok_at=NOW - 7 * MINUTE, next_pull_at=NOW - 6 * MINUTE
    )
    line = first_line(reading)
    assert (line.silent_since, line.cause, line.is_stale) == (NOW - 7 * MINUTE, "worker", True)


def test_the_line_knows_that_the_marketplace_does_not_answer(reading: Shop) -> None:
    Stream.objects.filter(account=reading.account).update(
        last_ok_at=NOW - 7 * MINUTE, next_pull_at=NOW + MINUTE, failures=5, last_error="Temporary"
    )
    assert first_line(reading).cause == "platform"


def test_an_account_never_read_since_it_was_connected_is_silent_since_then(reading: Shop) -> None:
    Stream.objects.filter(account=reading.account).update(last_ok_at=None)
    assert first_line(reading).silent_since == NOW - HOUR
    Account.objects.update(connected_at=NOW - MINUTE)
    assert first_line(reading).silent_since is None


def test_what_the_consent_does_not_cover_forbids_to_say_that_all_is_answered(reading: Shop) -> None:
    Stream.objects.create(account=reading.account, name="issues", last_error="ScopeMissing")
    line = first_line(reading)
    assert (line.lacking, line.silent_since, line.is_stale) == (("issues",), None, True)
