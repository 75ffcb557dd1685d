"""Rows to facts: the only way the rules get to see what is stored."""

from typing import Any

import msgspec

from kontuar.facts.case import CaseFacts, CaseMessage, CaseState
from kontuar.facts.mails import Notice
from kontuar.facts.messages import MessageKind, MessageStatus, Role, ThreadKind
from kontuar.facts.offers import Offer as OfferFact
from kontuar.facts.orders import Order as OrderFact
from kontuar.facts.orders import Scan, Tracking
from kontuar.facts.orders import Shipment as ShipmentFact
from kontuar.facts.promises import Terms
from kontuar.store.models import Case, Letter, Message, Offer, Order, Shipment


def to_json(fact: object) -> Any:
    """A fact as plain JSON values (datetimes ISO with offset, amounts as text), as a column gives them back.

    By way of JSON itself: a tuple left in it would differ from the list that was stored, and every picture
    would be news.
    """
    return msgspec.json.decode(msgspec.json.encode(fact))


def order(row: Order) -> OrderFact:
    """The order as the platform last told it. A row read to be judged holds the fact itself."""
    return row.fact if isinstance(row.fact, OrderFact) else msgspec.convert(row.fact, OrderFact)


def terms(row: Order) -> Terms | None:
    """What was in force at the purchase; None for an order without a date, or stored before this was kept."""
    return None if row.terms is None else msgspec.convert(row.terms, Terms)


def offer(row: Offer) -> OfferFact:
    """The offer as the platform last told it."""
    return msgspec.convert(row.fact, OfferFact)


def shipment(row: Shipment, order_external_id: str) -> ShipmentFact:
    """A parcel."""
    return ShipmentFact(
        external_id=row.external_id,
        order_id=order_external_id,
        carrier=row.carrier,
        carrier_name=row.carrier_name,
        waybill=row.waybill,
        created_at=row.added_at,
        line_ids=tuple(row.line_ids),
    )


def tracking(row: Shipment) -> Tracking:
    """What the carrier said of a parcel."""
    return Tracking(
        carrier=row.carrier, waybill=row.waybill, scans=tuple(msgspec.convert(row.scans, list[Scan]))
    )


def notice(row: Letter) -> Notice:
    """What a marketplace's mail told. The letter's ``kind`` must be ``notice``."""
    return msgspec.convert(row.notice, Notice)


def case(row: Case, messages: list[Message]) -> CaseFacts:
    """A case with its messages, oldest first. ``row.thread`` and ``row.account`` must be loaded."""
    thread = row.thread
    return CaseFacts(
        state=CaseState(row.state),
        thread_kind=ThreadKind(thread.kind) if thread else ThreadKind.TALK,
        thread_is_open=thread.is_open if thread else True,
        problem_type=thread.problem_type if thread else "",
        has_order=row.order_id is not None,
        connected_at=row.account.connected_at,
        waiting_until=row.waiting_until,
        messages=tuple([_message(m) for m in sorted(messages, key=lambda m: (m.written_at, m.pk or 0))]),
    )


def _message(row: Message) -> CaseMessage:
    return CaseMessage(
        external_id=row.external_id,
        role=Role(row.role),
        kind=MessageKind(row.kind),
        status=_status(row),
        written_at=row.written_at,
        first_seen_at=row.first_seen_at,
        is_closer=row.is_closer,
        is_history=row.is_history,
        waived_reason=row.waived_reason,
    )


def _status(row: Message) -> MessageStatus:
    """What vanished while it was being checked was stopped (rules.md B12); a delivered word stays said."""
    was_checked = row.status == MessageStatus.CHECKING.value
    return MessageStatus.GONE if row.vanished_at and was_checked else MessageStatus(row.status)
