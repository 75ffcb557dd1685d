"""Discussions, claims and returns for the load scenario, evenly over a seller's orders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from kontuar.practice_market.issue_records import Issue
from kontuar.practice_market.market import Market
from kontuar.practice_market.world import Order

DECIDED_AFTER = timedelta(days=5)


def tell(market: Market, orders: Sequence[Order], *, issues: int, returns: int) -> None:
    """So many issues (every second one a claim) and returns; ValueError without orders to be about.

    The last word of an open one is the buyer's; claims older than `DECIDED_AFTER` are decided.
    """
    if (issues or returns) and not orders:
        raise ValueError("issues and returns need orders")
    if returns > len(orders):
        raise ValueError("there are at most as many returns as orders")
    now = market.clock.now()
    for n in range(issues):
        order = orders[n * len(orders) // issues]
        _issue(market, order, n, min(order.bought_at + timedelta(days=1), now - timedelta(minutes=10)), now)
    for n in range(returns):
        order = orders[n * len(orders) // returns]
        at = min(order.bought_at + timedelta(days=2), now - timedelta(minutes=5))
        one = market.returns.announce(order.id, at=at, reason="DONT_LIKE_IT")
        if n % 3:
            market.returns.send(one, at=at)


def _issue(market: Market, order: Order, n: int, at: datetime, now: datetime) -> None:
    claim, mark = n % 2 == 1, f"[{order.buyer}/{n + 1}]"
    issue: Issue = market.disputes.open(
        order.id,
        claim=claim,
        reason="ITEM_IS_DAMAGED" if claim else "DID_NOT_RECEIVE_GOODS_AFTER_PAYMENT",
        text=f"Przyszło uszkodzone. {mark}" if claim else f"Gdzie jest moja paczka? {mark}",
        expectation="REFUND" if claim else None,
        at=at,
    )
    if claim and at + DECIDED_AFTER < now:
        market.disputes.decide(issue, "ACCEPTED_REFUND", "Uznajemy reklamację.", at=at + DECIDED_AFTER)
        return
    market.disputes.by_seller(
        issue, "Dzień dobry, sprawdzamy.", at=at + timedelta(minutes=2), client_id=None, via="panel"
    )
    market.disputes.by_buyer(issue, f"I co dalej? {mark}", at=at + timedelta(minutes=4))
