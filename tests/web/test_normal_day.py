"""A normal day of a shop with 600 orders a month is at most forty lines on Today, counted on a month of real waits.

Whole orders are drawn from Olist's: when they were bought, paid, handed over, delivered, by when they should have
been, and how they were rated. The file keeps the rare states (never sent, cancelled, lost) almost whole and of the
delivered one in twenty-eight, so states are drawn by their shares in the whole set (``STATES``, its published counts).
Weekdays are kept. A parcel on its way is scanned every working day, as carriers do; Olist tells only first and last.

Not in the file, hence assumed: a buyer writes about two orders in five, at an hour drawn from the purchases', one whose
parcel is late writes once more. Whoever works here does by the evening what he saw in the morning; a parcel leaves when
the data say. Of eighty mornings drawn with four seeds one, a Monday with 34 messages, had three lines more.
"""

import csv
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kontuar.facts.order_around import OrderAround, Settled
from kontuar.facts.orders import Delivery, Fulfilment, OrderState, Scan, Shipment, Tracking
from kontuar.facts.ratings import Rating
from kontuar.rulebook.load import policy_for
from kontuar.rules.assess import assess_order
from kontuar.rules.duty import Duty, DutyKind
from kontuar.store.queries.today_orders import ONLY_WHEN_NEAR, PARCELS
from kontuar.store.queries.today_talks import MOST_LINES
from kontuar.web.look import Look
from kontuar.web.pages.today.bundles import Entry, bundled
from kontuar.web.pages.today.item import Item
from tests.order_world import fee, refund, sold

OLIST = Path(__file__).parents[3] / "shared" / "data" / "olist_orders"
WARSAW = ZoneInfo("Europe/Warsaw")
DAY, WEEK = timedelta(days=1), timedelta(days=7)
STATES = {
    "delivered": 96478,
    "shipped": 1107,
    "canceled": 625,
    "unavailable": 609,
    "invoiced": 314,
    "processing": 301,
}
A_WEEK = 140
"""Orders: six hundred in thirty days."""
WRITES = 0.4
WARM_UP, WEEKS = 9, 4
FIRST = date(2026, 9, 28)
"""The Monday of the month that is looked at: four weeks without a public holiday, the clock changes in them."""

type Line = dict[str, str]


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


@dataclass(slots=True)
class Drawn:
    """An order of the file in our weeks, and what was done about it. Times are local without a zone."""

    number: int
    state: str
    bought: datetime
    paid: datetime | None
    limit: datetime
    sent: datetime | None
    there: datetime | None
    promised: datetime
    rated: datetime | None
    score: int
    asks: datetime | None
    cancelled: datetime | None = None
    done: dict[str, datetime] = field(default_factory=dict)
    settled: list[Settled] = field(default_factory=list)


