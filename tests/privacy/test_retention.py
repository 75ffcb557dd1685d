"""Old things go by age and kind; what is open, owed or may be needed as evidence stays, whatever the policy says."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontuar.actions import pictures, retention, retention_find, spool, words_gone
from kontuar.actions.errors import Invalid, NotAllowed
from kontuar.cli.main import main
from kontuar.store.models import (
    Account,
    Attachment,
    Buyer,
    Case,
    Desk,
    Draft,
    Duty,
    Issue,
    JournalEntry,
    Letter,
    Message,
    Order,
    Outgoing,
    RawAnswer,
    Thread,
)
from kontuar.store.queries.factors import RIGHTS
from tests.privacy import person
from tests.shop import NOW, Shop

pytestmark = pytest.mark.django_db
YEARS_LATER = NOW + timedelta(days=4 * 365)
ALL = {"talk": 12, "letters": 12, "attachments": 12, "orders": 36, "journal": 12, "raw": 1}


def old(shop: Shop, mailbox: Account) -> Buyer:
    """Somebody who bought, asked and complained four years ago; all of it is over."""
    buyer = person.fill(shop, mailbox)
    Draft.objects.all().delete()
    Duty.objects.all().delete()
    Case.objects.update(state="closed", closed_at=NOW)
    Issue.objects.update(ended_at=NOW)
    return buyer


def work_off(months: dict[str, int]) -> dict[str, int]:
    done: dict[str, int] = {}
    while True:
        kind, count = retention.portion(months, now=YEARS_LATER)
        if not count:
            return done
        done[kind] = done.get(kind, 0) + count


def test_without_a_policy_only_raw_answers_go(shop: Shop, mailbox: Account) -> None:
    old(shop, mailbox)
    assert work_off({}) == {"raw": RawAnswer.objects.count() + 1}
    assert Message.objects.count() == 4


def test_everything_old_goes_and_the_money_stays(shop: Shop, mailbox: Account, folder: Path) -> None:
    old(shop, mailbox)
    work_off(ALL)
    assert not Case.objects.exists()
    assert not Message.objects.exists()
    assert not Letter.objects.filter(message__isnull=False).exists()
    order = Order.objects.get()
    assert order.fact["total"]["amount"] == "25.00"
    assert person.MARK not in str(order.fact)


def test_processes_learn_that_words_went_and_only_then(shop: Shop, mailbox: Account) -> None:
    old(shop, mailbox)
    work_off({})
    before = words_gone.last()
    work_off({"talk": 12})
    assert words_gone.last() != before


def test_the_dry_run_counts_what_then_goes(shop: Shop, mailbox: Account) -> None:
    old(shop, mailbox)
    told = {found.kind: found.count for found in retention_find.report({"talk": 12}, now=YEARS_LATER)}
    assert told["talk"] == 3
    before = person.left_in_database()
    retention_find.report(ALL, now=YEARS_LATER)
    assert person.left_in_database() == before
    assert work_off({"talk": 12})["talk"] == told["talk"]


def test_the_report_names_the_span_and_the_bytes(shop: Shop, mailbox: Account) -> None:
    old(shop, mailbox)
    found = next(
        one for one in retention_find.report({"letters": 12}, now=YEARS_LATER) if one.kind == "letters"
    )
    assert found.count == 1
    assert found.oldest_at == found.newest_at == person.EARLIER
    assert found.size == Letter.objects.get().size > 0


def opened(shop: Shop) -> None:
    Case.objects.update(state="open")


def waiting(shop: Shop) -> None:
    Case.objects.update(state="waiting")


def owed(shop: Shop) -> None:
    for case in Case.objects.all():
        Duty.objects.create(
            account=case.account, case=case, kind="answer", since_at=NOW, due_at=NOW, safer_by=NOW, warn_at=NOW,
            origin="rule", rule_id="x", rule_version="1", lost="", next_step="", is_counted=True, standing="late",
            opened_at=NOW,
        )  # fmt: skip


def drafted(shop: Shop) -> None:
    for case in Case.objects.all():
        Draft.objects.create(case=case, user=shop.ala, text="Dzień dobry", updated_at=NOW)


def unsent(shop: Shop) -> None:
    for case in Case.objects.all():
        Outgoing.objects.create(
            account=case.account,
            case=case,
            buyer_login="x",
            text="Tak",
            state="held",
            not_before=NOW,
            composed_at=NOW,
        )


def young_order(shop: Shop) -> None:
    """Something bought a year ago may still become a claim; what was said about it is evidence."""
    for buyer in Buyer.objects.all():
        Order.objects.create(
            account=buyer.account, buyer=buyer, external_id=f"new-{buyer.pk}", state="ready", fulfilment="sent",
            bought_at=YEARS_LATER - timedelta(days=400), first_seen_at=YEARS_LATER, fact=Order.objects.all()[0].fact,
        )  # fmt: skip


def live_issue(shop: Shop) -> None:
    for buyer in Buyer.objects.all():
        Issue.objects.create(
            account=buyer.account, buyer=buyer, external_id=f"i-{buyer.pk}", kind="claim", status="open",
            first_seen_at=NOW, changed_at=NOW, fact=Issue.objects.all()[0].fact,
        )  # fmt: skip


def ended_lately(shop: Shop) -> None:
    live_issue(shop)
    Issue.objects.filter(ended_at=None).update(ended_at=YEARS_LATER - timedelta(days=300))


@pytest.mark.parametrize(
    "what",
    [opened, waiting, owed, drafted, unsent, young_order, live_issue, ended_lately],
    ids=lambda f: f.__name__,
)
def test_what_is_alive_is_never_touched(shop: Shop, mailbox: Account, what: Callable[[Shop], None]) -> None:
    old(shop, mailbox)
    what(shop)
    texts = set(Message.objects.values_list("text", flat=True))
    files = set(Attachment.objects.values_list("path", flat=True)) | set(
        Letter.objects.values_list("path", flat=True)
    )
    work_off(dict.fromkeys(retention_find.KINDS, 1))
    assert set(Message.objects.values_list("text", flat=True)) == texts
    left = set(Attachment.objects.values_list("path", flat=True)) | set(
        Letter.objects.values_list("path", flat=True)
    )
    assert left == files


def test_an_order_of_the_last_two_years_keeps_its_buyer_whatever_the_policy_says(
    shop: Shop, mailbox: Account
) -> None:
    old(shop, mailbox)
    Order.objects.update(bought_at=YEARS_LATER - timedelta(days=700))
    work_off({"orders": 1})
    assert person.MARK in str(Order.objects.get().fact)


def test_mails_go_and_their_text_stays(shop: Shop, mailbox: Account, folder: Path) -> None:
    old(shop, mailbox)
    eml = folder / "attachments" / Letter.objects.get().path
    assert eml.exists()
    work_off({"letters": 12})
    assert not eml.exists()
    assert Letter.objects.get().path == ""
    assert Message.objects.filter(text__contains="Piszę jako").exists()


def test_attachments_go_with_their_small_pictures(shop: Shop, mailbox: Account, folder: Path) -> None:
    old(shop, mailbox)
    work_off({"attachments": 12})
    assert not list((folder / "attachments" / "incoming").iterdir())
    assert not list((folder / "attachments" / "small").glob("*/*"))
    assert Attachment.objects.count() == 3


def test_the_next_reading_brings_nothing_old_back(shop: Shop, mailbox: Account) -> None:
    old(shop, mailbox)
    work_off(ALL)
    person.take_in(shop.account, *person.everything(), raw=(), now=YEARS_LATER)
    spool.store(mailbox, person.letter(), received_at=YEARS_LATER, now=YEARS_LATER)
    assert not Message.objects.exists()
    assert not Thread.objects.filter(external_id="t-1").exists()
    assert person.MARK not in str(Order.objects.get().fact)


def test_a_new_word_of_an_old_buyer_comes_in(shop: Shop, mailbox: Account) -> None:
    old(shop, mailbox)
    work_off(ALL)
    fresh = person.said("m-new", "Po latach", written_at=YEARS_LATER)
    thread = replace(person.talk(), last_message_at=YEARS_LATER)
    person.take_in(shop.account, thread, fresh, now=YEARS_LATER)
    assert Message.objects.get().case.buyer.login == person.LOGIN


def test_journal_keeps_who_allowed_what(shop: Shop) -> None:
    for verb in ("case.closed", "account.watch_only_lifted", "buyer.forgotten"):
        JournalEntry.objects.create(at=NOW, verb=verb, account=shop.account)
    work_off({"journal": 12})
    assert {entry.verb for entry in JournalEntry.objects.all()} == {
        "account.watch_only_lifted",
        "buyer.forgotten",
    }


def test_the_history_of_rights_outlives_the_journal(shop: Shop) -> None:
    """Who may do what, who lets texts leave by themselves: nobody's policy takes it out."""
    for verb in (*RIGHTS, "routine.did"):
        JournalEntry.objects.create(at=NOW, verb=verb, account=shop.account)
    work_off({"journal": 12})
    assert {entry.verb for entry in JournalEntry.objects.all()} == set(RIGHTS)


