"""Archives come in as they lie on disks: maildir, mbox, folders of files; twice changes nothing."""

import hashlib
import mailbox as stdlib_mailbox
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kontuar.actions import import_mail, mail_archives
from kontuar.actions.import_mail import Counts, NoMailbox
from kontuar.actions.mail_archives import Found, mails_in
from kontuar.facts.messages import Role
from kontuar.store.models import Account, Case, Letter, Message
from tests.post import ADDRESS, letter, sent
from tests.shop import NOW

TWICE = 25
"""Real mails of which two are the same but for headers."""
ARRIVED = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)


def take_in(account: Account, path: Path, **given: object) -> tuple[Counts, list[tuple[str, str]]]:
    troubles: list[tuple[str, str]] = []
    counts = import_mail.take_in(
        account,
        mails_in(path),
        is_sent=bool(given.get("is_sent")),
        clock=lambda: NOW,
        complain=lambda place, code: troubles.append((place, code)),
    )
    return counts, troubles


def box(path: Path, *raws: bytes) -> Path:
    made = stdlib_mailbox.mbox(path)
    for raw in raws:
        made.add(raw)
    made.close()
    return path


def maildir(path: Path, *raws: bytes, where: str = "cur") -> Path:
    for name in ("cur", "new", "tmp"):
        (path / name).mkdir(parents=True, exist_ok=True)
    for number, raw in enumerate(raws):
        (path / where / f"{int(ARRIVED.timestamp()) + number}.M1.host:2,S").write_bytes(raw)
    return path


def files(path: Path, *raws: bytes) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    for number, raw in enumerate(raws):
        (path / f"{number}.eml").write_bytes(raw)
    return path


EXCHANGE = (letter("a"), letter("b", subject="Faktura"), letter("c", after=["a"]))


@pytest.mark.django_db
@pytest.mark.parametrize("write", [box, maildir, files])
def test_every_kind_of_archive_gives_the_same(post_box: Account, tmp_path: Path, write: object) -> None:
    path = write(tmp_path / "archive", *EXCHANGE)  # type: ignore[operator]
    counts, troubles = take_in(post_box, path)
    assert (counts.read, counts.stored, counts.known, troubles) == (3, 3, 0, [])
    assert Case.objects.count() == 2
    assert counts.passed == mail_archives.size_of(path)


@pytest.mark.django_db
def test_a_second_run_stores_nothing(post_box: Account, tmp_path: Path) -> None:
    path = box(tmp_path / "mails.mbox", *EXCHANGE, letter("", text="bez numeru"))
    take_in(post_box, path)
    before = [list(model.objects.order_by("pk").values()) for model in (Message, Case, Letter)]
    counts, _ = take_in(post_box, path)
    assert (counts.stored, counts.known) == (0, 4)
    assert before == [list(model.objects.order_by("pk").values()) for model in (Message, Case, Letter)]


@pytest.mark.django_db
def test_an_import_that_was_stopped_goes_on(
    post_box: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_mail, "MAILS_A_PORTION", 2)
    path = files(tmp_path / "mails", *(letter(f"m{n}", subject=str(n)) for n in range(7)))

    def stop(counts: Counts) -> None:
        if counts.read >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_mail.take_in(post_box, mails_in(path), is_sent=False, clock=lambda: NOW, tell=stop)
    assert Letter.objects.count() == 4
    counts, _ = take_in(post_box, path)
    assert (counts.stored, counts.known) == (3, 4)


@pytest.mark.django_db
def test_mails_of_a_sent_folder_are_ours_and_trash_stays_out(post_box: Account, tmp_path: Path) -> None:
    maildir(tmp_path / "Mail", letter("a"))
    maildir(tmp_path / "Mail" / ".Sent", sent("b", after=["a"]))
    maildir(tmp_path / "Mail" / ".INBOX.Trash", letter("c"))
    counts, _ = take_in(post_box, tmp_path / "Mail")
    assert (counts.stored, counts.left_out.total()) == (2, 1)
    assert Message.objects.get(external_id="b@example.com").role == Role.SELLER.value
    counts, _ = take_in(post_box, tmp_path / "Mail" / ".INBOX.Trash")
    assert counts.stored == 1


@pytest.mark.django_db
def test_what_the_person_says_was_sent_was_sent(post_box: Account, tmp_path: Path) -> None:
    take_in(post_box, box(tmp_path / "out.mbox", sent("b")), is_sent=True)
    assert Letter.objects.get().is_sent


@pytest.mark.django_db
def test_googles_labels_tell_what_was_sent_and_what_was_thrown_away(
    post_box: Account, tmp_path: Path
) -> None:
    def labelled(raw: bytes, labels: str) -> bytes:
        return f"X-Gmail-Labels: {labels}\r\n".encode() + raw

    path = box(
        tmp_path / "takeout.mbox",
        labelled(letter("a"), "Inbox,Unread"),
        labelled(sent("b", after=["a"]), "Opened,Sent"),
        labelled(letter("c"), "Spam,\r\n Unread"),
    )
    counts, _ = take_in(post_box, path)
    assert (counts.stored, counts.left_out.total()) == (2, 1)
    assert Message.objects.get(external_id="b@example.com").role == Role.SELLER.value


