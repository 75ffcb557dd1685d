"""Threads of the Message Center: lists, one thread, the read flag."""

from __future__ import annotations

from typing import Any

from kontuar.practice_market.allegro import message_shapes as shapes
from kontuar.practice_market.allegro.errors import invalid, not_found
from kontuar.practice_market.allegro.paging import Key, page_id, read_page_id
from kontuar.practice_market.allegro.protocol import BETA, PUBLIC, Answer, Call, Operation
from kontuar.practice_market.talk import Thread

BOTH = (PUBLIC, BETA)


def thread_shape(call: Call, thread: Thread) -> dict[str, Any]:
    """The thread in the shape the client asked for."""
    build = shapes.thread_beta if call.beta else shapes.thread_public
    return build(call.market, thread, call.now)


def own_thread(call: Call, thread_id: str) -> Thread:
    """The seller's thread, or 404. Problem threads do not exist for public.v1 (#13797)."""
    thread = call.market.world.threads.get(thread_id)
    if thread is None or thread.seller != call.seller.login or thread.last_at(call.now) is None:
        raise not_found("Thread")
    if thread.type != "COMMON" and not call.beta:
        raise not_found("Thread")
    return thread


def _listed(call: Call) -> list[tuple[Key, Thread]]:
    """The seller's visible threads, newest last message first."""
    rows = []
    for thread in call.market.world.seller_threads[call.seller.login]:
        last = thread.last_at(call.now)
        if last is not None:
            rows.append(((last, thread.seq), thread))
    return sorted(rows, key=lambda row: row[0], reverse=True)


def list_threads(call: Call) -> Answer:
    """GET /messaging/threads."""
    limit = call.number("limit", 20, 1, 20)
    if call.beta:
        return _list_beta(call, limit)
    offset = call.number("offset", 0, 0, 15_000_000)
    rows = [thread for _, thread in _listed(call) if thread.type == "COMMON"][offset : offset + limit]
    return Answer(
        body={"threads": [thread_shape(call, thread) for thread in rows], "offset": offset, "limit": limit}
    )


def _list_beta(call: Call, limit: int) -> Answer:
    types = call.choices("type", ("COMMON", "POST_PURCHASE_ISSUE"))
    status = call.choice("status", ("OPEN", "CLOSED"))
    read = call.choice("read", ("true", "false"))
    order_id = call.request.args.get("orderId")
    page = call.request.args.get("page.id")
    rows = [
        (key, thread)
        for key, thread in _listed(call)
        if (not types or thread.type in types)
        and status in (None, thread.status)
        and read in (None, str(thread.read).lower())
        and (order_id is None or order_id in thread.order_ids)
    ]
    if page is not None:
        after = read_page_id(page)
        rows = [row for row in rows if row[0] < after]
    shown = rows[:limit]
    return Answer(
        body={
            "threads": [thread_shape(call, thread) for _, thread in shown],
            "nextPage": {"id": page_id(shown[-1][0])} if len(rows) > limit else None,
        }
    )


def get_thread(call: Call, thread_id: str) -> Answer:
    """GET /messaging/threads/{threadId}."""
    return Answer(body=thread_shape(call, own_thread(call, thread_id)))


def set_read(call: Call, thread_id: str) -> Answer:
    """PUT /messaging/threads/{threadId}/read; that false sets it unread is assumed."""
    thread = own_thread(call, thread_id)
    read = call.json().get("read")
    if not isinstance(read, bool):
        raise invalid("VALIDATION_ERROR", "read must be true or false", "read")
    thread.read = read
    return Answer(body={"read": read} if call.beta else thread_shape(call, thread))


OPERATIONS = (
    Operation(method="GET", path="/messaging/threads", handler=list_threads, scope="messaging", accept=BOTH),
    Operation(
        method="GET", path="/messaging/threads/{threadId}", handler=get_thread, scope="messaging", accept=BOTH
    ),
    Operation(
        method="PUT",
        path="/messaging/threads/{threadId}/read",
        handler=set_read,
        scope="messaging",
        accept=BOTH,
        content=BOTH,
    ),
)
