"""A newcomer's first five minutes: a live buyer writes, is answered, and the answer arrives."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk, find_buyer
from tests.browser.market import Market

pytestmark = pytest.mark.browser
SEEN_WITHIN = 90_000  # ms: the market's page, two streams of the account, the page's own poll
DELIVERED_WITHIN = 90_000

type Open = Callable[..., Page]


def _delivered(page: Page, text: str) -> None:
    said = page.locator(".said").filter(has_text=text).first
    expect(said).to_contain_text("dostarczona", timeout=DELIVERED_WITHIN)


def test_a_newcomer_answers_a_live_buyer_and_sees_it_delivered(
    demo: Desk, signed_in: Path, open_tab: Open
) -> None:
    market, page = Market(demo.market), open_tab(state=signed_in)
    market.ask_the_seller("test_lilia", "Dzień dobry, czy wysyłają Państwo w soboty?")
    find_buyer(page, demo, "test_lilia")
    answer = "Dzień dobry, w soboty nie wysyłamy; paczki wychodzą od poniedziałku do piątku."
    page.locator("textarea[name=text]").first.fill(answer)
    page.get_by_role("button", name="Wyślij i zostaw otwartą").or_(
        page.locator("summary[aria-label]")
    ).first.focus()
    page.get_by_role("button", name="Wyślij i zamknij").click()
    expect(page.locator(".said").filter(has_text=answer)).to_be_visible()
    page.get_by_role("button", name="Wyślij teraz").first.click()
    _delivered(page, answer)
    assert market.read_by_buyer("test_lilia", answer)
    assert market.sent(answer) == 1


def test_the_same_with_the_keyboard_alone(demo: Desk, signed_in: Path, open_tab: Open) -> None:
    market, page = Market(demo.market), open_tab(state=signed_in)
    market.ask_the_seller("test_jarzebina", "Dzień dobry, ile waży ten przedmiot?")
    find_buyer(page, demo, "test_jarzebina")
    page.goto(f"{demo.url}/")
    keys = page.keyboard
    keys.press("g")
    keys.press("w")
    page.wait_for_url("**/wiadomosci/")
    page.wait_for_load_state()
    for _ in range(60):
        here = page.evaluate("document.activeElement?.closest('a, li')?.textContent || ''")
        if "test_jarzebina" in here:
            break
        keys.press("j")
        # at the end of the page the next one is fetched first
        expect(page.locator(".htmx-request")).to_have_count(0)
    else:
        raise AssertionError("j never reached the buyer's line")
    keys.press("Enter")
    expect(page.locator("textarea[name=text]").first).to_be_visible()
    keys.press("r")
    expect(page.locator("textarea[name=text]").first).to_be_focused()
    answer = "Dzień dobry, przedmiot waży około pół kilograma."
    keys.type(answer)
    keys.press("Control+Enter")
    expect(page.locator(".said").filter(has_text=answer)).to_be_visible()
    _delivered(page, answer)
    assert market.sent(answer) == 1


def test_an_answer_can_be_taken_back_while_it_is_held(demo: Desk, signed_in: Path, open_tab: Open) -> None:
    market, page = Market(demo.market), open_tab(state=signed_in)
    market.ask_the_seller("test_kalina", "Dzień dobry, czy to jest dostępne od ręki?")
    find_buyer(page, demo, "test_kalina")
    answer = "Dzień dobry, to zdanie nigdy nie wyjdzie."
    page.locator("textarea[name=text]").first.fill(answer)
    page.get_by_role("button", name="Wyślij i zamknij").click()
    page.get_by_role("button", name="Cofnij").first.click()
    expect(page.locator("textarea[name=text]").first).to_have_value(answer)
    page.wait_for_timeout(18_000)  # longer than the undo time: it must not leave later either
    assert market.sent(answer) == 0


def test_a_doubled_click_sends_once(demo: Desk, signed_in: Path, open_tab: Open) -> None:
    market, page = Market(demo.market), open_tab(state=signed_in, script=False)
    market.ask_the_seller("test_malwa", "Dzień dobry, czy są inne kolory?")
    find_buyer(page, demo, "test_malwa")
    answer = "Dzień dobry, w tej chwili tylko ten jeden kolor."
    page.locator("textarea[name=text]").first.fill(answer)
    page.get_by_role("button", name="Wyślij i zamknij").dblclick()
    page.wait_for_load_state()
    assert market.read_by_buyer("test_malwa", answer, seconds=60)
    page.wait_for_timeout(4_000)
    assert market.sent(answer) == 1


def test_an_answer_the_marketplace_stops_is_shown_with_what_to_do(
    demo: Desk, signed_in: Path, open_tab: Open
) -> None:
    market, page = Market(demo.market), open_tab(state=signed_in)
    market.ask_the_seller("test_nagietek", "Dzień dobry, czy wystawiają Państwo fakturę?")
    find_buyer(page, demo, "test_nagietek")
    fault = market.post("/faults", kind="blocked", times=1)
    try:
        answer = "Dzień dobry, fakturę wystawiamy do każdego zamówienia na prośbę."
        page.locator("textarea[name=text]").first.fill(answer)
        page.get_by_role("button", name="Wyślij i zamknij").click()
        page.get_by_role("button", name="Wyślij teraz").first.click()
        said = page.locator(".said").filter(has_text=answer).first
        expect(said).to_contain_text("zatrzymana przez Allegro", timeout=DELIVERED_WITHIN)
        page.goto(f"{demo.url}/wychodzace/")
        expect(page.locator("main")).to_contain_text("test_nagietek")
        expect(page.locator("main")).to_contain_text("zatrzymana przez Allegro")
        page.goto(f"{demo.url}/")
        expect(page.locator("main")).to_contain_text("zatrzyman")
    finally:
        assert fault["id"]


def test_what_was_being_written_is_there_again_after_signing_in_anew(
    demo: Desk, signed_in: Path, open_tab: Open
) -> None:
    page = open_tab(state=signed_in)
    page.goto(f"{demo.url}/wiadomosci/")
    page.locator(".talks a.item").last.click()
    text = page.locator("textarea[name=text]").first
    expect(text).to_be_visible()
    page.context.clear_cookies()
    answer = "Dzień dobry, sprawdzamy i odpowiemy jeszcze dzisiaj."
    text.fill(answer)
    text.press("Control+Enter")
    page.wait_for_url("**/konto/login/**")
    page.locator("input[name=login]").fill(demo.user)
    page.locator("input[name=password]").fill(demo.password)
    page.locator("input[name=password]").press("Enter")
    expect(page.locator("textarea[name=text]").first).to_have_value(answer)
