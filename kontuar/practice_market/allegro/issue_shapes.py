"""Issues and their talk as JSON (beta.v1), with the mistakes that were seen when their faults are on."""

from __future__ import annotations

import uuid
from typing import Any

from kontuar.practice_market.allegro.order_shapes import price
from kontuar.practice_market.clock import stamp
from kontuar.practice_market.faults import Fault
from kontuar.practice_market.issue_records import REASONS, Entry, Issue
from kontuar.practice_market.market import Market

_SWAPPED = {"CLAIM_ACCEPTED": "CLAIM_REJECTED", "CLAIM_REJECTED": "CLAIM_ACCEPTED"}


def twin_id(issue: Issue) -> str:
    """The second id under which the fault `issue_double` shows an issue."""
    return str(uuid.uuid5(uuid.UUID(issue.id), "twin"))


def issue_shape(market: Market, issue: Issue, language: str, *, id: str | None = None) -> dict[str, Any]:
    """PostPurchaseIssue."""
    buyer, order = market.world.buyers[issue.buyer], market.world.orders[issue.order_id]
    currency = order.currency
    return {
        "id": id or issue.id,
        "type": issue.type,
        "referenceNumber": issue.reference,
        "decisionDueDate": stamp(issue.decide_by) if issue.decide_by else None,
        "openedDate": stamp(issue.opened_at),
        "subject": REASONS[issue.reason][0 if language.startswith("pl") else 1],
        "buyer": {"id": buyer.id, "login": buyer.login},
        "checkoutForm": {"id": order.id, "createdAt": stamp(order.bought_at)},
        "currentState": _state(market, issue),
        "chat": _chat(market, issue),
        "expectations": _expectations(issue, currency),
        "description": None,
        "offer": {"id": issue.offer_id, "quantity": issue.quantity} if issue.offer_id else None,
        "product": {"id": _product(issue.offer_id)} if issue.offer_id else None,
        "reason": {"type": issue.reason, "description": issue.text} if issue.claim else None,
        "right": issue.right,
        "attachments": [_file(market, file_id) for file_id in issue.files],
    }


def _expectations(issue: Issue, currency: str) -> list[dict[str, Any]]:
    if issue.expectation is None:
        return []
    refund = price(issue.amount, currency) if issue.amount is not None else None
    return [{"name": issue.expectation, "refund": refund}]


def _product(offer_id: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, f"practice-market.product.{offer_id}"))


def _strike(market: Market, kind: str, issue: Issue) -> Fault | None:
    return market.faults.strike(kind, seller=issue.seller, about=issue.id)


def _state(market: Market, issue: Issue) -> dict[str, Any]:
    due = issue.due_at()
    return {
        "status": shown_status(market, issue),
        "statusDueDate": stamp(due) if due else None,
        "returnRequired": issue.return_required,
        "chatActive": issue.chat_active,
    }


def shown_status(market: Market, issue: Issue) -> str:
    """The status, or the wrong one: swapped (#12340, #12402), or stale for what is over (#13050)."""
    fault = _strike(market, "issue_status", issue)
    if fault is not None:
        return str(fault.params.get("status") or _SWAPPED.get(issue.status, issue.status))
    over = issue.decided or issue.status == "DISPUTE_CLOSED"
    if over and _strike(market, "issue_status_stale", issue) is not None:
        return "CLAIM_SUBMITTED" if issue.claim else "DISPUTE_ONGOING"
    return issue.status


def _chat(market: Market, issue: Issue) -> dict[str, Any]:
    counted = 0 if _strike(market, "issue_count_zero", issue) else len(issue.entries)
    return {
        "lastMessage": _last_message(market, issue),
        "messagesCount": counted,
        "initialMessage": _initial(market, issue),
    }


def _initial(market: Market, issue: Issue) -> dict[str, Any]:
    shape = entry_shape(market, issue, issue.entries[0])
    if _strike(market, "issue_todo", issue):
        return shape | {"id": "TODO", "text": "TODO", "attachments": []}
    return shape


def _last_message(market: Market, issue: Issue) -> dict[str, Any]:
    fault = _strike(market, "issue_last_message", issue)
    messages = issue.messages()
    if fault is not None and len(messages) > 1:
        if fault.params.get("mode") == "files":  # a buyer's message of files alone is overlooked (#12196)
            messages = [m for m in messages if m.role != "BUYER" or m.text.strip()] or messages[:1]
        else:  # as it was one message ago (#12119, #11796)
            messages = messages[:-1]
    shown = last_message_status(messages)
    if fault is not None and fault.params.get("status"):
        shown = str(fault.params["status"])
    return {"status": shown, "createdAt": stamp(messages[-1].at)}


def last_message_status(messages: list[Entry]) -> str:
    """NEW until the seller wrote, then who wrote last (spec: PostPurchaseIssueLastMessage)."""
    if not any(entry.role == "SELLER" for entry in messages):
        return "NEW"
    return {"SELLER": "SELLER_REPLIED", "BUYER": "BUYER_REPLIED"}.get(
        messages[-1].role, "ALLEGRO_ADVISOR_REPLIED"
    )


def entry_shape(market: Market, issue: Issue, entry: Entry) -> dict[str, Any]:
    """PostPurchaseIssueChatMessage."""
    role = entry.role
    if role == "SYSTEM" and _strike(market, "issue_chatbot_as_seller", issue):
        role = "SELLER"
    return {
        "id": entry.id,
        "text": entry.text,
        "attachments": [_file(market, file_id) for file_id in entry.attachments],
        "author": {"login": entry.login, "role": role} if entry.login else {"role": role},
        "createdAt": stamp(entry.at),
    }


def _file(market: Market, file_id: str) -> dict[str, Any]:
    kept = market.disputes.book.files[file_id]
    return {"fileName": kept.file_name, "url": f"{market.url}/sale/issues/attachments/{kept.id}"}
