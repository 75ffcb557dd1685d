"""Control of issues: what buyers, sellers on the market's own pages and Allegro's people do there."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from kontuar.practice_market.clock import stamp
from kontuar.practice_market.control_kit import Body
from kontuar.practice_market.issue_records import Entry, Issue
from kontuar.practice_market.market import Market


def entry_json(entry: Entry) -> dict[str, Any]:
    """One entry of a talk with what only the market knows."""
    return {
        "id": entry.id,
        "role": entry.role,
        "login": entry.login,
        "text": entry.text,
        "type": entry.type,
        "at": stamp(entry.at),
        "attachments": list(entry.attachments),
        "client_id": entry.client_id,
        "via": entry.via,
    }


def issue_json(issue: Issue) -> dict[str, Any]:
    """An issue as it really is, whatever faults show, with its talk, oldest first."""
    return {
        "id": issue.id,
        "type": issue.type,
        "seller": issue.seller,
        "buyer": issue.buyer,
        "order_id": issue.order_id,
        "offer_id": issue.offer_id,
        "reason": issue.reason,
        "reference": issue.reference,
        "status": issue.status,
        "chat_active": issue.chat_active,
        "opened_at": stamp(issue.opened_at),
        "decide_by": stamp(issue.decide_by) if issue.decide_by else None,
        "expectation": issue.expectation,
        "amount": f"{issue.amount:.2f}" if issue.amount is not None else None,
        "return_required": issue.return_required,
        "decision": issue.decision,
        "partial_refund": f"{issue.partial_refund:.2f}" if issue.partial_refund is not None else None,
        "withdrawn": issue.withdrawn,
        "chat": [entry_json(entry) for entry in issue.entries],
    }


def _amount(body: Body) -> Decimal | None:
    given = body.values.get("amount")
    if given is None:
        return None
    try:
        return Decimal(str(given)).quantize(Decimal("0.01"))
    except InvalidOperation:
        raise ValueError("amount is no amount") from None


def discussion(market: Market, body: Body, login: str) -> dict[str, Any]:
    """Open a discussion: `order_id`, `reason`, `text`, `attachments`?."""
    return issue_json(
        market.issue_sides.open_discussion(
            login,
            order_id=body.text("order_id"),
            reason=body.text("reason", "OTHER"),
            text=body.text("text"),
            attachments=body.texts("attachments"),
        )
    )


def claim(market: Market, body: Body, login: str) -> dict[str, Any]:
    """Open a claim: `order_id`, `reason`, `text`, `expectation`, `amount`?, `right`?, `offer_id`?, `attachments`?."""
    return issue_json(
        market.issue_sides.open_claim(
            login,
            order_id=body.text("order_id"),
            reason=body.text("reason", "DEFECT_FOUND_DURING_USE"),
            text=body.text("text"),
            expectation=body.text("expectation", "REFUND"),
            amount=_amount(body),
            right=body.text("right", None),
            offer_id=body.text("offer_id", None),
            quantity=int(body.number("quantity", 1)),
            attachments=body.texts("attachments"),
        )
    )


def write(market: Market, body: Body, login: str) -> dict[str, Any]:
    """A buyer writes: `issue`, `text`?, `attachments`?."""
    return entry_json(
        market.issue_sides.write(
            login,
            issue_id=body.text("issue"),
            text=body.text("text", ""),
            attachments=body.texts("attachments"),
        )
    )


def close(market: Market, body: Body, login: str) -> dict[str, Any]:
    """A buyer ends a discussion."""
    return issue_json(market.issue_sides.close(login, issue_id=body.text("issue")))


def unresolved(market: Market, body: Body, login: str) -> dict[str, Any]:
    """A buyer says that a discussion was not resolved."""
    return issue_json(market.issue_sides.mark_unresolved(login, issue_id=body.text("issue")))


def reopen(market: Market, body: Body, login: str) -> dict[str, Any]:
    """A closed discussion is opened again."""
    return issue_json(market.issue_sides.reopen(login, issue_id=body.text("issue")))


def withdraw(market: Market, body: Body, login: str) -> dict[str, Any]:
    """A buyer takes a claim back."""
    return issue_json(market.issue_sides.withdraw(login, issue_id=body.text("issue")))


def answer(market: Market, body: Body, login: str) -> dict[str, Any]:
    """A seller answers on the market's own page: `issue`, `text`, `type`?."""
    return entry_json(
        market.issue_sides.answer(
            login,
            issue_id=body.text("issue"),
            text=body.text("text", ""),
            type=body.text("type", "REGULAR"),
            attachments=body.texts("attachments"),
        )
    )


def decide(market: Market, body: Body, login: str) -> dict[str, Any]:
    """A seller decides a claim on the market's own page: `issue`, `decision`, `message`, `amount`?."""
    return issue_json(
        market.issue_sides.decide(
            login,
            issue_id=body.text("issue"),
            decision=body.text("decision"),
            message=body.text("message"),
            amount=_amount(body),
        )
    )


def advise(market: Market, body: Body, issue_id: str) -> dict[str, Any]:
    """Somebody of Allegro writes: `text`."""
    return entry_json(market.issue_sides.advise(issue_id=issue_id, text=body.text("text")))


def list_issues(market: Market, body: Body) -> dict[str, Any]:
    """All issues as they really are: `seller`?, `buyer`?."""
    seller, buyer = body.values.get("seller"), body.values.get("buyer")
    found = [
        issue_json(issue)
        for issue in market.disputes.book.issues.values()
        if seller in (None, issue.seller) and buyer in (None, issue.buyer)
    ]
    return {"issues": found}


def get_issue(market: Market, body: Body, issue_id: str) -> dict[str, Any]:
    """One issue."""
    return issue_json(market.disputes.book.issues[issue_id])


def outbox(market: Market, body: Body) -> dict[str, Any]:
    """Every entry sellers wrote, in order, with its issue and client: doubles are counted here."""
    seller = body.values.get("seller")
    rows = [
        (entry, issue)
        for issue in market.disputes.book.issues.values()
        if seller in (None, issue.seller)
        for entry in issue.entries
        if entry.role == "SELLER"
    ]
    rows.sort(key=lambda row: row[0].seq)
    return {"messages": [entry_json(entry) | {"issue": issue.id} for entry, issue in rows]}


ROUTES = (
    ("POST", "/buyers/<login>/discussion", discussion),
    ("POST", "/buyers/<login>/claim", claim),
    ("POST", "/buyers/<login>/issue-write", write),
    ("POST", "/buyers/<login>/issue-close", close),
    ("POST", "/buyers/<login>/issue-unresolved", unresolved),
    ("POST", "/buyers/<login>/issue-reopen", reopen),
    ("POST", "/buyers/<login>/issue-withdraw", withdraw),
    ("POST", "/sellers/<login>/issue-answer", answer),
    ("POST", "/sellers/<login>/issue-decide", decide),
    ("GET", "/issues", list_issues),
    ("GET", "/issues/<issue_id>", get_issue),
    ("POST", "/issues/<issue_id>/advise", advise),
    ("GET", "/issue-outbox", outbox),
)
