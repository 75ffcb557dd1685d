"""The seller's offers: the list, one offer, its stock and price. Changing them: `offer_edits`, `offer_commands`."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import NAMESPACE_DNS, uuid5

from kontuar.practice_market.allegro.errors import Refusal, invalid, not_found
from kontuar.practice_market.allegro.order_shapes import price
from kontuar.practice_market.allegro.protocol import Answer, Call, Operation
from kontuar.practice_market.clock import stamp
from kontuar.practice_market.world import Offer

STATUSES = ("INACTIVE", "ACTIVE", "ACTIVATING", "ENDED")
_SORT = ("sellingMode.price.amount", "stock.sold", "stock.available")
SHIPPING_RATES = str(uuid5(NAMESPACE_DNS, "practice-market.shipping-rates"))
RETURN_POLICY = str(uuid5(NAMESPACE_DNS, "practice-market.return-policy"))


def _amount(call: Call, name: str) -> Decimal | None:
    text = call.request.args.get(name)
    if text is None:
        return None
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or amount < 0:
        raise invalid("IllegalArgumentException", f"{name} is not an amount", name, status=400)
    return amount


def _matches(call: Call, offers: list[Offer]) -> list[Offer]:
    args = call.request.args
    ids, external = args.getlist("offer.id"), args.getlist("external.id")
    if len(external) > 100:
        raise invalid("IllegalArgumentException", "at most 100 external ids", "external.id", status=400)
    statuses = call.choices("publication.status", STATUSES, status=400)
    formats = call.choices("sellingMode.format", ("BUY_NOW", "ADVERTISEMENT", "AUCTION"), status=400)
    name, category = args.get("name"), args.get("category.id")
    low, high = _amount(call, "sellingMode.price.amount.gte"), _amount(call, "sellingMode.price.amount.lte")
    rates, policy = args.get("delivery.shippingRates.id"), args.get("afterSalesServices.returnPolicy.id")
    return [
        offer
        for offer in offers
        if (not ids or offer.id in ids)
        and (not external or offer.external_id in external)
        and (not statuses or offer.status in statuses)
        and (not formats or "BUY_NOW" in formats)
        and (name is None or name.casefold() in offer.name.casefold())
        and category in (None, offer.category_id)
        and (low is None or offer.price >= low)
        and (high is None or offer.price <= high)
        and rates in (None, SHIPPING_RATES)
        and policy in (None, RETURN_POLICY)
    ]


def list_offers(call: Call) -> Answer:
    """GET /sale/offers, newest first unless sorted otherwise. Handling time is not in it."""
    limit = call.number("limit", 20, 1, 1_000, status=400)
    offset = call.number("offset", 0, 0, 9_999_999, status=400)
    sort = call.choice("sort", _SORT + tuple("-" + name for name in _SORT), status=400)
    found = _matches(call, call.market.world.seller_offers[call.seller.login])
    if sort is None:
        found.sort(key=lambda offer: (offer.created_at, offer.id), reverse=True)
    else:
        read = {"amount": "price", "sold": "sold", "available": "available"}[sort.rpartition(".")[2]]
        found.sort(key=lambda offer: (getattr(offer, read), offer.id), reverse=sort.startswith("-"))
    shown = found[offset : offset + limit]
    return Answer(
        body={"offers": [_listing(call, o) for o in shown], "count": len(shown), "totalCount": len(found)}
    )


def _image(call: Call, offer: Offer) -> str:
    return f"{call.market.url}/offers/{offer.id}/image.svg"


def _listing(call: Call, offer: Offer) -> dict[str, Any]:
    publication: dict[str, Any] = {
        "status": offer.status,
        "startedAt": stamp(offer.started_at),
        "marketplaces": {"base": {"id": "allegro-pl"}, "additional": []},
    }
    if offer.ended_at is not None:
        publication["endedAt"] = stamp(offer.ended_at)
    shape: dict[str, Any] = {
        "id": offer.id,
        "name": offer.name,
        "category": {"id": offer.category_id},
        "primaryImage": {"url": _image(call, offer)},
        "sellingMode": {"format": "BUY_NOW", "price": price(offer.price, offer.currency)},
        "stock": {"available": offer.available, "sold": offer.sold},
        "stats": {"watchersCount": offer.sold // 3, "visitsCount": offer.sold * 17 + 4},
        "publication": publication,
        "afterSalesServices": {"returnPolicy": {"id": RETURN_POLICY}},
        "delivery": {"shippingRates": {"id": SHIPPING_RATES}},
        "b2b": {"buyableOnlyByBusiness": False},
        "isFulfillment": False,
        "additionalMarketplaces": {},
    }
    if offer.external_id:
        shape["external"] = {"id": offer.external_id}
    return shape


def own_offer(call: Call, offer_id: str) -> Offer:
    """The seller's offer: 404 when there is none, 403 when it is another's."""
    offer = call.market.world.offers.get(offer_id)
    if offer is None:
        raise not_found("Offer")
    if offer.seller != call.seller.login:
        raise Refusal(403, "AccessDeniedException", "The offer is another seller's", path="offerId")
    return offer


def get_offer(call: Call, offer_id: str) -> Answer:
    """GET /sale/product-offers/{offerId}."""
    return Answer(body=whole_offer(call, own_offer(call, offer_id)))


def whole_offer(call: Call, offer: Offer) -> dict[str, Any]:
    """An offer as reading and editing one answer."""
    shape: dict[str, Any] = {
        "id": offer.id,
        "name": offer.name,
        "category": {"id": offer.category_id},
        "productSet": [],
        "parameters": [],
        "images": [_image(call, offer)],
        "description": {
            "sections": [{"items": [{"type": "TEXT", "content": f"<p>{offer.description}</p>"}]}]
        },
        "sellingMode": {"format": "BUY_NOW", "price": price(offer.price, offer.currency)},
        "stock": {"available": offer.available, "unit": "UNIT"},
        "publication": {
            "status": offer.status,
            "startingAt": stamp(offer.started_at),
            "endedBy": offer.ended_by,
            "republish": False,
            "marketplaces": {"base": {"id": "allegro-pl"}, "additional": []},
        },
        "delivery": {
            "handlingTime": offer.handling_time,
            "shippingRates": {"id": SHIPPING_RATES},
            "shipmentDate": None,
        },
        "afterSalesServices": {"returnPolicy": {"id": RETURN_POLICY}},
        "payments": {"invoice": "VAT"},
        "location": {"city": "Dębolin", "countryCode": "PL", "postCode": "62-999"},
        "language": "pl-PL",
        "messageToSellerSettings": {"mode": "OPTIONAL"},
        "validation": {"errors": [], "warnings": [], "validatedAt": stamp(offer.updated_at)},
        "createdAt": stamp(offer.created_at),
        "updatedAt": stamp(offer.updated_at),
    }
    if offer.external_id:
        shape["external"] = {"id": offer.external_id}
    return shape


def get_parts(call: Call, offer_id: str) -> Answer:
    """GET /sale/product-offers/{offerId}/parts?include=stock,price."""
    offer = own_offer(call, offer_id)
    wanted = [part for value in call.request.args.getlist("include") for part in value.split(",")]
    if not wanted or any(part not in {"stock", "price"} for part in wanted):
        raise invalid("IllegalArgumentException", "include is stock, price", "include", status=400)
    shape: dict[str, Any] = {"id": offer.id}
    if "stock" in wanted:
        shape["stock"] = {"available": offer.available}
    if "price" in wanted:
        shape["sellingMode"] = {"price": price(offer.price, offer.currency)}
    return Answer(body=shape)


OPERATIONS = (
    Operation(method="GET", path="/sale/offers", handler=list_offers, scope="sale:offers:read"),
    Operation(
        method="GET", path="/sale/product-offers/{offerId}", handler=get_offer, scope="sale:offers:read"
    ),
    Operation(
        method="GET", path="/sale/product-offers/{offerId}/parts", handler=get_parts, scope="sale:offers:read"
    ),
)
