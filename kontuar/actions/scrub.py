"""Facts without the person: what is left of an order, an issue or a rating when its buyer is forgotten.

States, dates, money, offers and the platform's own numbers stay: bookkeeping needs them, and so does who has to answer
a claim (GDPR, article 17 (3) b and e). Names, addresses, words and whatever leads to a parcel's addressee go.
"""

from dataclasses import replace

from kontuar.facts.issues import Issue, ReturnItem, ReturnParcel
from kontuar.facts.orders import Order, Shipment
from kontuar.facts.ratings import Rating
from kontuar.facts.refunds import Refund
from kontuar.store.secrets import stamps

PREFIX = "forgotten-"
"""Begins what stands in the place of a login or of a parcel's number."""


def order(fact: Order) -> Order:
    """Lines, money, dates and the way of sending; nobody who bought."""
    delivery = replace(fact.delivery, pickup_point="", recipient="", address="", phone="")
    return replace(
        fact,
        buyer_id="",
        buyer_login="",
        buyer_email="",
        buyer_name="",
        buyer_language="",
        message_to_seller="",
        delivery=delivery,
    )


def issue(fact: Issue) -> Issue:
    """Kind, state, dates, what is wanted and for how much; no words of anybody."""
    return replace(
        fact,
        buyer_login="",
        subject="",
        description="",
        reason_text="",
        refusal_text="",
        attachments=(),
        items=tuple(_item(one) for one in fact.items),
        parcels=tuple(_parcel(one) for one in fact.parcels),
    )


def _item(one: ReturnItem) -> ReturnItem:
    return replace(one, comment="")


def _parcel(one: ReturnParcel) -> ReturnParcel:
    return replace(one, waybill=number(one.waybill), carried_as="")


def rating(fact: Rating) -> Rating:
    """Whether it recommends, when, and what became of it."""
    return replace(fact, buyer_login="", comment="", answer="", removal_asked_by="")


def refund(fact: Refund) -> Refund:
    """The money and its way."""
    return replace(fact, comment="")


def shipment(fact: Shipment) -> Shipment:
    """That a parcel went, with whom and when; its number leads to nobody."""
    return replace(fact, waybill=number(fact.waybill), external_id="")


def number(waybill: str) -> str:
    """The same for the same parcel, and of no use to anybody else."""
    if not waybill or waybill.startswith(PREFIX):
        return waybill
    return PREFIX + stamps(f"waybill {waybill}")[-1].hex()[:20]
