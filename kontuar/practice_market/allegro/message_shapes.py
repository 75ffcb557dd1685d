"""Threads and messages as JSON: public.v1 and beta.v1."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kontuar.practice_market.clock import stamp
from kontuar.practice_market.market import Market
from kontuar.practice_market.talk import Attachment, Message, Thread
from kontuar.practice_market.talking import FILES_KEPT


def thread_public(market: Market, thread: Thread, now: datetime) -> dict[str, Any]:
    """Thread of public.v1."""
    last = thread.last_at(now)
    return {
        "id": thread.id,
        "read": thread.read,
        "lastMessageDateTime": stamp(last) if last else None,
        "interlocutor": {
            "login": thread.buyer,
            "avatarUrl": f"{market.url}/avatar.svg",
        },
    }


def thread_beta(market: Market, thread: Thread, now: datetime) -> dict[str, Any]:
    """ThreadVBeta1: both sides of a COMMON thread are USER."""
    problem = thread.type == "POST_PURCHASE_ISSUE"
    return {
        "id": thread.id,
        "read": thread.read,
        "type": thread.type,
        "createdAt": stamp(thread.created_at),
        "lastMessageDateTime": stamp(thread.last_at(now) or thread.created_at),
        "participants": [
            {"role": "BUYER" if problem else "USER", "login": thread.buyer},
            {"role": "SELLER" if problem else "USER", "login": thread.seller},
        ],
        "orders": [_thread_order(market, order_id) for order_id in thread.order_ids] if problem else None,
        "subType": thread.sub_type,
        "status": thread.status,
    }


def _thread_order(market: Market, order_id: str) -> dict[str, Any]:
    order = market.world.orders[order_id]
    return {
        "id": order.id,
        "offers": [{"id": line.offer_id, "quantity": line.quantity} for line in order.lines],
    }


def message_public(market: Market, message: Message, now: datetime) -> dict[str, Any]:
    """Message of public.v1."""
    return _message(market, message, now) | {
        "thread": {"id": message.thread_id},
        "author": {"login": message.author, "isInterlocutor": not message.by_seller},
        "attachments": [_file(market, a, now) for a in _files(market, message)],
    }


def message_beta(market: Market, message: Message, now: datetime) -> dict[str, Any]:
    """MessageVBeta1: a role instead of isInterlocutor, no thread, ids at the attachments."""
    problem = market.world.threads[message.thread_id].type == "POST_PURCHASE_ISSUE"
    if message.role is not None:
        role = message.role
    elif not problem:
        role = "USER"
    else:
        role = "SELLER" if message.by_seller else "BUYER"
    return _message(market, message, now) | {
        "author": {"role": role, "login": message.author or None},
        "attachments": [{"id": a.id} | _file(market, a, now) for a in _files(market, message)],
    }


def _message(market: Market, message: Message, now: datetime) -> dict[str, Any]:
    return {
        "id": message.id,
        "status": message.status,
        "type": message.type,
        "createdAt": stamp(message.created_at),
        "text": message.text,
        "subject": message.subject,
        "relatesTo": {
            "offer": {"id": message.offer_id} if message.offer_id else None,
            "order": {"id": message.order_id} if message.order_id else None,
        },
        "hasAdditionalAttachments": message.has_additional,
        "additionalInformation": {"vin": message.vin} if message.vin else None,
    }


def _files(market: Market, message: Message) -> list[Attachment]:
    return [market.world.attachments[attachment_id] for attachment_id in message.attachments]


def _file(market: Market, attachment: Attachment, now: datetime) -> dict[str, Any]:
    shape: dict[str, Any] = {"fileName": attachment.file_name}
    if attachment.mime_type:
        shape["mimeType"] = attachment.mime_type
    if now - attachment.created_at > FILES_KEPT:
        return shape | {"status": "EXPIRED"}
    url = f"{market.url}/message-center/message-attachments/{attachment.id}"
    return shape | {"url": url, "status": "SAFE"}
