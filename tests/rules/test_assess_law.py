"""The law of the clocks: until ``changes_at`` nothing changes, and standing only grows while no news come."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from kontuar.facts.case import CaseFacts, CaseMessage, CaseState
from kontuar.facts.choices import Choice, ChoiceKind
from kontuar.facts.issue_facts import IssueFacts
from kontuar.facts.issues import Issue, IssueKind, IssueStatus
from kontuar.facts.messages import MessageKind, MessageStatus, Role, ThreadKind
from kontuar.facts.offers import Offer
from kontuar.facts.order_around import OrderAround, Settled
from kontuar.facts.orders import (
    Delivery,
    Fulfilment,
    Order,
    OrderState,
    ParcelState,
    Scan,
    Shipment,
    Tracking,
)
from kontuar.facts.ratings import Rating
from kontuar.facts.refunds import FeeRefundStatus, Refund, RefundStatus
from kontuar.rulebook.load import policy_for
from kontuar.rules.assess import assess_case, assess_issue, assess_order
from kontuar.rules.calendar import office_week
from kontuar.rules.duty import Assessment, DutyKind, Standing
from kontuar.rules.issue_doubts import doubts
from kontuar.rules.policy import Policy
from tests.order_world import fee, parcel, refund, sold

GRAVITY = {Standing.CALM: 0, Standing.SOON: 1, Standing.LATE: 2}
START = datetime(2026, 3, 20, tzinfo=UTC)  # the change of the clock and Easter lie in the window
near = st.integers(0, 24 * 24).map(lambda half_hours: START + half_hours * timedelta(minutes=30))
"""Moments on a grid, so that messages, answers and looks often meet at the same instant."""


LINES = sold().lines
UNNAMED = (Choice(offer_id="9", kind=ChoiceKind.SIZE, since_at=START),)
seldom = st.integers(0, 9).map(lambda number: number == 7)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    country, zone = draw(
        st.sampled_from([("PL", "Europe/Warsaw"), ("LT", "Europe/Vilnius"), ("US", "America/New_York")])
    )
    hours = draw(st.sampled_from([None, (), office_week(time(8), time(20), weekdays=range(7))]))
    away = draw(st.frozensets(st.dates(date(2026, 3, 15), date(2026, 4, 10)), max_size=4))
    marketplace = draw(st.sampled_from(["allegro", "allegro", "mail"]))
    return policy_for(
        marketplace, country, date(2026, 3, 25), zone=ZoneInfo(zone), office_hours=hours, absences=away
    )


@st.composite
def messages(draw: st.DrawFn) -> CaseMessage:
    written_at = draw(near)
    return CaseMessage(
        external_id="m",
        role=draw(st.sampled_from([Role.BUYER, Role.SELLER] * 3 + [*Role])),
        kind=draw(st.sampled_from(MessageKind)),
        status=draw(st.sampled_from([MessageStatus.CHECKING, *MessageStatus])),
        written_at=written_at,
        first_seen_at=written_at + timedelta(hours=draw(st.sampled_from([0, 0, 0, 1, 30]))),
        is_closer=draw(seldom),
        is_history=draw(seldom),
        waived_reason="phone" if draw(seldom) else "",
    )


@st.composite
def cases(draw: st.DrawFn) -> CaseFacts:
    talk = draw(st.lists(messages(), max_size=5))
    return CaseFacts(
        state=draw(st.sampled_from(CaseState)),
        thread_kind=draw(st.sampled_from(ThreadKind)),
        thread_is_open=draw(st.booleans()),
        messages=tuple(sorted(talk, key=lambda m: m.written_at)),
        connected_at=draw(near),
        has_order=draw(st.booleans()),
        waiting_until=draw(st.none() | near),
        issue_kind=draw(st.none() | st.sampled_from(IssueKind)),
        issue_due_at=draw(st.none() | near),
    )


@st.composite
def orders(draw: st.DrawFn) -> Order:
    return Order(
        external_id="o",
        state=draw(st.sampled_from(OrderState)),
        fulfilment=draw(st.sampled_from(Fulfilment)),
        buyer_id="1",
        buyer_login="b",
        lines=LINES,
        total=None,
        delivery=Delivery(dispatch_by=draw(st.none() | near), arrive_by=draw(st.none() | near)),
        paid_at=draw(st.none() | near),
        bought_at=draw(st.none() | near | near.map(lambda at: at - timedelta(days=16))),
        payment_kind=draw(st.sampled_from(["", "ONLINE", "WIRE_TRANSFER", "CASH_ON_DELIVERY"])),
        updated_at=draw(st.none() | near),
        lines_sent=draw(st.sampled_from(["", "NONE", "SOME", "ALL"])),
        shipped_by_marketplace=draw(st.booleans()),
    )


@st.composite
def ratings(draw: st.DrawFn) -> Rating:
    return Rating(
        external_id="r",
        order_id="o",
        buyer_login="b",
        is_recommended=draw(st.booleans()),
        created_at=draw(near),
        edited_at=draw(st.none() | near),
        answer="Dziękuję" if draw(seldom) else "",
        is_excluded=draw(seldom),
    )


@st.composite
def offers(draw: st.DrawFn) -> Offer:
    """The offer of the order's line: sold out, sold too often, ended by somebody."""
    return Offer(
        external_id="9",
        name="Kubek",
        stock=draw(st.sampled_from([None, -1, 0, 3])),
        ended_at=draw(st.none() | near),
        ended_by=draw(st.sampled_from(["", "USER", "EMPTY_STOCK", "ADMIN"])),
    )


