"""GET /order/carriers/{carrierId}/tracking."""

from __future__ import annotations

from typing import Any

from kontuar.practice_market.allegro.errors import invalid
from kontuar.practice_market.allegro.protocol import Answer, Call, Operation
from kontuar.practice_market.carriers import CARRIERS
from kontuar.practice_market.clock import stamp
from kontuar.practice_market.world import Parcel, Scan

MOST_WAYBILLS = 20


def _scan(scan: Scan) -> dict[str, Any]:
    shape = {"occurredAt": stamp(scan.at), "code": scan.code}
    return shape | {"description": scan.description} if scan.description else shape


def _details(call: Call, parcel: Parcel | None) -> dict[str, Any] | None:
    """Null for a waybill the carrier tells nothing about (#11513, #12985, #13928)."""
    asking = call.seller_or_none.login if call.seller_or_none else None
    if call.market.faults.strike("tracking_null", seller=asking):
        return None
    if parcel is None or not parcel.tracked or not parcel.scans:
        return None
    scans = sorted(parcel.scans, key=lambda scan: scan.at)
    return {
        "statuses": [_scan(scan) for scan in scans],
        "createdAt": stamp(scans[0].at),
        "updatedAt": stamp(scans[-1].at),
    }


def tracking(call: Call, carrier_id: str) -> Answer:
    """Histories of up to 20 waybills; an application's own token does too."""
    if carrier_id not in CARRIERS:
        raise invalid("UNKNOWN_CARRIER", "unknown carrierId", "carrierId", status=400)
    waybills = call.request.args.getlist("waybill")
    if not 1 <= len(waybills) <= MOST_WAYBILLS:
        raise invalid("VALIDATION_ERROR", "1 to 20 waybills are required", "waybill", status=400)
    parcels = call.market.world.parcels
    histories = [
        {"waybill": waybill, "trackingDetails": _details(call, parcels.get((carrier_id, waybill)))}
        for waybill in waybills
    ]
    return Answer(body={"carrierId": carrier_id, "waybills": histories})


OPERATIONS = (
    Operation(method="GET", path="/order/carriers/{carrierId}/tracking", handler=tracking, scope=None),
)
