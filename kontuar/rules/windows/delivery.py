"""When the goods were in the buyer's hands: what the law's terms count from."""

from datetime import datetime

from kontuar.facts.order_facts import OrderFacts
from kontuar.facts.orders import ParcelState


def received_at(facts: OrderFacts) -> datetime | None:
    """When the last parcel was delivered; None while one of them was not, or nobody knows.

    A parcel that waits at a pick-up point is not received yet. The first scan that says so counts.
    """
    order = facts.order
    scans = {(one.carrier, one.waybill): one.scans for one in facts.trackings}
    ours = [one for one in facts.shipments if one.waybill and one.order_id == order.external_id]
    found = []
    for parcel in ours:
        delivered = [
            scan.at
            for scan in scans.get((parcel.carrier, parcel.waybill), ())
            if scan.code == ParcelState.DELIVERED
        ]
        if not delivered:
            return None
        found.append(min(delivered))
    is_part = order.lines_sent.upper() == "SOME" or len(ours) < order.delivery.packages
    return None if is_part else max(found, default=None)
