"""The law of the promise watch: until ``changes_at`` nothing changes, and standing only grows while no news come."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from kontuar.facts.issues import Issue, IssueKind, IssueStatus
from kontuar.facts.money import Money
from kontuar.facts.offers import Offer
from kontuar.facts.orders import (
    Delivery,
    Fulfilment,
    Order,
    OrderLine,
    OrderState,
    ParcelState,
    Scan,
    Shipment,
    Tracking,
)
from kontuar.facts.promises import PromiseFacts, Risk, Terms
from kontuar.rulebook.load import policy_for
from kontuar.rules.calendar import office_week
from kontuar.rules.duty import Standing
from kontuar.rules.policy import Policy
from kontuar.rules.promise.watch import watch

GRAVITY = {Standing.CALM: 0, Standing.SOON: 1, Standing.LATE: 2}
START = datetime(2026, 3, 20, tzinfo=UTC)  # the change of the clock and Easter lie in the window
near = st.integers(0, 24 * 24).map(lambda half_hours: START + half_hours * timedelta(minutes=30))
PLACES = [("PL", "Europe/Warsaw"), ("LT", "Europe/Vilnius"), ("US", "America/New_York")]
PRICE = Money(amount=Decimal(1), currency="PLN")


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    country, zone = draw(st.sampled_from(PLACES))
    nine = office_week(datetime(2026, 1, 1, 9).time(), datetime(2026, 1, 1, 21).time(), weekdays=range(7))
    hours = draw(st.sampled_from([None, (), nine]))
    away = draw(st.frozensets(st.dates(date(2026, 3, 15), date(2026, 4, 10)), max_size=6))
    return policy_for(
        "allegro", country, date(2026, 3, 25), zone=ZoneInfo(zone), office_hours=hours, absences=away
    )


@st.composite
def orders(draw: st.DrawFn) -> Order:
    seldom = st.sampled_from([False] * 5 + [True])
    states = [OrderState.READY] * 5 + list(OrderState)
    fulfilments = [Fulfilment.NEW, Fulfilment.SENT] * 3 + list(Fulfilment)
    return Order(
        external_id="o",
        state=draw(st.sampled_from(states)),
        fulfilment=draw(st.sampled_from(fulfilments)),
        buyer_id="1",
        buyer_login="b",
        lines=(OrderLine(external_id="l", offer_id="9", name="", quantity=1, price=PRICE),),
        total=None,
        delivery=Delivery(dispatch_by=draw(st.none() | near), arrive_by=draw(st.none() | near)),
        paid_at=draw(st.none() | near),
        bought_at=draw(st.none() | near),
        lines_sent=draw(st.sampled_from(["", "NONE", "SOME", "ALL"])),
        shipped_by_marketplace=draw(seldom),
    )


@st.composite
def promises(draw: st.DrawFn) -> PromiseFacts:
    codes = st.sampled_from([*ParcelState, "a_word_of_tomorrow"])
    scans = st.lists(st.builds(Scan, code=codes.map(str), at=near), max_size=4).map(tuple)
    count = draw(st.integers(0, 2))
    parcels = [
        Shipment(external_id="", order_id="o", carrier="C", waybill=str(n), created_at=draw(st.none() | near))
        for n in range(count)
    ]
    asked = [
        Tracking(carrier="C", waybill=str(n), scans=draw(scans)) for n in range(count) if draw(st.booleans())
    ]
    offer = Offer(
        external_id="9",
        name="",
        stock=draw(st.sampled_from([None, -1, 0, 5])),
        ended_at=draw(st.none() | near),
        ended_by=draw(st.sampled_from(["", "USER", "EMPTY_STOCK"])),
    )
    kinds, statuses = st.sampled_from(IssueKind), st.sampled_from([IssueStatus.OPEN, *IssueStatus])
    issue = Issue(
        external_id="i",
        kind=draw(kinds),
        status=draw(statuses),
        raw_status="",
        order_id="o",
        opened_at=draw(near),
    )
    reckoned_at = draw(near)
    risk = Risk(
        late=draw(st.floats(0, 1)), reckoned_at=reckoned_at, holds_until=reckoned_at + timedelta(days=1)
    )
    return PromiseFacts(
        order=draw(orders()),
        shipments=tuple(parcels),
        trackings=tuple(asked),
        offers=(offer,),
        issues=(issue,),
        terms=draw(st.none() | st.builds(Terms, dispatch_by=near, arrive_by=st.none() | near)),
        risk=draw(st.none() | st.just(risk)),
        connected_at=draw(st.none() | st.just(START)),
    )


@settings(max_examples=400, deadline=None)
@given(promises(), policies(), near, st.floats(0, 1))
def test_the_watch_says_the_same_until_changes_at(
    facts: PromiseFacts, policy: Policy, now: datetime, share: float
) -> None:
    found = watch(facts, policy, now)
    end = found.changes_at or now + timedelta(days=4000)
    last = end - timedelta(microseconds=1)
    for later in (min(now + (end - now) * share, last), last):
        assert watch(facts, policy, later) == found


def told_by(facts: PromiseFacts, now: datetime) -> int:
    """How many scans are known: between two of them there is no news."""
    return sum(scan.at <= now for tracking in facts.trackings for scan in tracking.scans)


@settings(max_examples=300, deadline=None)
@given(promises(), policies(), st.lists(near, min_size=2, max_size=6))
def test_standing_only_grows_while_no_news_come(
    facts: PromiseFacts, policy: Policy, times: list[datetime]
) -> None:
    gravest: dict[int, int] = {}
    for now in sorted(times):
        gravity = GRAVITY[watch(facts, policy, now).standing]
        known = told_by(facts, now)
        assert gravity >= gravest.get(known, 0)
        gravest[known] = gravity


@settings(max_examples=200, deadline=None)
@given(promises(), policies(), near)
def test_every_finding_says_what_since_why_by_which_rule_and_what_to_do(
    facts: PromiseFacts, policy: Policy, now: datetime
) -> None:
    for finding in watch(facts, policy, now).findings:
        assert finding.since_at <= now
        assert finding.shows_at <= now
        assert finding.why
        assert all((finding.next_step, finding.rule_id, finding.rule_version))


@settings(max_examples=150, deadline=None)
@given(promises(), policies(), near)
def test_what_the_future_holds_changes_nothing_now(
    facts: PromiseFacts, policy: Policy, now: datetime
) -> None:
    known = tuple(
        Tracking(carrier=t.carrier, waybill=t.waybill, scans=tuple(s for s in t.scans if s.at <= now))
        for t in facts.trackings
    )
    blind = PromiseFacts(**{name: getattr(facts, name) for name in facts.__slots__} | {"trackings": known})
    assert watch(blind, policy, now).findings == watch(facts, policy, now).findings