@st.composite
def around(draw: st.DrawFn) -> OrderAround:
    """Money back, words and marks of any time."""
    money = st.sampled_from(RefundStatus)
    refunds = [refund(draw(money), draw(st.none() | near)) for _ in range(draw(st.integers(0, 2)))]
    return OrderAround(
        refunds=tuple(refunds),
        ratings=tuple(draw(ratings()) for _ in range(draw(st.integers(0, 2)))),
        fee_refunds=(fee(draw(st.sampled_from(FeeRefundStatus))),) if draw(seldom) else (),
        cancelled_at=draw(st.none() | near),
        parcels_at=draw(st.none() | near),
        told_at=draw(st.none() | near),
        offers=(draw(offers()),) if draw(seldom) else (),
        unnamed=UNNAMED if draw(seldom) else (),
        asked_at=tuple(sorted(draw(st.lists(near, max_size=2)))),
        settled=(Settled(kind=draw(st.sampled_from(DutyKind)), since_at=draw(near)),) if draw(seldom) else (),
    )


@st.composite
def parcels(draw: st.DrawFn) -> tuple[tuple[Shipment, Tracking], ...]:
    """No parcel, or one with scans of any time and meaning."""
    if draw(st.booleans()):
        return ()
    scans = [
        Scan(code=draw(st.sampled_from(ParcelState)), at=draw(near)) for _ in range(draw(st.integers(0, 2)))
    ]
    return (parcel(draw(st.none() | near), *scans),)


far = st.sampled_from([datetime(2050, 1, 1, tzinfo=UTC), START - timedelta(days=400)])


@st.composite
def issues(draw: st.DrawFn) -> IssueFacts:
    """Issues with dates that may be missing, absurd or reversed."""
    kind = draw(st.sampled_from(IssueKind))
    status = draw(st.sampled_from(IssueStatus))
    dates = st.none() | near | far
    issue = Issue(
        external_id="i",
        kind=kind,
        status=status,
        raw_status="X",
        opened_at=draw(dates),
        decide_by=draw(dates),
        status_due_at=draw(dates),
        arrived_at=draw(dates),
        is_handled_by_marketplace=draw(seldom),
    )
    money = {"external_id": "r", "payment_id": "p", "order_id": "o", "raw_status": "X"}
    paid = st.sampled_from(RefundStatus)
    refund = Refund(status=draw(paid), created_at=draw(st.none() | near), **money)
    first_seen_at = draw(near)
    return IssueFacts(
        issue=issue,
        status=draw(st.sampled_from([status, *IssueStatus])),
        first_seen_at=first_seen_at,
        told_at=first_seen_at + timedelta(hours=draw(st.integers(0, 300))),
        connected_at=draw(near),
        refunds=(refund,) if draw(seldom) else (),
    )


@st.composite
def cases_and_moments(draw: st.DrawFn) -> tuple[CaseFacts, datetime]:
    """A case, and a moment that mostly lies just after one of its messages."""
    facts = draw(cases())
    times = [message.written_at for message in facts.messages]
    just_after = [at + timedelta(minutes=minutes) for at in times for minutes in (0, 30, 90)]
    return facts, draw(st.sampled_from(just_after) if just_after and draw(st.booleans()) else near)


