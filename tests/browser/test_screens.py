"""Every screen at three widths, light and dark: nothing sticks out, axe-core finds nothing; pictures on request."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Desk
from tests.house.source import ROOT

pytestmark = pytest.mark.browser
WIDTHS = {1440: 900, 900: 1100, 390: 844}
SCREENS = {
    "today": "/",
    "inbox": "/wiadomosci/",
    "case": "case",
    "orders": "/zamowienia/",
    "order": "/zamowienia/?f=all",
    "issues": "/zgloszenia/",
    "issue": "/zgloszenia/",
    "offers": "/oferty/?f=all",
    "ratings": "/oceny/",
    "search": "/szukaj/?q=paczka",
    "outbox": "/wychodzace/",
    "accounts": "/konta/",
    "connect": "/konta/polacz/",
    "mailbox": "/konta/polacz/poczta/",
    "mailbox known": "/konta/polacz/poczta/dostep/?address=sklep@gmail.com",
    "mailbox unknown": "/konta/polacz/poczta/dostep/?address=sklep@example.com",
    "mailbox without a password": "/konta/polacz/poczta/klient/google/?address=sklep@gmail.com",
    "mailbox handed over": "/konta/polacz/poczta/serwer/?address=sklep@example.com",
    "settings": "/ustawienia/",
    "team": "/zespol/",
    "profile": "/profil/",
    "keys": "/klawiatura/",
}
PICTURES = {
    ("today", 1440, "light"),
    ("case", 1440, "light"),
    ("case", 1440, "dark"),
    ("today", 390, "light"),
}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

type Open = Callable[..., Page]


def _address(page: Page, desk: Desk, name: str) -> str:
    if name in {"order", "issue"}:
        page.goto(desk.url + SCREENS[name])
        return desk.url + str(page.locator(".talks a.item").first.get_attribute("href"))
    if SCREENS[name] != "case":
        return desk.url + SCREENS[name]
    page.goto(f"{desk.url}/wiadomosci/")
    first = (
        page.locator(".list-pane a[href^='/wiadomosci/']").filter(has_text=re.compile("gosia_|rysiek_")).first
    )
    return desk.url + str(first.get_attribute("href"))


def sideways(page: Page) -> list[str]:
    """What makes the page wider than the window, if anything does."""
    found: list[str] = page.evaluate(
        """() => {
            const wide = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= wide) return [];
            return [...document.querySelectorAll('body *')]
                .filter(e => e.getBoundingClientRect().right > wide + 1)
                .slice(0, 5).map(e => e.tagName + '.' + e.className);
        }"""
    )
    return found


def violations(page: Page) -> list[str]:
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    return [
        f"{one['id']}: {one['help']}: {[node['target'] for node in one['nodes']][:3]}"
        for one in results.response["violations"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_fits_and_can_be_read_by_everybody(
    demo: Desk, signed_in: Path, open_tab: Open, name: str, width: int, scheme: str
) -> None:
    page = open_tab(width=width, height=WIDTHS[width], scheme=scheme, state=signed_in)
    answer = page.goto(_address(page, demo, name))
    assert answer is not None
    assert answer.status == 200
    page.wait_for_load_state("networkidle")
    assert not sideways(page)
    assert not violations(page)
    assert len(answer.body()) < 60_000, "a page stays under 60 kB of HTML"
    folder = os.environ.get("KONTUAR_PICTURES")
    if folder and (name, width, scheme) in PICTURES:
        path = ROOT / folder / f"{name}-{width}-{scheme}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=path)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_door_fits_and_can_be_read_by_everybody(
    demo: Desk, open_tab: Open, width: int, scheme: str
) -> None:
    page = open_tab(width=width, height=WIDTHS[width], scheme=scheme)
    page.goto(f"{demo.url}/konto/login/")
    assert not sideways(page)
    assert not violations(page)


def test_axe_finds_what_it_is_for(open_tab: Open) -> None:
    page = open_tab()
    page.set_content(
        "<html><body><img src='x.png'><p style='color:#bbb;background:#fff'>pale</p></body></html>"
    )
    found = " ".join(violations(page))
    assert "image-alt" in found
    assert "color-contrast" in found


def test_first_load_of_everything_is_small(demo: Desk, signed_in: Path, open_tab: Open) -> None:
    page = open_tab(state=signed_in)
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page.goto(f"{demo.url}/wiadomosci/")
    page.wait_for_load_state("networkidle")
    assert sum(sizes) < 100_000, f"{sum(sizes)} bytes over the wire; the limit is 100 kB compressed"
