"""Invoices go through a scan before another may follow; quality is computed once a day from what happened."""

from datetime import timedelta
from typing import Any

import pytest

from tests.practice_market.calls_books import upload
from tests.practice_market.stall import BUYER, SELLER, Stall, error_code, open_stall_for_months

PDF = b"%PDF-1.7\n1 0 obj"


@pytest.fixture
def stall() -> Stall:
    return open_stall_for_months()


def _declare(stall: Stall, order_id: str, name: str = "FV.pdf"):  # type: ignore[no-untyped-def]
    path = f"/order/checkout-forms/{order_id}/invoices"
    return stall.send("POST", path, {"file": {"name": name}, "invoiceNumber": "FV 1/11/2026"})


def _invoices(stall: Stall, order_id: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = stall.get(f"/order/checkout-forms/{order_id}/invoices").get_json()[
        "invoices"
    ]
    return found


def _file(stall: Stall, order_id: str, content: bytes = PDF, mime_type: str = "application/pdf") -> int:
    invoice = _invoices(stall, order_id)[-1]["id"]
    path = f"/order/checkout-forms/{order_id}/invoices/{invoice}/file"
    return upload(stall, path, content, mime_type).status_code


def test_an_invoice_is_declared_uploaded_and_scanned(stall: Stall) -> None:
    order = stall.buy()
    assert _declare(stall, order.id).status_code == 201
    assert "uploadedAt" not in _invoices(stall, order.id)[0]["file"]
    assert _file(stall, order.id) == 200
    assert _invoices(stall, order.id)[0]["file"]["securityVerification"] == {"status": "WAITING"}
    waiting = _declare(stall, order.id)
    assert (waiting.status_code, error_code(waiting)) == (422, "INVOICE_FILE_IN_SCANNING")
    stall.market.advance(10)
    assert _invoices(stall, order.id)[0]["file"]["securityVerification"]["status"] == "ACCEPTED"
    assert _declare(stall, order.id).status_code == 409
    assert _file(stall, order.id) == 409


def test_a_file_the_scan_rejects_may_be_replaced(stall: Stall) -> None:
    order = stall.buy()
    _declare(stall, order.id)
    assert _file(stall, order.id, b"MZ\x90") == 200
    stall.market.advance(10)
    assert _invoices(stall, order.id)[0]["file"]["securityVerification"]["status"] == "REJECTED"
    assert _declare(stall, order.id).status_code == 201


def test_metadata_is_not_added_over_and_over(stall: Stall) -> None:
    order = stall.buy()
    _declare(stall, order.id)
    again = _declare(stall, order.id)
    assert (again.status_code, again.headers["Retry-After"]) == (429, "5")
    stall.market.advance(5)
    assert _declare(stall, order.id).status_code == 201


def test_files_are_small_and_pdf(stall: Stall) -> None:
    order = stall.buy()
    _declare(stall, order.id)
    assert _file(stall, order.id, b"") == 422
    assert _file(stall, order.id, PDF + b"x" * 3 * 1024 * 1024) == 413
    assert _file(stall, order.id, PDF, "image/png") == 415
    assert "uploadedAt" not in _invoices(stall, order.id)[0]["file"]
    assert _file(stall, order.id, PDF.ljust(3 * 1024 * 1024, b"x")) == 200


def test_ten_links_each_once(stall: Stall) -> None:
    path = f"/order/{stall.buy().id}/billing-documents/links"
    told = [
        stall.send("POST", path, {"url": f"https://p.example/{n}"}).status_code for n in (0, 0, *range(1, 11))
    ]
    assert told == [201, 409, *[201] * 9, 422]
    for wrong in ("ftp://p.example/1", "p.example", "https://", "https://a b", None, "http://[x"):
        assert stall.send("POST", path, {"url": wrong}).status_code == 422, wrong


# -- quality


def _quality(stall: Stall, language: str = "pl-PL") -> list[dict[str, Any]]:
    answer = stall.client.get(
        "/sale/quality", headers=stall.headers(**{"Accept-Language": language}), base_url="http://localhost"
    )
    found: list[dict[str, Any]] = answer.get_json()["quality"]
    return found


def _points(day: dict[str, Any]) -> dict[str, int]:
    return {metric["code"]: metric["score"] for metric in day["metrics"]}


def test_who_sold_nothing_has_no_quality(stall: Stall) -> None:
    assert _quality(stall) == []
    stall.buy()
    assert _quality(stall) == []
    stall.market.advance(86_400)
    assert len(_quality(stall)) == 1


def test_a_day_is_computed_once_and_thirty_are_told(stall: Stall) -> None:
    order = stall.buy()
    stall.market.advance(3 * 86_400)
    before = _quality(stall)
    assert [day["resultFor"] for day in before] == sorted((day["resultFor"] for day in before), reverse=True)
    rating = stall.market.ratings.rate(BUYER, order_id=order.id, recommended=False)
    assert rating.created_at <= stall.market.now()
    assert _quality(stall) == before
    stall.market.advance(86_400)
    after = _quality(stall)
    assert after[1:] == before
    assert _points(after[0])["BUYER_SATISFACTION"] == 0
    stall.market.advance(60 * 86_400)
    assert len(_quality(stall)) == 30


def test_sending_late_costs_what_sending_in_time_brings(stall: Stall) -> None:
    on_time, late = stall.buy("a_1"), stall.buy("b_2")
    stall.market.seller_side.ship(SELLER, order_id=on_time.id)
    assert late.dispatch_to is not None
    stall.market.clock.set(late.dispatch_to + timedelta(hours=30))
    stall.market.tick()
    bad = _quality(stall)[0]
    assert _points(bad)["DISPATCH_IN_TIME"] == -460
    assert (bad["grade"], bad["maxScore"]) == ("REQUIRES_IMPROVEMENT", 400)
    assert bad["score"] == sum(_points(bad).values())
    stall.market.advance(31 * 86_400)
    stall.market.seller_side.ship(SELLER, order_id=stall.buy("c_3").id)
    stall.market.advance(7 * 86_400)
    good = _quality(stall)[0]
    assert _points(good)["DISPATCH_IN_TIME"] == 40
    assert good["grade"] == "SUPER"


def test_answers_within_a_day_count(stall: Stall) -> None:
    stall.buy()
    stall.answer(stall.ask())
    stall.ask(buyer="bolek_7")
    stall.market.advance(3 * 86_400)
    assert _points(_quality(stall)[0])["TIMELY_ANSWERS"] == 10


def test_names_are_told_in_the_readers_language(stall: Stall) -> None:
    stall.buy()
    stall.market.advance(2 * 86_400)
    names = [
        {metric["name"] for metric in _quality(stall, language)[0]["metrics"]} for language in ("pl", "en-US")
    ]
    assert "Wysyłka w terminie" in names[0]
    assert "On-time dispatch" in names[1]
