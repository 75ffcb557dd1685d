"""Propose a text. A draft is a proposal: nothing here sends."""

from datetime import datetime
from zoneinfo import ZoneInfo

from kontuar.actions import policies
from kontuar.actions.outgoing_draft import signature
from kontuar.drafters import parcel
from kontuar.rules.parcel_answer import parcel_answer as parcel_facts
from kontuar.store import rebuild
from kontuar.store.models import Case, Order, Shipment

LANGUAGES = {"pl", "lt", "en", "de"}

__all__ = ["language_of", "parcel_answer", "signature"]


def parcel_answer(case: Case, *, now: datetime) -> str:
    """An answer to "where is my parcel" from what the order and the carrier say; empty without an order."""
    order = case.order or _latest_order(case)
    if order is None:
        return ""
    parcels = list(Shipment.objects.filter(order=order))
    answer = parcel_facts(
        rebuild.order(order),
        [rebuild.shipment(row, order.external_id) for row in parcels],
        [rebuild.tracking(row) for row in parcels if row.tracked_at],
        policies.policy(order.account, now=now),
        now,
    )
    zone = ZoneInfo(case.account.zone)
    return parcel.draft(answer, language=language_of(case), zone=zone, now=now)


def _latest_order(case: Case) -> Order | None:
    return Order.objects.filter(buyer_id=case.buyer_id).order_by("-bought_at").first()


def language_of(case: Case) -> str:
    """The buyer's language: what he writes, else what he set at the marketplace, else ours."""
    preferred = case.buyer.language.split("-")[0].lower()
    return next((code for code in (case.language, preferred) if code in LANGUAGES), "pl")