def test_only_an_owner_sets_it_and_only_sensible_numbers(shop: Shop) -> None:
    retention.settle(shop.ala, {"talk": 24, "raw": 0}, now=NOW)
    assert retention_find.policy() == {"talk": 24}
    with pytest.raises(NotAllowed):
        retention.settle(shop.bolek, {"talk": 1}, now=NOW)
    for months in ({"talk": 300}, {"talk": -1}, {"cats": 5}):
        with pytest.raises(Invalid):
            retention.settle(shop.ala, months, now=NOW)
    assert Desk.objects.get().retention == {"talk": 24}


def test_the_worker_does_some_and_rests_when_nothing_is_left(shop: Shop, mailbox: Account) -> None:
    old(shop, mailbox)
    retention.settle(shop.ala, {"talk": 12}, now=NOW)
    assert retention.look(now=YEARS_LATER)["talk"] == 3
    assert JournalEntry.objects.get(verb="retention.done").detail["rows"] == {"talk": 3}
    JournalEntry.objects.all().delete()
    RawAnswer.objects.create(
        account=shop.account, about="issue", external_id="x", body=b"", sha256="", at=NOW
    )
    assert retention.look(now=YEARS_LATER + timedelta(hours=1)) == {}
    assert RawAnswer.objects.exists()
    assert retention.look(now=YEARS_LATER + timedelta(hours=13)) == {"raw": 1}


