"""Control of a shop's books: balance, refunds, claims, ratings, quality, and offers that begin and end."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from kontuar.practice_market.allegro.offer_changes import HANDLING
from kontuar.practice_market.clock import stamp
from kontuar.practice_market.control_kit import Body, ControlError, offer_json
from kontuar.practice_market.market import Market
from kontuar.practice_market.money import Refund
from kontuar.practice_market.quality import Day
from kontuar.practice_market.ratings import Justification, Rating


def _amount(body: Body, name: str) -> Decimal:
    """A string or a number."""
    try:
        amount = Decimal(str(body.values.get(name)))
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or abs(amount) >= 10**9:
        raise ControlError(400, f"{name} is no amount")
    return amount


def _known(market: Market, login: str) -> str:
    if login not in market.world.sellers:
        raise KeyError(login)
    return login


# -- money


def refund_json(refund: Refund) -> dict[str, Any]:
    """A refund with what became of it."""
    return {
        "id": refund.id,
        "order_id": refund.order_id,
        "status": refund.status,
        "reason": refund.reason,
        "total": f"{refund.total:.2f}",
        "command_id": refund.command_id,
        "history": [{"at": stamp(at), "status": status} for at, status in refund.history],
    }


def balance(market: Market, body: Body, login: str) -> dict[str, Any]:
    """What the seller has."""
    return {"balance": f"{market.money.balance(_known(market, login)):.2f}"}


def set_balance(market: Market, body: Body, login: str) -> dict[str, Any]:
    """`amount`, as if paid in or out."""
    market.money.set_balance(login, _amount(body, "amount"))
    return balance(market, body, login)


def refunds(market: Market, body: Body, login: str) -> dict[str, Any]:
    """The seller's refunds with their history, newest first."""
    found = market.money.of_seller(_known(market, login))
    return {"refunds": [refund_json(refund) for refund in found]}


def refund(market: Market, body: Body, login: str) -> dict[str, Any]:
    """All that is left of `order_id`, as by the panel's button; `reason`."""
    order = market.seller_side.order(login, body.text("order_id"))
    return refund_json(market.money.whole(order, reason=body.text("reason", "REFUND")))


def claims(market: Market, body: Body, login: str) -> dict[str, Any]:
    """Refund claims, also those that vanished."""
    found = [claim for claim in market.claims.all.values() if claim.seller == _known(market, login)]
    return {
        "claims": [
            {"id": c.id, "line_id": c.line_id, "type": c.type, "status": c.status, "lost": c.lost}
            for c in found
        ]
    }


def decide_claim(market: Market, body: Body, claim_id: str) -> dict[str, Any]:
    """Allegro's word on a claim: `status`."""
    claim = market.claims.decide(claim_id, body.text("status"))
    return {"id": claim.id, "status": claim.status}


# -- ratings


def rating_json(rating: Rating) -> dict[str, Any]:
    """A rating with what only the market knows."""
    return {
        "id": rating.id,
        "buyer": rating.buyer,
        "order_id": rating.order_id,
        "recommended": rating.recommended,
        "comment": rating.comment,
        "created_at": stamp(rating.created_at),
        "last_changed_at": stamp(rating.last_changed_at),
        "removal_possible_to": stamp(rating.removal_possible_to),
        "answer": rating.answer.text if rating.answer else None,
        "removal": rating.removal.text if rating.removal else None,
        "removed_by": rating.removed_by,
        "excluded": rating.excluded,
    }


def ratings(market: Market, body: Body, login: str) -> dict[str, Any]:
    """Everything the seller got, oldest first, also what was removed."""
    return {"ratings": [rating_json(r) for r in market.ratings.of_seller(_known(market, login))]}


def rate(market: Market, body: Body, login: str) -> dict[str, Any]:
    """A buyer rates `order_id`: `recommended`, `comment`?, `justifications`?."""
    return rating_json(
        market.ratings.rate(
            login,
            order_id=body.text("order_id"),
            recommended=body.flag("recommended"),
            comment=body.text("comment", None),
            justifications=tuple(Justification(text=text) for text in body.texts("justifications")),
        )
    )


def change_rating(market: Market, body: Body, login: str) -> dict[str, Any]:
    """A buyer thinks again about `rating`: `recommended`, `comment`?."""
    changed = market.ratings.change(
        login,
        body.text("rating"),
        recommended=body.flag("recommended"),
        comment=body.text("comment", None),
    )
    return rating_json(changed)


