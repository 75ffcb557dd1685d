"""Where an order's parcels are, from the scans known at a moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from kontuar.facts.orders import Fulfilment, ParcelState, Scan
from kontuar.facts.promises import PromiseFacts

REACHED = frozenset(
    {
        ParcelState.DELIVERED.value,
        ParcelState.READY_FOR_PICKUP.value,
        ParcelState.NOTICE_LEFT.value,
        ParcelState.RETURNED.value,
    }
)
"""The parcel is with the buyer, waits for him, or is on its way back: the promised journey is over."""
SILENT = frozenset({ParcelState.PENDING.value})
MEANINGLESS = frozenset({ParcelState.PENDING.value, ParcelState.UNKNOWN.value})
_SCANNED = attrgetter("at")
ARRIVED_WITHOUT_SCAN = frozenset({Fulfilment.PICKED_UP, Fulfilment.READY_FOR_PICKUP, Fulfilment.RETURNED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One parcel with a number. ``scans`` are those known at the moment, oldest first; None: never asked for."""

    created_at: datetime | None
    scans: tuple[Scan, ...] | None

    @property
    def last(self) -> Scan | None:
        """The latest scan whose meaning is known."""
        for scan in reversed(self.scans or ()):
            if scan.code not in MEANINGLESS:
                return scan
        return None

    @property
    def is_scanned(self) -> bool:
        """True once a carrier had it in hand, even if we do not know the word for it."""
        return any(scan.code not in SILENT for scan in self.scans or ())

    @property
    def has_reached(self) -> bool:
        """True when its journey is over."""
        last = self.last
        return last is not None and last.code in REACHED

    @property
    def has_problem(self) -> bool:
        """True when the carrier's last word is a trouble."""
        last = self.last
        return last is not None and last.code == ParcelState.PROBLEM


def of_order(facts: PromiseFacts, now: datetime) -> tuple[Parcel, ...]:
    """The order's parcels that have a number."""
    if not facts.shipments:
        return ()
    scans = {(t.carrier, t.waybill): t.scans for t in facts.trackings}
    return tuple(
        [
            Parcel(created_at=s.created_at, scans=_past(scans.get((s.carrier, s.waybill)), now))
            for s in facts.shipments
            if s.waybill and s.order_id == facts.order.external_id
        ]
    )


def _past(scans: Iterable[Scan] | None, now: datetime) -> tuple[Scan, ...] | None:
    if scans is None:
        return None
    return tuple(sorted([scan for scan in scans if scan.at <= now], key=_SCANNED))


def has_arrived(facts: PromiseFacts, parcels: tuple[Parcel, ...]) -> bool:
    """True when nothing of the order is still under way, as far as we know."""
    if facts.order.fulfilment in ARRIVED_WITHOUT_SCAN:
        return True
    is_part = facts.order.lines_sent.upper() == "SOME"
    return bool(parcels) and not is_part and all(parcel.has_reached for parcel in parcels)
