"""A missing colour is asked for once and reminded of once; terms at the purchase stay as they were."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from kontuar.actions import offer_choices, promise, reassess
from kontuar.actions.errors import ActionProblem
from kontuar.connector_kit.contract import Fact
from kontuar.facts.issues import Issue as IssueFact
from kontuar.facts.issues import IssueKind, IssueStatus
from kontuar.facts.money import Money
from kontuar.facts.offers import Offer as OfferFact
from kontuar.facts.orders import Delivery, Fulfilment, Order, OrderLine, OrderState
from kontuar.facts.promises import FindingKind
from kontuar.store import rebuild
from kontuar.store.models import Duty, Offer
from kontuar.store.models import Order as OrderRow
from tests.shop import Shop
from tests.talk import BUYER, answered, said, take_in, thread

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ABOUT = {"order_id": "o", "offer_id": ""}


def bought(now: datetime, **more: object) -> Order:
    line = OrderLine(
        external_id="l", offer_id="9", name="Klamka", quantity=1,
        price=Money(amount=Decimal(80), currency="PLN"), bought_at=now,
    )  # fmt: skip
    given: dict[str, object] = {
        "external_id": "o", "state": OrderState.READY, "fulfilment": Fulfilment.NEW, "buyer_id": "7",
        "buyer_login": BUYER, "lines": (line,), "total": line.price, "paid_at": now, "bought_at": now,
        "updated_at": now, "delivery": Delivery(dispatch_by=now + 3 * DAY, arrive_by=now + 6 * DAY),
    }  # fmt: skip
    return Order(**given | more)  # type: ignore[arg-type]


def told(shop: Shop, now: datetime, *facts: Fact) -> None:
    take_in(shop.account, *facts, now=now)


@pytest.fixture
def offer(shop: Shop, now: datetime) -> Offer:
    told(shop, now, OfferFact(external_id="9", name="Klamka", status="ACTIVE", stock=5))
    return Offer.objects.get(external_id="9")


def steps() -> list[str]:
    return list(Duty.objects.filter(kind="choice").values_list("next_step", flat=True))


def test_it_is_asked_once_reminded_once_and_ends_with_the_buyers_word(
    shop: Shop, offer: Offer, now: datetime
) -> None:
    offer_choices.keep(offer, shop.ala, kind="colour", options=["Biały", "Czarny"], now=now)
    told(shop, now + HOUR, bought(now + HOUR))
    assert steps() == ["ask_choice"]
    told(shop, now + 2 * HOUR, thread(), answered("m1", now + 2 * HOUR, "Jaki kolor?", **ABOUT))
    assert steps() == []
    later = now + 4 * DAY
    assert reassess.due(now=later) >= 1
    assert steps() == ["remind_choice"]
    told(shop, later + HOUR, said("m2", later + HOUR, "Poproszę białą", **ABOUT))
    assert steps() == []


def test_a_note_in_the_order_is_enough_and_other_offers_want_nothing(
    shop: Shop, offer: Offer, now: datetime
) -> None:
    told(shop, now, bought(now))
    assert steps() == []
    offer_choices.keep(offer, shop.ala, kind="colour", options=["Biały"], now=now + HOUR)
    told(shop, now + 2 * HOUR, bought(now + 2 * HOUR, external_id="p", message_to_seller="BIAŁY, dziękuję"))
    assert steps() == []


def test_what_need_not_be_named_any_more_is_owed_no_longer(shop: Shop, offer: Offer, now: datetime) -> None:
    offer_choices.keep(offer, shop.ala, kind="size", options=[], now=now)
    told(shop, now + HOUR, bought(now + HOUR))
    assert steps() == ["ask_choice"]
    offer_choices.drop(offer, shop.ala, now=now + 2 * HOUR)
    reassess.due(now=now + 2 * HOUR)
    assert steps() == []


def test_a_stranger_says_nothing_and_nonsense_is_refused(shop: Shop, offer: Offer, now: datetime) -> None:
    with pytest.raises(ActionProblem):
        offer_choices.keep(offer, shop.celina, kind="size", options=[], now=now)
    for kind, options in (("taste", []), ("size", ["x" * 41]), ("size", [str(n) for n in range(61)])):
        with pytest.raises(ActionProblem):
            offer_choices.keep(offer, shop.ala, kind=kind, options=options, now=now)


def test_the_terms_at_the_purchase_stay_whatever_the_platform_shows_later(shop: Shop, now: datetime) -> None:
    unpaid = bought(now, state=OrderState.FILLED_IN, paid_at=None, delivery=Delivery())
    told(shop, now, unpaid)
    row = OrderRow.objects.get(external_id="o")
    assert rebuild.terms(row) is None
    told(shop, now + HOUR, replace(bought(now), updated_at=now + HOUR))
    moved = Delivery(dispatch_by=now + 9 * DAY, arrive_by=now + 12 * DAY)
    told(shop, now + 2 * HOUR, replace(bought(now), updated_at=now + 2 * HOUR, delivery=moved))
    row.refresh_from_db()
    terms = rebuild.terms(row)
    assert terms is not None
    assert (terms.dispatch_by, terms.arrive_by) == (now + 3 * DAY, now + 6 * DAY)
    assert row.dispatch_by == now + 9 * DAY
    assert [(line.offer_id, line.price.amount) for line in terms.lines] == [("9", Decimal(80))]


def test_a_discussion_is_too_early_by_the_term_in_force_at_the_purchase(shop: Shop, now: datetime) -> None:
    told(shop, now, bought(now))
    moved = Delivery(dispatch_by=now - DAY, arrive_by=now - HOUR)
    opened = IssueFact(
        external_id="i", kind=IssueKind.DISCUSSION, status=IssueStatus.OPEN, raw_status="DISPUTE_ONGOING",
        order_id="o", opened_at=now + DAY, buyer_login=BUYER,
    )  # fmt: skip
    told(shop, now + DAY, replace(bought(now), updated_at=now + HOUR, delivery=moved), opened)
    row = OrderRow.objects.select_related("account").get(external_id="o")
    found = {one.kind: one for one in promise.of_order(row, now=now + 2 * DAY).findings}
    assert found[FindingKind.TOO_EARLY].by_at == now + 6 * DAY
    assert FindingKind.TOO_EARLY not in {
        one.kind for one in promise.of_order(row, now=now + 7 * DAY).findings
    }
