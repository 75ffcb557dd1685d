"""Facts come in any order: what named an order or a thread before it was here is tied when it arrives."""

from collections.abc import Iterable, Sequence

from kontuar.actions.touched import Touched
from kontuar.facts.issues import IssueKind
from kontuar.facts.messages import Thread as ThreadFact
from kontuar.facts.orders import Order as OrderFact
from kontuar.store.models import Account, FeeRefund, Issue, Order, Rating, Refund, Thread

TALKED = (IssueKind.DISCUSSION.value, IssueKind.CLAIM.value)
"""Issues that may wait for their thread: a return has none, a problem is one."""


def orders(account: Account, facts: Sequence[OrderFact], touched: Touched) -> None:
    """Issues, refunds and ratings that named one of these orders, and commission asked for one of its lines."""
    wanted = {fact.external_id: fact for fact in facts}
    if not wanted:
        return
    waiting = {"account": account, "order__isnull": True, "order_external_id__in": list(wanted)}
    for model in (Issue, Refund, Rating):
        for pk, external_id in model._default_manager.filter(**waiting).values_list(
            "pk", "order_external_id"
        ):
            order = _order(account, external_id)
            model._default_manager.filter(pk=pk).update(order_id=order.pk)
            if model is Issue:
                touched.issue_ids.add(pk)
                Issue.objects.filter(pk=pk, buyer__isnull=True).update(buyer_id=order.buyer_id)
    _fees(account, wanted.values())


def _order(account: Account, external_id: str) -> Order:
    return Order.objects.get(account=account, external_id=external_id)


def _fees(account: Account, facts: Iterable[OrderFact]) -> None:
    waiting = FeeRefund.objects.filter(account=account, order__isnull=True).exclude(line_external_id="")
    line_ids = set(waiting.values_list("line_external_id", flat=True))
    if not line_ids:
        return
    for fact in facts:
        mine = line_ids.intersection(line.external_id for line in fact.lines)
        if mine:
            waiting.filter(line_external_id__in=mine).update(order_id=_order(account, fact.external_id).pk)


def threads(account: Account, facts: Sequence[ThreadFact], touched: Touched) -> None:
    """Issues whose talk is one of these threads."""
    wanted = {fact.external_id for fact in facts}
    if not wanted:
        return
    rows = Issue.objects.filter(
        account=account, thread__isnull=True, kind__in=TALKED, fact__thread_id__in=wanted
    )
    for row in rows:
        thread = Thread.objects.get(account=account, external_id=row.fact["thread_id"])
        Issue.objects.filter(pk=row.pk).update(thread_id=thread.pk)
        Issue.objects.filter(pk=row.pk, buyer__isnull=True).update(buyer_id=thread.buyer_id)
        touched.issue_ids.add(row.pk)
