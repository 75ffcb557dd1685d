"""Mails in a real Chromium: they can be read by everybody, by keyboard alone, and nothing in them runs or loads."""

import os
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.wsgi import get_wsgi_application
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from kontuar.cli.server import Server
from kontuar.store.models import Case, Letter, Undelivered
from tests.house.source import ROOT
from tests.shop import PASSWORD, Shop
from tests.web.mailbox import BUYER, HISTORY, SHOP, Mailbox, mail
from tests.web.stock import Stock
from tests.web.test_letters import CALENDAR, HOSTILE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZES = [(1440, 900), (390, 844)]


def picture(color: str = "#8fb7be", size: tuple[int, int] = (640, 480)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, color).save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def full(box: Mailbox, shop: Shop) -> Mailbox:
    """A talk with one of everything."""
    first = mail(
        "Dzień dobry,\n\nkupiłem u Państwa zamek i chciałbym zapytać, czy pasuje do drzwi o grubości 40 mm?\n"
        "Opis jest tu: https://klamka.example/zamek-72.\n\n-- \nJan Kowalczyk\ntel. 600 000 000",
        Cc="Ewa Kowalczyk <ewa@poczta.example>",
    )
    box.take(first.as_bytes())
    sent = mail("Dzień dobry,\n\ntak, pasuje.\n\nZespół Klamka i Zamek", From=SHOP, To=BUYER)
    ours = box.take(sent.as_bytes(), is_sent=True)
    row = Stock(timezone.now()).outgoing(
        box.case, "delivered", "Dzień dobry", shop.ala, ago=timedelta(hours=1), message=ours.message
    )
    Undelivered.objects.create(
        account=box.account, outgoing=row, message_external_id="x", recipient=BUYER, why="mailbox_full",
        is_final=False, told_by="b", told_at=timezone.now(),
    )  # fmt: skip
    with_files = mail("W załączniku zdjęcia drzwi." + HISTORY * 8, Subject="Zdjęcia drzwi")
    with_files.add_alternative(HOSTILE, subtype="html")
    with_files.add_attachment(picture(), maintype="image", subtype="jpeg", filename="drzwi.jpg")
    with_files.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="rachunek.pdf")
    with_files.add_attachment(b"MZ\x90\0", maintype="image", subtype="png", filename="zdjecie.png")
    box.take(with_files.as_bytes())
    dated = mail("Zapraszam", Subject="Odbiór")
    dated.add_attachment(CALENDAR.encode(), maintype="text", subtype="calendar", filename="odbior.ics")
    dated.add_attachment(mail("Treść przekazanej wiadomości", Subject="Przekazana"))
    box.take(dated.as_bytes())
    fraud = box.take(
        mail("Zaloguj się: https://evil.example/login", From="Allegro <info@evil.example>").as_bytes()
    )
    Letter.objects.filter(pk=fraud.pk).update(looks_like="allegro")
    Stock(timezone.now()).outgoing(
        box.case, "blocked", "Dzień dobry, zamek wysłany.", shop.ala, ago=timedelta(minutes=9),
        reason="bounced", reason_text="Nie ma skrzynki jan@poczta.example.",
    )  # fmt: skip
    Case.objects.filter(pk=box.case.pk).update(last_buyer_at=timezone.now())
    return box


@pytest.fixture
def address(transactional_db: None) -> Iterator[str]:
    server = Server(get_wsgi_application(), host="127.0.0.1", port=0)
    yield f"http://127.0.0.1:{server.port}"
    server.close()


@pytest.fixture
def browser(chromium: str) -> Iterator[Browser]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=chromium, args=FLAGS)
        yield running
        running.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")


def tab(browser: Browser, address: str, **more: Any) -> Page:
    context = browser.new_context(locale="pl-PL", reduced_motion="reduce", **more)
    page = context.new_page()
    page.goto(f"{address}/konto/login/")
    page.fill("[name=login]", "ala")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector(".nav")
    return page