def test_small_pictures_nobody_looked_at_for_long_go(folder: Path) -> None:
    path = folder / "attachments" / pictures.name_of("ab" * 32, pictures.THUMB)
    path.parent.mkdir(parents=True)
    for name, days in (("old", 40), ("new", 1)):
        file = path.with_name(f"{name}.webp")
        file.write_bytes(b"x")
        at = (NOW - timedelta(days=days)).timestamp()
        os.utime(file, (at, at))
    assert retention.sweep_pictures(now=NOW) == 1
    assert [file.name for file in path.parent.iterdir()] == ["new.webp"]


@given(st.datetimes(min_value=datetime(2001, 1, 1), max_value=datetime(2100, 1, 1)), st.integers(0, 240))
def test_months_before_is_that_many_months_before(at: datetime, months: int) -> None:
    before = retention_find.months_before(at.replace(tzinfo=UTC), months)
    assert (at.year * 12 + at.month) - (before.year * 12 + before.month) == months
    assert before.day in (at.day, at.day - 1, at.day - 2, at.day - 3)


def test_at_the_shell(
    shop: Shop, mailbox: Account, quiet_commands: None, capsys: pytest.CaptureFixture[str]
) -> None:
    old(shop, mailbox)
    RawAnswer.objects.update(at=NOW - timedelta(days=900))
    assert main(["privacy", "retention", "--dry-run"]) == 0
    assert "raw answers" in capsys.readouterr().out
    assert RawAnswer.objects.exists()
    assert main(["privacy", "retention"]) == 0
    assert not RawAnswer.objects.exists()
