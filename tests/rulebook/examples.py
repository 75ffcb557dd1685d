"""What a policy makes of one question, order or draft: the examples that another value must change."""

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from kontuar.actions.errors import Invalid
from kontuar.facts.case import CaseFacts, CaseMessage, CaseState
from kontuar.facts.drafts import DraftFacts, OutgoingFacts
from kontuar.facts.issue_facts import IssueFacts
from kontuar.facts.issues import Issue, IssueKind, IssueStatus
from kontuar.facts.messages import MessageKind, MessageStatus, Role, ThreadKind
from kontuar.facts.order_around import OrderAround
from kontuar.facts.order_facts import OrderFacts
from kontuar.facts.orders import Delivery, Fulfilment, Order, OrderState, Scan, Shipment, Tracking
from kontuar.facts.ratings import Rating
from kontuar.rulebook.record import Value
from kontuar.rules import deed_guard, send_guard
from kontuar.rules.assess import assess_case, assess_issue, assess_order
from kontuar.rules.deed_guard import DeedFacts
from kontuar.rules.deed_policy import DeedRules
from kontuar.rules.parcel_answer import parcel_answer
from kontuar.rules.policy import Policy
from kontuar.rules.reply_checks import all_findings
from kontuar.rules.rhythm.first_answers import measure
from kontuar.rules.windows import card

type Example = Callable[[Policy], object]

WARSAW = ZoneInfo("Europe/Warsaw")
TODAY = date(2026, 11, 16)  # a Monday


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WARSAW).astimezone(UTC)


NOW = at("2026-11-16 12:00")


def message(written_at: datetime, **more: Any) -> CaseMessage:
    given: dict[str, Any] = {
        "role": Role.BUYER,
        "kind": MessageKind.MESSAGE,
        "status": MessageStatus.DELIVERED,
    }
    given |= {"external_id": "m", "written_at": written_at, "first_seen_at": written_at}
    return CaseMessage(**given | more)


def case(*messages: CaseMessage, **more: Any) -> CaseFacts:
    given: dict[str, Any] = {"state": CaseState.OPEN, "thread_kind": ThreadKind.TALK, "thread_is_open": True}
    given |= {"connected_at": at("2019-09-04 00:00"), "has_order": True}
    return CaseFacts(messages=messages, **given | more)


def owed(*messages: CaseMessage, now: datetime = NOW, **more: Any) -> Example:
    return lambda policy: assess_case(case(*messages, **more), policy, now).duties


def order(**more: Any) -> Order:
    given: dict[str, Any] = {"external_id": "o", "state": OrderState.READY, "fulfilment": Fulfilment.NEW}
    given |= {"buyer_id": "1", "buyer_login": "b", "lines": (), "total": None}
    given |= {"delivery": Delivery(dispatch_by=at("2026-11-17 23:59:59"))}
    return Order(**given | more)


def to_dispatch(**more: Any) -> Example:
    return lambda policy: assess_order(order(**more), (), (), policy, NOW).duties


def of_order(order: Order, *, parcels: tuple[tuple[Shipment, Tracking], ...] = (), **hangs: Any) -> Example:
    """What an order owes with all that hangs on it."""
    shipments, trackings = [one for one, _ in parcels], [one for _, one in parcels]
    around = OrderAround(**hangs)
    return lambda policy: assess_order(order, shipments, trackings, policy, NOW, around=around)


def an_issue(kind: IssueKind, status: IssueStatus = IssueStatus.OPEN, **more: Any) -> IssueFacts:
    opened_at = more.pop("opened_at", at("2026-11-09 10:00"))
    issue = Issue(external_id="i", kind=kind, status=status, raw_status="X", opened_at=opened_at, **more)
    seen = {"first_seen_at": opened_at, "told_at": opened_at, "connected_at": opened_at - timedelta(days=1)}
    return IssueFacts(issue=issue, status=status, **seen)