def take_rating_back(market: Market, body: Body, login: str) -> dict[str, Any]:
    """A buyer removes `rating`; `compensated` when the seller made up for it."""
    compensated = body.flag("compensated", False)
    return rating_json(market.ratings.take_back(login, body.text("rating"), compensated=compensated))


def remove_rating(market: Market, body: Body, rating_id: str) -> dict[str, Any]:
    """Removed past every window, `by` admin, buyer or compensation."""
    return rating_json(market.ratings.remove(rating_id, body.text("by", "admin")))


# -- quality


def _day(day: Day) -> dict[str, Any]:
    metrics = {metric.code: metric.score for metric in day.metrics}
    return {"day": day.day.isoformat(), "score": day.score, "grade": day.grade, "metrics": metrics}


def quality(market: Market, body: Body, login: str) -> dict[str, Any]:
    """Up to thirty days, oldest first."""
    return {"quality": [_day(day) for day in market.quality.history(_known(market, login))]}


def set_quality(market: Market, body: Body, login: str) -> dict[str, Any]:
    """Other points for a `day`: `metrics` by code; the rest stays."""
    scores = body.values.get("metrics")
    if not isinstance(scores, dict) or any(type(score) is not int for score in scores.values()):
        raise ControlError(400, "metrics is an object of whole numbers")
    day = date.fromisoformat(body.text("day"))
    return _day(market.quality.set_score(_known(market, login), day, scores))


# -- offers


def change_offer(market: Market, body: Body, offer_id: str) -> dict[str, Any]:
    """As in the seller's panel, or by another program: `available`, `price`, `handling_time`."""
    offer, now = market.world.offers[offer_id], market.now()
    if body.number("available", None) is not None:
        market.offering.set_stock(offer, int(body.number("available")), now)
    if body.values.get("price") is not None:
        market.offering.set_price(offer, _amount(body, "price").quantize(Decimal("0.01")), now)
    handling = body.text("handling_time", None)
    if handling is not None:
        market.offering.set_handling(offer, HANDLING[handling], now)
    return offer_json(offer)


def end_offer(market: Market, body: Body, offer_id: str) -> dict[str, Any]:
    """Ended `by` USER, ADMIN, EXPIRATION, EMPTY_STOCK, PRODUCT_DETACHMENT or ERROR."""
    offer = market.world.offers[offer_id]
    market.offering.end(offer, body.text("by", "USER"), market.now())
    return offer_json(offer) | {"ended_by": offer.ended_by}


def activate_offer(market: Market, body: Body, offer_id: str) -> dict[str, Any]:
    """On sale again, a moment later."""
    offer = market.world.offers[offer_id]
    market.offering.activate(offer, market.now())
    return offer_json(offer)


def invoices(market: Market, body: Body, order_id: str) -> dict[str, Any]:
    """Documents of an order."""
    order = market.world.orders[order_id]
    return {
        "invoices": [
            {
                "id": paper.id,
                "file_name": paper.file_name,
                "number": paper.number,
                "size": len(paper.content) if paper.content is not None else None,
                "scan": paper.scan,
            }
            for paper in market.papers.documents(order.id)
        ],
        "links": [link.url for link in market.papers.links(order.id)],
    }


ROUTES = (
    ("GET", "/sellers/<login>/balance", balance),
    ("POST", "/sellers/<login>/balance", set_balance),
    ("GET", "/sellers/<login>/refunds", refunds),
    ("POST", "/sellers/<login>/refund", refund),
    ("GET", "/sellers/<login>/refund-claims", claims),
    ("POST", "/refund-claims/<claim_id>", decide_claim),
    ("GET", "/sellers/<login>/ratings", ratings),
    ("POST", "/buyers/<login>/rate", rate),
    ("POST", "/buyers/<login>/change-rating", change_rating),
    ("POST", "/buyers/<login>/take-rating-back", take_rating_back),
    ("POST", "/ratings/<rating_id>/remove", remove_rating),
    ("GET", "/sellers/<login>/quality", quality),
    ("POST", "/sellers/<login>/quality", set_quality),
    ("POST", "/offers/<offer_id>", change_offer),
    ("POST", "/offers/<offer_id>/end", end_offer),
    ("POST", "/offers/<offer_id>/activate", activate_offer),
    ("GET", "/orders/<order_id>/invoices", invoices),
)
