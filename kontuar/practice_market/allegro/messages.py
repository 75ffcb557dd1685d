"""Messages of the Message Center: reading, answering in a thread, writing about an order, deleting."""

from __future__ import annotations

from typing import Any

from kontuar.practice_market.allegro import message_shapes as shapes
from kontuar.practice_market.allegro.errors import CLOSED, Refusal, invalid, not_found
from kontuar.practice_market.allegro.paging import page_id, read_page_id
from kontuar.practice_market.allegro.protocol import Answer, Call, Operation, access_denied
from kontuar.practice_market.allegro.threads import BOTH, own_thread
from kontuar.practice_market.talk import Message

LONGEST_TEXT = 2_000
"""Characters (spec; #5611)."""


def message_shape(call: Call, message: Message) -> dict[str, Any]:
    """The message in the shape the client asked for."""
    build = shapes.message_beta if call.beta else shapes.message_public
    return build(call.market, message, call.now)


def list_messages(call: Call, thread_id: str) -> Answer:
    """GET /messaging/threads/{threadId}/messages, newest first."""
    thread = call.market.world.threads.get(thread_id)
    if thread is not None and thread.seller != call.seller.login:
        raise access_denied()
    seen = own_thread(call, thread_id).seen_by_seller(call.now)[::-1]
    limit = call.number("limit", 20, 1, 20)
    if call.beta:
        return _list_beta(call, seen, limit)
    offset = call.number("offset", 0, 0, 15_000)
    before, after = call.instant("before"), call.instant("after")
    if before is not None and "offset" in call.request.args:
        raise invalid("IllegalArgumentException", "before cannot be used with offset", "before")
    rows = [
        message
        for message in seen
        if (before is None or message.created_at < before) and (after is None or message.created_at > after)
    ]
    shown = [message_shape(call, message) for message in rows[offset : offset + limit]]
    return Answer(body={"messages": shown, "offset": offset, "limit": limit})


def _list_beta(call: Call, seen: list[Message], limit: int) -> Answer:
    page = call.request.args.get("page.id")
    if page is not None:
        last = read_page_id(page)
        seen = [message for message in seen if message.key < last]
    shown = seen[:limit]
    return Answer(
        body={
            "messages": [message_shape(call, message) for message in shown],
            "nextPage": {"id": page_id(shown[-1].key)} if len(seen) > limit else None,
        }
    )


def _own_message(call: Call, message_id: str) -> Message:
    message = call.market.world.messages.get(message_id)
    if message is None or not message.seller_sees(call.now):
        raise not_found("Message")
    thread = call.market.world.threads[message.thread_id]
    if thread.seller != call.seller.login or (thread.type != "COMMON" and not call.beta):
        raise not_found("Message")
    return message


def get_message(call: Call, message_id: str) -> Answer:
    """GET /messaging/messages/{messageId}."""
    return Answer(body=message_shape(call, _own_message(call, message_id)))


def delete_message(call: Call, message_id: str) -> Answer:
    """DELETE /messaging/messages/{messageId} (deprecated): it vanishes from the seller's API (#11411)."""
    _own_message(call, message_id).deleted = True
    return Answer(status=204)


def _text(body: dict[str, Any]) -> str:
    text = body.get("text")
    if not isinstance(text, str) or not text.strip():
        raise invalid("ConstraintViolationException.NotBlank", "text must not be blank", "text")
    if len(text) > LONGEST_TEXT:
        raise invalid("ConstraintViolationException.Size", "size must be between 0 and 2000", "text")
    return text


def _attachments(call: Call, body: dict[str, Any]) -> list[str]:
    """Ids of uploaded files nobody used yet (#9124 for what happens otherwise)."""
    given = body.get("attachments")
    if given is None:
        return []
    if not isinstance(given, list):
        raise invalid("HttpMessageNotReadableException", "attachments is a list", "attachments")
    found = []
    for item in given:
        attachment_id = item.get("id") if isinstance(item, dict) else None
        known = call.market.world.attachments.get(attachment_id) if isinstance(attachment_id, str) else None
        if known is None or known.owner != call.seller.login or known.content is None or known.message_id:
            raise invalid(
                "ASSIGNING_ATTACHMENTS_TO_MESSAGE_FAILED",
                "Assigning attachments to message failed",
                "attachments",
            )
        if known.id in found:
            raise invalid("ConstraintViolationException", "the same attachment twice", "attachments")
        found.append(known.id)
    return found


def answer_in_thread(call: Call, thread_id: str) -> Answer:
    """POST /messaging/threads/{threadId}/messages. There is no idempotency key."""
    known = call.market.world.threads.get(thread_id)
    if known is not None and known.seller != call.seller.login:
        raise access_denied()
    thread = own_thread(call, thread_id)
    body = call.json()
    text, attachments = _text(body), _attachments(call, body)
    if thread.status == "CLOSED":
        raise Refusal(
            422,
            "THREAD_CLOSED",
            "Cannot add a message to a closed POST_PURCHASE_ISSUE thread.",
            user_message=CLOSED,
        )
    call.limits.message(call.seller.login)
    message = call.market.talking.by_seller(
        thread, text, at=call.now, client_id=call.grant.client_id, attachments=attachments
    )
    return Answer(status=201, body=message_shape(call, message))


def new_message(call: Call) -> Answer:
    """POST /messaging/messages: about an order of that buyer, required since 2025-02-28 (#10383)."""
    body = call.json()
    recipient, order_ref = body.get("recipient"), body.get("order")
    login = recipient.get("login") if isinstance(recipient, dict) else None
    order_id = order_ref.get("id") if isinstance(order_ref, dict) else None
    if not isinstance(login, str) or not login:
        raise invalid(
            "ConstraintViolationException.NotNull", "recipient.login is required", "recipient.login"
        )
    text, attachments = _text(body), _attachments(call, body)
    if not isinstance(order_id, str) or not order_id:
        raise invalid("ConstraintViolationException.NotNull", "order.id is required", "order.id")
    order = call.market.world.orders.get(order_id)
    if order is None or order.seller != call.seller.login or order.buyer != login:
        raise invalid("ORDER_NOT_MATCHING_RECIPIENT", "the order is not the recipient's", "order.id")
    call.limits.message(call.seller.login)
    thread = call.market.talking.common_thread(call.seller.login, login, call.now)
    message = call.market.talking.by_seller(
        thread, text, at=call.now, client_id=call.grant.client_id, order_id=order_id, attachments=attachments
    )
    return Answer(status=201, body=message_shape(call, message))


OPERATIONS = (
    Operation(
        method="GET",
        path="/messaging/threads/{threadId}/messages",
        handler=list_messages,
        scope="messaging",
        accept=BOTH,
    ),
    Operation(
        method="POST",
        path="/messaging/threads/{threadId}/messages",
        handler=answer_in_thread,
        scope="messaging",
        accept=BOTH,
        content=BOTH,
    ),
    Operation(
        method="POST",
        path="/messaging/messages",
        handler=new_message,
        scope="messaging",
        accept=BOTH,
        content=BOTH,
    ),
    Operation(
        method="GET",
        path="/messaging/messages/{messageId}",
        handler=get_message,
        scope="messaging",
        accept=BOTH,
    ),
    Operation(
        method="DELETE",
        path="/messaging/messages/{messageId}",
        handler=delete_message,
        scope="messaging",
        accept=BOTH,
    ),
)
