"""The first morning with an empty desk: owner, account by device code, watch-only, a colleague."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk, find_buyer, sign_in
from tests.browser.market import Market
from tests.running import kontuar

pytestmark = pytest.mark.browser
OWNER, PASSWORD = "janina", "wrzosowisko-11-listopada"
CONNECTED_WITHIN = 60_000

type Open = Callable[..., Page]


@pytest.fixture(scope="module")
def empty_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """``kontuar serve`` in an empty folder, and ``kontuar market`` beside it."""
    folder = tmp_path_factory.mktemp("first-run")
    market = kontuar("market", "--port", "0", folder=folder)
    serve = kontuar("serve", "--port", "0", folder=folder)
    try:
        market_url = market.wait_for(r"Practice market at (http://\S+)", seconds=120)[1]
        url = serve.wait_for(r"Kontuar: (http://localhost:\d+)", seconds=120)[1]
        key = serve.wait_for(r"[A-Z2-9]{4}(?:-[A-Z2-9]{4}){3}", seconds=120)[0]
        yield Desk(url, OWNER, key, market_url, serve)
    finally:
        serve.stop()
        market.stop()


def test_the_first_morning(empty_desk: Desk, open_tab: Open) -> None:
    page = open_tab()
    _become_owner(page, empty_desk)
    _connect_account(page, empty_desk)
    _watch_only_refuses(page, empty_desk)
    _colleague_comes(page, open_tab, empty_desk)


def _become_owner(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.url}/")
    page.goto(f"{desk.url}/start/")
    form = page.locator("form.form")
    form.locator("input[name=key]").fill("AAAA-AAAA-AAAA-AAAA")
    _fill_person(page)
    form.get_by_role("button").click()
    expect(page).to_have_url(re.compile("/start/"))
    form.locator("input[name=key]").fill(desk.password.lower())
    _fill_person(page)
    form.get_by_role("button").click()
    page.wait_for_url(lambda address: "/start/" not in address)
    page.goto(f"{desk.url}/start/")
    expect(page).to_have_url(f"{desk.url}/")
    expect(page.locator("input[name=key]")).to_have_count(0)


def _fill_person(page: Page) -> None:
    form = page.locator("form.form")
    form.locator("input[name=username]").fill(OWNER)
    form.locator("input[name=display_name]").fill("Janina")
    for field in form.locator("input[type=password]").all():
        field.fill(PASSWORD)


def _connect_account(page: Page, desk: Desk) -> None:
    market = Market(desk.market)
    given = market.post("/applications", name="Kontuar", type="device")
    page.goto(f"{desk.url}/konta/polacz/practice/")
    form = page.locator("form.form").first
    form.locator("input[name=base_url]").fill(desk.market)
    form.locator("input[name=name]").fill("Kontuar")
    form.locator("input[name=client_id]").fill(given["client_id"])
    form.locator("input[name=client_secret]").fill(given["client_secret"])
    form.get_by_role("button").last.click()
    page.wait_for_url("**/konta/logowanie/**")
    with page.context.expect_page() as opened:
        page.locator("a[target=_blank]").first.click()
    there = opened.value
    there.locator("button[value=allow]").click()
    expect(there.locator("body")).to_contain_text(market.seller() + " jest skojarzone")
    there.close()
    page.wait_for_url(re.compile(r"/konta/(\d+/)?$"), timeout=CONNECTED_WITHIN)
    page.goto(f"{desk.url}/konta/")
    expect(page.locator("main")).to_contain_text(market.seller())
    expect(page.locator("main")).to_contain_text(re.compile("tylko podgląd", re.IGNORECASE))


def _watch_only_refuses(page: Page, desk: Desk) -> None:
    market = Market(desk.market)
    market.ask_the_seller("test_wrzos", "Dzień dobry, czy można odebrać osobiście?")
    find_buyer(page, desk, "test_wrzos")
    text = "Dzień dobry, odbiór osobisty jest możliwy po umówieniu."
    page.locator("textarea[name=text]").first.fill(text)
    page.get_by_role("button", name="Wyślij i zamknij").click()
    expect(page.locator("body")).to_contain_text("NIE wysłano – tylko podgląd")
    expect(page.locator("textarea[name=text]").first).to_have_value(text)
    assert market.sent(text) == 0


def _colleague_comes(page: Page, open_tab: Open, desk: Desk) -> None:
    page.goto(f"{desk.url}/zespol/")
    page.get_by_role("link", name=re.compile("[Zz]apro")).first.click()
    form = page.locator("form.form").first
    form.locator("input[name=display_name]").fill("Tosia")
    form.get_by_role("button").last.click()
    link = re.search(r"http://\S+/zaproszenie/[\w-]+/?", page.content())
    assert link, "the invitation's link is shown once"
    theirs = open_tab()
    theirs.goto(link[0].rstrip("\"'<"))
    form = theirs.locator("form.form")
    form.locator("input[name=username]").fill("tosia")
    for field in form.locator("input[type=password]").all():
        field.fill("zielona-herbata-i-miod")
    form.get_by_role("button").last.click()
    theirs.wait_for_url(lambda address: "/zaproszenie/" not in address)
    again = open_tab()
    again.goto(link[0].rstrip("\"'<"))
    expect(again.locator("input[type=password]")).to_have_count(0)
    fresh = open_tab()
    sign_in(fresh, desk.url, "tosia", "zielona-herbata-i-miod")
    fresh.goto(f"{desk.url}/konta/")
    expect(fresh.locator("main")).to_contain_text("Obsługa")
    fresh.locator("main a[href^='/konta/']").first.click()
    expect(fresh.get_by_role("button", name=re.compile("[Ww]łącz wysyłanie"))).to_have_count(0)