def verdict(found: Assessment) -> tuple[object, ...]:
    return found.duties, found.standing, found.next_step


def moments(now: datetime, found: Assessment, share: float) -> list[datetime]:
    """Moments before the change: at random, and the last one there is."""
    end = found.changes_at or now + timedelta(days=4000)
    last = end - timedelta(microseconds=1)
    return [min(now + (end - now) * share, last), last]


@settings(max_examples=250, deadline=None)
@given(cases_and_moments(), policies(), st.floats(0, 1))
def test_a_case_keeps_its_verdict_until_changes_at(
    given_case: tuple[CaseFacts, datetime], policy: Policy, share: float
) -> None:
    facts, now = given_case
    found = assess_case(facts, policy, now)
    for later in moments(now, found, share):
        again = assess_case(facts, policy, later)
        assert verdict(again) == verdict(found)
        assert again.changes_at == found.changes_at


@settings(max_examples=250, deadline=None)
@given(orders(), parcels(), around(), policies(), near, st.floats(0, 1))
def test_an_order_keeps_its_verdict_until_changes_at(
    order: Order,
    sent: tuple[tuple[Shipment, Tracking], ...],
    hangs: OrderAround,
    policy: Policy,
    now: datetime,
    share: float,
) -> None:
    shipments, trackings = [one for one, _ in sent], [one for _, one in sent]

    def judge(at: datetime) -> Assessment:
        return assess_order(order, shipments, trackings, policy, at, around=hangs)

    found = judge(now)
    for later in moments(now, found, share):
        assert verdict(judge(later)) == verdict(found)
    for duty in found.duties:
        assert duty.since_at <= duty.warn_at <= duty.due_at
        assert duty.since_at <= duty.safer_by <= duty.due_at
        assert all((duty.rule_id, duty.rule_version, duty.lost, duty.next_step))


@settings(max_examples=200, deadline=None)
@given(cases(), policies(), st.lists(near, min_size=2, max_size=5))
def test_every_duty_only_grows_later_and_late_is_stable(
    facts: CaseFacts, policy: Policy, times: list[datetime]
) -> None:
    seen: dict[object, int] = {}
    for now in sorted(times):
        for duty in assess_case(facts, policy, now).duties:
            key = (duty.kind, duty.since_at, duty.due_at)
            gravity = GRAVITY[duty.standing(now)]
            assert gravity >= seen.get(key, 0)
            seen[key] = gravity


@settings(max_examples=200, deadline=None)
@given(cases(), policies(), near)
def test_dates_of_a_duty_stand_in_order(facts: CaseFacts, policy: Policy, now: datetime) -> None:
    for duty in assess_case(facts, policy, now).duties:
        assert duty.since_at <= duty.warn_at <= duty.due_at
        assert duty.since_at <= duty.safer_by <= duty.due_at
        assert all((duty.rule_id, duty.rule_version, duty.lost, duty.next_step))


@settings(max_examples=150, deadline=None)
@given(cases(), policies(), near)
def test_walking_from_change_to_change_comes_to_an_end(
    facts: CaseFacts, policy: Policy, now: datetime
) -> None:
    for _ in range(60):
        following = assess_case(facts, policy, now).changes_at
        if following is None:
            return
        assert following > now
        now = following
    raise AssertionError("changes for ever")


@settings(max_examples=250, deadline=None)
@given(issues(), policies(), near, st.floats(0, 1))
def test_an_issue_keeps_its_verdict_and_its_doubts_until_changes_at(
    facts: IssueFacts, policy: Policy, now: datetime, share: float
) -> None:
    found, doubted = assess_issue(facts, policy, now), doubts(facts, policy, now)
    for later in moments(now, found, share):
        assert verdict(assess_issue(facts, policy, later)) == verdict(found)
        assert doubts(facts, policy, later) == doubted


@settings(max_examples=250, deadline=None)
@given(issues(), policies(), near)
def test_dates_of_an_issues_duty_stand_in_order(facts: IssueFacts, policy: Policy, now: datetime) -> None:
    for duty in assess_issue(facts, policy, now).duties:
        assert duty.since_at <= duty.warn_at <= duty.due_at
        assert duty.since_at <= duty.safer_by <= duty.due_at
        assert duty.due_at >= facts.connected_at, "what was overdue at connecting is history"
        assert all((duty.rule_id, duty.rule_version, duty.lost, duty.next_step))
