"""Discussions and claims: the list, one, its talk, writing, deciding. Beta only."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from kontuar.practice_market.allegro import issue_shapes as shapes
from kontuar.practice_market.allegro.errors import NOT_FOUND, Refusal, invalid
from kontuar.practice_market.allegro.protocol import BETA, Answer, Call, Operation
from kontuar.practice_market.disputes import Forbidden
from kontuar.practice_market.issue_records import (
    ACCEPTED,
    LONGEST_TEXT,
    MESSAGE_TYPES,
    REJECTED,
    STATUSES,
    Entry,
    Issue,
)

READABLE = 100
"""Entries of a talk the fault `issue_chat_cut` leaves readable (#13381, #13678)."""
_AMOUNT = re.compile(r"\d{1,9}(\.\d{1,2})?")


def _language(call: Call) -> str:
    return call.request.headers.get("Accept-Language", "en")


def missing() -> Refusal:
    """404, with the code seen in #12168."""
    return Refusal(404, "POST_PURCHASE_ISSUE_NOT_FOUND", "", user_message=NOT_FOUND)


def own_issue(call: Call, issue_id: str) -> Issue:
    """The seller's issue, or 404; a twin's id leads to it too."""
    book, seller = call.market.disputes.book, call.seller.login
    issue = book.issues.get(issue_id.lower())
    if issue is None:
        issue = next(
            (i for i in book.by_seller.get(seller, []) if shapes.twin_id(i) == issue_id.lower()), None
        )
    if issue is None or issue.seller != seller:
        raise missing()
    return issue


def list_issues(call: Call) -> Answer:
    """GET /sale/issues, last opened first. There is no filter by date and no journal (#12916)."""
    limit = call.number("limit", 10, 1, 100)
    offset = call.number("offset", 0, 0, 2_147_483_647)
    statuses = call.choices("status", STATUSES)
    order_ids = call.request.args.getlist("checkoutForm.id")
    rows: list[dict[str, Any]] = []
    for issue in call.market.disputes.book.of_seller(call.seller.login):
        if order_ids and issue.order_id not in order_ids:
            continue
        if statuses and issue.status not in statuses:
            continue
        rows += _rows(call, issue)
    return Answer(body={"issues": rows[offset : offset + limit]})


def _rows(call: Call, issue: Issue) -> list[dict[str, Any]]:
    """The issue once; with faults not at all (#12556, #12642) or twice under two ids."""
    market, faults = call.market, call.market.faults
    if faults.strike("issue_missing", seller=issue.seller, about=issue.id):
        return []
    row = shapes.issue_shape(market, issue, _language(call))
    if faults.strike("issue_double", seller=issue.seller, about=issue.id):
        return [row, row | {"id": shapes.twin_id(issue)}]
    return [row]


def get_issue(call: Call, issue_id: str) -> Answer:
    """GET /sale/issues/{issueId}."""
    issue = own_issue(call, issue_id)
    shape = shapes.issue_shape(call.market, issue, _language(call), id=issue_id.lower())
    return Answer(body=shape)


def get_chat(call: Call, issue_id: str) -> Answer:
    """GET /sale/issues/{issueId}/chat: messages and changes of state, newest first (#12650)."""
    issue = own_issue(call, issue_id)
    limit = call.number("limit", 10, 1, 100)
    offset = call.number("offset", 0, 0, 2_147_483_647)
    entries = sorted(issue.entries, key=lambda entry: (entry.at, entry.seq), reverse=True)
    strike = call.market.faults.strike
    if strike("issue_chat_oldest_first", seller=issue.seller, about=issue.id):
        entries.reverse()
    cut = strike("issue_chat_cut", seller=issue.seller, about=issue.id)
    if cut is not None:
        offset = 0
        limit = min(limit, int(cut.number("most", READABLE)))
    shown = entries[offset : offset + limit]
    return Answer(body={"chat": [shapes.entry_shape(call.market, issue, entry) for entry in shown]})


def _conflict(why: str) -> Refusal:
    return Refusal(409, "POST_PURCHASE_ISSUE_STATE_CONFLICT", why)


def write(call: Call, issue_id: str) -> Answer:
    """POST /sale/issues/{issueId}/message. There is no idempotency key."""
    issue = own_issue(call, issue_id)
    body = call.json()
    text, files, kind = _text(body), _files(call, body), body.get("type")
    if kind not in MESSAGE_TYPES:
        raise invalid("ConstraintViolationException", f"type is one of {', '.join(MESSAGE_TYPES)}", "type")
    if not text.strip() and not files:
        raise invalid("ConstraintViolationException", "text or attachments are required", "text")
    if not text.strip() and call.market.faults.strike("issue_files_500", seller=issue.seller, about=issue.id):
        raise Refusal(
            500,
            "INTERNAL_SERVER_ERROR",
            "Internal server error.",
            user_message="Internal server error. Try again in a few minutes.",
        )
    try:
        entry = call.market.disputes.by_seller(
            issue, text, at=call.now, type=kind, files=files, client_id=call.grant.client_id
        )
    except Forbidden as error:
        raise _conflict(str(error)) from None
    except ValueError as error:
        raise invalid("ConstraintViolationException", str(error), "type") from None
    return Answer(status=201, body=_written(call, issue, entry))


def _written(call: Call, issue: Issue, entry: Entry) -> dict[str, Any]:
    shape = shapes.entry_shape(call.market, issue, entry)
    if call.market.faults.strike("issue_answer_without_id", seller=issue.seller, about=issue.id):
        shape["id"] = None
    return shape


def _text(body: dict[str, Any]) -> str:
    text = body.get("text")
    if text is None:
        return ""
    if not isinstance(text, str):
        raise invalid("HttpMessageNotReadableException", "text is a string", "text")
    if len(text) > LONGEST_TEXT:
        raise invalid("ConstraintViolationException.Size", f"at most {LONGEST_TEXT} characters", "text")
    return text


def _files(call: Call, body: dict[str, Any]) -> list[str]:
    """Ids of the seller's own files that are uploaded and not used yet."""
    given = body.get("attachments")
    if given is None:
        return []
    if not isinstance(given, list):
        raise invalid("HttpMessageNotReadableException", "attachments is a list", "attachments")
    found: list[str] = []
    for item in given:
        file_id = item.get("id") if isinstance(item, dict) else None
        kept = call.market.disputes.book.files.get(file_id) if isinstance(file_id, str) else None
        if kept is None or kept.owner != call.seller.login or kept.content is None or kept.message_id:
            raise invalid("ATTACHMENT_NOT_FOUND", "an attachment is unknown or not uploaded", "attachments")
        if kept.id in found:
            raise invalid("ConstraintViolationException", "the same attachment twice", "attachments")
        found.append(kept.id)
    return found


def decide(call: Call, issue_id: str) -> Answer:
    """POST /sale/issues/{issueId}/status: the final decision about a claim; never for a discussion.

    The description names no answer for a claim that is decided already; 400 is assumed.
    """
    issue = own_issue(call, issue_id)
    body = call.json()
    status, message = body.get("status"), body.get("message")
    if status not in ACCEPTED and status not in REJECTED:
        raise invalid("ConstraintViolationException", "unknown status", "status", status=400)
    if not isinstance(message, str) or not message.strip() or len(message) > LONGEST_TEXT:
        raise invalid("ConstraintViolationException", "message is required", "message", status=400)
    amount = _partial_refund(call, issue, body.get("partialRefund"), status)
    try:
        call.market.disputes.decide(issue, status, message, at=call.now, amount=amount)
    except ValueError as error:
        raise invalid("CLAIM_STATUS_CHANGE_NOT_ALLOWED", str(error), "status", status=400) from None
    return Answer()


def _partial_refund(call: Call, issue: Issue, given: Any, status: str) -> Decimal | None:
    """Needed with ACCEPTED_PARTIAL_REFUND alone (#11929); not above what the order cost."""
    if given is None:
        if status == "ACCEPTED_PARTIAL_REFUND":
            raise invalid(
                "ConstraintViolationException", "partialRefund is required", "partialRefund", status=400
            )
        return None
    order = call.market.world.orders[issue.order_id]
    amount = given.get("amount") if isinstance(given, dict) else None
    try:
        value = Decimal(amount) if isinstance(amount, str) and _AMOUNT.fullmatch(amount) else Decimal(0)
    except InvalidOperation:
        value = Decimal(0)
    if not 0 < value <= order.total() or given.get("currency") != order.currency:
        raise invalid(
            "ConstraintViolationException", "partialRefund is no amount", "partialRefund", status=400
        )
    return value


OPERATIONS = (
    Operation(method="GET", path="/sale/issues", handler=list_issues, scope="disputes", accept=(BETA,)),
    Operation(
        method="GET", path="/sale/issues/{issueId}", handler=get_issue, scope="disputes", accept=(BETA,)
    ),
    Operation(
        method="GET", path="/sale/issues/{issueId}/chat", handler=get_chat, scope="disputes", accept=(BETA,)
    ),
    Operation(
        method="POST",
        path="/sale/issues/{issueId}/message",
        handler=write,
        scope="disputes",
        accept=(BETA,),
        content=(BETA,),
    ),
    Operation(
        method="POST",
        path="/sale/issues/{issueId}/status",
        handler=decide,
        scope="disputes",
        accept=(BETA,),
        content=(BETA,),
        bad_body=400,
    ),
)