def rows(name: str) -> Iterator[Line]:
    with (OLIST / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def drawn(chance: random.Random) -> list[Drawn]:
    items = {row["order_id"]: row for row in rows("order_items.csv")}
    reviews = {row["order_id"]: row for row in rows("order_reviews.csv")}
    by_state: dict[str, list[Line]] = defaultdict(list)
    for row in rows("orders.csv"):
        by_state[row["order_status"]].append(row)
    hours = [moment(row["order_purchase_timestamp"]) for row in by_state["delivered"]]
    found: list[Drawn] = []
    for week in range(-WARM_UP, WEEKS):
        monday = FIRST + week * WEEK
        for state in chance.choices(list(STATES), list(STATES.values()), k=A_WEEK):
            row = chance.choice(by_state[state])
            order_id = row["order_id"]
            asked = chance.choice(hours) if chance.random() < WRITES else None
            found.append(
                one(len(found), row, items.get(order_id, {}), reviews.get(order_id, {}), monday, asked)
            )
    return found


def one(number: int, row: Line, item: Line, review: Line, monday: date, asked: datetime | None) -> Drawn:
    bought = datetime.fromisoformat(row["order_purchase_timestamp"])
    shift = monday - (bought.date() - bought.weekday() * DAY)

    def at(text: str | None) -> datetime | None:
        told = moment(text)
        return told + shift if told else None

    limit = at(item.get("shipping_limit_date")) or bought + shift + 4 * DAY
    while limit.weekday() > 4:  # the marketplace's own date lies on a working day (C3a)
        limit += DAY
    promised = at(row["order_estimated_delivery_date"])
    assert promised is not None
    return Drawn(
        number=number,
        state=row["order_status"],
        bought=bought + shift,
        paid=at(row["order_approved_at"]),
        limit=datetime.combine(limit, time(23, 59, 59)),
        sent=at(row["order_delivered_carrier_date"]),
        there=at(row["order_delivered_customer_date"]),
        promised=datetime.combine(promised, time(23, 59, 59)),
        rated=at(review.get("review_creation_date")),
        score=int(review.get("review_score") or 5),
        asks=datetime.combine(bought + shift + (asked.weekday() - 3) * DAY, asked.time()) if asked else None,
    )


def utc(at: datetime) -> datetime:
    return at.replace(tzinfo=WARSAW).astimezone(UTC)


def order_at(one: Drawn, now: datetime) -> Any:
    """The order as the marketplace shows it at ``now``."""
    is_sent, is_paid = one.sent is not None and one.sent <= now, one.paid is not None and one.paid <= now
    state = OrderState.READY if is_paid else OrderState.FILLED_IN
    gone = cancelled_at(one)
    return sold(
        external_id=str(one.number),
        state=OrderState.CANCELLED if gone and gone <= now else state,
        fulfilment=Fulfilment.SENT if is_sent else Fulfilment.NEW,
        bought_at=utc(one.bought),
        paid_at=utc(one.paid) if is_paid and one.paid else None,
        payment_kind="ONLINE",
        updated_at=utc(one.sent) if is_sent and one.sent else utc(one.bought),
        delivery=Delivery(dispatch_by=utc(one.limit) if is_paid else None, arrive_by=utc(one.promised)),
    )


def cancelled_at(one: Drawn) -> datetime | None:
    """By the buyer, or by the marketplace where nobody paid; by us once we saw that it will never be sent."""
    if one.cancelled is None and one.state == "canceled" and one.sent is None:
        one.cancelled = one.paid + DAY if one.paid else one.bought + WEEK
    return one.cancelled


def parcel_at(one: Drawn, now: datetime) -> tuple[list[Shipment], list[Tracking]]:
    if one.sent is None or one.sent > now:
        return [], []
    seen = [one.sent]
    while one.there is not None and seen[-1] + DAY < min(one.there, now):
        seen.append(seen[-1] + DAY)
    scans = [Scan(code="in_transit", at=utc(at)) for at in seen if at.weekday() < 5 or at == one.sent]
    if one.there is not None and one.there <= now:
        scans.append(Scan(code="delivered", at=utc(one.there)))
    number = str(one.number)
    shipment = Shipment(
        external_id="s", order_id=number, carrier="DPD", waybill=number, created_at=utc(one.sent)
    )
    return [shipment], [Tracking(carrier="DPD", waybill=number, scans=tuple(scans))]


def around_at(one: Drawn, now: datetime) -> OrderAround:
    is_bad = one.rated is not None and one.rated <= now and one.score <= 2
    rating = Rating(
        external_id="q",
        order_id=str(one.number),
        buyer_login="b",
        is_recommended=False,
        created_at=utc(one.rated or one.bought),
        answer="Przykro nam." if "rating" in one.done else "",
    )
    gone = cancelled_at(one)
    return OrderAround(
        cancelled_at=utc(gone) if gone and gone <= now else None,
        refunds=(refund("paid", utc(one.done["refund"])),) if "refund" in one.done else (),
        fee_refunds=(fee("under_way"),) if "commission" in one.done else (),
        ratings=(rating,) if is_bad else (),
        parcels_at=utc(now),
        told_at=utc(one.done["told"]) if "told" in one.done else None,
        settled=tuple(one.settled),
    )


def is_over(one: Drawn, now: datetime) -> bool:
    """Nothing can come of it any more: spares judging it."""
    if one.cancelled is not None and one.cancelled <= now:
        return "commission" in one.done
    is_rated = one.rated is not None and one.score <= 2 and "rating" not in one.done
    return one.there is not None and one.there <= now and not is_rated


def mornings() -> Iterator[datetime]:
    """The week before is worked through as well: on the first morning of all nothing was done yet."""
    for day in range(-7, WEEKS * 7):
        if (FIRST + day * DAY).weekday() < 5:
            yield datetime.combine(FIRST + day * DAY, time(9))


def work(one: Drawn, duty: Duty, evening: datetime) -> None:
    """What can be done about it is done by the evening."""
    if duty.kind is DutyKind.DISPATCH:
        if one.sent is None:
            one.cancelled = evening
    elif duty.kind in {DutyKind.BROKEN, DutyKind.AT_RISK}:
        one.done["told"] = evening
    else:
        one.done[duty.kind.value] = evening
        one.settled.append(Settled(kind=duty.kind, since_at=duty.since_at))


def entry(duty: Duty, kind: str) -> Entry:
    blank = dict.fromkeys(Item.__slots__, "")
    item = Item(**blank | {"case_id": 0, "chip": None})  # type: ignore[arg-type]
    return Entry(kind=kind, step=duty.next_step, due_at=duty.due_at, item=item)


def is_shown(duty: Duty, now: datetime) -> bool:
    """As ``today_orders`` and ``today_parcels`` choose."""
    if duty.kind is DutyKind.DISPATCH:
        return duty.due_at < now
    return duty.kind not in ONLY_WHEN_NEAR or duty.warn_at <= now


def talk(orders: list[Drawn], now: datetime, before: datetime) -> int:
    """Words of buyers since the last evening."""
    late = [one.promised + DAY for one in orders if one.there is None or one.there > one.promised]
    asked = [one.asks for one in orders if one.asks]
    return sum(before < at <= now for at in (*asked, *(at for at in late)))


def the_month(seed: int) -> list[Counter[str]]:
    """For each working morning its lines by kind."""
    orders, found = drawn(random.Random(seed)), []
    before = datetime.combine(FIRST - 10 * DAY, time(17))
    for now in mornings():
        at = utc(now)
        policy = policy_for("allegro", "PL", now.date(), zone=WARSAW)
        look = Look(now=at, zone=WARSAW)
        lines: Counter[str] = Counter(answers=talk(orders, now, before), parcels=1)
        entries: list[Entry] = []
        for order in orders:
            if order.bought > now or is_over(order, now):
                continue
            parcel = parcel_at(order, now)
            duties = assess_order(
                order_at(order, now), *parcel, policy, at, around=around_at(order, now)
            ).duties
            shown = [duty for duty in duties if is_shown(duty, at)]
            kinds = [duty.kind for duty in shown if duty.kind in PARCELS]
            gravest = min(kinds, key=PARCELS.index, default=None)
            for duty in shown:
                if duty.kind in PARCELS and duty.kind != gravest:
                    continue
                entries.append(entry(duty, "late" if duty.kind is DutyKind.DISPATCH else duty.kind.value))
                work(order, duty, datetime.combine(now, time(17)))
        lines["orders"] = len(bundled(entries, look))
        lines["unbundled"] = len(entries)
        found.append(lines)
        before = datetime.combine(now, time(17))
    return found[5:]


@pytest.mark.skipif(not OLIST.is_dir(), reason="Olist's orders are not beside the repository")
def test_a_normal_day_of_six_hundred_orders_a_month_is_at_most_forty_lines() -> None:
    month = the_month(600)
    lines = [one["answers"] + one["parcels"] + one["orders"] for one in month]
    assert len(lines) == 5 * WEEKS
    assert max(lines) <= MOST_LINES, f"{lines}, of them answers: {[one['answers'] for one in month]}"
    assert min(one["unbundled"] for one in month) > 0, "every day has its parcels, money or ratings"
    assert sum(one["unbundled"] for one in month) > sum(one["orders"] for one in month)
