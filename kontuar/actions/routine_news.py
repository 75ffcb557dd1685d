"""What a routine may know of a buyer's word: the message, its conversation, the order."""

from collections.abc import Sequence
from decimal import Decimal

from kontuar.actions import reading
from kontuar.facts.orders import Fulfilment, OrderState
from kontuar.facts.routines import News
from kontuar.store.models import Case, CaseTag, Message, Order
from kontuar.text.fold import fold
from kontuar.text.intents import find_intents

LONGEST = 6000
SENT = (Fulfilment.SENT, Fulfilment.PICKED_UP, Fulfilment.READY_FOR_PICKUP, Fulfilment.RETURNED)


def of(messages: Sequence[Message]) -> list[News]:
    """News of each message; ``case__order``, ``case__offer``, ``thread`` and ``account`` are loaded. One query."""
    tags: dict[int, set[int]] = {}
    ids = {row.case_id for row in messages}
    for case_id, tag_id in CaseTag.objects.filter(case__in=ids).values_list("case_id", "tag_id"):
        tags.setdefault(case_id, set()).add(tag_id)
    return [_news(row, frozenset(tags.get(row.case_id, ()))) for row in messages]


def _news(row: Message, tags: frozenset[int]) -> News:
    text = reading.newest_of(row)[:LONGEST]
    order = row.case.order
    return News(
        account=row.account_id,
        channel=_channel(row),
        text=" ".join(fold(text).split()),
        language=row.language or row.case.language,
        intents=frozenset(one.kind.value for one in find_intents(text)),
        offers=frozenset(_offers(row, row.case)),
        order_state=_state(order),
        value=_value(order),
        tags=tags,
    )


def _channel(row: Message) -> str:
    if row.account.platform == "mail":
        return "mail"
    if row.thread.kind != "talk":
        return row.thread.kind
    return "first" if row.case.order_id is None else "talk"


def _offers(row: Message, case: Case) -> list[str]:
    named = [row.offer_external_id, case.offer.external_id if case.offer else ""]
    lines = case.order.fact.get("lines", ()) if case.order else ()
    return [one for one in (*named, *(str(line.get("offer_id", "")) for line in lines)) if one]


def _state(order: Order | None) -> str:
    if order is None:
        return "none"
    if OrderState.CANCELLED.value in (order.state, order.fulfilment):
        return "cancelled"
    if order.fulfilment in {one.value for one in SENT}:
        return "sent"
    return "to_send" if order.paid_at else "unpaid"


def _value(order: Order | None) -> Decimal | None:
    total = order.fact.get("total") if order else None
    return Decimal(str(total["amount"])) if total else None
