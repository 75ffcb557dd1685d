"""A buyer's archive: everything of his, readable, and nothing of anybody else."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from kontuar.actions import export_buyer
from kontuar.actions.errors import NotAllowed
from kontuar.cli.main import main
from kontuar.store import models
from kontuar.store.models import Account, JournalEntry
from kontuar.store.queries.person import found, same
from tests.privacy import person
from tests.shop import NOW, Shop

pytestmark = pytest.mark.django_db


def exported(shop: Shop, mailbox: Account) -> zipfile.ZipFile:
    buyer = person.fill(shop, mailbox)
    file = io.BytesIO()
    export_buyer.export(same([buyer]), file, by=shop.ala, now=NOW)
    return zipfile.ZipFile(file)


def test_the_archive_holds_talk_orders_issues_ratings_files_and_mails(shop: Shop, mailbox: Account) -> None:
    with exported(shop, mailbox) as archive:
        data = json.loads(archive.read("data.json"))
        names = archive.namelist()
    texts = [word["text"] for case in data["conversations"] for word in case["messages"]]
    assert f"Nazywam się {person.MARK}ska." in texts
    assert any("Piszę jako" in text for text in texts), "the mailbox's talk of the same person"
    assert data["orders"][0]["delivery"]["address"] == f"ul. {person.MARK} 7"
    assert data["issues"][0]["description"] == f"{person.MARK} pęknięty"
    assert data["ratings"][0]["comment"] == f"{person.MARK} poleca"
    assert any(name.startswith("files/") for name in names)
    assert any(name.endswith(".eml") for name in names)


ELSEWHERE = {
    **dict.fromkeys(
        ("last_text", "search_text", "subject", "language"), "his words, which stand with the messages"
    ),
    **dict.fromkeys(("path", "sha256", "digest"), "names we give to files"),
    **dict.fromkeys(
        ("words", "diagnostic", "told_by", "trace_id", "troubles", "signs", "looks_like"),
        "our index, servers' words",
    ),
}
"""Columns by name whose content the archive holds in another place, or which say nothing of him."""
NOT_TOLD = {
    "Message": {"external_id", "author_login", "offer_external_id", "order_external_id"},
    "Attachment": {"external_id"},
    "CaseChange": {"before"},
    "BulkChange": {"before"},
    "RoutineRun": {"did", "why"},
    "Outgoing": {
        "thread_external_id",
        "order_external_id",
        "buyer_login",
        "cc",
        "text",
        "external_id",
        "reason_text",
    },
    "OutgoingFile": {"name", "external_id"},
    "OutgoingDeed": {"external_id", "reason_text"},
    "Letter": {
        "external_id",
        "mail_id",
        "references",
        "from_name",
        "from_address",
        "reply_to",
        "to",
        "cc",
        "notice",
    },
    "Undelivered": {"message_external_id", "recipient"},
    "Issue": {"buyer_login"},
    "Rating": {"buyer_login"},
    "Shipment": {"external_id"},
    "RawAnswer": {"external_id", "body"},
    "Mark": {"message_external_id"},
    "Case": {"waiting_for"},
}
"""Numbers of machines, what a mail's file in the archive tells, what was read back as a message of ours, and how the
desk worked on it."""


def test_every_kind_of_personal_data_is_in_the_archive(shop: Shop, mailbox: Account) -> None:
    """Whoever adds a column that forgetting takes out says here why access to it is not given, or gives it."""
    with exported(shop, mailbox) as archive:
        told = archive.read("data.json").decode()
    missing = [
        f"{name}.{column}"
        for name, column in person.columns_to_go()
        if column not in ELSEWHERE
        and column not in NOT_TOLD.get(name, ())
        and not any(word in told for word in person.words_with_the_mark(name, column))
    ]
    assert not missing


def test_the_page_can_be_read_and_runs_nothing(shop: Shop, mailbox: Account) -> None:
    person.take_in(shop.account, person.talk(), person.said("m-x", "<script>alert(1)</script> & dalej"))
    with exported(shop, mailbox) as archive:
        page = archive.read("index.html").decode()
    assert f"Nazywam się {person.MARK}ska." in page
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; dalej" in page
    assert "default-src 'none'" in page


def test_colleagues_are_roles(shop: Shop, mailbox: Account) -> None:
    shop.ala.display_name = "Alicja Tajemnicza"
    shop.ala.save()
    with exported(shop, mailbox) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert "to stała klientka".encode() in everything
    assert b"Tajemnicza" not in everything


def test_only_accounts_one_may_see(shop: Shop, mailbox: Account) -> None:
    buyer = person.fill(shop, mailbox)
    for stranger in (shop.celina, shop.bolek):
        with pytest.raises(NotAllowed):
            export_buyer.export(same([buyer]), io.BytesIO(), by=stranger, now=NOW)
    seen = same([buyer], accounts=[shop.account.pk])
    file = io.BytesIO()
    export_buyer.export(seen, file, by=shop.bolek, now=NOW)
    with zipfile.ZipFile(file) as archive:
        assert "Piszę jako" not in archive.read("data.json").decode()


def test_names_of_files_stay_in_the_archive(shop: Shop, mailbox: Account) -> None:
    person.fill(shop, mailbox)
    row = models.Attachment.objects.exclude(path="").get()
    models.Attachment.objects.filter(pk=row.pk).update(name="../../etc/passwd")
    file = io.BytesIO()
    export_buyer.export(found(person.LOGIN), file, by=None, now=NOW)
    with zipfile.ZipFile(file) as archive:
        assert all(".." not in Path(name).parts and not name.startswith("/") for name in archive.namelist())


def test_the_journal_says_that_it_was_done(shop: Shop, mailbox: Account) -> None:
    exported(shop, mailbox).close()
    assert JournalEntry.objects.filter(verb="buyer.exported", actor=shop.ala).count() == 2


def test_at_the_shell(shop: Shop, mailbox: Account, tmp_path: Path, quiet_commands: None) -> None:
    person.fill(shop, mailbox)
    file = tmp_path / "ona.zip"
    assert main(["privacy", "export", person.LOGIN, str(file)]) == 0
    assert zipfile.is_zipfile(file)
    assert main(["privacy", "export", person.LOGIN, str(file)]) == 1, "it is not written over"
    assert main(["privacy", "export", "nobody", str(tmp_path / "x.zip")]) == 1
