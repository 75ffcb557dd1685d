"""Calls to the books of a shop: ratings, money, offers' commands and events, invoices, quality."""

from __future__ import annotations

from collections.abc import Iterator

from werkzeug.test import TestResponse

from kontuar.practice_market.ratings import Justification
from tests.practice_market.spec import BETA, PUBLIC
from tests.practice_market.stall import SELLER, Stall

Made = tuple[str, TestResponse]

RATING = "id createdAt lastChangedAt recommended buyer.id buyer.login order.id order.offers.0.title removal.possibleTo"
REQUIRED: dict[tuple[str, str], str] = {
    ("GET /sale/user-ratings", PUBLIC): " ".join(
        f"ratings.0.{name}" for name in f"{RATING} excludedFromAverageRates comment".split()
    ),
    ("GET /sale/user-ratings", BETA): " ".join(
        f"ratings.0.{name}"
        for name in f"{RATING} comment.text justifications.0.text firstNegativeReviewInLast30Days".split()
    ),
    ("GET /sale/user-ratings/{ratingId}", PUBLIC): f"{RATING} comment answer.message removal.request.source",
    ("GET /sale/user-ratings/{ratingId}", BETA): f"{RATING} comment.language answer.text answer.language",
    ("PUT /sale/user-ratings/{ratingId}/answer", PUBLIC): "createdAt message",
    ("PUT /sale/user-ratings/{ratingId}/removal", PUBLIC): "possibleTo request.message request.createdAt",
    ("GET /users/{userId}/ratings-summary", PUBLIC): (
        "recommended.unique notRecommended.total recommendedPercentage statistics.received.total "
        "statistics.removed.byBuyerDueToCompensation user.createdAt"
    ),
}
SAYS_NOTHING: set[str] = set()


def calls(stall: Stall) -> Iterator[Made]:
    """Every documented success and many refusals."""
    yield from _ratings(stall)


def _ratings(stall: Stall) -> Iterator[Made]:
    orders = [stall.buy("zosia_kubek", quantity=1), stall.buy("zosia_kubek"), stall.buy("tata_rower")]
    ratings = stall.market.ratings
    bad = ratings.rate(
        "zosia_kubek",
        order_id=orders[0].id,
        recommended=False,
        comment="Obite, a miało być na prezent.",
        justifications=(Justification(text="Produkt uszkodzony", visible=False),),
    )
    ratings.rate("zosia_kubek", order_id=orders[1].id, recommended=False)
    stall.market.advance(60)
    ratings.change("zosia_kubek", bad.id, recommended=False, comment="Obite i bez paragonu.")
    good = ratings.rate("tata_rower", order_id=orders[2].id, recommended=True)
    ratings.take_back("tata_rower", good.id, compensated=True)
    one, name = f"/sale/user-ratings/{bad.id}", "GET /sale/user-ratings/{ratingId}"
    for beta in (False, True):
        yield "GET /sale/user-ratings", stall.get("/sale/user-ratings", beta=beta, recommended="false")
    yield (
        "PUT /sale/user-ratings/{ratingId}/answer",
        stall.send("PUT", f"{one}/answer", {"message": "Zwrot!"}),
    )
    yield "PUT /sale/user-ratings/{ratingId}/answer", stall.send("PUT", f"{one}/answer", {"message": "Drugi"})
    removal = {"request": {"message": "Kupująca dostała nowy kubek."}}
    yield "PUT /sale/user-ratings/{ratingId}/removal", stall.send("PUT", f"{one}/removal", removal)
    yield "PUT /sale/user-ratings/{ratingId}/removal", stall.send("PUT", f"{one}/removal", removal)
    for beta in (False, True):
        yield name, stall.get(one, beta=beta)
        yield name, stall.get(f"/sale/user-ratings/{good.id}", beta=beta)
    user = stall.market.world.sellers[SELLER].id
    yield "GET /users/{userId}/ratings-summary", stall.get(f"/users/{user}/ratings-summary")
    yield "GET /users/{userId}/ratings-summary", stall.get("/users/1/ratings-summary")
