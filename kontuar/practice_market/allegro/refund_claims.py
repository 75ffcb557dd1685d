"""Claims for a refund of the sale commission."""

from __future__ import annotations

from typing import Any

from kontuar.practice_market.allegro.errors import NOT_FOUND, Refusal, invalid
from kontuar.practice_market.allegro.protocol import PUBLIC, Answer, Call, Operation, access_denied
from kontuar.practice_market.claims import STATUSES, ClaimRefused, RefundClaim
from kontuar.practice_market.clock import stamp

_USER_WORDS = {"CommissionAmountException": "You cannot apply for zero sales commission."}


def _shape(call: Call, claim: RefundClaim) -> dict[str, Any]:
    order = call.market.world.orders[claim.order_id]
    line = next(line for line in order.lines if line.id == claim.line_id)
    return {
        "id": claim.id,
        "status": claim.status,
        "quantity": claim.quantity,
        "commission": {"amount": float(claim.commission), "currency": order.currency},
        "buyer": {"id": call.market.world.buyers[order.buyer].id},
        "createdAt": stamp(claim.created_at),
        "lineItem": {
            "id": line.id,
            "quantity": line.quantity,
            "boughtAt": stamp(line.bought_at),
            "offer": {"id": line.offer_id},
        },
        "type": claim.type,
    }


def list_claims(call: Call) -> Answer:
    """GET /order/refund-claims, newest first."""
    limit = call.number("limit", 25, 1, 100)
    offset = call.number("offset", 0, 0, 10_000_000)
    status = call.choice("status", STATUSES)
    offer, buyer = call.request.args.get("lineItem.offer.id"), call.request.args.get("buyer.id")
    shapes = [_shape(call, claim) for claim in call.market.claims.of_seller(call.seller.login)]
    found = [
        shape
        for shape in shapes
        if status in (None, shape["status"])
        and offer in (None, shape["lineItem"]["offer"]["id"])
        and buyer in (None, shape["buyer"]["id"])
    ][offset : offset + limit]
    return Answer(body={"refundClaims": found, "count": len(found)})


def _own(call: Call, claim_id: str) -> RefundClaim:
    claim = call.market.claims.all.get(claim_id.lower())
    if claim is None or claim.lost:
        text = f"Claim data not found for id: {claim_id}."
        raise Refusal(404, "ClaimNotFoundException", text, user_message=NOT_FOUND)
    if claim.seller != call.seller.login:
        raise access_denied()
    return claim


def get_claim(call: Call, claim_id: str) -> Answer:
    """GET /order/refund-claims/{claimId}."""
    return Answer(body=_shape(call, _own(call, claim_id)))


def make_claim(call: Call) -> Answer:
    """POST /order/refund-claims."""
    body = call.json()
    line_item, quantity = body.get("lineItem"), body.get("quantity")
    line_id = line_item.get("id") if isinstance(line_item, dict) else None
    if not isinstance(line_id, str):
        raise invalid("VALIDATION_ERROR", "lineItem.id is required", "lineItem.id")
    if isinstance(quantity, bool) or not isinstance(quantity, int) or quantity < 1:
        raise invalid("VALIDATION_ERROR", "quantity must be greater than 0", "quantity")
    known = call.market.claims.find_line(line_id.lower())
    if known is None:
        raise invalid("LineItemNotFoundException", f"Line item {line_id[:40]} not found.", "lineItem.id")
    order, line = known
    if order.seller != call.seller.login:
        raise access_denied()
    try:
        claim = call.market.claims.claim(order, line, quantity)
    except ClaimRefused as error:
        raise Refusal(
            422, error.code, str(error), user_message=_USER_WORDS.get(error.code, str(error))
        ) from None
    return Answer(status=201, body={"id": claim.id})


def cancel_claim(call: Call, claim_id: str) -> Answer:
    """DELETE /order/refund-claims/{claimId}; a decided one stays (422)."""
    claim = _own(call, claim_id)
    try:
        call.market.claims.cancel(claim)
    except ValueError as error:
        raise invalid("ClaimAlreadyProcessedException", str(error)) from None
    return Answer(status=204)


_PATH = "/order/refund-claims"
OPERATIONS = (
    Operation(method="GET", path=_PATH, handler=list_claims, scope="orders:read"),
    Operation(method="POST", path=_PATH, handler=make_claim, scope="orders:write", content=(PUBLIC,)),
    Operation(method="GET", path=_PATH + "/{claimId}", handler=get_claim, scope="orders:read"),
    Operation(method="DELETE", path=_PATH + "/{claimId}", handler=cancel_claim, scope="orders:write"),
)
