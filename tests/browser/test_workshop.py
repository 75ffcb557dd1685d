"""The workshop with the keyboard and on a narrow screen: the calm wording, the rest, the scratch pad."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk, find_buyer
from tests.browser.market import Market

pytestmark = pytest.mark.browser
ANGRY = "To jest skandal i bezczelność, mam dosyć takich wiadomości!!!"
PICTURES = os.environ.get("KONTUAR_WORKSHOP_PICTURES", "")

type Open = Callable[..., Page]


def _picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png")


def _type(page: Page, text: str) -> None:
    area = page.locator("textarea[data-text]").first
    area.click()
    area.fill("")
    page.keyboard.insert_text(text)


def _no_sideways_scroll(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_heated_draft_is_compared_with_a_calm_one_and_put_off(
    demo: Desk, signed_in: Path, open_tab: Open
) -> None:
    market, page = Market(demo.market), open_tab(state=signed_in, scheme="dark")
    market.ask_the_seller("test_malina", "Dzień dobry, gdzie jest moja paczka?")
    find_buyer(page, demo, "test_malina")
    _type(page, ANGRY)
    expect(page.locator("[data-calm]")).to_be_visible()
    page.locator("[data-calm]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".calm-wording")).to_be_visible()
    _picture(page, "calm-1440-dark")
    page.locator("[data-calm-close]").click()
    expect(page.locator(".calm-wording")).to_have_count(0)
    expect(page.locator("textarea[data-text]").first).to_have_value(ANGRY)
    _type(page, ANGRY + " Dosyć!")
    expect(page.locator('button[value="rest_hour"]')).to_be_visible()
    page.locator('button[value="rest_hour"]').click()
    expect(page.locator(".cooling")).to_be_visible()
    _picture(page, "rest-1440-dark")
    expect(page.locator("textarea[data-text]").first).to_have_value(ANGRY + " Dosyć!")
    assert market.sent(ANGRY + " Dosyć!") == 0


def test_the_scratch_pad_forgets_and_sends_nothing(demo: Desk, signed_in: Path, open_tab: Open) -> None:
    market, page = Market(demo.market), open_tab(state=signed_in, width=390, height=844)
    market.ask_the_seller("test_agrest", "To jakaś kpina! Oszuści, oddajcie pieniądze, żądam natychmiast!!!")
    find_buyer(page, demo, "test_agrest")
    pad = page.locator("[data-vent-open]")
    expect(pad).to_be_visible()
    _picture(page, "hot-390-light")
    _no_sideways_scroll(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.post_data or ""))
    pad.click()
    page.keyboard.insert_text("sekretna złość")
    _picture(page, "vent-390-light")
    page.wait_for_timeout(1500)
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Escape")
    expect(page.locator("dialog#vent")).not_to_be_visible()
    assert page.locator("dialog#vent textarea").input_value() == ""
    assert not any("sekretna" in one for one in asked)
    _type(page, ANGRY)
    page.locator("[data-calm]").click()
    expect(page.locator(".calm-wording")).to_be_visible()
    _picture(page, "calm-390-light")
    _no_sideways_scroll(page)
    page.get_by_role("button", name="Take the calm one").or_(
        page.get_by_role("button", name="Weź spokojną")
    ).click()
    expect(page.locator("textarea[data-text]").first).not_to_have_value(ANGRY)
