"""Working together by keyboard alone: a tag is put on, several conversations are put off, and that is undone."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk

pytestmark = pytest.mark.browser

type Open = Callable[..., Page]


def test_a_tag_is_put_on_and_several_are_put_off_and_taken_back_by_keyboard(
    open_tab: Open, demo: Desk, signed_in: Path
) -> None:
    page = open_tab(state=signed_in)
    page.goto(f"{demo.url}/wiadomosci/?f=all")
    page.locator(".talks a.item").first.click()
    expect(page.locator("#thread-head .team")).to_be_visible()
    page.keyboard.press("t")
    expect(page.locator("#tag-name")).to_be_focused()
    page.keyboard.type("Do sprawdzenia")
    page.keyboard.press("Enter")
    expect(page.locator("#thread-head .tag.word")).to_contain_text("Do sprawdzenia")

    page.goto(f"{demo.url}/wiadomosci/kilka/?f=open")
    boxes = page.locator(".several input[type=checkbox]")
    expect(boxes.first).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("Space")
    expect(page.locator(".several input:checked")).to_have_count(1)
    page.keyboard.press("s")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("zmiana="))
    undo = page.locator("form.banner button")
    expect(undo).to_be_visible()
    undo.press("Enter")
    page.wait_for_url(lambda address: "zmiana=" not in address)
    expect(page.locator("form.banner")).to_have_count(0)
