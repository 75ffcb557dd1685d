"""Ratings by month and product, and where trouble comes from."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kontuar.store.models import Account, CaseMatter, Issue, Order, Rating, User
from kontuar.store.queries import products
from tests.web.stock import Morning, Stock

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PAGE = "/oceny/produkty/"


@pytest.fixture
def english(desk: Morning) -> Morning:
    User.objects.update(language="en")
    Rating.objects.all().delete()
    Issue.objects.all().delete()
    return desk


def rated(account: Account, name: str, *offers: str, good: bool = True, **more: Any) -> None:
    fact = {"offer_ids": list(offers), "offer_names": [f"Offer {one}" for one in offers]}
    at = timezone.now() - 3 * HOUR
    Rating.objects.create(
        account=account,
        external_id=name,
        is_recommended=good,
        rated_at=at,
        first_seen_at=at,
        fact=fact,
        **more,
    )


def opened(account: Account, name: str, offer: str) -> None:
    at = timezone.now() - DAY
    Issue.objects.create(
        account=account, external_id=name, kind="claim", status="open", offer_external_id=offer, opened_at=at,
        first_seen_at=at, changed_at=at, fact={"product_name": f"Offer {offer}"},
    )  # fmt: skip


def noted(desk: Morning, login: str, cause: str, *things: tuple[str, int, str]) -> Order:
    stock = Stock(timezone.now())
    order = stock.order(stock.buyer(desk.klamka, login), *things)
    case = stock.case(order.buyer, ("buyer", HOUR, "Stłuczone"), order=order)
    CaseMatter.objects.create(case=case, cause=cause, changed_at=stock.now)
    return order


def test_causes_are_counted_by_product_and_never_guessed(english: Morning, seen_by) -> None:
    order = noted(english, "a", "packing", ("Wazon", 1, "9.00"))
    offer = order.fact["lines"][0]["offer_id"]
    opened(english.klamka, "i1", offer)
    noted(english, "b", "defect", ("Miska", 1, "9.00"), ("Kubek", 1, "9.00"))
    found = {one.name: one for one in products.products(english.ala, None, timezone.now() - 30 * DAY)}
    assert (found[f"Offer {offer}"].causes, found[f"Offer {offer}"].opened) == ({"packing": 1}, {"claim": 1})
    assert found[""].causes == {"defect": 1}, "which of two products it was nobody knows"
    page = seen_by(english.ala).get(PAGE).content.decode()
    assert "packing 1" in page
    assert "several products at once" in page
    assert "packing 1" not in seen_by(english.celina).get(PAGE).content.decode()


def test_ratings_are_told_by_month_and_product_and_by_account(english: Morning, seen_by) -> None:
    for number in range(3):
        rated(english.klamka, f"g{number}", "1")
    rated(english.klamka, "bad", "1", good=False)
    rated(english.klamka, "no", "2", good=False, is_excluded=True)
    rated(english.ogrod, "other", "3", good=False)
    page = seen_by(english.ala).get(PAGE).content.decode()
    row = '<th scope="row">Offer 1</th><td class="number">3</td><td class="number">1</td>'
    assert row + '<td class="number">75.0 %</td>' in page
    assert "Offer 2" not in page
    assert '<svg class="months"' in page
    one = seen_by(english.ala).get(f"{PAGE}?konto={english.ogrod.pk}").content.decode()
    assert "Offer 3" in one
    assert "Offer 1" not in one


def test_many_products_cost_no_more_queries_and_a_short_page(english: Morning, seen_by) -> None:
    rated(english.klamka, "first", "0", good=False)
    client = seen_by(english.ala)

    def count() -> int:
        client.get(PAGE)
        with CaptureQueriesContext(connection) as asked:
            client.get(PAGE)
        return len(asked)

    before = count()
    for number in range(60):
        rated(english.klamka, f"r{number}", str(number), good=False)
    assert count() == before
    assert len(client.get(PAGE).content) < 60_000
