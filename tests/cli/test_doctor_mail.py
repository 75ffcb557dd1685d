"""The doctor on mailboxes: plain words, at a real Dovecot; its report names no address, host or folder."""

from collections.abc import Callable
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from kontuar.actions import connect_mailbox, mail_clock, spool
from kontuar.cli import words
from kontuar.cli.doctor import accounts, mail
from kontuar.cli.doctor.line import Level, Line
from kontuar.store.models import Account, Message
from tests.mail_server.office import Box
from tests.post import arrives, letter
from tests.shop import NOW, Shop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "speaks_polish", lambda: False)


@pytest.fixture
def account(shop: Shop, mailbox: Box) -> Account:
    Account.objects.all().delete()
    now = timezone.now()
    return connect_mailbox.connect(
        shop.ala,
        settings=mailbox.settings(),
        password=mailbox.password,
        read_since=now - timedelta(days=1),
        now=now,
    )


def said(account: Account, *, online: bool = True) -> list[Line]:
    return list(mail.lines(account, timezone.now(), online=online))


def test_a_mailbox_that_lets_us_in_is_well(account: Account) -> None:
    [line] = said(account)
    assert (line.level, line.text) == (Level.GOOD, "the mail server lets us in.")


def test_a_wrong_password_is_called_so(account: Account, mailbox: Box) -> None:
    mailbox.with_password("another one")
    [line] = said(account)
    assert line.level is Level.WRONG
    assert "does not accept the password" in line.text


def test_a_server_that_is_not_there_is_named_to_its_owner_alone(account: Account) -> None:
    imap = {"host": "127.0.0.1", "port": 9, "security": "none"}
    Account.objects.update(settings={**account.settings, "imap": imap})
    account.refresh_from_db()
    [line] = said(account)
    assert line.level is Level.WRONG
    assert "127.0.0.1:9" in line.text
    assert "127.0.0.1" not in line.report


def test_a_folder_that_is_gone_is_a_matter_of_the_settings(account: Account) -> None:
    Account.objects.update(settings={**account.settings, "folders": ["INBOX", "Gone"]})
    account.refresh_from_db()
    [line] = said(account)
    assert line.level is Level.WRONG
    assert "settings" in line.text


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("app_password_needed", "app password"),
        ("imap_disabled", "IMAP"),
        ("smtp_disabled", "SMTP"),
        ("passwords_off", "through its own page"),
        ("web_login_needed", "in a browser"),
        ("xoauth_refused", "consent"),
        ("password_refused", "does not accept the password"),
        ("", "does not accept the password"),
    ],
)
def test_a_signed_out_mailbox_says_what_its_provider_wants(account: Account, code: str, hint: str) -> None:
    Account.objects.update(state="signed_out", auth_problem=code)
    account.refresh_from_db()
    [line] = said(account)
    assert line.level is Level.WRONG
    assert hint in line.text


def test_a_mailbox_that_is_handed_over_is_not_called_unread(account: Account) -> None:
    settings = {name: value for name, value in account.settings.items() if name != "imap"}
    Account.objects.update(settings=settings)
    lines = list(accounts.examine(online=False))
    assert any("hands its mails over" in line.text for line in lines)
    assert not any("not read yet" in line.text or "last read" in line.text for line in lines)


def test_the_whole_examination_speaks_of_a_mailbox_and_of_no_marketplace(account: Account) -> None:
    lines = list(accounts.examine(online=True))
    assert any("mail server lets us in" in line.text for line in lines)
    assert not any("marketplace" in line.text for line in lines)
    assert not any(account.login in line.report for line in lines)


# The clock


def stamped(number: int, waited: timedelta) -> bytes:
    """Read at NOW + 1 minute, stamped by the server ``waited`` before."""
    at = NOW + timedelta(minutes=1) - waited
    stamp = f"Received: from x by mx.example.com; {format_datetime(at)}"
    return letter(f"n{number}", at=min(at, NOW), more=[stamp], sender=f"a{number}@example.net")


@pytest.mark.parametrize(
    ("waits", "expected"),
    [
        ([], None),
        ([30], None),
        ([30, 20, 40, 25, 50], -20),
        ([30, -90, 40], 90),
        ([900, 800, 700, 720, 1200], -700),
        ([900, 800, 700, 720, 3], -3),
        ([60 * 60 * 24], None),
    ],
)
def test_the_stamps_of_mails_tell_how_far_our_clock_is_off(
    post_box: Account, waits: list[int], expected: int | None
) -> None:
    for number, seconds in enumerate(waits):
        arrives(post_box, stamped(number, timedelta(seconds=seconds)))
    assert Message.objects.count() == len(waits)
    known = mail_clock.skew(post_box)
    assert known == (None if expected is None else timedelta(seconds=expected))


def test_a_clock_behind_the_mail_servers_is_wrong(post_box: Account) -> None:
    arrives(post_box, stamped(1, -timedelta(seconds=90)))
    [line] = mail._clock(post_box)
    assert line.level is Level.WRONG
    assert "90 s behind" in line.text


# What was handed over


@pytest.fixture
def put(settings: Any, tmp_path: Path) -> Callable[[str], Path]:
    settings.DATA_DIR = tmp_path

    def one(where: str) -> Path:
        path = tmp_path / "spool" / "mail" / where / "sklep,1.eml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"From: a@example.org")
        return path

    return one


@pytest.mark.parametrize(("where", "level"), [("unplaced", Level.CARE), ("broken", Level.WRONG)])
def test_mail_that_gets_into_no_case_is_said_with_its_place(
    put: Callable[[str], Path], tmp_path: Path, where: str, level: Level
) -> None:
    put(where)
    [line] = mail.handed_over(timezone.now())
    assert line.level is level
    assert str(tmp_path) in line.text
    assert str(tmp_path) not in line.report


def test_mail_that_waits_is_said_when_it_waits_for_long(put: Callable[[str], Path]) -> None:
    put("new")
    now = timezone.now()
    assert not list(mail.handed_over(now + timedelta(minutes=9)))
    [line] = mail.handed_over(now + spool.LATE_AFTER + timedelta(minutes=1))
    assert line.level is Level.WRONG


def test_a_spool_nobody_may_look_into_names_the_user(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    (tmp_path / "spool").mkdir()
    (tmp_path / "spool" / "mail").write_text("not a folder")
    [line] = mail.handed_over(timezone.now())
    assert line.level is Level.WRONG
    assert "same user" in line.text
