"""Take in what a platform told us: the same portion twice changes nothing.

Everything of one portion is stored in one transaction by the caller (``actions.pull``), the cursor last.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from kontuar.actions import (
    away_wanted,
    forgotten,
    index,
    notices,
    order_around,
    promised,
    reassess,
    reassess_issues,
    receive_issues,
    receive_mail,
    receive_orders,
    receive_ratings,
    receive_raw,
    receive_sales,
    receive_talk,
    receive_undelivered,
    reconcile,
    routine_runs,
    ties,
)
from kontuar.actions.touched import Touched
from kontuar.connector_kit.contract import Batch, Fact
from kontuar.facts.issues import Issue
from kontuar.facts.mails import Undelivered
from kontuar.facts.messages import Message, Thread
from kontuar.facts.offers import Offer, OfferEvent
from kontuar.facts.orders import Order, Shipment, Tracking
from kontuar.facts.quality import QualityDay
from kontuar.facts.ratings import Rating
from kontuar.facts.refunds import FeeRefund, Refund
from kontuar.store.models import Account


def batch(account: Account, portion: Batch, *, now: datetime) -> Touched:
    """Store every fact of a portion and judge what it touched. Must run inside a transaction."""
    touched = Touched()
    told, raw = forgotten.sifted(account, portion.facts, portion.raw, now=now)
    facts = receive_mail.prepared(account, told, now=now)
    receive_orders.offers(account, _of(facts, Offer), now=now)
    receive_orders.orders(account, _of(facts, Order), touched, now=now)
    ties.orders(account, _of(facts, Order), touched)
    receive_orders.shipments(account, _of(facts, Shipment), touched, now=now)
    receive_orders.trackings(account, _of(facts, Tracking), touched, now=now)
    receive_talk.threads(account, _of(facts, Thread), touched, now=now)
    _issues(account, facts, touched, now)
    receive_talk.messages(account, _of(facts, Message), touched, now=now)
    receive_mail.letters(account, facts, touched, now=now)
    reconcile.answered(account, _of(facts, Message), now=now)
    receive_undelivered.told(account, _of(facts, Undelivered), touched, now=now)
    receive_talk.vanished(account, portion, touched, now=now)
    receive_issues.talks(account, _of(facts, Message), touched, now=now)
    _sales(account, facts, touched, now)
    receive_raw.keep(account, raw, now=now)
    index.portion(account, facts, touched)
    touched.case_ids |= promised.read(account, touched.messages, now=now)
    reassess.cases(touched.case_ids, now=now)
    # A word in a case that is new has judged the case already, not the order it ends a duty of.
    said_in = {message.case_id for message in touched.messages or ()}
    touched.order_ids |= order_around.orders_of_cases(touched.case_ids | said_in)
    reassess.orders(touched.order_ids, now=now)
    reassess_issues.issues(touched.issue_ids, now=now)
    notices.tie(account, facts, touched, now=now)
    routine_runs.after_news(account, touched.messages, now=now)
    away_wanted.after_news(account, touched.messages, now=now)
    return touched


def handed_over(account: Account, facts: Sequence[Fact], *, now: datetime) -> Touched:
    """Store what was handed to us instead of pulled, in a transaction of its own; mails are on the disk before it."""
    receive_mail.lay_down(account, facts)
    with transaction.atomic():
        return batch(account, Batch(facts=tuple(facts), cursor={}), now=now)


def _issues(account: Account, facts: Sequence[Fact], touched: Touched, now: datetime) -> None:
    """After the threads they are talked about in, before the messages, whose clocks they set."""
    ties.threads(account, _of(facts, Thread), touched)
    receive_issues.issues(account, _of(facts, Issue), touched, now=now)
    receive_issues.problems(account, _of(facts, Thread), touched, now=now)


def _sales(account: Account, facts: Sequence[Fact], touched: Touched, now: datetime) -> None:
    receive_sales.refunds(account, _of(facts, Refund), touched, now=now)
    receive_sales.fee_refunds(account, _of(facts, FeeRefund), touched, now=now)
    receive_sales.quality(account, _of(facts, QualityDay), now=now)
    receive_sales.offer_events(account, _of(facts, OfferEvent), now=now)
    receive_ratings.ratings(account, _of(facts, Rating), touched, now=now)


def _of[F](facts: Iterable[Fact], kind: type[F]) -> list[F]:
    return [fact for fact in facts if isinstance(fact, kind)]
