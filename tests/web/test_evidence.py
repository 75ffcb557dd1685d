"""The evidence of an order: by dates, with what was promised and written, without colleagues' notes."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kontuar.facts.issues import Issue as IssueFact
from kontuar.facts.issues import IssueKind, IssueStatus
from kontuar.store.models import Attachment, Issue, Message, Note, Order, Refund, User
from kontuar.store.rebuild import to_json
from tests.web.stock import Morning, Stock

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def order(desk: Morning) -> Order:
    """Bought three days ago, sent, asked about, opened against, paid back."""
    User.objects.update(language="en")
    stock = Stock(timezone.now())
    buyer = stock.buyer(desk.klamka, "pani_z_lodzi", "Anna Nowak")
    row = stock.order(buyer, ("Klamka mosiężna", 2, "49.00"), bought=3 * DAY, dispatch_by=stock.now - 2 * DAY)
    stock.parcel(row, "in_transit")
    case = stock.case(
        buyer, ("buyer", 30 * HOUR, "Gdzie jest paczka?"), ("seller", 29 * HOUR, "Jest w drodze."), order=row
    )
    first = Message.objects.filter(case=case).order_by("written_at").first()
    assert first
    Attachment.objects.create(message=first, external_id="a1", name="zdjecie.jpg", size=20_000)
    Note.objects.create(case=case, author=desk.ala, text="TAJNA NOTATKA", created_at=stock.now)
    Issue.objects.create(
        account=desk.klamka, external_id="i1", kind="problem", status="open", order=row,
        fact=to_json(IssueFact(external_id="i1", kind=IssueKind.PROBLEM, status=IssueStatus.OPEN, raw_status="x")),
        order_external_id=row.external_id, buyer_login=buyer.login, subject="Nie dotarło",
        opened_at=stock.now - 10 * HOUR, first_seen_at=stock.now, changed_at=stock.now,
    )  # fmt: skip
    Refund.objects.create(
        account=desk.klamka, external_id="r1", order=row, order_external_id=row.external_id, status="paid",
        amount="98.00", currency="PLN", created_at=stock.now - HOUR, first_seen_at=stock.now,
        changed_at=stock.now, fact={},
    )  # fmt: skip
    return row


def test_everything_on_record_stands_by_date_with_what_was_promised(
    desk: Morning, seen_by, order: Order
) -> None:
    page = seen_by(desk.bolek).get(f"/zamowienia/{order.pk}/dowody/").content.decode()
    told = [
        "The order was placed.",
        "Gdzie jest paczka?",
        "zdjecie.jpg",
        "Jest w drodze.",
        "was added to the order",
        "Nie dotarło",
        "Money back 98.00 zł: paid.",
    ]
    places = [page.index(words) for words in told]
    assert places == sorted(places)
    assert "Promised to be sent by" in page
    assert "2 × Klamka mosiężna" in page
    assert "TAJNA NOTATKA" not in page


def test_what_was_written_can_be_left_out(desk: Morning, seen_by, order: Order) -> None:
    page = seen_by(desk.bolek).get(f"/zamowienia/{order.pk}/dowody/?bez=slow").content.decode()
    assert "The buyer wrote." in page
    assert "Gdzie jest paczka?" not in page
    assert "Nie dotarło" not in page


def test_order_and_issue_lead_to_it_and_strangers_find_nothing(desk: Morning, seen_by, order: Order) -> None:
    address = f"/zamowienia/{order.pk}/dowody/"
    issue = Issue.objects.get(external_id="i1")
    for page in (f"/zamowienia/{order.pk}/", f"/zgloszenia/{issue.pk}/"):
        assert address in seen_by(desk.ala).get(page).content.decode()
    assert seen_by(desk.celina).get(address).status_code == 404


def test_it_asks_no_more_for_a_long_talk(desk: Morning, seen_by, order: Order) -> None:
    client, address = seen_by(desk.ala), f"/zamowienia/{order.pk}/dowody/"

    def count() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        return len(asked)

    before, stock = count(), Stock(timezone.now())
    for number in range(20):
        stock.case(order.buyer, ("buyer", number * HOUR, f"Pytanie {number}"), order=order)
    assert count() == before