def wrong(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    return [
        f"{one['id']}: {one['help']}: {[node['target'] for node in one['nodes']][:3]}"
        for one in found.response["violations"]
    ]


def kept(page: Page, name: str) -> None:
    """A picture of the page, where one asked for it."""
    if folder := os.environ.get("KONTUAR_PICTURES"):
        path = ROOT / folder / f"{name}.png"
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=path)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_talk_of_mails_fits_and_can_be_read_by_everybody(
    full: Mailbox, address: str, browser: Browser, width: int, height: int, scheme: str
) -> None:
    page = tab(browser, address, viewport={"width": width, "height": height}, color_scheme=scheme)
    page.goto(f"{address}/wiadomosci/{full.case.pk}/")
    page.wait_for_selector(".date-card")
    page.wait_for_load_state("networkidle")
    name = f"mails-{width}-{scheme}"
    kept(page, name)
    for place in page.locator(".folded > summary, .people > summary").all():
        place.click()
    page.locator(".sent-look > summary").first.click()
    page.wait_for_selector("iframe.mail-frame")
    page.wait_for_load_state("networkidle")
    page.locator(".mail-frame").scroll_into_view_if_needed()
    kept(page, f"{name}-frame")
    page.locator(".files").first.scroll_into_view_if_needed()
    kept(page, f"{name}-files")
    page.locator(".talk").evaluate("e => e.scrollTop = -e.scrollHeight")
    kept(page, f"{name}-top")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    assert not wrong(page)
    letter = Letter.objects.filter(has_html=True).get()
    page.goto(f"{address}/wiadomosci/list/{letter.pk}/")
    kept(page, f"{name}-letter")
    page.locator(".mail-frame").scroll_into_view_if_needed()
    kept(page, f"{name}-letter-frame")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert not wrong(page)


def test_nothing_of_a_hostile_mail_runs_or_loads_until_it_is_asked_for(
    full: Mailbox, address: str, browser: Browser
) -> None:
    page = tab(browser, address, viewport={"width": 1440, "height": 900})
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: pytest.fail("a script ran"))
    page.goto(f"{address}/wiadomosci/{full.case.pk}/")
    page.locator(".sent-look > summary").first.click()
    page.wait_for_selector("iframe.mail-frame")
    page.wait_for_load_state("networkidle")
    frame = page.frames[-1]
    assert "Dzień dobry" in frame.locator("body").inner_text()
    assert [url for url in asked if not url.startswith(address) and not url.startswith("data:")] == []
    page.get_by_role("button", name="Load pictures").click()
    page.wait_for_selector(".look p.quiet")
    page.wait_for_load_state("networkidle")
    abroad = {url for url in asked if not url.startswith(address) and not url.startswith("data:")}
    assert abroad == {"https://evil.example/pixel.gif", "https://evil2.example/p.gif"}


def test_a_mail_is_unfolded_and_shown_as_sent_by_keyboard_alone(
    full: Mailbox, address: str, browser: Browser
) -> None:
    page = tab(browser, address, viewport={"width": 1440, "height": 900})
    page.goto(f"{address}/wiadomosci/{full.case.pk}/")
    page.wait_for_selector(".date-card")
    page.locator(".folded > summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".folded[open]").count() == 1
    long = page.locator(".folded[hx-get] > summary").first
    long.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".folded[open] .text >> text=czy pasuje?")
    page.locator(".sent-look > summary").first.focus()
    page.keyboard.press("Space")
    page.wait_for_selector("iframe.mail-frame")
    assert page.locator("details[open]").count() == 3


def test_without_script_the_mail_and_its_look_are_a_link_away(
    full: Mailbox, address: str, browser: Browser
) -> None:
    page = tab(browser, address, java_script_enabled=False)
    page.goto(f"{address}/wiadomosci/{full.case.pk}/")
    page.locator(".sent-look > summary").first.click()
    page.locator(".sent-look .look a").first.click()
    assert page.locator("iframe.mail-frame").count() == 1
    page.get_by_role("button", name="Load pictures").click()
    assert "Pictures of other servers are loaded" in page.locator("main").inner_text()
