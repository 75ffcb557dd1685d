"""Streams ``orders_reconcile`` and ``orders_history``: orders by the moment of their last change.

Pages follow ``updatedAt`` instead of an offset: orders that change meanwhile move to the list's other
end, and an offset would skip their neighbours.
"""

from datetime import datetime, timedelta

import msgspec

from kontuar.connector_kit.contract import Batch
from kontuar.connectors.allegro import parse_orders, reads
from kontuar.connectors.allegro.streams.pull import Pull

SPAN = timedelta(hours=24)
OVERLAP = timedelta(hours=1)


class Reconcile(msgspec.Struct, kw_only=True, omit_defaults=True):
    """``began_at``: when the pass under way began; ``passed_at``: when the last whole one did (UTC)."""

    passed_at: datetime | None = None
    began_at: datetime | None = None
    start: datetime | None = None
    offset: int = 0


class History(msgspec.Struct, kw_only=True, omit_defaults=True):
    """``end``: orders changed later than this are read already (UTC)."""

    end: datetime | None = None
    offset: int = 0
    done: int = 0
    total: int | None = None
    is_over: bool = False


def reconcile(pull: Pull) -> Batch:
    """What changed in the last 24 hours, oldest first: the journal loses events (#8498, #8586, #8623).

    After a longer silence of ours, since an hour before the last whole pass.
    """
    state = pull.state(Reconcile)
    start = state.start or _start(pull, state)
    page = parse_orders.order_page(
        pull.api.ask(reads.orders(updated_from=start, newest_first=False, offset=state.offset))
    )
    state.began_at = state.began_at or pull.now
    if page.size < reads.ORDERS_PAGE:
        return pull.batch(page.orders, Reconcile(passed_at=state.began_at), more=False)
    last = page.orders[-1].updated_at if page.orders else None
    is_further = last is not None and last > start
    state.start, state.offset = (last, 0) if is_further else (start, state.offset + page.size)
    return pull.batch(page.orders, state, more=True)


def _start(pull: Pull, state: Reconcile) -> datetime:
    start = pull.now - SPAN
    if state.passed_at is not None:
        start = min(start, state.passed_at - OVERLAP)
    return max(start, pull.since)


def history(pull: Pull) -> Batch:
    """All orders changed since ``since``, newest first, once: talks of these days are about recent ones."""
    state = pull.state(History)
    if state.is_over:
        return pull.batch((), state, more=False, total=state.total)
    page = parse_orders.order_page(
        pull.api.ask(
            reads.orders(
                updated_from=pull.since, updated_to=state.end, newest_first=True, offset=state.offset
            )
        )
    )
    state.total = page.total if state.total is None else state.total
    added = page.size if state.total is None else min(page.size, max(0, state.total - state.done))
    state.done += added
    last = page.orders[-1].updated_at if page.orders else None
    if page.size < reads.ORDERS_PAGE:
        state.is_over = True
    elif last is not None and (state.end is None or _end(last) < state.end):
        state.end, state.offset = _end(last), 0
    else:
        state.offset += page.size
    return pull.batch(page.orders, state, more=not state.is_over, done=added, total=state.total)


def _end(last: datetime) -> datetime:
    """``updatedAt.lte`` a millisecond later: the answer's moments are cut, the last order comes again."""
    return last.replace(microsecond=last.microsecond // 1000 * 1000) + timedelta(milliseconds=1)
