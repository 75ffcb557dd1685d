"""What a mail server hands over gets into a case, once, and nothing that cannot is lost."""

import hashlib
import os
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kontuar.actions import letters, spool
from kontuar.cli import mail_pipe
from kontuar.connectors import CONNECTORS
from kontuar.connectors.mail.connector import MailConnector
from kontuar.facts.mails import Letter as LetterFact
from kontuar.store.models import Account, Case, Duty, Letter, Message
from tests.post import a_mailbox, letter
from tests.shop import NOW

pytestmark = pytest.mark.django_db
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)

type Hand = Callable[..., Path]


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(spool, "_watch", spool.Watch())
    settings.ATTACHMENTS_DIR = tmp_path / "attachments"
    return tmp_path / "spool" / "mail"


@pytest.fixture
def hand(folder: Path) -> Hand:
    """The pipe itself, as a mail server calls it; ``at`` is when it did."""

    def one(raw: bytes, *, mailbox: str = "", at: datetime = NOW) -> Path:
        before = set((folder / "new").glob("*")) if folder.exists() else set()
        with tempfile.TemporaryFile() as source:
            source.write(raw)
            source.seek(0)
            assert mail_pipe.spool(source.fileno(), str(folder), mailbox) == 0
        [path] = set((folder / "new").iterdir()) - before
        os.utime(path, (at.timestamp(), at.timestamp()))
        return path

    return one


def take(now: datetime = NOW) -> int:
    return spool.take_in(owner="test", now=now) if spool.is_due(now) else 0


def left(folder: Path) -> dict[str, int]:
    return {place.name: n for place in folder.iterdir() if (n := len(list(place.iterdir())))}


def test_a_handed_over_mail_becomes_a_case_that_is_owed_an_answer(post_box, hand, folder):
    raw = letter("1")
    hand(raw)
    assert take() == 1
    message = Message.objects.get()
    assert message.text.startswith("Dzień dobry")
    assert Duty.objects.get().case == message.case
    assert letters.raw_of(Letter.objects.get(message=message)) == raw
    assert left(folder) == {}
    assert not spool.is_due(NOW)


def test_mails_come_in_the_order_in_which_they_were_handed_over(post_box, hand):
    hand(letter("2", text="drugi"), at=NOW)
    hand(letter("1", text="pierwszy"), at=NOW - MINUTE)
    take()
    assert list(Message.objects.order_by("pk").values_list("text", flat=True)) == ["pierwszy", "drugi"]


def test_a_mail_without_a_date_came_when_it_was_handed_over(post_box, hand):
    raw = b"\r\n".join(line for line in letter("1").split(b"\r\n") if not line.startswith(b"Date:"))
    hand(raw, at=NOW - 7 * MINUTE)
    take()
    assert Message.objects.get().written_at == NOW - 7 * MINUTE


def test_the_same_mail_twice_is_one_message(post_box, hand, folder):
    for _ in range(2):
        hand(letter("1"))
    assert take() == 2
    assert (Message.objects.count(), Letter.objects.count()) == (1, 1)
    assert left(folder) == {}


def test_the_name_the_pipe_was_given_says_which_mailbox(post_box, make_account, hand):
    other = a_mailbox(make_account, "hurt@example.org")
    hand(letter("1"), mailbox="hurt")
    take()
    assert Message.objects.get().account == other


def test_a_mail_to_two_mailboxes_here_is_read_in_both(post_box, make_account, hand, folder):
    other = a_mailbox(make_account, "hurt@example.org")
    hand(letter("1", to="sklep@example.org, hurt@example.org"))
    assert take() == 1
    assert set(Message.objects.values_list("account_id", flat=True)) == {post_box.pk, other.pk}
    assert left(folder) == {}


def test_a_mail_for_nobody_here_is_kept_until_somebody_is(post_box, make_account, hand, folder, caplog):
    a_mailbox(make_account, "hurt@example.org")
    hand(letter("1", to="info@example.org"))
    assert take() == 0
    assert left(folder) == {"unplaced": 1}
    assert spool.counts().unplaced == 1
    assert spool.trouble(now=NOW)
    assert not any(spool.is_due(NOW + n * MINUTE) for n in range(1, 5))
    Account.objects.filter(pk=post_box.pk).update(
        settings={**post_box.settings, "aliases": ["info@example.org"]}
    )
    assert take(NOW + 9 * MINUTE) == 1
    assert Message.objects.get().account == post_box
    assert left(folder) == {}
    assert not spool.trouble(now=NOW)


class Stubborn(MailConnector):
    """Fails on what says "trucizna"; ``kind`` is what it raises."""

    kind: type[Exception] = ValueError

    def read(self, raw: bytes, **given: Any) -> Any:
        if b"trucizna" in raw:
            raise self.kind("Jan Kowalski napisal")
        return super().read(raw, **given)


def test_what_fails_three_times_is_kept_apart_and_holds_up_nothing(
    post_box, hand, folder, monkeypatch, capfd
):
    monkeypatch.setitem(CONNECTORS, "mail", Stubborn())
    poison = hand(letter("1", text="trucizna"), mailbox="sklep", at=NOW - MINUTE)
    hand(letter("2"))
    assert take() == 1
    assert take(NOW + 9 * SECOND) == 0
    take(NOW + 10 * SECOND)
    assert left(folder) == {"cur": 1}
    take(NOW + 75 * SECOND)
    assert left(folder) == {"broken": 1}
    assert (folder / "broken" / poison.name).read_bytes() == letter("1", text="trucizna")
    assert spool.trouble(now=NOW + 75 * SECOND)
    assert not spool.is_due(NOW + timedelta(days=1))
    said = capfd.readouterr()
    assert "Kowalski" not in said.out + said.err