@pytest.mark.django_db
def test_what_is_no_mail_is_said_and_kept_as_it_is(post_box: Account, tmp_path: Path) -> None:
    path = files(tmp_path / "mails", b"", letter("a"), b"\x00\xff\x00 no mail at all \x00")
    counts, troubles = take_in(post_box, path)
    assert counts.read == counts.stored == 3
    assert ("0.eml", "empty") in troubles
    assert counts.troubled == len(troubles)


def test_a_file_is_a_mail_by_how_it_begins_whatever_it_is_called(tmp_path: Path) -> None:
    (tmp_path / "1.").write_bytes(letter("a"))
    (tmp_path / "old.txt").write_bytes(b"Return-Path: <ola@example.com>\r\n" + letter("b"))
    (tmp_path / "README").write_bytes(b"Note: these are mails")
    (tmp_path / "INBOX.msf").write_bytes(b"// <!-- <mdb:mork:z v=1.4/> -->")
    assert [found.place for found in mails_in(tmp_path)] == ["1.", "old.txt"]


@pytest.mark.django_db
def test_a_mail_without_a_date_is_dated_by_its_archive(post_box: Account, tmp_path: Path) -> None:
    raw = b"From: ola@example.com\r\nMessage-ID: <a@example.com>\r\n\r\nBez daty"
    take_in(post_box, maildir(tmp_path / "Mail", raw))
    kept = Letter.objects.get()
    assert kept.sent_at == kept.received_at == ARRIVED


def test_a_line_that_begins_with_from_ends_no_mail(tmp_path: Path) -> None:
    text = "Dzień dobry\r\n\r\nFrom Poland with love\r\n\r\n>From nothing\r\nkoniec"
    path = tmp_path / "one.mbox"
    path.write_bytes(
        b"From - Mon Nov 02 09:00:00 2026\r\n"
        + letter("a", text=text.replace(">From", ">>From"))
        + b"\r\n\r\n"
    )
    [found] = mails_in(path)
    assert found.raw.endswith(b">From nothing\r\nkoniec\r\n")
    assert b"\nFrom Poland" in found.raw


def test_a_line_without_a_date_parts_mails_where_a_header_follows(tmp_path: Path) -> None:
    path = tmp_path / "two.mbox"
    second = b"\n\nFrom ola@example.com\n" + letter("b", text="Cytat:\r\n\r\nFrom jan@example.com\r\nWitam")
    path.write_bytes(b"From ola@example.com\n" + letter("a") + second)
    assert [found.raw for found in mails_in(path)] == [letter("a") + b"\n", second.partition(b".com\n")[2]]


@pytest.mark.parametrize(
    "line",
    [
        "ola@example.com Mon Nov  2 09:00:00 2026",
        "- Mon Nov 02 09:00:00 2026",
        "17@xxx Mon Nov 02 09:00:00 +0000 2026",
    ],
)
def test_the_line_between_mails_tells_when_they_came(tmp_path: Path, line: str) -> None:
    path = tmp_path / "one.mbox"
    path.write_bytes(f"From {line}\n".encode() + letter("a"))
    [found] = mails_in(path)
    assert found.told_at == datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def test_a_mail_larger_than_memory_may_be_is_passed_by(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail_archives, "MOST_BYTES", 1000)
    path = box(tmp_path / "mails.mbox", letter("a"), letter("b", text="x" * 2000), letter("c"))
    assert [found.trouble for found in mails_in(path)] == ["", "too_large", ""]


def test_portions_are_bounded_by_bytes_too() -> None:
    half = import_mail.BYTES_A_PORTION // 2 + 1
    portions = list(import_mail._portions(Found(place=str(n), raw=bytes(half)) for n in range(4)))
    assert [len(some) for some in portions] == [2, 2]


@pytest.mark.django_db
def test_the_only_mailbox_need_not_be_named(post_box: Account) -> None:
    assert import_mail.mailbox() == import_mail.mailbox(ADDRESS.upper()) == post_box
    with pytest.raises(NoMailbox):
        import_mail.mailbox("ktos@example.net")


@pytest.mark.django_db
def test_without_a_mailbox_nothing_is_taken_in(shop: object) -> None:
    with pytest.raises(NoMailbox):
        import_mail.mailbox()


@pytest.mark.django_db
def test_every_real_mail_comes_in_and_none_is_lost(post_box: Account, shared: Path) -> None:
    where = shared / "data" / "mime"
    if not where.is_dir():
        pytest.skip("no mails at ../shared/data/mime")
    raws = [found.raw for found in mails_in(where)]
    counts, troubles = take_in(post_box, where)
    assert len(raws) > 200
    assert not troubles
    assert counts.read == len(raws) == counts.stored + counts.known
    digests = set(Letter.objects.values_list("digest", flat=True))
    assert counts.stored == len(digests) == Message.objects.count()
    # What is known already says nothing that is not stored; the rest are the same bytes.
    assert counts.known <= len(raws) - len({hashlib.sha256(raw).hexdigest() for raw in raws}) + TWICE
