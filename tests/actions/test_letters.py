"""A letter is kept byte for byte, on the disk before its row, and everything is read from it again."""

import errno
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from kontuar.actions import accounts, files, letters, receive
from kontuar.actions.letters import LetterGone
from kontuar.store import folder as store_folder
from kontuar.store.models import Account, Attachment, Desk, Letter, Message
from tests import post
from tests.post import arrives, facts_of, letter
from tests.shop import NOW, Shop

pytestmark = pytest.mark.django_db

PICTURE = bytes.fromhex("89504e470d0a1a0a") + b"not much of a picture"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.ATTACHMENTS_DIR = tmp_path / "attachments"
    return tmp_path / "attachments"


def with_files(name: str = "a") -> bytes:
    parts = [
        b"Content-Type: text/plain; charset=utf-8\r\n\r\nW za\xc5\x82\xc4\x85czeniu",
        b'Content-Type: application/pdf\r\nContent-Disposition: attachment; filename="faktura.pdf"\r\n\r\n%PDF-1.4 x',
        b'Content-Type: image/png\r\nContent-Disposition: attachment; filename="z.png"\r\n\r\n' + PICTURE,
    ]
    head = letter(name).partition(b"Content-Type")[0]
    inner = b"".join(b"--b\r\n" + part + b"\r\n" for part in parts)
    return head + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + inner + b"--b--\r\n"


