"""Money back, ratings, the score, offers' events and raw answers as they arrive: facts in, rows out."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from kontuar.actions import receive_raw, subjects
from kontuar.connector_kit.contract import RawAnswer as RawFact
from kontuar.facts.money import Money
from kontuar.facts.offers import Offer as OfferFact
from kontuar.facts.offers import OfferEvent as EventFact
from kontuar.facts.orders import OrderLine
from kontuar.facts.quality import QualityDay as DayFact
from kontuar.facts.quality import QualityMetric
from kontuar.facts.ratings import Rating as RatingFact
from kontuar.facts.refunds import FeeRefund as FeeFact
from kontuar.facts.refunds import FeeRefundStatus, Refund, RefundStatus
from kontuar.store.models import (
    Duty,
    FeeRefund,
    JournalEntry,
    Offer,
    OfferEvent,
    QualityDay,
    Rating,
    RawAnswer,
)
from kontuar.store.models import Refund as RefundRow
from tests.shop import NOW, Shop
from tests.talk import BUYER, an_order, take_in

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def refund(status: RefundStatus, **more: Any) -> Refund:
    given: dict[str, Any] = {
        "external_id": "r1",
        "payment_id": "p1",
        "order_id": "z1",
        "raw_status": status.value.upper(),
    }
    return Refund(status=status, **given | {"created_at": NOW, **more})


def fee(status: FeeRefundStatus = FeeRefundStatus.UNDER_WAY, **more: Any) -> FeeFact:
    return FeeFact(external_id="f1", status=status, raw_status="X", **{"line_id": "line-1", **more})


def bought(line_id: str = "line-1") -> Any:
    from dataclasses import replace

    line = OrderLine(
        external_id=line_id,
        offer_id="o1",
        name="Kubek",
        quantity=1,
        price=Money(amount=Decimal(10), currency="PLN"),
    )
    return replace(an_order("z1", dispatch_by=NOW + DAY), lines=(line,), bought_at=NOW - DAY)


def rating(**more: Any) -> RatingFact:
    given: dict[str, Any] = {"external_id": "q1", "order_id": "z1", "buyer_login": BUYER, "created_at": NOW}
    return RatingFact(**given | {"is_recommended": False, "changed_at": NOW, "comment": "Późno", **more})


def verbs() -> list[str]:
    rows = JournalEntry.objects.order_by("pk").values_list("verb", flat=True)
    return [verb for verb in rows if verb.startswith(("refund", "fee_refund", "rating"))]


def test_a_refund_that_fails_silently_is_told_with_its_order(shop: Shop) -> None:
    money = Money(amount=Decimal("49.90"), currency="PLN")
    take_in(shop.account, bought(), refund(RefundStatus.UNDER_WAY, total=money), now=NOW)
    take_in(shop.account, refund(RefundStatus.CALLED_OFF), now=NOW + HOUR)
    row = RefundRow.objects.get()
    assert (row.status, row.amount, row.currency) == ("called_off", Decimal("49.90"), "PLN")
    assert verbs() == ["refund.status", "refund.not_paid"]
    entry = JournalEntry.objects.get(verb="refund.not_paid")
    assert entry.order is not None
    assert entry.order.external_id == "z1"


def test_refunds_of_before_are_no_news(shop: Shop) -> None:
    take_in(shop.account, refund(RefundStatus.CALLED_OFF, created_at=NOW - 9 * DAY), now=NOW)
    assert verbs() == []


@pytest.mark.parametrize("order_first", [True, False])
def test_commission_is_tied_to_the_order_that_has_the_line(shop: Shop, order_first: bool) -> None:
    facts = [bought(), fee(bought_at=NOW - DAY)]
    for fact in facts if order_first else reversed(facts):
        take_in(shop.account, fact, now=NOW)
    row = FeeRefund.objects.get()
    assert row.order is not None
    assert row.order.external_id == "z1"
    take_in(shop.account, fee(FeeRefundStatus.GRANTED), now=NOW + HOUR)
    assert verbs() == ["fee_refund.status"]
    assert FeeRefund.objects.get().fact["bought_at"] is not None


def test_a_line_that_only_looks_alike_is_not_taken(shop: Shop) -> None:
    take_in(shop.account, bought("line-11"), fee(), now=NOW)
    assert FeeRefund.objects.get().order is None


def test_a_rating_received_edited_answered_and_taken_out_is_told(shop: Shop) -> None:
    take_in(shop.account, bought(), rating(), now=NOW)
    take_in(shop.account, rating(), now=NOW + HOUR)
    take_in(
        shop.account, rating(comment="Dobrze", is_recommended=True, changed_at=NOW + HOUR), now=NOW + HOUR
    )
    take_in(
        shop.account,
        rating(comment="Dobrze", is_recommended=True, answer="Dziękujemy", changed_at=NOW + HOUR),
        now=NOW + 2 * HOUR,
    )
    gone = rating(
        comment="Dobrze",
        is_recommended=True,
        answer="Dziękujemy",
        is_excluded=True,
        changed_at=NOW + 2 * HOUR,
    )
    take_in(shop.account, gone, now=NOW + 3 * HOUR)
    assert verbs() == ["rating.received", "rating.edited", "rating.answered", "rating.removed"]
    assert not any("Dobrze" in str(entry.detail) for entry in JournalEntry.objects.all())


def test_an_older_picture_of_a_rating_is_passed_over(shop: Shop) -> None:
    take_in(shop.account, rating(comment="Nowe", changed_at=NOW + HOUR), now=NOW + HOUR)
    take_in(shop.account, rating(comment="Stare"), now=NOW + 2 * HOUR)
    assert Rating.objects.get().comment == "Nowe"


def test_a_rating_before_its_order_is_tied_when_it_comes(shop: Shop) -> None:
    take_in(shop.account, rating(), now=NOW)
    take_in(shop.account, bought(), now=NOW)
    row = Rating.objects.get()
    assert row.order is not None
    assert row.order.external_id == "z1"


def duties() -> list[str]:
    return list(Duty.objects.filter(kind="rating").values_list("order__external_id", flat=True))


def test_a_bad_rating_wants_an_answer_until_there_is_one(shop: Shop) -> None:
    take_in(shop.account, bought(), rating(), now=NOW)
    assert duties() == ["z1"]
    take_in(shop.account, rating(answer="Przykro nam", changed_at=NOW + HOUR), now=NOW + HOUR)
    assert duties() == []


def test_a_bad_rating_wants_no_answer_once_it_recommends_or_counts_no_more(shop: Shop) -> None:
    for change in ({"is_recommended": True}, {"is_excluded": True}):
        Rating.objects.all().delete()
        take_in(shop.account, bought(), rating(), now=NOW)
        assert duties() == ["z1"]
        take_in(shop.account, rating(**change, changed_at=NOW + HOUR), now=NOW + HOUR)
        assert duties() == []


def test_a_rating_before_its_order_wants_an_answer_when_the_order_comes(shop: Shop) -> None:
    take_in(shop.account, rating(), now=NOW)
    assert duties() == []
    take_in(shop.account, bought(), now=NOW)
    assert duties() == ["z1"]


def test_good_ratings_and_old_ones_want_nothing(shop: Shop) -> None:
    take_in(shop.account, bought(), rating(is_recommended=True), now=NOW)
    old = rating(external_id="q2", created_at=NOW - 90 * DAY, changed_at=NOW - 90 * DAY)
    take_in(shop.account, old, now=NOW)
    assert duties() == []


def test_ratings_of_before_are_kept_and_are_no_news(shop: Shop) -> None:
    take_in(shop.account, rating(created_at=NOW - 90 * DAY), now=NOW)
    assert (Rating.objects.count(), verbs()) == (1, [])


def test_a_day_of_the_score_told_again_without_figures_loses_none(shop: Shop) -> None:
    metrics = (QualityMetric(code="DISPATCH_IN_TIME", name="Wysyłka w terminie", score=Decimal(38)),)
    full = DayFact(
        day=date(2026, 11, 19), score=Decimal(241), max_score=Decimal(400), grade="SUPER", metrics=metrics
    )
    take_in(shop.account, full, now=NOW)
    take_in(shop.account, DayFact(day=date(2026, 11, 19)), now=NOW + HOUR)
    row = QualityDay.objects.get()
    assert (row.score, row.grade, row.seen_at) == (Decimal(241), "SUPER", NOW)
    assert row.fact["metrics"][0]["code"] == "DISPATCH_IN_TIME"


def offer(**more: Any) -> OfferFact:
    return OfferFact(external_id="o1", name="Kubek", **more)


def event(event_id: str, kind: str, at: Any, ended_by: str = "") -> EventFact:
    return EventFact(external_id=event_id, offer_id="o1", kind=kind, at=at, ended_by=ended_by)


def test_an_end_told_by_an_event_is_marked_at_once_and_kept_once(shop: Shop) -> None:
    take_in(shop.account, offer(stock=3), now=NOW)
    ended = event("e1", "OFFER_ENDED", NOW + HOUR, "EMPTY_STOCK")
    take_in(shop.account, ended, now=NOW + 2 * HOUR)
    take_in(shop.account, ended, now=NOW + 3 * HOUR)
    row = Offer.objects.get()
    assert (row.ended_at, row.ended_by, OfferEvent.objects.count()) == (NOW + HOUR, "EMPTY_STOCK", 1)
    take_in(shop.account, event("e2", "OFFER_ACTIVATED", NOW + 4 * HOUR), now=NOW + 4 * HOUR)
    assert Offer.objects.get().ended_at is None


def test_an_offer_to_which_something_happened_is_asked_again_until_it_was(shop: Shop) -> None:
    take_in(shop.account, offer(stock=3), now=NOW)
    take_in(shop.account, event("e1", "OFFER_STOCK_CHANGED", NOW + HOUR), now=NOW + HOUR)
    assert subjects.of(shop.account, "offers", now=NOW + HOUR) == ["o1"]
    subjects.looked_at(shop.account, "offers", ["o1"], now=NOW + 2 * HOUR)
    assert subjects.of(shop.account, "offers", now=NOW + 2 * HOUR) == []


def raw(body: str, external_id: str = "i1") -> RawFact:
    return RawFact(about="issue", external_id=external_id, body=body, trace_id="t-1")


def test_raw_answers_are_kept_when_they_differ_and_for_a_month(shop: Shop) -> None:
    for at, body in enumerate(['{"a":1}', '{"a":1}', '{"a":2}', '{"a":1}']):
        take_in(shop.account, now=NOW + at * HOUR, raw=(raw(body),))
    assert [receive_raw.text(row) for row in RawAnswer.objects.order_by("pk")] == [
        '{"a":1}',
        '{"a":2}',
        '{"a":1}',
    ]
    assert receive_raw.forget_old(now=NOW + receive_raw.KEPT_FOR + HOUR) == 1
    assert RawAnswer.objects.count() == 2


def test_an_answer_beyond_all_measure_is_not_kept(shop: Shop) -> None:
    take_in(shop.account, now=NOW, raw=(raw("x" * (receive_raw.LONGEST + 1)),))
    assert not RawAnswer.objects.exists()
