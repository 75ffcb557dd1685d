"""A template by keyboard alone: chosen, filled, its gap typed over, sent, and read by the buyer at the practice market."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk, find_buyer
from tests.browser.market import Market

pytestmark = pytest.mark.browser

type Open = Callable[..., Page]
SAID = "Tak, pasuje do drzwi o grubości do 50 mm."


def test_a_template_is_chosen_filled_and_sent_by_keyboard(
    demo: Desk, signed_in: Path, open_tab: Open
) -> None:
    market, page = Market(demo.market), open_tab(state=signed_in)
    market.ask_the_seller("test_porzeczka", "Dzień dobry, czy pasuje do drzwi o grubości 45 mm?")
    find_buyer(page, demo, "test_porzeczka")
    area, box = page.locator("textarea[data-text]").first, page.locator("[data-ready-box=templates]")
    area.focus()
    page.keyboard.press("/")
    expect(box).to_be_visible()
    page.keyboard.insert_text("przed zakupem")
    page.keyboard.press("Enter")  # at once: it means what was typed, not the list that is still there
    expect(box).not_to_be_visible()
    expect(area).to_be_focused()
    assert "{{odpowiedź}}" in area.input_value()
    page.keyboard.press("Control+z")
    expect(area).to_have_value("")
    page.keyboard.press("Control+Shift+z")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert").first).to_be_visible()
    whole = page.locator("textarea[data-text]").first.input_value()
    page.locator("textarea[data-text]").first.fill(whole.replace("{{odpowiedź}}", SAID))
    page.keyboard.press("Control+Enter")
    assert market.read_by_buyer("test_porzeczka", SAID, seconds=60)
    assert market.sent(SAID) == 1
