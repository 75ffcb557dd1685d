"""The answer to "where is my parcel": what is known, before it is put in words."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ParcelCode(StrEnum):
    """Which answer fits one parcel, or an order without one. None of them says more than was scanned."""

    CANCELLED = "cancelled"
    NOT_READY = "not_ready"
    SHIPPED_BY_MARKETPLACE = "shipped_by_marketplace"
    TO_BE_SENT = "to_be_sent"
    TO_BE_SENT_LATE = "to_be_sent_late"
    TO_BE_SENT_NO_DATE = "to_be_sent_no_date"
    READY_IN_SHOP = "ready_in_shop"
    PICKED_UP = "picked_up"
    SENT_NO_NUMBER = "sent_no_number"
    NOT_ASKED = "not_asked"
    NO_SCAN = "no_scan"
    NO_SCAN_LONG = "no_scan_long"
    SCANNED = "scanned"
    IN_TRANSIT = "in_transit"
    STALLED = "stalled"
    OUT_FOR_DELIVERY = "out_for_delivery"
    READY_FOR_PICKUP = "ready_for_pickup"
    NOTICE_LEFT = "notice_left"
    PROBLEM = "problem"
    RETURNED = "returned"
    DELIVERED = "delivered"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelLine:
    """One parcel. ``scanned_at`` is the scan the code rests on, None without one."""

    code: ParcelCode
    carrier: str = ""
    number: str = ""
    scanned_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelAnswer:
    """What to say about an order.

    ``parcels`` holds at least one line: an order without a parcel has one without a number.
    ``dispatch_by`` is the date to be sent by, ``arrive_by`` the promised delivery and ``is_overdue``
    whether that has passed without one; ``part_waits`` that some lines are not sent yet.
    """

    parcels: tuple[ParcelLine, ...]
    dispatch_by: datetime | None = None
    arrive_by: datetime | None = None
    is_overdue: bool = False
    part_waits: bool = False
    pickup_point: str = ""

    @property
    def code(self) -> ParcelCode | None:
        """The code all parcels share, None when they differ."""
        codes = {parcel.code for parcel in self.parcels}
        return codes.pop() if len(codes) == 1 else None
