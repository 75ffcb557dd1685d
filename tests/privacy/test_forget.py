"""Forgetting a buyer: nothing of him is left anywhere, nothing of him comes back, and a new word of his is not lost."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection

from kontuar.actions import forget, spool
from kontuar.actions.errors import Doubtful, NotAllowed, NotNow
from kontuar.actions.forget_plan import plan
from kontuar.facts.messages import ThreadKind
from kontuar.facts.orders import OrderState
from kontuar.store import models
from kontuar.store.models import (
    Account,
    Buyer,
    Case,
    Forgotten,
    Issue,
    JournalEntry,
    Letter,
    Message,
    Order,
    Outgoing,
    Rating,
    Refund,
    Shipment,
    User,
)
from kontuar.store.queries.person import found, same
from tests.privacy import person
from tests.shop import NOW, Shop

LATER = NOW + timedelta(days=10)


def forgotten(buyer: Buyer, by: User | None) -> None:
    forget.forget(same([buyer]), by=by, is_insisted=True, now=NOW)


@pytest.mark.django_db
def test_every_kind_of_personal_data_was_there_before(shop: Shop, mailbox: Account) -> None:
    """Otherwise the next test would find nothing because nothing was there."""
    person.fill(shop, mailbox)
    missing = []
    for name, column in person.columns_to_go():
        model = getattr(models, name)
        values = [getattr(row, column) for row in model.objects.all()]
        if not values or (column not in person.FILES and not any(person.MARK in str(one) for one in values)):
            missing.append(f"{name}.{column}")
    assert not missing
    assert len(person.left_in_database()) > 40


@pytest.mark.django_db
def test_nothing_is_left_in_the_database_and_in_the_folder(
    shop: Shop, mailbox: Account, folder: Path
) -> None:
    buyer = person.fill(shop, mailbox)
    assert len(person.left_on_disk(folder)) >= 5
    forgotten(buyer, shop.ala)
    assert person.left_in_database() == []
    assert person.left_on_disk(folder) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.sqlite
def test_nothing_is_left_in_the_bytes_of_the_file_either(shop: Shop, mailbox: Account) -> None:
    """SQLite keeps deleted text in free pages, in its log and in old segments of the search."""
    buyer = person.fill(shop, mailbox)
    file = Path(str(connection.settings_dict["NAME"]))

    def holds() -> bool:
        beside = [file, file.with_name(f"{file.name}-wal")]
        return any(person.MARK.encode() in one.read_bytes().lower() for one in beside if one.exists())

    assert holds()
    forgotten(buyer, shop.ala)
    assert not holds()


@pytest.mark.django_db
def test_money_dates_and_states_stay_for_the_books(shop: Shop, mailbox: Account) -> None:
    forgotten(person.fill(shop, mailbox), shop.ala)
    order = Order.objects.get()
    assert (order.external_id, order.fact["total"]["amount"]) == ("ord-1", "25.00")
    assert order.fact["lines"][0]["name"] == "Kubek"
    assert order.buyer.login == f"forgotten-{order.buyer_id}"
    assert Refund.objects.get().amount == Decimal(25)
    assert Rating.objects.get().is_recommended
    issue = Issue.objects.get()
    assert (issue.kind, issue.status, issue.buyer_id) == ("claim", "closed", order.buyer_id)
    assert issue.fact["expectations"][0]["kind"] == "refund"


@pytest.mark.django_db
def test_the_journal_says_who_did_it_and_how_much_and_names_nobody(shop: Shop, mailbox: Account) -> None:
    forgotten(person.fill(shop, mailbox), shop.ala)
    entry = JournalEntry.objects.filter(verb="buyer.forgotten", account=shop.account).get()
    assert entry.actor == shop.ala
    assert entry.detail["rows"]["orders"] == 1
    assert entry.detail["rows"]["messages"] >= 3


@pytest.mark.django_db
def test_the_same_person_in_the_mailbox_goes_too(shop: Shop, mailbox: Account) -> None:
    """Joined by the masked address of an order."""
    buyer = person.fill(shop, mailbox)
    assert {row.account_id for row in same([buyer])} == {shop.account.pk, mailbox.pk}
    assert {row.account_id for row in found(person.MAIL)} == {shop.account.pk, mailbox.pk}
    forgotten(buyer, None)
    assert not Letter.objects.exists()


@pytest.mark.django_db
def test_another_buyer_keeps_everything(shop: Shop, mailbox: Account) -> None:
    buyer = person.fill(shop, mailbox)
    other = replace(person.talk("t-9"), buyer_login="inny")
    person.take_in(
        shop.account,
        other,
        replace(person.said("m-9", "Inna sprawa"), thread_id="t-9", author_login="inny", subject=""),
    )
    forgotten(buyer, shop.ala)
    assert Message.objects.get().text == "Inna sprawa"
    assert Case.objects.get().buyer.login == "inny"


@pytest.mark.django_db
def test_a_later_reading_brings_nothing_back(shop: Shop, mailbox: Account, folder: Path) -> None:
    forgotten(person.fill(shop, mailbox), shop.ala)
    person.take_in(shop.account, *person.everything(), raw=person.RAW, now=LATER)
    spool.store(mailbox, person.letter(), received_at=LATER, now=LATER)
    assert person.left_in_database() == []
    assert person.left_on_disk(folder) == []
    assert Shipment.objects.count() == 1


@pytest.mark.django_db
def test_older_words_that_were_never_read_do_not_come_in_either(shop: Shop, mailbox: Account) -> None:
    forgotten(person.fill(shop, mailbox), shop.ala)
    old = person.said("m-0", "Pierwsza wiadomość", written_at=person.EARLIER - timedelta(days=300))
    person.take_in(shop.account, person.talk(), old, person.order("ord-0"), now=LATER)
    spool.store(mailbox, person.letter("older", text="Stary list"), received_at=LATER, now=LATER)
    assert not Message.objects.exists()
    assert Order.objects.count() == 1


@pytest.mark.django_db
def test_what_happens_to_a_kept_order_is_followed_without_the_name(shop: Shop, mailbox: Account) -> None:
    forgotten(person.fill(shop, mailbox), shop.ala)
    person.take_in(shop.account, person.order(state=OrderState.CANCELLED, updated_at=LATER), now=LATER)
    assert Order.objects.get().state == "cancelled"
    assert person.left_in_database() == []


@pytest.mark.django_db
def test_a_new_word_opens_a_new_case_of_a_new_buyer(shop: Shop, mailbox: Account) -> None:
    forgotten(person.fill(shop, mailbox), shop.ala)
    fresh = person.said("m-new", "Dzień dobry, mam pytanie", written_at=LATER - timedelta(minutes=5))
    person.take_in(
        shop.account, person.talk(), person.said("m-1"), replace(fresh, subject="", attachments=()), now=LATER
    )
    message = Message.objects.get()
    assert (message.text, message.case.state) == ("Dzień dobry, mam pytanie", "open")
    assert message.case.buyer.login == person.LOGIN
    assert message.case.buyer.forgotten_at is None


@pytest.mark.django_db
def test_a_new_word_in_the_talk_of_a_kept_claim_is_of_the_new_buyer(shop: Shop, mailbox: Account) -> None:
    forgotten(person.fill(shop, mailbox), shop.ala)
    fresh = person.said("m-new", "I jeszcze jedno", thread_id="claim-1", written_at=LATER, order_id="")
    person.take_in(shop.account, person.talk("claim-1", kind=ThreadKind.CLAIM), fresh, now=LATER)
    case = Case.objects.get()
    assert (case.buyer.login, case.state) == (person.LOGIN, "open")
    assert Issue.objects.get().buyer != case.buyer


@pytest.mark.django_db
def test_a_new_mail_of_the_same_address_comes_in(shop: Shop, mailbox: Account) -> None:
    forgotten(person.fill(shop, mailbox), shop.ala)
    spool.store(mailbox, person.letter("new", at=LATER, text="Nowa sprawa"), received_at=LATER, now=LATER)
    assert Message.objects.get().text.strip() == "Nowa sprawa"


@pytest.mark.django_db
def test_the_traces_tell_nothing_without_the_keys(shop: Shop, mailbox: Account) -> None:
    forgotten(person.fill(shop, mailbox), shop.ala)
    stamps = list(Forgotten.objects.values_list("stamp", flat=True))
    assert len(stamps) > 6
    assert all(len(one) == 64 and int(one, 16) >= 0 for one in stamps)


@pytest.mark.django_db
def test_the_plan_counts_and_changes_nothing(shop: Shop, mailbox: Account) -> None:
    buyer = person.fill(shop, mailbox)
    before = person.left_in_database()
    told = plan(same([buyer]), now=NOW)
    counts = dict(told.removed) | dict(told.blanked)
    assert (counts["orders"], counts["issues"], counts["notes"], told.drafts) == (1, 1, 1, 1)
    assert told.file_bytes > 0
    assert told.is_doubtful
    assert person.left_in_database() == before


@pytest.mark.django_db
def test_what_is_open_is_named_and_wants_a_word(shop: Shop, mailbox: Account) -> None:
    buyer = person.fill(shop, mailbox)
    with pytest.raises(Doubtful):
        forget.forget(same([buyer]), by=shop.ala, now=NOW)
    assert Message.objects.filter(text__contains=person.MARK).exists()


@pytest.mark.django_db
def test_nothing_is_done_while_a_message_is_being_sent(shop: Shop, mailbox: Account) -> None:
    buyer = person.fill(shop, mailbox)
    Outgoing.objects.update(state="sending")
    with pytest.raises(NotNow):
        forgotten(buyer, shop.ala)
    assert Message.objects.filter(text__contains=person.MARK).exists()


@pytest.mark.django_db
def test_only_an_owner_of_every_account_may(shop: Shop, mailbox: Account) -> None:
    buyer = person.fill(shop, mailbox)
    for stranger in (shop.bolek, shop.celina):
        with pytest.raises(NotAllowed):
            forgotten(buyer, stranger)


class Killed(Exception):
    """As if the process had died here."""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("portions", [1, 2, 3, 5, 8])
def test_what_was_begun_is_done_to_the_end(shop: Shop, mailbox: Account, folder: Path, portions: int) -> None:
    buyer = person.fill(shop, mailbox)
    seen = 0

    def between() -> None:
        nonlocal seen
        seen += 1
        if seen == portions:
            raise Killed

    with pytest.raises(Killed):
        forget.forget(same([buyer]), by=shop.ala, is_insisted=True, now=NOW, between=between)
    assert forget.resume(now=NOW) > 0
    assert person.left_in_database() == []
    assert person.left_on_disk(folder) == []
    assert forget.resume(now=NOW) == 0