def test_a_mended_program_reads_what_was_put_back_into_new(post_box, hand, folder, monkeypatch):
    monkeypatch.setitem(CONNECTORS, "mail", Stubborn())
    hand(letter("1", text="trucizna"))
    for minutes in range(4):
        take(NOW + minutes * 2 * MINUTE)
    monkeypatch.setitem(CONNECTORS, "mail", MailConnector())
    [kept] = (folder / "broken").iterdir()
    kept.rename(folder / "new" / kept.name)
    assert take(NOW + 9 * MINUTE) == 1


class Deaf(MailConnector):
    """Finds nothing in any mail."""

    def read(self, raw: bytes, **given: Any) -> Any:
        return tuple(fact for fact in super().read(raw, **given) if not isinstance(fact, LetterFact))


def test_a_mail_of_which_no_letter_was_read_does_not_go(post_box, hand, folder, monkeypatch):
    monkeypatch.setitem(CONNECTORS, "mail", Deaf())
    hand(letter("1"))
    assert take() == 0
    assert left(folder) == {"cur": 1}
    assert not Message.objects.exists()


def test_what_kills_its_reader_three_times_is_not_read_a_fourth_time(post_box, hand, folder):
    hand(letter("1"))
    box, now = spool.box(), NOW
    for _ in range(3):
        [paper] = box.due(now)
        assert box.claim(paper, owner="dies", now=now)
        now += timedelta(minutes=3)
    assert take(now) == 0
    assert left(folder) == {"broken": 1}


def test_a_full_disk_is_not_the_mails_fault(post_box, hand, folder, settings):
    settings.ATTACHMENTS_DIR.write_text("in the way")
    hand(letter("1"))
    hand(letter("2"), at=NOW + SECOND)
    for minutes in range(9):
        assert take(NOW + minutes * MINUTE) == 0
    assert sum(left(folder).values()) == 2
    assert "broken" not in left(folder)
    settings.ATTACHMENTS_DIR.unlink()
    assert take(NOW + 10 * MINUTE) == 2
    assert left(folder) == {}


def test_a_mail_of_another_user_stops_no_other(post_box, hand, folder, monkeypatch):
    # As the disk says it of a file another user wrote; root, who may run this test, is never told so.
    monkeypatch.setattr(Stubborn, "kind", PermissionError)
    monkeypatch.setitem(CONNECTORS, "mail", Stubborn())
    hand(letter("1", text="trucizna"), at=NOW - MINUTE)
    hand(letter("2"))
    assert take() == 1
    assert left(folder) == {"cur": 1}


def test_a_mail_for_a_paused_mailbox_waits_and_is_not_blamed(post_box, hand, folder):
    Account.objects.update(state="paused")
    hand(letter("1"))
    for minutes in range(9):
        assert take(NOW + minutes * 2 * MINUTE) == 0
    Account.objects.update(state="active")
    assert take(NOW + 30 * MINUTE) == 1


def test_a_signed_out_mailbox_still_takes_what_is_handed_over(post_box, hand):
    Account.objects.update(state="signed_out")
    hand(letter("1"))
    assert take() == 1


def test_a_file_far_larger_than_any_mail_is_not_even_read(post_box, folder):
    (folder / "new").mkdir(parents=True)
    with (folder / "new" / "huge.eml").open("wb") as file:
        file.truncate(spool.MOST_BYTES + 1)
    take(NOW + timedelta(days=400))
    assert left(folder) == {"broken": 1}


def test_who_is_asked_to_stop_leaves_the_rest(post_box, hand):
    for number in range(5):
        hand(letter(str(number)), at=NOW + number * SECOND)
    assert spool.take_in(owner="test", now=NOW, is_over=lambda: Message.objects.count() >= 2) == 2
    assert take() == 3


def test_folders_nobody_may_look_into_stop_nothing_else(post_box, folder):
    folder.parent.mkdir(parents=True)
    folder.write_text("not a folder")
    assert not spool.is_due(NOW)
    assert spool.trouble(now=NOW)


def test_an_empty_spool_asks_the_database_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert not spool.is_due(NOW)
    assert not Case.objects.exists()


@pytest.mark.slow
def test_every_mail_of_the_collections_gets_in_whole(post_box, hand, folder, shared):
    paths = sorted((shared / "data" / "mime").rglob("*.eml"))
    assert len(paths) > 100
    digests = set()
    for number, path in enumerate(paths):
        if raw := path.read_bytes():
            hand(raw, at=NOW - timedelta(seconds=len(paths) - number))
            digests.add(hashlib.sha256(raw).hexdigest())
    while take():
        continue
    assert left(folder) == {}
    kept = {letter.digest for letter in Letter.objects.all()}
    assert kept <= digests
    for row in Letter.objects.all():
        assert hashlib.sha256(letters.raw_of(row)).hexdigest() == row.digest
    assert spool.counts().broken == spool.counts().unplaced == 0
