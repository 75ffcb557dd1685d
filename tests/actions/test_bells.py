"""The worker waits at a real Dovecot's bell: a mail is here within seconds, though the inbox is polled once a minute."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from kontuar.actions import accounts, connect_mailbox, streams
from kontuar.connectors import get as connector_named
from kontuar.store.models import Account, Message, Stream
from kontuar.worker.bells import Bells
from kontuar.worker.runner import Runner
from tests.mail_server.office import Box
from tests.post import letter
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 50.0
"""Below the minute after which the inbox would be polled, and far below the half hour of one wait at a bell."""


def eventually(is_so: Callable[[], Any], seconds: float = PATIENCE) -> Any:
    until = time.monotonic() + seconds
    while not (found := is_so()):
        assert time.monotonic() < until, "did not happen"
        time.sleep(0.02)
    return found


@pytest.fixture
def account(shop: Shop, mailbox: Box) -> Account:
    now = timezone.now()
    Account.objects.all().delete()
    return connect_mailbox.connect(
        shop.ala,
        settings=mailbox.settings(),
        password=mailbox.password,
        read_since=now - timedelta(days=1),
        now=now,
    )


@pytest.fixture
def listen() -> Iterator[Callable[..., Bells]]:
    """Bells that look at the accounts whenever they are tended."""
    made: list[Bells] = []

    def begin(**given: Any) -> Bells:
        made.append(Bells(**{"look_every": 0.0, "first_pause": 0.1, **given}))
        made[-1].tend()
        return made[-1]

    yield begin
    for bells in made:
        bells.close()


@contextmanager
def running() -> Iterator[tuple[Runner, threading.Event]]:
    stop = threading.Event()
    runner = Runner(stop, threads=3)
    thread = threading.Thread(target=runner.run)
    thread.start()
    try:
        yield runner, stop
    finally:
        stop.set()
        thread.join()


def a_mail(name: str, box: Box) -> bytes:
    return letter(name, at=timezone.now(), to=box.address)


def listeners() -> int:
    return sum(thread.name.startswith("bell-") for thread in threading.enumerate())


def quiet(account: Account) -> None:
    """Everything was read; the next polling lies far away."""
    Stream.objects.filter(account=account).update(next_pull_at=timezone.now() + timedelta(hours=1))


def hung(account: Account, listen: Callable[..., Bells]) -> Bells:
    """A bell that has rung for what came before it hung, and is silent now."""
    quiet(account)
    bells = listen()
    eventually(lambda: bells.listening and is_due(account))
    quiet(account)
    return bells


def is_due(account: Account) -> bool:
    return Stream.objects.filter(account=account, name="inbox", next_pull_at__lte=timezone.now()).exists()


def test_the_inbox_is_polled_once_a_minute_so_what_comes_sooner_was_rung(account: Account) -> None:
    every = {spec.name: spec.every for spec in connector_named("mail").streams}
    assert every["inbox"] >= timedelta(seconds=60)


def test_a_mail_is_in_its_case_within_seconds(account: Account, mailbox: Box) -> None:
    with running() as (runner, _stop):
        eventually(
            lambda: Stream.objects.filter(account=account, name="inbox", last_ok_at__isnull=False).exists()
        )
        eventually(lambda: runner._bells.listening)
        for name in ("first", "second"):
            mailbox.put(a_mail(name, mailbox))
            eventually(lambda name=name: Message.objects.filter(external_id__contains=name).exists())
    assert Message.objects.count() == 2


def test_who_stops_the_worker_waits_for_no_bell(account: Account) -> None:
    with running() as (runner, stop):
        eventually(lambda: runner._bells.listening)
        eventually(lambda: not runner._busy or all(one.done() for one in runner._busy.values()))
        stop.set()
        eventually(lambda: not listeners())


def test_a_bell_makes_the_stream_due_and_nothing_else(
    account: Account, mailbox: Box, listen: Callable[..., Bells]
) -> None:
    bells = hung(account, listen)
    assert bells.listening == {account.pk}
    assert not is_due(account)
    mailbox.put(a_mail("one", mailbox))
    eventually(lambda: is_due(account))
    assert Stream.objects.filter(account=account, next_pull_at__lte=timezone.now()).count() == 1


def test_a_line_that_broke_is_opened_again(
    account: Account, mailbox: Box, listen: Callable[..., Bells]
) -> None:
    bells = hung(account, listen)
    mailbox.office.dovecot.kick(mailbox.address)
    eventually(lambda: is_due(account))
    quiet(account)
    eventually(lambda: bells.listening)
    mailbox.put(a_mail("one", mailbox))
    eventually(lambda: is_due(account))


@pytest.mark.parametrize("state", ["paused", "signed_out"])
def test_the_bell_of_an_account_that_rests_ends_and_begins_again(
    account: Account, listen: Callable[..., Bells], state: str
) -> None:
    bells = listen()
    eventually(lambda: bells.listening)
    Account.objects.update(state=state)
    bells.tend()
    eventually(lambda: not listeners())
    assert not bells.listening
    Account.objects.update(state="active")
    bells.tend()
    eventually(lambda: bells.listening)


def test_the_bell_of_a_removed_account_ends(account: Account, listen: Callable[..., Bells]) -> None:
    bells = listen()
    eventually(lambda: bells.listening)
    Account.objects.all().delete()
    bells.tend()
    eventually(lambda: not listeners())


def test_other_servers_or_another_password_open_another_bell(
    account: Account, listen: Callable[..., Bells]
) -> None:
    bells = listen()
    eventually(lambda: bells.listening)
    before = bells._bells[account.pk]
    bells.tend()
    assert bells._bells[account.pk] is before
    Account.objects.update(tokens_version=9)
    bells.tend()
    assert bells._bells[account.pk] is not before
    eventually(lambda: bells.listening)
    eventually(lambda: before.thread is not None and not before.thread.is_alive())


def test_a_mailbox_that_is_handed_over_has_no_bell(account: Account, listen: Callable[..., Bells]) -> None:
    settings = {name: value for name, value in account.settings.items() if name != "imap"}
    Account.objects.update(settings=settings)
    bells = listen()
    eventually(lambda: not listeners())
    bells.tend()
    assert not listeners()


def test_there_are_no_more_bells_than_allowed(
    account: Account, mailbox: Box, shop: Shop, listen: Callable[..., Bells]
) -> None:
    now = timezone.now()
    other = mailbox.office.open_box()
    connect_mailbox.connect(
        shop.ala, settings=other.settings(), password=other.password, read_since=now, now=now
    )
    bells = listen(most=1)
    eventually(lambda: bells.listening)
    bells.tend()
    assert bells.listening == {account.pk}
    assert len(bells._bells) == 1


def test_a_bell_that_rings_while_the_inbox_is_read_rings_again_afterwards(
    account: Account, mailbox: Box, listen: Callable[..., Bells]
) -> None:
    """What rang may have come after that reading looked."""
    hung(account, listen)
    inbox = Stream.objects.filter(account=account, name="inbox")
    inbox.update(lease_until=timezone.now() + timedelta(minutes=1), lease_owner="somebody")
    assert not streams.ring(account.pk, "inbox", now=timezone.now())
    mailbox.put(a_mail("one", mailbox))
    with pytest.raises(AssertionError):
        eventually(lambda: is_due(account), seconds=1.5)
    inbox.update(lease_until=None)
    eventually(lambda: is_due(account))


def test_a_password_that_is_no_longer_good_leaves_the_bell_patient(
    account: Account, mailbox: Box, listen: Callable[..., Bells]
) -> None:
    mailbox.with_password("another one")
    bells = listen()
    bell = bells._bells[account.pk]
    eventually(lambda: bell.pause > 0.1)
    assert not bells.listening
    accounts.pause(account, _owner(account), now=timezone.now())
    bells.tend()
    eventually(lambda: not listeners())


def _owner(account: Account) -> Any:
    return account.accesses.get(role="owner").user
