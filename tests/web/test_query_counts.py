"""What a page asks of the database does not grow with what is in it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.web.stock import Morning, Stock

PAGES = {
    "/": 32,
    "/wiadomosci/": 23,
    "/wiadomosci/?f=closed": 23,
    "/szukaj/?q=paczka": 48,
    "case": 24,
}
"""Queries of a page for Ala with her two accounts, session and person included."""
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_no_more_when_there_is_more(
    desk: Morning, seen_by: Callable[..., Any], path: str
) -> None:
    address = f"/wiadomosci/{desk.cases['parcel'].pk}/" if path == "case" else path
    client = seen_by(desk.ala)

    def count() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    before = count()
    stock = Stock(timezone.now())
    for number in range(35):
        case = stock.case(stock.buyer(desk.klamka, f"inny_{number}"), ("buyer", HOUR, "Gdzie paczka?"))
        stock.duty("answer", stock.now, stock.now + 20 * HOUR, case=case)
    assert count() <= before + 2  # a list that was empty asks about its rows
    assert count() <= PAGES[path]
