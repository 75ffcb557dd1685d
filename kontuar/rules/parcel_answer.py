"""Which answer to "where is my parcel" fits what is known of an order. Says nothing the scans do not say."""

from collections.abc import Sequence
from datetime import datetime

from kontuar.facts.orders import Fulfilment, Order, OrderState, ParcelState, Scan, Shipment, Tracking
from kontuar.facts.parcels import ParcelAnswer, ParcelCode, ParcelLine
from kontuar.rules.policy import Policy

NO_NEWS = frozenset({ParcelState.PENDING, ParcelState.UNKNOWN})
ENDED = frozenset({ParcelCode.DELIVERED, ParcelCode.RETURNED, ParcelCode.CANCELLED, ParcelCode.PICKED_UP})
BY_STATE = {
    ParcelState.IN_TRANSIT: ParcelCode.IN_TRANSIT,
    ParcelState.OUT_FOR_DELIVERY: ParcelCode.OUT_FOR_DELIVERY,
    ParcelState.READY_FOR_PICKUP: ParcelCode.READY_FOR_PICKUP,
    ParcelState.NOTICE_LEFT: ParcelCode.NOTICE_LEFT,
    ParcelState.PROBLEM: ParcelCode.PROBLEM,
    ParcelState.RETURNED: ParcelCode.RETURNED,
    ParcelState.DELIVERED: ParcelCode.DELIVERED,
}


def parcel_answer(
    order: Order,
    shipments: Sequence[Shipment],
    trackings: Sequence[Tracking],
    policy: Policy,
    now: datetime,
) -> ParcelAnswer:
    """The facts an answer may use. Shipments of other orders are left out.

    A parcel without its entry in ``trackings`` was never asked for: nothing is said of its scans.
    """
    scans = {(t.carrier, t.waybill): t.scans for t in trackings}
    ours = [s for s in shipments if s.order_id == order.external_id and s.waybill]
    lines = tuple(_line(s, scans.get((s.carrier, s.waybill)), policy, now) for s in ours)
    lines = lines or (ParcelLine(code=_without_number(order, policy, now)),)
    delivery = order.delivery
    waits = any(line.code not in ENDED for line in lines)
    return ParcelAnswer(
        parcels=lines,
        dispatch_by=delivery.dispatch_by,
        arrive_by=delivery.arrive_by,
        is_overdue=waits and delivery.arrive_by is not None and delivery.arrive_by < now,
        part_waits=bool(ours) and order.lines_sent.upper() == "SOME",
        pickup_point=delivery.pickup_point,
    )


def _without_number(order: Order, policy: Policy, now: datetime) -> ParcelCode:
    """An order no parcel of which has a number yet."""
    if order.state is OrderState.CANCELLED or order.fulfilment is Fulfilment.CANCELLED:
        return ParcelCode.CANCELLED
    if order.fulfilment is Fulfilment.PICKED_UP:
        return ParcelCode.PICKED_UP
    if order.fulfilment is Fulfilment.READY_FOR_PICKUP:
        return ParcelCode.READY_IN_SHOP
    if order.fulfilment in {Fulfilment.SENT, Fulfilment.RETURNED} or order.lines_sent.upper() == "ALL":
        return ParcelCode.SENT_NO_NUMBER
    if order.shipped_by_marketplace:
        return ParcelCode.SHIPPED_BY_MARKETPLACE
    if policy.dispatch is not None and order.state not in policy.dispatch.starts_in:
        return ParcelCode.NOT_READY
    dispatch_by = order.delivery.dispatch_by
    if dispatch_by is None:
        return ParcelCode.TO_BE_SENT_NO_DATE
    return ParcelCode.TO_BE_SENT if now <= dispatch_by else ParcelCode.TO_BE_SENT_LATE


def _line(shipment: Shipment, scans: Sequence[Scan] | None, policy: Policy, now: datetime) -> ParcelLine:
    code: ParcelCode = ParcelCode.NOT_ASKED
    scanned_at: datetime | None = None
    if scans is not None:
        code, scanned_at = _code(shipment, scans, policy, now)
    carrier = shipment.carrier_name or ("" if shipment.carrier == "OTHER" else shipment.carrier)
    return ParcelLine(code=code, carrier=carrier, number=shipment.waybill, scanned_at=scanned_at)


def _code(
    shipment: Shipment, scans: Sequence[Scan], policy: Policy, now: datetime
) -> tuple[ParcelCode, datetime | None]:
    past = sorted((scan for scan in scans if scan.at <= now), key=lambda scan: scan.at)
    telling = [scan for scan in past if scan.code in BY_STATE]
    if not telling:
        return _silent(shipment, past, policy, now)
    last = telling[-1]
    code = BY_STATE[ParcelState(last.code)]
    calendar, patience = policy.calendar, policy.parcel
    if code is ParcelCode.OUT_FOR_DELIVERY and calendar.local_day(last.at) != calendar.local_day(now):
        code = ParcelCode.IN_TRANSIT  # the courier had it on an earlier day: that it is out now is not known
    if code is ParcelCode.IN_TRANSIT and patience is not None:
        silence = calendar.business_time_between(past[-1].at, now)
        code = ParcelCode.STALLED if silence > patience.stalled_after else code
    return code, last.at


def _silent(
    shipment: Shipment, past: Sequence[Scan], policy: Policy, now: datetime
) -> tuple[ParcelCode, datetime | None]:
    """No scan whose meaning is known."""
    unknown = [scan.at for scan in past if scan.code not in NO_NEWS or scan.code == ParcelState.UNKNOWN]
    if unknown:
        return ParcelCode.SCANNED, unknown[-1]
    since, patience = shipment.created_at, policy.parcel
    waited = (
        since is not None
        and patience is not None
        and policy.calendar.business_time_between(since, now) > patience.first_scan_after
    )
    return (ParcelCode.NO_SCAN_LONG if waited else ParcelCode.NO_SCAN), None
