"""Talk for tests: facts as a connector would hand them over, received without a market."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from kontuar.actions import receive
from kontuar.connector_kit.contract import Batch, Fact
from kontuar.facts.messages import Message, MessageKind, Role, Thread, ThreadKind
from kontuar.facts.orders import Delivery, Fulfilment, Order, OrderState
from kontuar.store.models import Account, Case

BUYER = "kupujacy-7"


def take_in(account: Account, *facts: Fact, now: datetime, **batch: object) -> None:
    """Receive one portion, as ``actions.pull`` does."""
    with transaction.atomic():
        receive.batch(account, Batch(facts=tuple(facts), cursor={}, **batch), now=now)  # type: ignore[arg-type]


def thread(thread_id: str = "t1", *, kind: ThreadKind = ThreadKind.TALK, **fields: object) -> Thread:
    return Thread(external_id=thread_id, kind=kind, buyer_login=BUYER, **fields)  # type: ignore[arg-type]


def said(message_id: str, at: datetime, text: str = "Czy jest zielony?", **fields: object) -> Message:
    """A word of the buyer."""
    values: dict[str, object] = {
        "thread_id": "t1",
        "role": Role.BUYER,
        "author_login": BUYER,
        "kind": MessageKind.QUESTION,
        "offer_id": "o1",
        **fields,
    }
    return Message(external_id=message_id, written_at=at, text=text, **values)  # type: ignore[arg-type]


def answered(message_id: str, at: datetime, text: str = "Tak, jest zielony.", **fields: object) -> Message:
    """A word of ours, as the platform shows it."""
    ours = {"role": Role.SELLER, "author_login": "sklep-ala", "kind": MessageKind.MESSAGE}
    return said(message_id, at, text, **{**ours, **fields})


def cases(account: Account) -> Sequence[Case]:
    return list(Case.objects.filter(account=account).order_by("opened_at", "pk"))


def an_order(order_id: str, *, dispatch_by: datetime) -> Order:
    """A paid order nobody has sent yet."""
    return Order(
        external_id=order_id,
        state=OrderState.READY,
        fulfilment=Fulfilment.NEW,
        buyer_id="7",
        buyer_login=BUYER,
        lines=(),
        total=None,
        delivery=Delivery(dispatch_by=dispatch_by),
    )
