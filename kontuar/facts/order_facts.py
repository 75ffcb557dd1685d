"""An order as the clocks see it."""

from dataclasses import dataclass
from datetime import datetime

from kontuar.facts.order_around import NOTHING, OrderAround
from kontuar.facts.orders import Order, Shipment, Tracking
from kontuar.facts.promises import PromiseFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFacts:
    """The order, its parcels, what hangs on it. What was overdue before ``connected_at`` opens nothing."""

    order: Order
    shipments: tuple[Shipment, ...] = ()
    trackings: tuple[Tracking, ...] = ()
    around: OrderAround = NOTHING
    connected_at: datetime | None = None

    def is_history(self, due_at: datetime) -> bool:
        """True for a limit that had passed before the account was connected."""
        return self.connected_at is not None and due_at < self.connected_at

    @property
    def promise(self) -> PromiseFacts:
        """What the promise watch is given. A parcel no carrier answered for brings no tracking."""
        return PromiseFacts(
            order=self.order,
            shipments=self.shipments,
            trackings=self.trackings,
            offers=self.around.offers,
            issues=self.around.issues,
            risk=self.around.risk,
            connected_at=self.connected_at,
        )
