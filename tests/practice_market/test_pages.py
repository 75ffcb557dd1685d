"""The pages people use: every one says what it is, works without scripts and escapes what it shows."""

import re

import pytest
from werkzeug.test import TestResponse

from tests.practice_market.stall import BUYER, SELLER, Stall

FLAG = "Targ ćwiczebny – to nie jest Allegro / Practice market – this is not Allegro"


def _open(stall: Stall, path: str) -> TestResponse:
    return stall.client.get(path, base_url="http://localhost")


def _fill(stall: Stall, path: str, **values: str) -> TestResponse:
    return stall.client.post(path, data=values, base_url="http://localhost")


def _paths(stall: Stall) -> list[str]:
    thread, order = stall.ask(), stall.buy()
    return [
        "/",
        "/aplikacje",
        "/skojarz-aplikacje",
        "/kupujacy",
        f"/kupujacy/{BUYER}",
        f"/kupujacy/{BUYER}/watek/{thread}",
        f"/kupujacy/{BUYER}/zakup/{order.id}",
        "/sprzedajacy",
        f"/orders/{order.id}",
        f"/threads/{thread}",
        f"/offers/{stall.offer().id}",
        "/zegar",
    ]


@pytest.mark.parametrize("language", ["pl", "en"])
def test_every_page_says_what_it_is_and_needs_no_script(stall: Stall, language: str) -> None:
    for path in _paths(stall):
        page = _open(stall, f"{path}?lang={language}")
        assert page.status_code == 200, path
        assert FLAG in page.text
        assert f'lang="{language}"' in page.text
        assert "<script" not in page.text
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        assert page.text.count("<h1>") == 1
        for control in re.findall(r"<(?:input|select|textarea)(?![^>]*hidden)[^>]*>", page.text):
            before = page.text[: page.text.index(control)]
            assert before.rfind("<label") > before.rfind("</label>"), (path, control)


def test_what_people_write_is_shown_as_text(stall: Stall) -> None:
    thread = stall.ask("<script>alert(1)</script> & <b>pilne</b>")
    for path in (f"/threads/{thread}", f"/kupujacy/{BUYER}/watek/{thread}/rozmowa", f"/kupujacy/{BUYER}"):
        text = _open(stall, path).text
        assert "<script>" not in text
        assert "&lt;script&gt;" in text


def test_an_application_is_registered_and_its_secret_shown_once(stall: Stall) -> None:
    page = _fill(stall, "/aplikacje", name="Moja Apka", type="device")
    app = next(a for a in stall.market.applications.apps.values() if a.name == "Moja Apka")
    assert app.client_secret in page.text
    assert "Moja-Apka/1.0.0 (+https://" in page.text
    listed = _open(stall, "/aplikacje").text
    assert app.client_id in listed
    assert app.client_secret not in listed
    assert _fill(stall, "/aplikacje", name="", type="device").status_code == 400


def test_a_person_plays_a_buyer_from_question_to_problem(stall: Stall) -> None:
    assert _fill(stall, "/kupujacy", login="nowa_osoba").headers["Location"] == "/kupujacy/nowa_osoba"
    offer = stall.offer().id
    asked = _fill(stall, "/kupujacy/nowa_osoba/zapytaj", offer=offer, text="Czy jest czarna?")
    thread = asked.headers["Location"].rpartition("/")[2]
    stall.answer(thread, "Dzień dobry, jest tylko biała.")
    assert "jest tylko biała" in _open(stall, f"/kupujacy/nowa_osoba/watek/{thread}/rozmowa").text
    _fill(stall, "/kupujacy/nowa_osoba/kup", offer=offer, quantity="2", delivery="courier")
    order = stall.market.world.buyer_orders("nowa_osoba")[0]
    assert order.status == "FILLED_IN"
    _fill(stall, "/kupujacy/nowa_osoba/zaplac", order=order.id)
    assert order.status == "READY_FOR_PROCESSING"
    _fill(stall, "/kupujacy/nowa_osoba/napisz", order=order.id, text="Kiedy wysyłka?")
    assert stall.market.world.threads[thread].messages[-1].order_id == order.id
    _fill(stall, "/kupujacy/nowa_osoba/problem", order=order.id, subtype="OTHER", text="Źle")
    assert len(stall.market.world.buyer_threads("nowa_osoba")) == 2
    _fill(stall, "/kupujacy/nowa_osoba/anuluj", order=order.id)
    assert order.status == "CANCELLED"
    assert _fill(stall, "/kupujacy/nowa_osoba/anuluj", order=order.id).status_code == 400


def test_a_seller_answers_and_ships_on_the_market_itself(stall: Stall) -> None:
    thread, order = stall.ask(), stall.buy()
    _fill(stall, f"/threads/{thread}", text="Odpowiedź z telefonu.")
    assert stall.market.world.threads[thread].messages[-1].via == "panel"
    _fill(stall, f"/orders/{order.id}", carrier="DPD", waybill="123")
    assert [s.waybill for s in order.shipments] == ["123"]
    assert order.fulfillment == "SENT"
    assert "123" in _open(stall, f"/orders/{order.id}").text


def test_clock_and_faults_have_switches(stall: Stall) -> None:
    before = stall.market.now()
    _fill(stall, "/zegar", advance="3600")
    assert (stall.market.now() - before).total_seconds() == 3_600
    _fill(stall, "/zegar", freeze="1")
    assert not stall.market.clock.frozen
    _fill(stall, "/zegar/usterki", kind="html_error", times="1")
    assert "html_error" in _open(stall, "/zegar").text
    _fill(stall, "/zegar/usterki", clear="1")
    assert stall.market.faults.all() == []


def test_a_form_from_a_foreign_page_is_refused(stall: Stall) -> None:
    headers = {"Origin": "http://evil.invalid"}
    answer = stall.client.post(
        "/zegar", data={"advance": "3600"}, headers=headers, base_url="http://localhost"
    )
    assert answer.status_code == 403


def test_a_wrong_device_code_is_named_as_such(stall: Stall) -> None:
    page = _open(stall, "/skojarz-aplikacje?code=ABC")
    assert page.status_code == 400
    assert "Nie ma takiego kodu" in page.text


def test_things_that_are_not_there_are_not_found(stall: Stall) -> None:
    for path in ("/orders/x", "/threads/x", "/offers/x"):
        assert _open(stall, path).status_code == 404
    assert _open(stall, "/kupujacy/nikt").status_code == 400
    assert SELLER in _open(stall, "/sprzedajacy").text
