"""Calls to discussions, claims and customer returns, for holding their answers against the description."""

from __future__ import annotations

from collections.abc import Iterator

from werkzeug.test import TestResponse

from tests.practice_market.spec import BETA
from tests.practice_market.stall import BUYER, Stall

Made = tuple[str, TestResponse]
PNG = b"\x89PNG\r\n\x1a\n0"

ISSUE = (
    "id type referenceNumber decisionDueDate openedDate subject buyer.id buyer.login checkoutForm.id "
    "checkoutForm.createdAt currentState.status currentState.statusDueDate currentState.returnRequired "
    "currentState.chatActive chat.lastMessage.status chat.lastMessage.createdAt chat.messagesCount "
    "chat.initialMessage.id chat.initialMessage.text chat.initialMessage.author.role expectations "
    "description offer product reason right attachments"
)
RETURN = (
    "id createdAt referenceNumber orderId buyer.email buyer.login items.0.offerId items.0.quantity items.0.name "
    "items.0.price.amount items.0.url items.0.reason.type items.0.reason.userComment parcels.0.createdAt "
    "parcels.0.waybill parcels.0.carrierId parcels.0.sender.phoneNumber marketplaceId status isFulfillment"
)
ENTRY = "id text attachments author.role author.login createdAt"
REQUIRED: dict[tuple[str, str], str] = {
    ("GET /sale/issues", BETA): " ".join(f"issues.0.{name}" for name in ISSUE.split()),
    ("GET /sale/issues/{issueId}", BETA): ISSUE,
    ("GET /sale/issues/{issueId}/chat", BETA): " ".join(f"chat.0.{name}" for name in ENTRY.split()),
    ("POST /sale/issues/{issueId}/message", BETA): ENTRY,
    ("POST /sale/issues/attachments", BETA): "id",
    ("GET /order/customer-returns", BETA): "count "
    + " ".join(f"customerReturns.0.{name}" for name in RETURN.split()),
    ("GET /order/customer-returns/{customerReturnId}", BETA): f"{RETURN} refund.bankAccount.iban",
    ("POST /order/customer-returns/{customerReturnId}/rejection", BETA): (
        f"{RETURN} rejection.code rejection.reason rejection.createdAt"
    ),
}
SAYS_NOTHING = {"POST /sale/issues/{issueId}/status"}


def calls(stall: Stall) -> Iterator[Made]:
    """Each documented success and many refusals."""
    order = stall.buy()
    sides = stall.market.issue_sides
    photo = stall.market.buyer_side.attach(BUYER, file_name="z.png", mime_type="image/png", content=PNG)
    discussion = sides.open_discussion(BUYER, order_id=order.id, reason="OTHER", text="Nikt nie odpisuje.")
    stall.market.advance(60)
    claim = sides.open_claim(
        BUYER,
        order_id=order.id,
        reason="DEFECT_FOUND_DURING_USE",
        text="Przestała świecić.",
        expectation="PARTIAL_REFUND",
        amount=order.lines[0].price,
        attachments=[photo.id],
    )
    for issue in (discussion, claim):
        yield "GET /sale/issues/{issueId}", stall.get(f"/sale/issues/{issue.id}", beta=True)
        yield "GET /sale/issues/{issueId}/chat", stall.get(f"/sale/issues/{issue.id}/chat", beta=True)
    yield "GET /sale/issues", stall.get("/sale/issues", beta=True)
    yield "GET /sale/issues", stall.get("/sale/issues", beta=True, limit=101)
    yield "GET /sale/issues", stall.get("/sale/issues", beta=True, status=["DISPUTE_ONGOING"])
    yield "GET /sale/issues/{issueId}", stall.get("/sale/issues/none", beta=True)
    yield from _files(stall, claim.id)
    yield from _deeds(stall, discussion.id, claim.id)
    yield from _returns(stall)


def _files(stall: Stall, claim: str) -> Iterator[Made]:
    name = "POST /sale/issues/attachments"
    yield name, stall.send("POST", "/sale/issues/attachments", {"fileName": "a.png", "size": 0}, beta=True)
    declared = stall.send(
        "POST", "/sale/issues/attachments", {"fileName": "a.png", "size": len(PNG)}, beta=True
    )
    yield name, declared
    for _ in range(2):  # the address works once
        sent = stall.client.put(
            declared.headers["Location"],
            data=PNG,
            headers=stall.headers(BETA),
            content_type="image/png",
            base_url="http://localhost",
        )
        yield "PUT /sale/issues/attachments/{attachmentId}", sent
    attachment = declared.get_json()["id"]
    path = f"/sale/issues/attachments/{attachment}"
    yield "GET /sale/issues/attachments/{attachmentId}", stall.get(path, beta=True)
    message = {"text": "Etykieta w załączniku.", "type": "RETURN_REQUIRED_SELLER_LABEL"}
    with_file = message | {"attachments": [{"id": attachment}]}
    path = f"/sale/issues/{claim}/message"
    yield "POST /sale/issues/{issueId}/message", stall.send("POST", path, with_file, beta=True)


def _deeds(stall: Stall, discussion: str, claim: str) -> Iterator[Made]:
    write, decide = "POST /sale/issues/{issueId}/message", "POST /sale/issues/{issueId}/status"
    for body in ({"text": "Prosimy o zakończenie.", "type": "END_REQUEST"},) * 2:  # only once
        yield write, stall.send("POST", f"/sale/issues/{discussion}/message", body, beta=True)
    wrong = {"text": "?", "type": "RETURN_NOT_REQUIRED"}
    yield write, stall.send("POST", f"/sale/issues/{discussion}/message", wrong, beta=True)
    yield write, stall.send("POST", "/sale/issues/none/message", wrong, beta=True)
    accepted = {"status": "ACCEPTED_PARTIAL_REFUND", "message": "Zwrócimy część ceny."}
    yield decide, stall.send("POST", f"/sale/issues/{claim}/status", accepted, beta=True)
    accepted["partialRefund"] = {"amount": "5.00", "currency": "PLN"}  # type: ignore[assignment]
    yield decide, stall.send("POST", f"/sale/issues/{discussion}/status", accepted, beta=True)
    for _ in range(2):  # final
        yield decide, stall.send("POST", f"/sale/issues/{claim}/status", accepted, beta=True)


def _returns(stall: Stall) -> Iterator[Made]:
    listed, one = "GET /order/customer-returns", "GET /order/customer-returns/{customerReturnId}"
    returns, order = stall.market.returns, stall.buy(delivery="cod")
    made = returns.announce(
        order.id,
        at=stall.market.now(),
        reason="TOO_SMALL",
        comment="Za małe.",
        iban="PL00000000000000000000000000",
    )
    returns.send(made, at=stall.market.now())
    yield listed, stall.get("/order/customer-returns", beta=True)
    yield listed, stall.get("/order/customer-returns", beta=True, status="DISPATCHED", orderId=order.id)
    yield listed, stall.get("/order/customer-returns", beta=True, limit=1_001)
    yield listed, stall.get("/order/customer-returns", beta=True, **{"from": "none"})
    yield one, stall.get(f"/order/customer-returns/{made.id}", beta=True)
    yield one, stall.get("/order/customer-returns/none", beta=True)
    path = f"/order/customer-returns/{made.id}/rejection"
    refused = {"rejection": {"code": "REFUND_REJECTED", "reason": "Ślady używania."}}
    for body in ({}, {"rejection": {"code": "REFUND_REJECTED"}}, refused, refused):
        yield (
            "POST /order/customer-returns/{customerReturnId}/rejection",
            stall.send("POST", path, body, beta=True),
        )