def to_decide(**more: Any) -> Example:
    return lambda policy: assess_issue(an_issue(IssueKind.CLAIM, **more), policy, NOW).duties


def to_resolve(**more: Any) -> Example:
    return lambda policy: assess_issue(an_issue(IssueKind.DISCUSSION, **more), policy, NOW).duties


def to_refund(status: IssueStatus = IssueStatus.ARRIVED, **more: Any) -> Example:
    return lambda policy: assess_issue(an_issue(IssueKind.RETURN, status, **more), policy, NOW).duties


def found(text: str, **more: Any) -> Example:
    return lambda policy: all_findings(DraftFacts(text=text, **more), policy, NOW)


def leaves(**more: Any) -> Example:
    return lambda policy: send_guard.verdict(OutgoingFacts(**{"composed_at": NOW} | more), NOW, policy)


def elsewhere(place: Callable[[Policy], Policy], text: str, **more: Any) -> Example:
    return lambda policy: all_findings(DraftFacts(text=text, **more), place(policy), NOW)


def done(**more: Any) -> Example:
    return lambda policy: deed_guard.verdict(DeedFacts(**{"planned_at": NOW} | more), NOW, policy)


def around(limit: int, example: Callable[[int], Example]) -> Example:
    """The same just within a limit and just above it: so the next number, too, would be noticed."""
    return lambda policy: [example(number)(policy) for number in (limit, limit + 1)]


def refused(check: Callable[[DeedRules], object]) -> Example:
    """With which code a deed is refused, or what the check gives back."""

    def tried(policy: Policy) -> object:
        try:
            return check(policy.deeds)
        except Invalid as problem:
            return problem.code

    return tried


def parcel(*scans: Scan, created_at: datetime | None = None) -> Example:
    shipment = Shipment(external_id="s", order_id="o", carrier="c", waybill="1", created_at=created_at)
    tracking = Tracking(carrier="c", waybill="1", scans=scans)
    return lambda policy: parcel_answer(order(), [shipment], [tracking], policy, NOW)


def runs(order: Order, *, parcels: tuple[Shipment, ...] = ()) -> Example:
    """The windows of an order bought on the policy's day."""
    facts = OrderFacts(order=order, shipments=parcels)
    return lambda policy: card.of_order(facts, policy.windows, policy.calendar)


def measured(messages: list[CaseMessage]) -> Example:
    """How soon first questions were answered, each in a thread of its own."""
    return lambda policy: measure([[one] for one in messages], policy, NOW)


def rated(rating: Rating) -> Example:
    """The windows of a rating given on the policy's day."""
    bought_at = rating.created_at - timedelta(days=3)
    return lambda policy: card.of_rating(rating, bought_at, policy.windows)


@dataclass(frozen=True, kw_only=True)
class Change:
    """Another value, and the example that must notice. ``confirm`` makes a reading the confirmed one first."""

    value: Value
    example: Example
    on: date = TODAY
    country: str = "PL"
    confirm: str = ""


MONDAY, FRIDAY, SUNDAY = at("2026-11-16 10:00"), at("2026-11-13 15:00"), at("2026-11-15 10:00")


def told(outcome: object, path: str = "") -> tuple[str, ...]:
    """What came of an example, as short lines to compare: local times, numbers, codes; how many of each list."""
    if isinstance(outcome, datetime):
        return (f"{path} = {outcome.astimezone(WARSAW):%Y-%m-%d %H:%M}".removeprefix(" = "),)
    if isinstance(outcome, (list, tuple, set, frozenset)):
        return (f"{path or 'all'}: {len(outcome)}", *(line for one in outcome for line in told(one, path)))
    if is_dataclass(outcome):
        named = ".".join(filter(None, [path, str(getattr(outcome, "kind", getattr(outcome, "code", "")))]))
        values = ((name.name, getattr(outcome, name.name)) for name in fields(outcome))
        return tuple(line for name, value in values for line in told(value, f"{named}.{name}".lstrip(".")))
    return (f"{path} = {outcome}".removeprefix(" = "),)