def kept(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_letter_is_kept_byte_for_byte(post_box: Account, folder: Path) -> None:
    raw = with_files()
    arrives(post_box, raw)
    row = Letter.objects.get()
    assert letters.raw_of(row) == raw
    assert (row.digest, row.size) == (hashlib.sha256(raw).hexdigest(), len(raw))
    assert kept(folder) == [folder / row.path]
    assert row.path == f"mail/{row.digest[:2]}/{row.digest}.eml"


def test_a_letter_tells_what_its_headers_say(post_box: Account) -> None:
    more = [
        "Cc: Jan <jan@example.net>",
        "Reply-To: inny@example.com",
        "Received: by x; Fri, 20 Nov 2026 08:59:00 +0000",
    ]
    arrives(post_box, letter("b", after=["a"], more=more))
    row = Letter.objects.get()
    assert (row.from_name, row.from_address, row.reply_to) == ("Ola Nowak", post.BUYER, "inny@example.com")
    assert row.to == [{"name": "", "address": post.ADDRESS}]
    assert row.cc == [{"name": "Jan", "address": "jan@example.net"}]
    assert (row.mail_id, row.references) == ("b@example.com", ["a@example.com"])
    assert (row.kind, row.subject, row.has_html, row.is_sent) == ("person", "Czajnik", False, False)
    assert (row.sent_at, row.received_at) == (NOW, NOW.replace(hour=8, minute=59))
    assert row.message == Message.objects.get()


def test_a_letter_is_read_again_as_it_was_read(post_box: Account) -> None:
    arrives(post_box, with_files())
    mail = letters.mail_of(Letter.objects.get())
    assert mail.text == Message.objects.get().text
    assert [file.name for file in mail.files] == ["faktura.pdf", "z.png"]


def test_a_file_of_a_mail_is_handed_out_without_a_line(shop: Shop, post_box: Account) -> None:
    post_box.accesses.create(user=shop.ala, role="owner")
    Account.objects.filter(pk=post_box.pk).update(state=Account.State.PAUSED)
    arrives(post_box, with_files())
    first, second = Attachment.objects.select_related("message__account").order_by("pk")
    assert files.fetch(first, shop.ala, now=NOW) == b"%PDF-1.4 x"
    assert files.fetch(second, shop.ala, now=NOW) == PICTURE
    second.refresh_from_db()
    assert files.fetch(second, shop.ala, now=NOW) == PICTURE


def test_a_letter_whose_file_is_gone_or_damaged_is_not_shown_as_another(
    post_box: Account, folder: Path
) -> None:
    arrives(post_box, with_files())
    row = Letter.objects.get()
    (folder / row.path).write_bytes(b"something else")
    with pytest.raises(LetterGone):
        letters.raw_of(row)
    (folder / row.path).unlink()
    with pytest.raises(LetterGone):
        letters.part(row, Attachment.objects.first().external_id)  # type: ignore[union-attr]


@pytest.mark.parametrize("number", ["7", "-1", "x", ""])
def test_a_number_no_file_has_is_refused(post_box: Account, number: str) -> None:
    arrives(post_box, with_files())
    with pytest.raises(LetterGone):
        letters.part(Letter.objects.get(), f"a@example.com#{number}")


def test_a_transaction_that_fails_leaves_no_row(post_box: Account, folder: Path) -> None:
    with transaction.atomic():
        receive.handed_over(post_box, facts_of(letter("a")), now=NOW)
        transaction.set_rollback(True)
    assert not Letter.objects.exists()
    arrives(post_box, letter("a"))
    assert letters.raw_of(Letter.objects.get()) == letter("a")


@pytest.mark.parametrize("many", [1, store_folder.FEW + 1])
@pytest.mark.parametrize("breaks", ["write", "fsync", "replace"])
def test_a_disk_that_refuses_leaves_neither_row_nor_half_a_file(
    post_box: Account, folder: Path, monkeypatch: pytest.MonkeyPatch, breaks: str, many: int
) -> None:
    def full(*_given: object, **_named: object) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    name = {"write": "_write", "fsync": "fsync", "replace": "replace"}[breaks]
    monkeypatch.setattr(store_folder if breaks == "write" else os, name, full)
    if breaks == "fsync":
        monkeypatch.setattr(os, "sync", full)
    with pytest.raises(OSError, match="no space"):
        arrives(post_box, *(letter(f"m{n}") for n in range(many)))
    monkeypatch.undo()
    assert not Letter.objects.exists()
    assert not Message.objects.exists()


def test_a_file_that_was_cut_short_is_written_anew(post_box: Account, folder: Path) -> None:
    raw = letter("a")
    path = folder / letters.path_of(hashlib.sha256(raw).hexdigest())
    path.parent.mkdir(parents=True)
    path.write_bytes(raw[:10])
    arrives(post_box, raw)
    assert letters.raw_of(Letter.objects.get()) == raw


def test_files_are_on_the_disk_before_they_have_their_names(
    post_box: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    replace, sync = os.replace, os.sync

    def renamed(source: str, target: str) -> None:
        done.append("named")
        replace(source, target)

    def synced() -> None:
        done.append("synced")
        sync()

    monkeypatch.setattr(os, "replace", renamed)
    monkeypatch.setattr(os, "sync", synced)
    letters.lay_down(
        {hashlib.sha256(bytes([n])).hexdigest(): bytes([n]) for n in range(store_folder.FEW + 1)}
    )
    assert done == ["synced", *["named"] * (store_folder.FEW + 1), "synced"]


def test_the_same_bytes_in_two_mailboxes_lie_there_until_both_are_gone(
    shop: Shop, post_box: Account, make_account: Callable[..., Account], folder: Path
) -> None:
    other = post.a_mailbox(make_account, "inny@example.org")
    for account in (post_box, other):
        arrives(account, letter("a"))
    path = Letter.objects.filter(account=post_box).get().path
    for account, left in ((post_box, [folder / path]), (other, [])):
        paths = list(Letter.objects.filter(account=account).values_list("path", flat=True))
        account.delete()
        letters.forget(paths)
        assert kept(folder) == left


def test_a_known_mail_with_other_headers_leaves_no_file_behind(post_box: Account, folder: Path) -> None:
    for raw in (letter("a"), b"Delivered-To: x@example.org\r\n" + letter("a")):
        receive.handed_over(post_box, facts_of(raw), now=NOW)
    assert kept(folder) == [folder / Letter.objects.get().path]


@pytest.mark.parametrize("path", ["../outside", "mail/../../outside", "incoming/x"])
def test_nothing_outside_the_letters_folder_is_removed(folder: Path, path: str) -> None:
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    (folder / "mail").mkdir(parents=True, exist_ok=True)
    target.write_bytes(b"x")
    letters.forget([path])
    assert target.exists()


def test_letters_go_with_the_demonstration(
    shop: Shop, post_box: Account, folder: Path, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    arrives(post_box, with_files())
    Desk.objects.update_or_create(pk=1, defaults={"is_demo": True})
    with django_capture_on_commit_callbacks(execute=True):
        accounts.remove_demo(shop.ala, now=NOW)
    assert kept(folder) == []
