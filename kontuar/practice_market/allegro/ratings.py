"""Ratings a seller received: lists and one in two shapes, an answer, a removal request, the summary."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from kontuar.practice_market.allegro.errors import Refusal, invalid, not_found
from kontuar.practice_market.allegro.protocol import BETA, PUBLIC, Answer, Call, Operation
from kontuar.practice_market.clock import stamp
from kontuar.practice_market.ratings import LONGEST_TEXT, NotAllowed, Rating, TooLate

BOTH = (PUBLIC, BETA)
MONTH = timedelta(days=30)
_EXCLUDED = {"pl": "Ocena nie jest unikalna", "en": "Rating not unique"}


def _reason(call: Call) -> str:
    language = call.request.headers.get("Accept-Language", "pl")[:2]
    return _EXCLUDED.get(language, _EXCLUDED["en"])


def _shape(call: Call, rating: Rating) -> dict[str, Any]:
    """What both versions share, then what is their own. Keys without a value are left out."""
    order = call.market.world.orders[rating.order_id]
    shape: dict[str, Any] = {
        "id": rating.id,
        "createdAt": stamp(rating.created_at),
        "lastChangedAt": stamp(rating.last_changed_at),
        "recommended": rating.recommended,
        "buyer": {"id": call.market.world.buyers[rating.buyer].id, "login": rating.buyer},
        "order": {
            "id": order.id,
            "offers": [{"id": line.offer_id, "title": line.offer_name} for line in order.lines],
        },
    }
    if rating.edited_at is not None:
        shape["editedAt"] = stamp(rating.edited_at)
    removal = _removal(rating, beta=call.beta)
    if removal:
        shape["removal"] = removal
    return shape | (_beta(call, rating) if call.beta else _public(call, rating))


def _public(call: Call, rating: Rating) -> dict[str, Any]:
    shape: dict[str, Any] = {"excludedFromAverageRates": rating.excluded is not None}
    if rating.excluded:
        shape["excludedFromAverageRatesReason"] = _reason(call)
    if rating.comment:
        shape["comment"] = rating.comment
    if rating.answer:
        shape["answer"] = {"createdAt": stamp(rating.answer.created_at), "message": rating.answer.text}
    return shape


def _beta(call: Call, rating: Rating) -> dict[str, Any]:
    shape: dict[str, Any] = {
        "justifications": [
            {"text": reason.text, "visibleForBuyer": reason.visible} for reason in rating.justifications
        ],
        "firstNegativeReviewInLast30Days": _first_negative(call, rating),
    }
    if rating.excluded:
        shape["exclusion"] = {"reason": _reason(call)}
    if rating.comment:
        shape["comment"] = {"text": rating.comment, "language": rating.language}
    if rating.answer:
        shape["answer"] = {
            "createdAt": stamp(rating.answer.created_at),
            "text": rating.answer.text,
            "language": "pl",
        }
    return shape


def _first_negative(call: Call, rating: Rating) -> bool:
    if rating.recommended:
        return False
    earlier = (
        other
        for other in call.market.ratings.of_seller(rating.seller)
        if not other.recommended and other.id != rating.id
    )
    return not any(rating.created_at - MONTH <= other.created_at <= rating.created_at for other in earlier)


def _removal(rating: Rating, *, beta: bool = False) -> dict[str, Any]:
    """Empty for a rating that recommends (assumed)."""
    if rating.recommended and rating.removal is None:
        return {}
    shape: dict[str, Any] = {"possibleTo": stamp(rating.removal_possible_to)}
    if rating.removal is not None:
        shape["request"] = {
            "createdAt": stamp(rating.removal.created_at),
            "message": rating.removal.text,
            "source": "SELLER",
        } | ({"language": "pl"} if beta else {})
    return shape


def list_ratings(call: Call) -> Answer:
    """GET /sale/user-ratings, last changed first; removed ones are gone."""
    limit = call.number("limit", 20, 1, 100)
    offset = call.number("offset", 0, 0, 20_000)
    recommended = call.choice("recommended", ("true", "false"))
    low, high = call.instant("lastChangedAt.gte"), call.instant("lastChangedAt.lte")
    found = [
        rating
        for rating in call.market.ratings.standing(call.seller.login)
        if (recommended is None or rating.recommended == (recommended == "true"))
        and (low is None or rating.last_changed_at >= low)
        and (high is None or rating.last_changed_at <= high)
    ]
    return Answer(body={"ratings": [_shape(call, rating) for rating in found[offset : offset + limit]]})


def _own(call: Call, rating_id: str) -> Rating:
    rating = call.market.ratings.all.get(rating_id)
    if rating is None or rating.seller != call.seller.login or rating.removed_by is not None:
        raise not_found("Rating")
    return rating


def get_rating(call: Call, rating_id: str) -> Answer:
    """GET /sale/user-ratings/{ratingId}."""
    return Answer(body=_shape(call, _own(call, rating_id)))


def _text(value: Any, path: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise invalid("ConstraintViolationException", "the message may not be empty", path, status=400)
    if len(value) > LONGEST_TEXT:
        raise invalid(
            "ConstraintViolationException",
            f"the message has at most {LONGEST_TEXT} characters",
            path,
            status=400,
        )
    return value


def _refused(error: ValueError) -> Refusal:
    code = "TimeExceededException" if isinstance(error, TooLate) else "OperationNotAllowedException"
    return invalid(code, str(error), status=400)


def answer(call: Call, rating_id: str) -> Answer:
    """PUT /sale/user-ratings/{ratingId}/answer."""
    rating = _own(call, rating_id)
    text = _text(call.json().get("message"), "message")
    try:
        given = call.market.ratings.answer(call.seller.login, rating.id, text)
    except (TooLate, NotAllowed) as error:
        raise _refused(error) from None
    return Answer(status=201, body={"createdAt": stamp(given.created_at), "message": given.text})


def ask_removal(call: Call, rating_id: str) -> Answer:
    """PUT /sale/user-ratings/{ratingId}/removal."""
    rating = _own(call, rating_id)
    request = call.json().get("request")
    text = _text(request.get("message") if isinstance(request, dict) else None, "request.message")
    try:
        call.market.ratings.ask_removal(call.seller.login, rating.id, text)
    except (TooLate, NotAllowed) as error:
        raise _refused(error) from None
    return Answer(status=201, body=_removal(rating))


def summary(call: Call, user_id: str) -> Answer:
    """GET /users/{userId}/ratings-summary: the last twelve months, as the seller's page shows (2016)."""
    seller = next((s for s in call.market.world.sellers.values() if s.id == user_id), None)
    if seller is None:
        raise not_found("User")
    since = call.now - timedelta(days=365)
    every = [r for r in call.market.ratings.of_seller(seller.login) if r.created_at > since]
    counted = [r for r in every if r.removed_by is None and r.excluded is None]
    good, bad = ([r for r in counted if r.recommended is kind] for kind in (True, False))
    unique = [len({r.buyer for r in ratings}) for ratings in (good, bad)]
    removed = [r.removed_by for r in every if r.removed_by is not None]
    body: dict[str, Any] = {
        "recommended": {"unique": unique[0], "total": len(good)},
        "notRecommended": {"unique": unique[1], "total": len(bad)},
        "statistics": {
            "received": {"total": len(every)},
            "excluded": {"total": sum(r.excluded is not None for r in every)},
            "removed": {
                "total": len(removed),
                "byAdmin": removed.count("admin"),
                "byBuyer": removed.count("buyer"),
                "byBuyerDueToCompensation": removed.count("compensation"),
            },
        },
        "user": {"createdAt": date(2012 + int(seller.id) % 12, 1 + int(seller.id) % 12, 11).isoformat()},
    }
    if sum(unique):
        body["recommendedPercentage"] = _percentage(*unique)
    return Answer(body=body)


def _percentage(good: int, bad: int) -> str:
    share = (Decimal(100) * good / (good + bad)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{share}".replace(".", ",")


OPERATIONS = (
    Operation(method="GET", path="/sale/user-ratings", handler=list_ratings, scope="ratings", accept=BOTH),
    Operation(
        method="GET", path="/sale/user-ratings/{ratingId}", handler=get_rating, scope="ratings", accept=BOTH
    ),
    Operation(
        method="PUT",
        path="/sale/user-ratings/{ratingId}/answer",
        handler=answer,
        scope="ratings",
        content=(PUBLIC,),
        bad_body=400,
    ),
    Operation(
        method="PUT",
        path="/sale/user-ratings/{ratingId}/removal",
        handler=ask_removal,
        scope="ratings",
        content=(PUBLIC,),
        bad_body=400,
    ),
    Operation(method="GET", path="/users/{userId}/ratings-summary", handler=summary, scope="profile:read"),
)
