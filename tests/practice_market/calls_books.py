"""Calls to the books of a shop: ratings, money, offers' commands and events, invoices, quality."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

from werkzeug.test import TestResponse

from kontuar.practice_market.ratings import Justification
from tests.practice_market.spec import BETA, PUBLIC
from tests.practice_market.stall import SELLER, Stall

Made = tuple[str, TestResponse]

RATING = "id createdAt lastChangedAt recommended buyer.id buyer.login order.id order.offers.0.title removal.possibleTo"
REPORT = "id createdAt completedAt taskCount.total taskCount.success taskCount.failed"
FAMILIES = ("publication", "quantity-change", "modification", "bulk-modification")
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
    **{(f"GET /sale/offer-{family}-commands/{{commandId}}", PUBLIC): REPORT for family in FAMILIES},
    **{(f"PUT /sale/offer-{family}-commands/{{commandId}}", PUBLIC): REPORT for family in FAMILIES[:3]},
    **{
        (f"GET /sale/offer-{family}-commands/{{commandId}}/tasks", PUBLIC): "tasks.0.status tasks.0.errors"
        for family in FAMILIES
    },
    ("POST /sale/offer-bulk-modification-commands", BETA): REPORT,
    ("GET /sale/offer-events", PUBLIC): (
        "offerEvents.0.id offerEvents.0.type offerEvents.0.occurredAt offerEvents.0.offer.id"
    ),
    ("PATCH /sale/product-offers/{offerId}", PUBLIC): "id name stock.available publication.status updatedAt",
}
SAYS_NOTHING = {"GET /sale/product-offers/{offerId}/operations/{operationId}"}
"""Operations whose success has no body, or, as here, a body that says "not yet" and then a redirect."""


def calls(stall: Stall) -> Iterator[Made]:
    """Every documented success and many refusals."""
    yield from _ratings(stall)
    yield from _commands(stall)
    yield from _bulk(stall)
    yield from _edits(stall)
    yield "GET /sale/offer-events", stall.get("/sale/offer-events")
    yield "GET /sale/offer-events", stall.get("/sale/offer-events", limit=0)


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


def _criteria(*offers: str) -> dict[str, object]:
    return {"offerCriteria": [{"type": "CONTAINS_OFFERS", "offers": [{"id": offer} for offer in offers]}]}


def _commands(stall: Stall) -> Iterator[Made]:
    offers = [offer.id for offer in stall.market.world.seller_offers[SELLER]]
    wishes: dict[str, dict[str, object]] = {
        "publication": {"publication": {"action": "END"}},
        "quantity-change": {"modification": {"changeType": "GAIN", "value": 5}},
        "modification": {"modification": {"delivery": {"handlingTime": "P3D"}}},
    }
    for family, wish in wishes.items():
        command_id, path = str(uuid4()), f"/sale/offer-{family}-commands"
        name, one = f"PUT {path}/{{commandId}}", f"{path}/{command_id}"
        yield name, stall.send("PUT", one, {**wish, **_criteria(offers[-1], "1")})
        yield name, stall.send("PUT", one, {**wish, **_criteria(offers[-1])})
        yield name, stall.send("PUT", f"{path}/{uuid4()}", {})
        stall.market.advance(5)
        yield f"GET {path}/{{commandId}}", stall.get(one)
        yield f"GET {path}/{{commandId}}", stall.get(f"{path}/{uuid4()}")
        yield f"GET {path}/{{commandId}}/tasks", stall.get(f"{one}/tasks")
        yield f"GET {path}/{{commandId}}/tasks", stall.get(f"{one}/tasks", limit=0)


def _bulk(stall: Stall) -> Iterator[Made]:
    path, offer = "/sale/offer-bulk-modification-commands", stall.offer().id
    price = {"changeType": "FIXED", "value": {"amount": "81.50", "currency": "PLN"}}
    modifications = [{"offerId": offer, "prices": {"allegro-pl": price}}, {"offerId": "1", "stock": {}}]
    command = {"commandId": str(uuid4()), "modifications": modifications}
    yield f"POST {path}", stall.send("POST", path, command, beta=True)
    modifications[1]["stock"] = {"changeType": "GAIN", "value": 1}
    yield f"POST {path}", stall.send("POST", path, command, beta=True)
    stall.market.advance(5)
    yield f"GET {path}/{{commandId}}", stall.get(f"{path}/{command['commandId']}")
    yield f"GET {path}/{{commandId}}/tasks", stall.get(f"{path}/{command['commandId']}/tasks")


def _edits(stall: Stall) -> Iterator[Made]:
    offer = stall.market.world.seller_offers[SELLER][2].id
    one, name = f"/sale/product-offers/{offer}", "PATCH /sale/product-offers/{offerId}"
    price = {"price": {"amount": "79.00", "currency": "PLN"}}
    yield name, stall.send("PATCH", one, {"stock": {"available": 11}, "sellingMode": price})
    yield name, stall.send("PATCH", one, {"stock": {"available": -1}})
    yield name, stall.send("PATCH", "/sale/product-offers/1", {})
    begun = stall.send("PATCH", one, {"publication": {"status": "ENDED"}})
    yield name, begun
    yield name, stall.send("PATCH", one, {"stock": {"available": 3}})
    where = begun.headers["Location"].removeprefix("http://localhost")
    status = "GET /sale/product-offers/{offerId}/operations/{operationId}"
    yield status, stall.get(where)
    stall.market.advance(5)
    yield status, stall.get(where)
    yield status, stall.get(f"{one}/operations/{uuid4()}")
