"""The late risk learns from the seller's own history, says why, and keeps silent without one."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontuar.facts.orders import Fulfilment, OrderState, Scan, Shipment
from kontuar.facts.promises import PromiseFacts
from kontuar.rules.promise.journey import Journey, of_facts, zone
from kontuar.rules.promise.pace import GIVEN_UP, Pace, learn
from kontuar.rules.promise.risk import reckon
from tests.promises import ASKED, at, sold

MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)
AT = datetime(2026, 6, 1, 7, tzinfo=UTC)


def journey(ready: int, handed: int | None, arrived: int | None, promised: int, *traits: str) -> Journey:
    """Days are counted from a Monday; traits are written ``code:name``."""

    def day(number: int) -> date:
        return MONDAY + DAY * number

    return Journey(
        ready_on=day(ready),
        handed_on=None if handed is None else day(handed),
        arrived_on=None if arrived is None else day(arrived),
        promised_on=day(promised),
        traits=tuple((code, name) for code, _, name in (t.partition(":") for t in traits)),
    )


def taught(journeys: list[Journey], until: int = 100) -> Pace:
    """Everything that ended up to a day, learnt day by day."""
    pace = Pace(day=MONDAY - DAY)
    for number in range(until):
        pace = learn(pace, MONDAY + DAY * number, journeys)
    return pace


def shop(days: int = 90) -> list[Journey]:
    """Each day two parcels: QUICK takes two days, SLOW five; both are handed over the next day."""
    return [
        journey(day, day + 1, day + 1 + length, day + 9, f"carrier:{name}")
        for day in range(days)
        for name, length in (("QUICK", 2), ("SLOW", 5))
    ]


TAUGHT = taught(shop())
NOW = MONDAY + DAY * 100


def test_without_a_history_nothing_is_guessed() -> None:
    waiting = journey(98, 99, None, 102, "carrier:QUICK")
    assert reckon(Pace(day=MONDAY), waiting, NOW, AT) is None
    assert reckon(taught(shop(5)), waiting, NOW, AT) is None
    assert reckon(TAUGHT, waiting, NOW, AT) is not None


@pytest.mark.parametrize(
    "done",
    [
        journey(90, 91, 95, 102),
        journey(90, 91, None, 99),
        replace(journey(90, 91, None, 102), promised_on=None),
    ],
)
def test_what_has_arrived_is_over_or_was_never_promised_has_no_risk(done: Journey) -> None:
    assert reckon(TAUGHT, done, NOW, AT) is None


def late(waiting: Journey) -> float:
    risk = reckon(TAUGHT, waiting, NOW, AT)
    assert risk is not None
    return risk.late


def test_the_slow_carrier_is_told_from_the_quick_one_and_named() -> None:
    quick, slow = (journey(97, 98, None, 101, f"carrier:{name}") for name in ("QUICK", "SLOW"))
    assert late(quick) + 0.2 < late(slow)
    risk = reckon(TAUGHT, slow, NOW, AT)
    assert risk is not None
    assert [(f.code, f.name) for f in risk.factors][:1] == [("carrier", "SLOW")]
    assert risk.factors[0].pace < 0.85
    assert risk.factors[0].rests_on > 20
    assert len(risk.factors) <= 3


def test_an_order_not_yet_sent_is_at_more_risk_than_the_same_under_way() -> None:
    assert late(journey(97, None, None, 102)) > late(journey(97, 98, None, 102))


def test_a_slow_seller_is_a_risk_before_the_parcel_leaves() -> None:
    journeys = [
        journey(day, day + wait, day + wait + 2, day + 9, f"seller:{name}")
        for day in range(90)
        for name, wait in (("PROMPT", 1), ("TARDY", 4))
    ]
    pace = taught(journeys)
    prompt, tardy = (
        reckon(pace, journey(99, None, None, 105, f"seller:{name}"), NOW, AT) for name in ("PROMPT", "TARDY")
    )
    assert prompt is not None
    assert tardy is not None
    assert prompt.late < tardy.late
    assert ("handling", "TARDY") in [(f.code, f.name) for f in tardy.factors]


def test_a_sunday_without_deliveries_is_learnt() -> None:
    """Day 100 is a Wednesday: one promise ends on Saturday, one on Sunday, when nothing ever arrived."""
    arrivals = [
        journey(day, day, day + 2 + ((day + 2) % 7 == 6), day + 9) for day in range(90) for _ in range(5)
    ]
    pace = taught(arrivals)
    risks = [reckon(pace, journey(99, 99, None, day), NOW, AT) for day in (103, 104)]
    assert all(risks)
    saturday, sunday = (risk.late for risk in risks if risk)
    assert sunday / saturday > 0.8
    assert "weekday" in {f.code for risk in risks if risk for f in risk.factors}


def test_what_was_long_ago_weighs_less() -> None:
    was_slow = [journey(day, day, day + 8, day + 9) for day in range(90)]
    is_quick = [journey(day, day, day + 1, day + 9) for day in range(90, 160)]
    look = journey(179, 179, None, 182)
    today = MONDAY + DAY * 180
    recent = reckon(taught(was_slow + is_quick, until=180), look, today, AT)
    other_way = [journey(day, day, day + 1, day + 9) for day in range(90)]
    other_way += [journey(day, day, day + 8, day + 9) for day in range(90, 160)]
    slow_now = reckon(taught(other_way, until=180), look, today, AT)
    assert recent is not None
    assert slow_now is not None
    assert recent.late < slow_now.late


def lost(number: int, *traits: str) -> list[Journey]:
    """Parcels that were handed over and never heard of again, two a day."""
    return [journey(day, day + 1, None, day + 9, *traits) for day in range(number // 2) for _ in range(2)]


def test_what_never_came_makes_what_waits_as_long_look_worse() -> None:
    waiting = journey(91, 92, None, 103, "carrier:QUICK")
    worse = reckon(taught(shop() + lost(40, "carrier:QUICK")), waiting, NOW, AT)
    usual = reckon(TAUGHT, waiting, NOW, AT)
    assert worse is not None
    assert usual is not None
    assert usual.late + 0.1 < worse.late
    assert worse.like > usual.like
    assert worse.like_late == round(worse.late * worse.like)


def test_the_silence_of_a_carrier_that_tells_of_few_deliveries_teaches_nothing() -> None:
    silent = taught(shop() + lost(60, "carrier:SILENT"))
    assert silent.transit.by_age == TAUGHT.transit.by_age


def test_what_may_have_ended_unseen_teaches_nothing() -> None:
    hidden = [replace(each, is_hidden=True) for each in lost(40, "carrier:QUICK")]
    assert taught(shop() + hidden).transit.by_age == TAUGHT.transit.by_age


def test_a_parcel_found_again_after_it_was_given_up_is_counted_once() -> None:
    found = journey(10, 11, 11 + GIVEN_UP + 20, 19, "carrier:QUICK")
    before, after = TAUGHT.transit, taught([*shop(), found]).transit
    more = [there[0] - here[0] for here, there in zip(before.by_age, after.by_age, strict=True)]
    assert all(0 <= count <= 1 + 1e-9 for count in more)
    assert after.endings > before.endings


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("Prosta 1, 00-950 Warszawa, PL", "PL 0"),
        ("Am Markt 2, 10115 Berlin, DE", "DE 1"),
        ("Gedimino pr. 1, LT-01103 Vilnius, LT", "LT 0"),
        ("Prosta 1, Warszawa, PL", ""),
        ("00-950 Warszawa", ""),
        ("", ""),
    ],
)
def test_the_buyers_zone_is_read_from_his_address(address: str, name: str) -> None:
    assert zone(address) == name


def test_a_day_is_learnt_once_and_in_order() -> None:
    with pytest.raises(ValueError, match="learnt already"):
        learn(TAUGHT, TAUGHT.day, [])


def test_days_left_out_fade_like_days_without_news() -> None:
    there = learn(learn(TAUGHT, TAUGHT.day + DAY, []), TAUGHT.day + DAY * 2, [])
    at_once = learn(TAUGHT, TAUGHT.day + DAY * 2, [])
    assert there.transit.endings == pytest.approx(at_once.transit.endings)


def test_the_memory_is_plain_json_and_small() -> None:
    text = msgspec.json.encode(TAUGHT)
    assert msgspec.json.decode(text, type=Pace) == TAUGHT
    assert len(text) < 10_000


numbers = st.integers(0, 40)


@settings(max_examples=150, deadline=None)
@given(
    numbers,
    st.none() | numbers,
    st.integers(0, 60),
    st.sampled_from(["carrier:QUICK", "carrier:SLOW", "route:?"]),
)
def test_a_longer_promise_is_never_riskier(back: int, handed: int | None, left: int, trait: str) -> None:
    given = None if handed is None else 100 - min(handed, back)
    risks = [
        reckon(TAUGHT, journey(100 - back, given, None, 100 + n, trait), NOW, AT) for n in (left, left + 1)
    ]
    assert all(risk is not None and 0 <= risk.late <= 1 for risk in risks)
    shorter, longer = (risk.late for risk in risks if risk)
    assert longer <= shorter + 1e-9


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(numbers, numbers, numbers), max_size=30))
def test_learning_takes_any_dates_and_never_goes_below_nothing(given: list[tuple[int, int, int]]) -> None:
    pace = taught([journey(a, b, c, a + 9, "carrier:X", "seller:Y") for a, b, c in given], until=45)
    for leg in (pace.handling, pace.transit):
        assert all(0 <= ended <= way + 1e-9 for way, ended in leg.by_age)
        assert leg.pace("carrier", "X") > 0


def test_a_journey_is_made_of_what_is_known_then(make: Any) -> None:
    scans = (
        Scan(code="pending", at=at("2026-11-16 18:00")),
        Scan(code="in_transit", at=at("2026-11-17 18:00")),
        Scan(code="delivered", at=at("2026-11-19 11:00")),
    )
    order = sold(paid_at=at("2026-11-16 09:00"))
    sent = Shipment(external_id="1", order_id="o", carrier="DPD", waybill="1")
    facts = PromiseFacts(order=order, shipments=(sent,), trackings=(replace(ASKED, scans=scans),))
    calendar = make.policy(date(2026, 11, 20)).calendar
    before = of_facts(facts, calendar, at("2026-11-19 10:00"), seller="S", route="PL-0>PL-3")
    after = of_facts(facts, calendar, at("2026-11-19 12:00"), seller="S")
    assert before is not None
    assert after is not None
    assert (before.ready_on, before.handed_on, before.arrived_on) == (
        date(2026, 11, 16),
        date(2026, 11, 17),
        None,
    )
    assert (after.arrived_on, after.promised_on) == (date(2026, 11, 19), date(2026, 11, 19))
    assert before.traits == (("carrier", "DPD"), ("route", "PL-0>PL-3"), ("term", "5"), ("seller", "S"))
    assert of_facts(facts, calendar, at("2026-11-16 08:00")) is None


def test_a_cancelled_order_and_one_sent_unasked_may_have_ended_unseen(make: Any) -> None:
    calendar, now = make.policy(date(2026, 11, 20)).calendar, at("2026-11-20 10:00")
    sent = Shipment(external_id="1", order_id="o", carrier="DPD", waybill="1")
    seen = {
        "waits": PromiseFacts(order=sold()),
        "cancelled": PromiseFacts(order=sold(state=OrderState.CANCELLED)),
        "sent without a number": PromiseFacts(order=sold(fulfilment=Fulfilment.SENT)),
        "never asked for": PromiseFacts(order=sold(), shipments=(sent,)),
        "asked for": PromiseFacts(order=sold(), shipments=(sent,), trackings=(ASKED,)),
    }
    legs = {name: of_facts(facts, calendar, now) for name, facts in seen.items()}
    hidden = {name for name, leg in legs.items() if leg is not None and leg.is_hidden}
    assert hidden == {"cancelled", "sent without a number", "never asked for"}
