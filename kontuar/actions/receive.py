"""Take in what a platform told us: the same portion twice changes nothing.

Everything of one portion is stored in one transaction by the caller (``actions.pull``), the cursor last.
"""

from collections.abc import Iterable
from datetime import datetime

from kontuar.actions import reassess, receive_orders, receive_talk
from kontuar.actions.touched import Touched
from kontuar.connector_kit.contract import Batch, Fact
from kontuar.facts.messages import Message, Thread
from kontuar.facts.offers import Offer
from kontuar.facts.orders import Order, Shipment, Tracking
from kontuar.store.models import Account


def batch(account: Account, portion: Batch, *, now: datetime) -> Touched:
    """Store every fact of a portion and judge what it touched. Must run inside a transaction."""
    touched = Touched()
    facts = portion.facts
    receive_orders.offers(account, _of(facts, Offer), now=now)
    receive_orders.orders(account, _of(facts, Order), touched, now=now)
    receive_orders.shipments(account, _of(facts, Shipment), touched, now=now)
    receive_orders.trackings(account, _of(facts, Tracking), touched, now=now)
    receive_talk.threads(account, _of(facts, Thread), touched, now=now)
    receive_talk.messages(account, _of(facts, Message), touched, now=now)
    receive_talk.vanished(account, portion, touched, now=now)
    reassess.cases(touched.case_ids, now=now)
    reassess.orders(touched.order_ids, now=now)
    return touched


def _of[F](facts: Iterable[Fact], kind: type[F]) -> list[F]:
    return [fact for fact in facts if isinstance(fact, kind)]
