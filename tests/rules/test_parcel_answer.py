from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kontuar.drafters import parcel as drafter
from kontuar.drafters.parcel_words import ADDED, SAID
from kontuar.facts.drafts import DraftFacts
from kontuar.facts.orders import Delivery, Fulfilment, OrderState, Scan, Shipment, Tracking
from kontuar.facts.parcels import ParcelAnswer, ParcelCode, ParcelLine
from kontuar.rules.parcel_answer import parcel_answer
from kontuar.rules.reply_checks import all_findings

NOW = datetime(2026, 11, 18, 11, tzinfo=UTC)  # a Wednesday
HOUR = timedelta(hours=1)


def shipment(number: str = "1", **more: Any) -> Shipment:
    given: dict[str, Any] = {
        "external_id": number,
        "order_id": "order-1",
        "carrier": "INPOST",
        "waybill": number,
    }
    return Shipment(**given | more)


def tracking(*scans: tuple[str, timedelta], number: str = "1") -> Tracking:
    """Scans with how long ago they were."""
    found = tuple(Scan(code=code, at=NOW - ago) for code, ago in scans)
    return Tracking(carrier="INPOST", waybill=number, scans=found)


def answer(make: Any, order: Any, shipments: Any = (), trackings: Any = ()) -> ParcelAnswer:
    return parcel_answer(order, shipments, trackings, make.policy(NOW.date()), NOW)


@pytest.mark.parametrize(
    ("code", "dispatch_in", "more"),
    [
        (ParcelCode.TO_BE_SENT, HOUR, {}),
        (ParcelCode.TO_BE_SENT_LATE, -HOUR, {}),
        (ParcelCode.TO_BE_SENT_NO_DATE, None, {}),
        (ParcelCode.NOT_READY, HOUR, {"state": OrderState.BOUGHT}),
        (ParcelCode.CANCELLED, HOUR, {"state": OrderState.CANCELLED}),
        (ParcelCode.CANCELLED, HOUR, {"fulfilment": Fulfilment.CANCELLED}),
        (ParcelCode.SENT_NO_NUMBER, HOUR, {"fulfilment": Fulfilment.SENT}),
        (ParcelCode.READY_IN_SHOP, HOUR, {"fulfilment": Fulfilment.READY_FOR_PICKUP}),
        (ParcelCode.PICKED_UP, HOUR, {"fulfilment": Fulfilment.PICKED_UP}),
        (ParcelCode.SHIPPED_BY_MARKETPLACE, HOUR, {"shipped_by_marketplace": True}),
    ],
)
def test_an_order_without_a_parcel(code: ParcelCode, dispatch_in: Any, more: Any, make: Any) -> None:
    order = make.order(NOW + dispatch_in if dispatch_in else None, **more)
    assert answer(make, order).code is code


@pytest.mark.parametrize(
    ("code", "scans"),
    [
        (ParcelCode.NO_SCAN, []),
        (ParcelCode.NO_SCAN, [("pending", HOUR)]),
        (ParcelCode.SCANNED, [("unknown", HOUR)]),
        (ParcelCode.SCANNED, [("label_printed_in_mars", HOUR)]),
        (ParcelCode.IN_TRANSIT, [("in_transit", 20 * HOUR)]),
        (ParcelCode.IN_TRANSIT, [("in_transit", 90 * HOUR), ("unknown", HOUR)]),
        (ParcelCode.STALLED, [("in_transit", 24 * 8 * HOUR)]),
        (ParcelCode.OUT_FOR_DELIVERY, [("in_transit", 20 * HOUR), ("out_for_delivery", 3 * HOUR)]),
        (ParcelCode.IN_TRANSIT, [("out_for_delivery", 26 * HOUR)]),
        (ParcelCode.READY_FOR_PICKUP, [("ready_for_pickup", HOUR), ("in_transit", 9 * HOUR)]),
        (ParcelCode.NOTICE_LEFT, [("notice_left", HOUR)]),
        (ParcelCode.PROBLEM, [("problem", HOUR)]),
        (ParcelCode.RETURNED, [("returned", HOUR)]),
        (ParcelCode.DELIVERED, [("delivered", HOUR)]),
        (ParcelCode.IN_TRANSIT, [("in_transit", HOUR), ("delivered", -HOUR)]),
    ],
)
def test_the_latest_scan_that_means_something_decides(code: ParcelCode, scans: Any, make: Any) -> None:
    found = answer(make, make.order(NOW), [shipment()], [tracking(*scans)])
    assert found.code is code
    assert (found.parcels[0].scanned_at is None) == (code is ParcelCode.NO_SCAN)


def test_a_number_without_a_scan_for_a_working_day_is_said_to_be_silent(make: Any) -> None:
    old = shipment(created_at=NOW - 30 * HOUR)
    fresh = shipment(created_at=NOW - HOUR)
    assert answer(make, make.order(NOW), [old], [tracking()]).code is ParcelCode.NO_SCAN_LONG
    assert answer(make, make.order(NOW), [fresh], [tracking()]).code is ParcelCode.NO_SCAN


def test_nothing_is_said_of_scans_nobody_asked_for(make: Any) -> None:
    old = shipment(created_at=NOW - 30 * HOUR)
    assert answer(make, make.order(NOW), [old]).code is ParcelCode.NOT_ASKED


def test_a_weekend_of_silence_is_no_stall(make: Any) -> None:
    friday = datetime(2026, 11, 13, 18, tzinfo=UTC)
    monday = datetime(2026, 11, 16, 11, tzinfo=UTC)
    scans = [Tracking(carrier="INPOST", waybill="1", scans=(Scan(code="in_transit", at=friday),))]
    found = parcel_answer(make.order(NOW), [shipment()], scans, make.policy(monday.date()), monday)
    assert found.code is ParcelCode.IN_TRANSIT


