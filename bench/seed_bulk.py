"""Cases that are over, written in bulk: the rows ``kontuar.actions.receive`` writes, without its reading and judging.

A talk that ends with our answer owes nothing and is closed; so its rows follow from the facts alone. What takes
time there (the language, what the text engine tells, folding) is asked once for each of the few thousand texts.
``tests/actions/test_seed.py`` compares every column of both ways.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from bench.seed_facts import Told
from kontuar.actions import bulk, cases, index, reading, receive_orders
from kontuar.store import rebuild
from kontuar.store.models import Account, Buyer, Case, Message, Order, Thread
from kontuar.text.fold import fold


def write(account: Account, some: Sequence[Told], *, now: datetime) -> None:
    """Store these new cases of as many new buyers. Must run inside a transaction."""
    people = bulk.insert(_buyer(account, one, now) for one in some)
    orders = bulk.insert(
        _order(account, one, buyer, now) for one, buyer in zip(some, people, strict=True) if one.order
    )
    bought = {order.external_id: order for order in orders}
    threads = bulk.insert(_thread(account, one, buyer) for one, buyer in zip(some, people, strict=True))
    opened = bulk.insert(
        _case(account, one, thread, bought.get(one.order.external_id) if one.order else None, now)
        for one, thread in zip(some, threads, strict=True)
    )
    said = bulk.insert(
        row for one, case in zip(some, opened, strict=True) for row in _messages(one, case, now)
    )
    index.orders([order.pk for order in orders])
    index.messages(said)


def _buyer(account: Account, one: Told, now: datetime) -> Buyer:
    told: dict[str, Any] = {}
    if one.order:
        told = {
            "external_id": one.order.buyer_id,
            "name": one.order.buyer_name,
            "language": one.order.buyer_language,
        }
    return bulk.new(Buyer, account_id=account.pk, login=one.thread.buyer_login, first_seen_at=now, **told)


def _order(account: Account, one: Told, buyer: Buyer, now: datetime) -> Order:
    assert one.order is not None
    terms = receive_orders.terms_of(one.order, None, now)
    return bulk.new(
        Order,
        account_id=account.pk,
        external_id=one.order.external_id,
        buyer_id=buyer.pk,
        first_seen_at=now,
        terms=rebuild.to_json(terms) if terms else None,
        **receive_orders._columns(one.order),
    )


def _thread(account: Account, one: Told, buyer: Buyer) -> Thread:
    fact = one.thread
    row = bulk.new(
        Thread,
        account_id=account.pk,
        external_id=fact.external_id,
        kind=fact.kind.value,
        buyer_id=buyer.pk,
        is_read=fact.is_read,
        created_at=fact.created_at,
        last_message_at=fact.last_message_at,
    )
    row.buyer = buyer
    return row


def _case(account: Account, one: Told, thread: Thread, order: Order | None, now: datetime) -> Case:
    first, last = one.messages[0], one.messages[-1]
    row = bulk.new(
        Case,
        account_id=account.pk,
        thread_id=thread.pk,
        buyer_id=thread.buyer_id,
        order_id=order.pk if order else None,
        state=Case.State.CLOSED.value,
        opened_at=first.written_at,
        closed_at=now,
        last_message_at=last.written_at,
        last_buyer_at=now,
        last_seller_at=last.written_at,
        last_text=" ".join(last.text.split())[:200],
        last_role=last.role.value,
        language=_language(one),
        search_text=_search_text(one, thread.buyer),
    )
    row.thread = thread
    return row


def _messages(one: Told, case: Case, now: datetime) -> list[Message]:
    language = _language(one)
    rows = []
    for fact in one.messages:
        row = bulk.new(
            Message,
            account_id=case.account_id,
            thread_id=case.thread_id,
            case_id=case.pk,
            external_id=fact.external_id,
            role=fact.role.value,
            author_login=fact.author_login,
            text=fact.text,
            kind=fact.kind.value,
            status=fact.status.value,
            written_at=fact.written_at,
            first_seen_at=now,
            order_external_id=fact.order_id,
            is_closer=fact.role == "buyer" and _is_closer(fact.text),
            language=language if fact.role == "buyer" else "",
        )
        row.thread = case.thread  # type: ignore[assignment]
        rows.append(row)
    return rows


def _language(one: Told) -> str:
    """Of the buyer's newest words that show one."""
    said = (fact.text for fact in reversed(one.messages) if fact.role == "buyer")
    return next((found for text in said if (found := _language_of(text))), "")


def _search_text(one: Told, buyer: Buyer) -> str:
    words = [buyer.login, buyer.name, one.order.external_id if one.order else ""]
    texts = [fact.text for fact in reversed(one.messages)]
    folded = [fold(" ".join(filter(None, words))), *map(_folded, texts)]
    return " ".join(filter(None, folded))[: cases.SEARCH_LIMIT]


@cache
def _language_of(text: str) -> str:
    return reading.language(text)


@cache
def _is_closer(text: str) -> bool:
    return reading.is_closer(text)


@cache
def _folded(text: str) -> str:
    return fold(text)
