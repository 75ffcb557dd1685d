"""Customer returns: a buyer announces one, sends the goods back, the seller refunds or refuses.

Status is a timeline (allegro/allegro-api #8798, #11635): what the parcel tells until something is decided.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from kontuar.practice_market.carriers import CARRIERS
from kontuar.practice_market.world import Ids, Order, Parcel, Scan

if TYPE_CHECKING:
    from kontuar.practice_market.market import Market

WITHDRAWAL_DAYS = 14
"""Days after delivery in which a consumer may withdraw (rules H3); an order not yet delivered may be returned too."""

REASONS = (
    "NONE",
    "MISTAKE",
    "TRANSPORT",
    "DAMAGED",
    "NOT_AS_DESCRIBED",
    "DONT_LIKE_IT",
    "OVERDUE_DELIVERY",
    "INCOMPLETE",
    "HIDDEN_FLAW",
    "OTHER_FLAW",
    "DIFFERENT",
    "COUNTERFEIT",
    "NOT_NEW",
    "TOO_LARGE",
    "TOO_SMALL",
    "NOT_AS_EXPECTED",
    "ORDERED_FOR_COMPARISON",
)
"""`items.reason.type` (spec; the last four since 2025-11-04, #12478)."""
REJECTIONS = (
    "REFUND_REJECTED",
    "NEW_ITEM_SENT",
    "ITEM_FIXED",
    "MISSING_PART_SENT",
    "ITEM_MISMATCH",
    "BUSINESS_PURCHASE",
    "NO_RETURN_RIGHT",
)
"""`rejection.code` (the last three since 2026-04-08, #13203)."""
LONGEST_REASON = 250
STATUSES = (
    "CREATED",
    "DISPATCHED",
    "IN_TRANSIT",
    "DELIVERED",
    "FINISHED",
    "FINISHED_APT",
    "REJECTED",
    "COMMISSION_REFUND_CLAIMED",
    "COMMISSION_REFUNDED",
    "WAREHOUSE_DELIVERED",
    "WAREHOUSE_VERIFICATION",
)
_BY_SCAN = {"PENDING": "DISPATCHED", "DELIVERED": "DELIVERED"}


@dataclass(slots=True, kw_only=True)
class ReturnedItem:
    offer_id: str
    name: str
    quantity: int
    price: Decimal
    reason: str
    comment: str | None = None


@dataclass(slots=True, kw_only=True)
class ReturnParcel:
    created_at: datetime
    carrier_id: str
    waybill: str
    phone: str


@dataclass(slots=True, kw_only=True)
class Rejection:
    code: str
    reason: str | None
    at: datetime


@dataclass(slots=True, kw_only=True)
class CustomerReturn:
    """One return. Instants are aware UTC, money in the order's currency."""

    id: str
    seq: int
    reference: str
    seller: str
    buyer: str
    order_id: str
    created_at: datetime
    items: list[ReturnedItem]
    parcels: list[ReturnParcel] = field(default_factory=list)
    rejection: Rejection | None = None
    outcome: str | None = None
    """FINISHED, FINISHED_APT or one of the commission's; None while nothing is decided."""
    iban: str | None = None
    marketplace: str = "allegro-pl"


Hook = Callable[[CustomerReturn, datetime], None]


class Returns:
    """The deeds around returns, for buyers, sellers on the market's own pages, and the API."""

    def __init__(self, market: Market) -> None:
        self._market = market
        # numbers and chances of its own, so that returns do not change what else a seed tells
        self._rng = random.Random(f"returns {market.seed}")
        self._ids = Ids(self._rng)
        self._count = 0
        self.all: dict[str, CustomerReturn] = {}
        self.on_automatic_refund: Hook | None = None
        """Who pays when Allegro refunds by itself (the payments' side sets it); None: only the status changes."""

    def of_seller(self, seller: str) -> list[CustomerReturn]:
        """The seller's returns, newest first."""
        found = [one for one in self.all.values() if one.seller == seller]
        return sorted(found, key=lambda one: (one.created_at, one.seq), reverse=True)

    def status(self, one: CustomerReturn) -> str:
        """Where the return stands: its outcome, else what the last scan of its parcels says."""
        if one.outcome is not None:
            return one.outcome
        if one.rejection is not None:
            return "REJECTED"
        codes = [
            scan.code
            for parcel in one.parcels
            for scan in self._market.world.parcels[parcel.carrier_id, parcel.waybill].scans
        ]
        return _BY_SCAN.get(codes[-1], "IN_TRANSIT") if codes else "CREATED"

    # -- the buyer

    def announce(
        self,
        order_id: str,
        *,
        at: datetime,
        items: Sequence[tuple[str, int]] = (),
        reason: str = "NONE",
        comment: str | None = None,
        iban: str | None = None,
    ) -> CustomerReturn:
        """A return of some offers of an order (all when none are named); ValueError for what was not bought."""
        order = self._market.world.orders[order_id]
        if reason not in REASONS:
            raise ValueError(f"unknown reason {reason!r}; known: {', '.join(REASONS)}")
        if order.status != "READY_FOR_PROCESSING":
            raise ValueError("only a paid order can be returned")
        wanted = list(items) or [(line.offer_id, line.quantity) for line in order.lines]
        self._count += 1
        one = CustomerReturn(
            id=self._ids.uuid(),
            seq=self._market.next_seq(),
            reference=f"{self._count:04d}/Z{self._rng.randint(0, 99):02d}A",
            seller=order.seller,
            buyer=order.buyer,
            order_id=order.id,
            created_at=at,
            items=[self._item(order, offer, quantity, reason, comment) for offer, quantity in wanted],
            iban=iban,
            marketplace=order.marketplace,
        )
        self.all[one.id] = one
        return one

    def _item(
        self, order: Order, offer_id: str, quantity: int, reason: str, comment: str | None
    ) -> ReturnedItem:
        line = next((line for line in order.lines if line.offer_id == offer_id), None)
        if line is None:
            raise ValueError("the offer is not in that order")
        sent_back = sum(
            item.quantity
            for one in self.all.values()
            if one.order_id == order.id and one.rejection is None
            for item in one.items
            if item.offer_id == offer_id
        )
        if not 1 <= quantity <= line.quantity - sent_back:
            raise ValueError("not so many were bought, or they are returned already")
        return ReturnedItem(
            offer_id=offer_id,
            name=line.offer_name,
            quantity=quantity,
            price=line.price,
            reason=reason,
            comment=comment or None,
        )

    def send(
        self,
        one: CustomerReturn,
        *,
        at: datetime,
        carrier_id: str = "INPOST",
        waybill: str | None = None,
        moves: bool = True,
    ) -> ReturnParcel:
        """The buyer hands the parcel over; it then moves by the market's clock unless `moves` is false."""
        if carrier_id not in CARRIERS:
            raise ValueError(f"unknown carrier {carrier_id!r}")
        if one.outcome is not None or one.rejection is not None:
            raise ValueError("the return is over")
        number = waybill or self._ids.waybill()
        if (carrier_id, number) in self._market.world.parcels:
            raise ValueError("the waybill is in use")
        way = Parcel(carrier_id=carrier_id, waybill=number, order_id=one.order_id)
        self._market.world.parcels[carrier_id, number] = way
        phone = self._market.world.buyers[one.buyer].phone
        sent = ReturnParcel(created_at=at, carrier_id=carrier_id, waybill=number, phone=phone)
        one.parcels.append(sent)
        way.scans.append(Scan(at=at, code="PENDING"))
        if moves:
            hours = self._rng.uniform(4, 12)
            for code, pause in (
                ("IN_TRANSIT", self._rng.uniform(14, 30)),
                ("RELEASED_FOR_DELIVERY", self._rng.uniform(2, 6)),
                ("DELIVERED", 0.0),
            ):
                self._market.schedule.at(at + timedelta(hours=hours), partial(self._scan, one, way, code))
                hours += pause
        return sent

    def _scan(self, one: CustomerReturn, parcel: Parcel, code: str, at: datetime) -> None:
        # not by way of Trade.scan: a return that arrives is no delivery to the buyer
        parcel.scans.append(Scan(at=at, code=code))
        days = self._market.settings.automatic_refund_days
        if code == "DELIVERED" and days > 0:
            self._market.schedule.at(at + timedelta(days=days), partial(self.refund_by_itself, one))

    # -- the seller and Allegro

    def reject(self, one: CustomerReturn, code: str, reason: str | None, *, at: datetime) -> None:
        """Refuse the refund; ValueError when it is over or the reason is missing."""
        if code not in REJECTIONS:
            raise ValueError(f"code is one of {', '.join(REJECTIONS)}")
        if code == "REFUND_REJECTED" and not (reason or "").strip():
            raise ValueError("REFUND_REJECTED needs a reason")
        if reason is not None and len(reason) > LONGEST_REASON:
            raise ValueError(f"a reason has at most {LONGEST_REASON} characters")
        if one.rejection is not None or one.outcome is not None:
            raise ValueError("the return is over")
        one.rejection = Rejection(code=code, reason=reason or None, at=at)

    def refunded(self, order_id: str) -> None:
        """The payments' side tells that money of the order went back: its open returns are finished."""
        for one in self.all.values():
            if one.order_id == order_id and one.outcome is None and one.rejection is None:
                one.outcome = "FINISHED"

    def commission(self, order_id: str, status: str) -> None:
        """COMMISSION_REFUND_CLAIMED or COMMISSION_REFUNDED: only one status is shown, the latest (#10150)."""
        for one in self.all.values():
            if one.order_id == order_id and one.outcome is not None:
                one.outcome = status

    def refund_by_itself(self, one: CustomerReturn, at: datetime) -> None:
        """Allegro pays back by itself, `automatic_refund_days` after the parcel's arrival.

        Sellers speak of 7 days since about 2026-09-01 (#13866, #14040); Allegro's staff did not confirm it, so
        the setting is 0, which means never.
        """
        if one.outcome is not None or one.rejection is not None:
            return
        if self.on_automatic_refund is not None:
            self.on_automatic_refund(one, at)
        else:
            one.outcome = "FINISHED"