def test_parcels_of_other_orders_and_without_a_number_are_left_out(make: Any) -> None:
    others = [shipment(order_id="other"), shipment(waybill="")]
    assert answer(make, make.order(NOW + HOUR), others).code is ParcelCode.TO_BE_SENT


def test_two_parcels_in_different_states_are_listed(make: Any) -> None:
    found = answer(
        make,
        make.order(NOW, lines_sent="SOME"),
        [shipment("11"), shipment("22")],
        [tracking(("delivered", HOUR), number="11"), tracking(("in_transit", HOUR), number="22")],
    )
    assert found.code is None
    text = drafter.draft(found, language="pl", zone=make.zone, now=NOW)
    assert "11: według przewoźnika" in text
    assert "22: przesyłka jest w drodze" in text
    assert "Pozostała część zamówienia" in text


def test_a_promise_that_passed_is_named_with_an_apology(make: Any) -> None:
    delivery = Delivery(dispatch_by=NOW - 90 * HOUR, arrive_by=NOW - 24 * HOUR)
    found = answer(make, make.order(NOW, delivery=delivery), [shipment()], [tracking(("in_transit", HOUR))])
    assert found.is_overdue
    assert "przepraszamy za opóźnienie" in drafter.draft(found, language="pl", zone=make.zone, now=NOW)


def test_a_delivered_parcel_is_never_overdue(make: Any) -> None:
    delivery = Delivery(arrive_by=NOW - 24 * HOUR)
    found = answer(make, make.order(NOW, delivery=delivery), [shipment()], [tracking(("delivered", HOUR))])
    assert not found.is_overdue


def test_the_whole_text_reads_like_a_person(make: Any) -> None:
    delivery = Delivery(arrive_by=datetime(2026, 11, 19, 22, 59, 59, tzinfo=UTC))
    found = answer(
        make,
        make.order(NOW, delivery=delivery),
        [shipment("68001")],
        [tracking(("in_transit", 16 * HOUR), number="68001")],
    )
    texts = {lang: drafter.draft(found, language=lang, zone=make.zone, now=NOW) for lang in drafter.LANGUAGES}
    assert texts["pl"] == (
        "Dzień dobry,\n\nprzesyłka jest w drodze. Ostatni skan przewoźnika: wczoraj o 20:00. "
        "Numer przesyłki: 68001 (INPOST). Przewidywana dostawa: do 19 listopada."
    )
    assert texts["en"] == (
        "Hello,\n\nThe parcel is on its way. The carrier's last scan: yesterday at 20:00. "
        "Parcel number: 68001 (INPOST). Expected delivery: by 19 November."
    )
    assert texts["de"] == (
        "Guten Tag,\n\ndas Paket ist unterwegs. Letzter Scan des Paketdienstes: gestern um 20:00 Uhr. "
        "Sendungsnummer: 68001 (INPOST). Voraussichtliche Lieferung: bis zum 19. November."
    )
    assert texts["lt"] == (
        "Laba diena,\n\nsiunta pakeliui. Paskutinis vežėjo nuskaitymas: vakar 20:00. "
        "Siuntos numeris: 68001 (INPOST). Numatomas pristatymas: iki lapkričio 19 d."
    )


def test_every_code_has_a_sentence_in_every_language() -> None:
    assert set(SAID) == set(ADDED) == set(drafter.LANGUAGES)
    for lang in drafter.LANGUAGES:
        assert set(SAID[lang]) == set(ParcelCode)
        assert set(ADDED[lang]) == set(ADDED["en"])


@pytest.mark.parametrize("code", ParcelCode)
@pytest.mark.parametrize("lang", drafter.LANGUAGES)
def test_the_proposal_passes_our_own_checks(code: ParcelCode, lang: str, make: Any) -> None:
    number = "680012345678901234567890"
    line = ParcelLine(code=code, carrier="InPost", number=number, scanned_at=NOW - HOUR)
    found = ParcelAnswer(parcels=(line,), dispatch_by=NOW, arrive_by=NOW + HOUR, pickup_point="WAW01A")
    text = drafter.draft(found, language=lang, zone=make.zone, now=NOW, closing="Anna Nowak")
    draft = DraftFacts(text=text, own_numbers=(number,))
    assert all_findings(draft, make.policy(NOW.date()), NOW) == ()
    assert "  " not in text
    assert ".." not in text
    assert not set("{}!") & set(text)


def test_an_unknown_language_is_answered_in_english(make: Any) -> None:
    found = answer(make, make.order(NOW + HOUR))
    assert drafter.draft(found, language="uk", zone=make.zone, now=NOW).startswith("Hello,")


@pytest.mark.parametrize("code", ParcelCode)
@pytest.mark.parametrize("overdue", [True, False])
def test_one_apology_is_enough(code: ParcelCode, overdue: bool, make: Any) -> None:
    line = ParcelLine(code=code, number="1", scanned_at=NOW - HOUR)
    found = ParcelAnswer(parcels=(line, line), dispatch_by=NOW, arrive_by=NOW - HOUR, is_overdue=overdue)
    for lang, sorry in {"pl": "przepr", "en": "sorry", "de": "entschuld", "lt": "atsipr"}.items():
        text = drafter.draft(found, language=lang, zone=make.zone, now=NOW).lower()
        assert text.count(sorry) <= 1
        assert text.count(sorry) == 1 or not overdue


def test_only_delivered_says_delivered() -> None:
    """No sentence claims an arrival that was not scanned."""
    arrived = {"pl": "została doręczona", "en": "was delivered", "de": "zugestellt", "lt": "pristatyta "}
    for lang, words in arrived.items():
        saying = {code for code, text in SAID[lang].items() if words in text}
        assert saying == {ParcelCode.DELIVERED}
