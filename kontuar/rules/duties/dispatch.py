"""The dispatch clock: the parcel leaves by the date the marketplace gave for this order.

C1 (dispatch on the declared date), C3 (``delivery.time.dispatch.to`` is set when the order is ready; that
it is *the* deadline of the on-time measure is inferred), C3a (never computed from the handling time).
The rule in prose and its examples: ``docs/rules/dispatch.md``.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta

from kontuar.facts.orders import (
    Fulfilment,
    Order,
    OrderState,
    ParcelState,
    Shipment,
    Tracking,
)
from kontuar.rules.duty import Duty, DutyKind, Origin
from kontuar.rules.policy import DispatchRule, Policy
from kontuar.rules.shipping import ALWAYS, NoShip, no_ship

TICK = timedelta(microseconds=1)
LAST_HOUR = 23
"""Where no courier is known, goods that do not leave every day leave on the day itself."""
ON_ITS_WAY = frozenset(ParcelState) - {ParcelState.UNKNOWN, ParcelState.PENDING}


def why_none(order: Order, rule: DispatchRule | None, *, connected_at: datetime | None = None) -> str:
    """Why no parcel is owed, as a code; ``""`` when one is.

    ``no_rule`` (nobody orders there), ``cancelled``, ``not_ready`` (unpaid or unfinished),
    ``shipped_by_marketplace``, ``sent``, ``no_dispatch_date`` (the marketplace gave none: we do not guess),
    ``history`` (overdue before the account was connected).
    """
    if rule is None:
        return "no_rule"
    if order.state is OrderState.CANCELLED or order.fulfilment is Fulfilment.CANCELLED:
        return "cancelled"
    if order.shipped_by_marketplace and not rule.shipped_by_marketplace_counts:
        return "shipped_by_marketplace"
    if order.fulfilment in rule.ended_by or order.lines_sent.lower() in rule.ended_by_lines_sent:
        return "sent"
    if order.state not in rule.starts_in:
        return "not_ready"
    dispatch_by = order.delivery.dispatch_by
    if dispatch_by is None:
        return "no_dispatch_date"
    return "history" if connected_at is not None and dispatch_by < connected_at else ""


def duties(
    order: Order,
    shipments: Sequence[Shipment],
    trackings: Sequence[Tracking],
    policy: Policy,
    *,
    connected_at: datetime | None = None,
) -> tuple[Duty, ...]:
    """At most one duty; late stays owed until the parcel is sent or the order cancelled."""
    dispatch_by, rule = order.delivery.dispatch_by, policy.dispatch
    if dispatch_by is None or rule is None or why_none(order, rule, connected_at=connected_at):
        return ()
    since_at = min(
        order.paid_at or order.bought_at or order.delivery.dispatch_from or dispatch_by,
        dispatch_by,
    )
    stops = no_ship(order, policy.own.ship_groups) if policy.own.ship_groups else ALWAYS
    on_its_way = _any_scanned(order, shipments, trackings)
    return (
        Duty(
            kind=DutyKind.DISPATCH,
            since_at=since_at,
            due_at=dispatch_by,
            safer_by=own_target(since_at, dispatch_by, policy, stops),
            warn_at=min(max(since_at, morning_of(dispatch_by, policy, stops)), dispatch_by),
            origin=Origin.PAYLOAD,
            rule_id=rule.rule_id,
            rule_version=rule.version,
            lost="dispatch_in_time",
            next_step="mark_as_sent" if on_its_way else "send_parcel",
            is_counted=True,
        ),
    )


def morning_of(dispatch_by: datetime, policy: Policy, stops: NoShip = ALWAYS) -> datetime:
    """Start of the office day on which the parcel has to leave.

    A date at midnight belongs to the day that ends there. Where nobody works on that day, or these goods do not
    leave on it, the last day before it on which they do counts.
    """
    calendar = policy.calendar
    return calendar.office_start(calendar.last_ship_day(calendar.local_day(dispatch_by - TICK), stops))


def own_target(since_at: datetime, dispatch_by: datetime, policy: Policy, stops: NoShip = ALWAYS) -> datetime:
    """Our own earlier target: the cut-off of these goods, or when the courier comes, on the last day they leave.

    An order that came later than that, or a date before it, keeps the marketplace's.
    """
    hour = policy.orders.courier_hour
    if hour is None and stops is ALWAYS:
        return dispatch_by
    calendar = policy.calendar
    day = calendar.last_ship_day(calendar.local_day(dispatch_by - TICK), stops)
    courier_at = calendar.wall(day, stops.cut_off or policy.own.courier_at or time(hour or LAST_HOUR))
    return courier_at if since_at <= courier_at <= dispatch_by else dispatch_by


def _any_scanned(order: Order, shipments: Iterable[Shipment], trackings: Iterable[Tracking]) -> bool:
    ours = {(s.carrier, s.waybill) for s in shipments if s.order_id == order.external_id}
    return any(
        scan.code in ON_ITS_WAY for t in trackings if (t.carrier, t.waybill) in ours for scan in t.scans
    )
