"""A morning by keyboard alone, in a real Chromium, with the real content security policy."""

import os
import re
import shutil
from collections.abc import Iterator

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import expect, sync_playwright

from kontuar.actions import triage
from kontuar.cli.server import Server
from kontuar.store.models import Case, Outgoing
from tests.web.stock import PASSWORD, Morning, morning

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
MEANT = ("htmx:", "Failed to load resource: net::ERR_FAILED")
"""What a request that a test broke on purpose leaves in the console."""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture
def shop_day(transactional_db: None) -> Morning:
    return morning(timezone.now(), parcels=5)


@pytest.fixture
def address(transactional_db: None) -> Iterator[str]:
    """The program behind the server it ships with: its own static files, its own headers."""
    server = Server(get_wsgi_application(), host="127.0.0.1", port=0)
    yield f"http://127.0.0.1:{server.port}/"
    server.close()


@pytest.fixture
def page(shop_day: Morning, address: str) -> Iterator[object]:
    """A signed-in page of Ala's; anything the console complains of fails the test."""
    if not CHROMIUM:
        pytest.skip("needs Chromium: apt install chromium, or CHROMIUM=/path")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="pl-PL")
        page, complaints = context.new_page(), []
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        page.fill("[name=login]", "ala")
        page.fill("[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_selector(".nav")
        yield page
        browser.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")
    assert [text for text in complaints if not text.startswith(MEANT) and "422" not in text] == []


def test_a_question_is_answered_from_today_without_a_mouse(page, shop_day: Morning) -> None:
    case = shop_day.cases["question"]
    for _ in range(20):
        page.keyboard.press("j")
        if page.evaluate("document.activeElement.textContent") == "jan_k72":
            break
    page.keyboard.press("r")
    page.wait_for_selector(".place textarea:focus")
    page.keyboard.type("Dzień dobry {imię}, jedna ł, ę i 1 2 3 z klawiatury")
    page.wait_for_selector(".place .remarks p")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".place [role=alert]")
    assert page.input_value(".place textarea").startswith("Dzień dobry {imię}, jedna ł, ę i 1 2 3")
    page.fill(".place textarea", "Dzień dobry,\ntak, pasuje do drzwi 40 mm.")
    page.focus(".place textarea")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#strips [data-until]")
    assert Outgoing.objects.get(case=case).state == "held"
    page.click("#strips button")
    page.wait_for_url("**/wiadomosci/*/**")
    assert "pasuje do drzwi" in page.input_value("#text")


def test_messages_are_walked_put_off_and_closed_by_single_keys(page, shop_day: Morning) -> None:
    case = shop_day.cases["parcel"]
    page.keyboard.press("g")
    page.keyboard.press("w")
    page.wait_for_selector("#list")
    for _ in range(12):
        page.keyboard.press("j")
        if "ewa_zielona" in page.evaluate("document.activeElement.textContent"):
            break
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#area[data-case='{case.pk}']")
    assert page.title() == "ewa_zielona – Kontuar"
    page.keyboard.press("p")
    expect(page.locator("#text")).to_have_value(re.compile("przesyłka jest w drodze"))
    page.wait_for_selector("#text:focus")
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    page.wait_for_selector("details[open] .sheet button:focus")
    page.keyboard.press("Enter")
    page.wait_for_selector("#strips .strip")
    assert Case.objects.get(pk=case.pk).state == "waiting"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("e")
    page.wait_for_selector("details[open] .sheet button:focus")
    page.keyboard.press("Enter")
    expect(page.locator("#strips")).to_contain_text("Rozmowa zamknięta")
    assert Case.objects.get(pk=case.pk).state == "closed"


def test_the_palette_and_the_list_of_keys_open_and_close(page) -> None:
    page.keyboard.press("?")
    expect(page.locator("dialog#keys")).to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.keyboard.press("Control+k")
    expect(page.locator("dialog#palette")).to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.keyboard.press("Control+k")
    page.keyboard.type("kont")
    page.keyboard.press("Enter")
    page.wait_for_url("**/konta/")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_keys_that_are_switched_off_do_nothing(page, shop_day: Morning) -> None:
    shop_day.ala.has_keys = False
    shop_day.ala.save(update_fields=["has_keys"])
    page.reload()
    page.keyboard.press("g")
    page.keyboard.press("w")
    page.keyboard.press("?")
    page.wait_for_timeout(300)
    assert page.url.endswith("/")
    assert not page.query_selector("dialog[open]")


@pytest.mark.parametrize(("width", "shown"), [(1440, 3), (900, 2), (390, 1)])
def test_panes_fold_as_the_window_gets_narrow(page, shop_day: Morning, width: int, shown: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(page.url + f"wiadomosci/{shop_day.cases['parcel'].pk}/")
    panes = page.locator(".pane")
    assert sum(panes.nth(i).is_visible() for i in range(panes.count())) == shown
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if width < 1100:
        page.click(".to-order")
        assert page.is_visible(".order-pane")


def test_a_failed_answer_keeps_what_was_written(page, shop_day: Morning) -> None:
    page.goto(page.url + f"wiadomosci/{shop_day.cases['question'].pk}/")
    page.fill("#text", "Nie do stracenia")
    page.route("**/odpowiedz/", lambda route: route.abort())
    page.focus("#text")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#failed:not([hidden])")
    assert page.input_value("#text") == "Nie do stracenia"


def test_taking_back_in_the_bubble_leaves_one_composer_and_one_page(page, shop_day: Morning) -> None:
    case = shop_day.cases["question"]
    page.goto(page.url + f"wiadomosci/{case.pk}/")
    page.fill("#text", "Jeszcze to zmienię")
    page.focus("#text")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".said.outgoing.held")
    page.click(".said.outgoing.held .btns button")
    expect(page.locator(".said.outgoing.held")).to_have_count(0)
    expect(page.locator("#text")).to_have_value("Jeszcze to zmienię")
    assert Outgoing.objects.get(case=case).state == "cancelled"
    assert [page.locator(part).count() for part in ("form.composer", "#area", "#list")] == [1, 1, 1]


def test_head_row_and_counters_follow_a_message_that_moves(page, shop_day: Morning) -> None:
    case = shop_day.cases["question"]
    page.goto(page.url + f"wiadomosci/{case.pk}/")
    before = page.locator("#tabs a .count").first.inner_text()
    page.fill("#text", "Tak, pasuje.")
    page.focus("#text")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".said.outgoing.held")
    with transaction.atomic():
        triage.close(case, shop_day.ala, reason=triage.REASONS[0][0], now=timezone.now())
        Outgoing.objects.filter(case=case).update(state="delivered", sent_at=timezone.now())
    expect(page.locator(".said.outgoing.delivered")).to_have_count(1)
    expect(page.locator("#thread-head")).to_contain_text("Otwórz ponownie")
    expect(page.locator("#tabs a .count").first).not_to_have_text(before)
    assert page.locator(f"#list a[data-case='{case.pk}']").count() == 0
    assert page.locator("#thread-head").count() == 1


def test_the_parcel_key_opens_a_line_of_today_with_the_answer_filled_in(page, shop_day: Morning) -> None:
    for _ in range(20):
        page.keyboard.press("j")
        if page.evaluate("document.activeElement.textContent") == "ewa_zielona":
            break
    page.keyboard.press("p")
    expect(page.locator(".place textarea")).to_have_value(re.compile("przesyłka jest w drodze"))
    assert "wiadomosci" not in page.url
