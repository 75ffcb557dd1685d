"""Customer returns: list, one, refusing the refund. Beta only; there is no journal (#12460)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from kontuar.practice_market.allegro.errors import Refusal, invalid, not_found
from kontuar.practice_market.allegro.order_shapes import price
from kontuar.practice_market.allegro.protocol import BETA, Answer, Call, Operation
from kontuar.practice_market.clock import stamp
from kontuar.practice_market.market import Market
from kontuar.practice_market.returns import LONGEST_REASON, REJECTIONS, STATUSES, CustomerReturn

Test = Callable[[CustomerReturn], bool]


def return_shape(market: Market, one: CustomerReturn) -> dict[str, Any]:
    """CustomerReturn; what has no value is left out."""
    buyer, currency = market.world.buyers[one.buyer], market.world.orders[one.order_id].currency
    shape: dict[str, Any] = {
        "id": one.id,
        "isFulfillment": False,
        "createdAt": stamp(one.created_at),
        "referenceNumber": one.reference,
        "orderId": one.order_id,
        "buyer": {"email": buyer.email, "login": buyer.login},
        "items": [_item(market, item, currency) for item in one.items],
        "parcels": [
            {
                "createdAt": stamp(parcel.created_at),
                "waybill": parcel.waybill,
                "transportingWaybill": None,
                "carrierId": parcel.carrier_id,
                "transportingCarrierId": None,
                "sender": {"phoneNumber": parcel.phone},
            }
            for parcel in one.parcels
        ],
        "marketplaceId": one.marketplace,
        "status": market.returns.status(one),
    }
    if one.iban:
        shape["refund"] = {"bankAccount": _account(market, one, one.iban)}
    if one.rejection is not None:
        shape["rejection"] = {"code": one.rejection.code, "createdAt": stamp(one.rejection.at)}
        if one.rejection.reason:
            shape["rejection"]["reason"] = one.rejection.reason
    return shape


def _item(market: Market, item: Any, currency: str) -> dict[str, Any]:
    reason = {"type": item.reason}
    if item.comment:
        reason["userComment"] = item.comment
    return {
        "offerId": item.offer_id,
        "quantity": item.quantity,
        "name": item.name,
        "price": price(item.price, currency),
        "url": f"{market.url}/offers/{item.offer_id}",
        "reason": reason,
        "serialNumbers": [],
    }


def _account(market: Market, one: CustomerReturn, iban: str) -> dict[str, Any]:
    buyer = market.world.buyers[one.buyer]
    return {
        "owner": f"{buyer.first_name} {buyer.last_name}",
        "accountNumber": iban.removeprefix("PL"),
        "iban": iban,
        "swift": "",
        "address": {
            "street": buyer.street,
            "city": buyer.city,
            "postCode": buyer.post_code,
            "countryCode": buyer.country,
        },
    }


def _own(call: Call, return_id: str) -> CustomerReturn:
    one = call.market.returns.all.get(return_id)
    if one is None or one.seller != call.seller.login:
        raise not_found("Customer return")
    return one


def _tests(call: Call) -> list[Test]:
    world, tests = call.market.world, []

    def among(name: str, read: Callable[[CustomerReturn], Iterable[str | None]]) -> None:
        wanted = call.request.args.getlist(name)
        if wanted:
            tests.append(lambda one: any(value in wanted for value in read(one)))

    among("customerReturnId", lambda one: [one.id])
    among("orderId", lambda one: [one.order_id])
    among("buyer.email", lambda one: [world.buyers[one.buyer].email])
    among("buyer.login", lambda one: [one.buyer])
    among("items.offerId", lambda one: [item.offer_id for item in one.items])
    among("items.name", lambda one: [item.name for item in one.items])
    among("parcels.waybill", lambda one: [parcel.waybill for parcel in one.parcels])
    among("parcels.transportingWaybill", lambda one: [])
    among("parcels.carrierId", lambda one: [parcel.carrier_id for parcel in one.parcels])
    among("parcels.transportingCarrierId", lambda one: [])
    among("parcels.sender.phoneNumber", lambda one: [parcel.phone for parcel in one.parcels])
    among("referenceNumber", lambda one: [one.reference])
    among("marketplaceId", lambda one: [one.marketplace])
    statuses = call.choices("status", STATUSES, status=400)
    if statuses:
        tests.append(lambda one: call.market.returns.status(one) in statuses)
    _by_time(call, tests)
    return tests


def _by_time(call: Call, tests: list[Test]) -> None:
    low, high = call.instant("createdAt.gte", status=400), call.instant("createdAt.lte", status=400)
    if low is not None:
        tests.append(lambda one: one.created_at >= low)
    if high is not None:
        tests.append(lambda one: one.created_at <= high)
    last = call.request.args.get("from")
    if last is None:
        return
    seen = call.market.returns.all.get(last)
    if seen is None or seen.seller != call.seller.login:
        raise invalid("IllegalArgumentException", "from: unknown customer return", "from", status=400)
    key = (seen.created_at, seen.seq)
    tests.append(lambda one: (one.created_at, one.seq) > key)


def list_returns(call: Call) -> Answer:
    """GET /order/customer-returns, newest first (assumed, as is that `count` counts all that match)."""
    limit = call.number("limit", 100, 1, 1_000, status=400)
    offset = call.number("offset", 0, 0, 2_147_483_647, status=400)
    tests = _tests(call)
    found = [
        one for one in call.market.returns.of_seller(call.seller.login) if all(test(one) for test in tests)
    ]
    shown = [return_shape(call.market, one) for one in found[offset : offset + limit]]
    return Answer(body={"count": len(found), "customerReturns": shown})


def get_return(call: Call, customer_return_id: str) -> Answer:
    """GET /order/customer-returns/{customerReturnId}."""
    return Answer(body=return_shape(call.market, _own(call, customer_return_id)))


def reject(call: Call, customer_return_id: str) -> Answer:
    """POST /order/customer-returns/{customerReturnId}/rejection; 422 when it is over."""
    one = _own(call, customer_return_id)
    given = call.json().get("rejection")
    code = given.get("code") if isinstance(given, dict) else None
    if code not in REJECTIONS:
        raise invalid("VALIDATION_ERROR", "rejection.code is required", "rejection.code", status=400)
    reason = given.get("reason") if isinstance(given, dict) else None
    if reason is not None and not (isinstance(reason, str) and 1 <= len(reason) <= LONGEST_REASON):
        raise invalid("VALIDATION_ERROR", f"1 to {LONGEST_REASON} characters", "rejection.reason", status=400)
    try:
        call.market.returns.reject(one, code, reason, at=call.now)
    except ValueError as error:
        raise Refusal(422, "CUSTOMER_RETURN_REJECTION_NOT_ALLOWED", str(error), path="rejection") from None
    return Answer(body=return_shape(call.market, one))


OPERATIONS = (
    Operation(
        method="GET",
        path="/order/customer-returns",
        handler=list_returns,
        scope="orders:read",
        accept=(BETA,),
        per_second=25,
    ),
    Operation(
        method="GET",
        path="/order/customer-returns/{customerReturnId}",
        handler=get_return,
        scope="orders:read",
        accept=(BETA,),
    ),
    Operation(
        method="POST",
        path="/order/customer-returns/{customerReturnId}/rejection",
        handler=reject,
        scope="orders:write",
        accept=(BETA,),
        content=(BETA,),
        bad_body=400,
    ),
)
