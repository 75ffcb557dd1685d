"""Declared and real times of dispatch on the screen, and what a buyer has to name."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kontuar.actions import handling
from kontuar.facts.money import Money
from kontuar.facts.orders import Delivery, Fulfilment, OrderLine, OrderState
from kontuar.facts.orders import Order as OrderFact
from kontuar.store.models import Account, Buyer, Offer, OfferChoice, Order, Shipment, User
from kontuar.store.rebuild import to_json
from tests.web.stock import Morning
from tests.web.test_offers import an_offer

pytestmark = pytest.mark.django_db
type SeenBy = Callable[[User], Client]
DAY = timedelta(days=1)
ZERO = Money(amount=Decimal(9), currency="PLN")


@pytest.fixture
def shelf(desk: Morning) -> Morning:
    Offer.objects.all().delete()
    Order.objects.all().delete()
    an_offer(desk.klamka, "11", "Wkładka bębenkowa", stock=40)
    an_offer(desk.klamka, "12", "Zawias niewidoczny", stock=9)
    an_offer(desk.cudze, "99", "Sekretny towar", stock=1)
    User.objects.update(language="en")
    return desk


def sold(
    account: Account, offer: str, number: str, *, took: int | None, late: bool = False, note: str = ""
) -> None:
    """An order paid thirty days ago whose parcel took so many days; ``late`` means long after its date."""
    at = paid_at()
    by_at = at + DAY * ((took or 0) // 2 if late else (took or 0) + 3)
    line = OrderLine(
        external_id="l", offer_id=offer, name=f"Rzecz {offer}", quantity=1, price=ZERO, bought_at=at
    )
    fact = OrderFact(
        external_id=number, state=OrderState.READY, fulfilment=Fulfilment.SENT, buyer_id="1", buyer_login="b",
        lines=(line,), total=ZERO, delivery=Delivery(dispatch_by=by_at), paid_at=at, bought_at=at,
        message_to_seller=note,
    )  # fmt: skip
    buyer, _is_new = Buyer.objects.get_or_create(account=account, login="b", defaults={"first_seen_at": at})
    row = Order.objects.create(
        account=account, external_id=number, buyer=buyer, state="ready", fulfilment="sent", bought_at=at, paid_at=at,
        dispatch_by=by_at, changed_at=at, first_seen_at=at, fact=to_json(fact),
    )  # fmt: skip
    if took is not None:
        scans = [{"code": "pending", "at": (at - DAY).isoformat()}]
        scans += [{"code": "in_transit", "at": (at + DAY * days).isoformat()} for days in (took, took + 1)]
        Shipment.objects.create(
            account=account, order=row, carrier="DPD", waybill=number, state="in_transit", scans=scans,
            last_scan_at=at + DAY * (took + 1), tracked_at=at,
        )  # fmt: skip


def paid_at() -> datetime:
    return timezone.now().replace(microsecond=0) - 30 * DAY


def test_the_offer_whose_date_is_broken_most_stands_first(shelf: Morning, seen_by: SeenBy) -> None:
    for number in range(6):
        sold(shelf.klamka, "11", f"a{number}", took=1)
        sold(shelf.klamka, "12", f"b{number}", took=9, late=number < 3)
    sold(shelf.klamka, "77", "c", took=20, late=True)
    sold(shelf.cudze, "99", "d", took=1)
    page = seen_by(shelf.ala).get(reverse("offer-times")).content.decode()
    assert page.index("Zawias niewidoczny") < page.index("Wkładka bębenkowa") < page.index("Rzecz 77")
    assert "3 of 6 (50 %)" in page
    assert "too few parcels" in page
    assert "Sekretny" not in page


def test_an_offers_page_tells_declared_and_real_times_and_what_would_hold(
    shelf: Morning, seen_by: SeenBy
) -> None:
    for number in range(6):
        sold(shelf.klamka, "11", f"a{number}", took=14, late=True)
    sold(shelf.klamka, "11", "unscanned", took=None)
    offer = Offer.objects.get(external_id="11")
    found = handling.of_offer(shelf.ala, offer.pk, now=timezone.now())
    assert found is not None
    assert (found.handling.measured, found.handling.unknown, found.handling.broken) == (6, 1, 6)
    page = seen_by(shelf.ala).get(reverse("offer", args=[offer.pk])).content.decode()
    for words in ("6 of 6 (100 %)", "1 order has no scan yet", "More than one parcel in ten leaves later"):
        assert words in page


def test_the_term_in_force_at_the_purchase_counts_not_the_one_shown_now(shelf: Morning) -> None:
    for number in range(6):
        sold(shelf.klamka, "11", f"a{number}", took=4)
    promised = {"dispatch_by": (paid_at() + DAY).isoformat().replace("+00:00", "Z")}
    Order.objects.filter(external_id__in=["a0", "a1"]).update(terms=promised)
    found = handling.of_offer(shelf.ala, Offer.objects.get(external_id="11").pk, now=timezone.now())
    assert found is not None
    assert (found.handling.dated, found.handling.broken) == (6, 2)


def test_without_history_it_says_so(shelf: Morning, seen_by: SeenBy) -> None:
    client = seen_by(shelf.ala)
    assert "No history yet" in client.get(reverse("offer-times")).content.decode()
    sold(shelf.klamka, "11", "a", took=1)
    page = client.get(reverse("offer", args=[Offer.objects.get(external_id="11").pk])).content.decode()
    assert "Too little history: 1 parcels" in page


def test_what_buyers_have_to_name_is_kept_counted_and_let_go(shelf: Morning, seen_by: SeenBy) -> None:
    offer = Offer.objects.get(external_id="11")
    client, page = seen_by(shelf.ala), reverse("offer", args=[offer.pk])
    client.post(
        reverse("offer-choice", args=[offer.pk]), {"do": "keep", "kind": "size", "options": "S, M,, L"}
    )
    held = OfferChoice.objects.get()
    assert (held.kind, held.options) == ("size", ["S", "M", "L"])
    OfferChoice.objects.update(since_at=paid_at() - DAY)
    sold(shelf.klamka, "11", "a", took=1, note="rozmiar M")
    sold(shelf.klamka, "11", "b", took=1)
    shown = client.get(page).content.decode()
    assert "Left out in 1 of 2 orders" in shown
    assert "make offers with variants" in shown
    client.post(reverse("offer-choice", args=[offer.pk]), {"do": "drop"})
    assert not OfferChoice.objects.exists()


def test_what_cannot_be_kept_is_said_and_stays_in_the_form(shelf: Morning, seen_by: SeenBy) -> None:
    offer = Offer.objects.get(external_id="11")
    answer = seen_by(shelf.ala).post(
        reverse("offer-choice", args=[offer.pk]), {"do": "keep", "kind": "size", "options": "x" * 50}
    )
    assert answer.status_code == 422
    assert "x" * 50 in answer.content.decode()


def test_a_stranger_finds_no_offer_and_changes_none(shelf: Morning, seen_by: SeenBy) -> None:
    offer, celina = Offer.objects.get(external_id="11"), seen_by(shelf.celina)
    assert celina.get(reverse("offer", args=[offer.pk])).status_code == 404
    assert celina.post(reverse("offer-choice", args=[offer.pk]), {"kind": "size"}).status_code == 404
    assert not OfferChoice.objects.exists()


def test_the_number_of_queries_does_not_grow_with_the_orders(shelf: Morning, seen_by: SeenBy) -> None:
    client = seen_by(shelf.ala)
    sold(shelf.klamka, "11", "first", took=1)
    client.get(reverse("offer-times"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("offer-times"))
    for number in range(12):
        sold(shelf.klamka, str(20 + number), f"n{number}", took=2)
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("offer-times"))
    assert len(many) <= len(few)
