"""What hangs on orders, read for many at once: the clocks of money, promises and ratings need it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from kontuar.actions import promise
from kontuar.actions.columns import Columns
from kontuar.actions.offer_choices import Choices
from kontuar.actions.still_owed import STILL_OWED
from kontuar.facts.order_around import OrderAround, Settled
from kontuar.facts.orders import OrderState
from kontuar.facts.promises import PromiseFacts
from kontuar.rules.policy import Policy
from kontuar.rules.promise.pace import Pace
from kontuar.rules.promise.parcels import has_arrived, of_order
from kontuar.rules.promise.watch import why_unwatched
from kontuar.store import rebuild, rebuild_issues
from kontuar.store.models import Account, Case, FeeRefund, Issue, Mark, Offer, Order, Rating, Refund, Shipment

ENDED_BY_WORDS = ("promise_risk", "promise_broken", "choice")
type ByOrder[T] = dict[int, list[T]]

_SETTLED = Mark.Kind.SETTLED.value
_REFUNDS = Columns(Refund, ("order_id", "fact"), "order_id")
_FEES = Columns(FeeRefund, ("order_id", "fact"), "order_id")
_RATINGS = Columns(Rating, ("order_id", "is_recommended", "fact"), "order_id")
_ISSUES = Columns(
    Issue,
    ("order_id", "external_id", "kind", "status", "panel_status", "raw_status", "opened_at"),
    "order_id",
)
_MARKS = Columns(Mark, ("order_id", "kind", "of", "since_at", "ended_at"), "order_id")
_CASES = Columns(Case, ("order_id", "last_seller_at"), "order_id")
_OFFERS = Columns(Offer, ("account_id", "external_id", "fact"), "account_id", "external_id")


class Around:
    """All that hangs on these orders. The number of queries does not depend on theirs."""

    def __init__(self, rows: Collection[Order]) -> None:
        ids = [row.pk for row in rows]
        self._refunds = _by_order(_REFUNDS(ids))
        self._fees = _by_order(_FEES(ids))
        self._ratings = _by_order(one for one in _RATINGS(ids) if not one.is_recommended)
        self._issues = _by_order(_ISSUES(ids))
        marks = _MARKS(ids)
        self._marks = _by_order(one for one in marks if one.kind == _SETTLED and one.ended_at is None)
        told = sorted((one.last_seller_at, one.order_id) for one in _CASES(ids) if one.last_seller_at)
        self._told = {order_id: at for at, order_id in told}
        self._offers = _offers(rows)
        self._choices = Choices(rows)
        self._paces: dict[int, Pace | None] = {}

    def of(self, row: Order, parcels: Iterable[Shipment], policy: Policy, now: datetime) -> OrderAround:
        """What hangs on one order; ``row.account`` must be loaded."""
        around = OrderAround(
            offers=tuple(rebuild.offer(self._offers[key]) for key in _keys(row) if key in self._offers),
            issues=tuple(promise.issue_of(issue, row) for issue in self._issues.get(row.pk, ())),
            refunds=tuple(rebuild_issues.refund(one) for one in self._refunds.get(row.pk, ())),
            fee_refunds=tuple(rebuild_issues.fee_refund(one) for one in self._fees.get(row.pk, ())),
            ratings=tuple(rebuild_issues.rating(one) for one in self._ratings.get(row.pk, ())),
            cancelled_at=row.cancelled_at,
            parcels_at=row.parcels_at,
            told_at=self._told.get(row.pk),
            unnamed=self._choices.unnamed(row),
            asked_at=self._choices.asked_at(row),
            settled=tuple(Settled(kind=one.of, since_at=one.since_at) for one in self._marks.get(row.pk, ())),
        )
        return self._with_risk(row, parcels, around, policy, now)

    def _with_risk(
        self, row: Order, parcels: Iterable[Shipment], around: OrderAround, policy: Policy, now: datetime
    ) -> OrderAround:
        """How likely it comes late, for an order that is still awaited; nothing is reckoned for the rest."""
        if row.account_id not in self._paces:
            self._paces[row.account_id] = promise.known(row.account)
        held = self._paces[row.account_id]
        if held is None or policy.promise is None or row.state == OrderState.CANCELLED.value:
            return around
        facts = _promise(row, parcels)
        if facts.order.delivery.arrive_by is None or why_unwatched(facts, policy.dispatch):
            return around
        if has_arrived(facts, of_order(facts, now)):
            return around
        return replace(around, risk=promise.risk_of(held, facts, policy, now))


def _promise(row: Order, parcels: Iterable[Shipment]) -> PromiseFacts:
    held = list(parcels)
    return PromiseFacts(
        order=rebuild.order(row),
        shipments=tuple(rebuild.shipment(one, row.external_id) for one in held),
        trackings=tuple(rebuild.tracking(one) for one in held if one.tracked_at is not None),
        connected_at=row.account.connected_at - STILL_OWED,
    )


def _by_order(rows: Iterable[Any]) -> ByOrder[Any]:
    found: ByOrder[Any] = defaultdict(list)
    for row in rows:
        found[row.order_id].append(row)
    return found


def _keys(row: Order) -> list[tuple[int, str]]:
    names = dict.fromkeys(line.offer_id for line in rebuild.order(row).lines)
    return [(row.account_id, name) for name in names if name]


def _offers(rows: Iterable[Order]) -> dict[tuple[int, str], Offer]:
    """The offers of orders that are still to be sent: of the others nothing depends on them."""
    wanted = {key for row in rows if row.state == OrderState.READY.value for key in _keys(row)}
    if not wanted:
        return {}
    named = _OFFERS({pk for pk, _name in wanted}, {name for _pk, name in wanted})
    return {(one.account_id, one.external_id): one for one in named}


def orders_of_cases(case_ids: Collection[int]) -> set[int]:
    """Orders whose clocks a word to the buyer may end."""
    rows = Case.objects.filter(pk__in=case_ids, order__duties__kind__in=ENDED_BY_WORDS)
    return set(rows.values_list("order_id", flat=True))


def cancelled_at(
    account: Account, told_at: datetime | None, now: datetime, *, is_new: bool
) -> datetime | None:
    """When an order was cancelled that is seen cancelled now: the platform's time of its last change.

    For one that was so when we first saw it, only if that change came since the account was connected: older ones
    may have been changed again since, and are history.
    """
    if not is_new:
        return min(told_at, now) if told_at else now
    return told_at if told_at is not None and account.connected_at <= told_at <= now else None
