"""A talk from a place nobody reads for us: noted, answered by copying, said to be sent, gone on with; by keyboard."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk

pytestmark = pytest.mark.browser
type Open = Callable[..., Page]

ANSWER = "Dzień dobry, tak, stół czeka do soboty."


def _enter(page: Page, selector: str) -> None:
    page.locator(selector).first.focus()
    page.keyboard.press("Enter")


def test_a_talk_from_elsewhere_is_noted_copied_and_called_sent(
    demo: Desk, signed_in: Path, open_tab: Open
) -> None:
    page = open_tab(state=signed_in, width=390, height=844)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{demo.url}/konta/polacz/miejsce/")
    page.locator("[name=name]").fill("Ogłoszenia")
    page.locator("[name=answer_hours]").fill("4")
    _enter(page, "form.card .primary")
    expect(page.locator('a[href*="/wiadomosci/zanotuj/?miejsce="]')).to_be_visible()
    page.goto(f"{demo.url}/wiadomosci/zanotuj/")
    page.locator("[name=who]").fill("Kasia K.")
    page.locator("[name=text]").fill("Czy stół jest jeszcze dostępny?")
    page.locator("[name=link]").fill(f"{demo.url}/pomoc/")
    _enter(page, "form.card .primary")
    area = page.locator("textarea[data-text]")
    expect(area).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    area.fill(ANSWER)
    with page.context.expect_page() as there:
        area.press("Control+Enter")
    assert there.value.url == f"{demo.url}/pomoc/"
    there.value.close()
    page.bring_to_front()
    copied = page.locator("[data-copy-ours][aria-pressed=true]")
    expect(copied).to_have_count(1)
    assert page.evaluate("navigator.clipboard.readText()") == ANSWER
    _enter(page, 'form[action$="/wyslane-tam/"] button')
    expect(page.locator('form[action$="/nie-wyslane/"] button')).to_be_visible()
    _enter(page, "summary[data-key=b]")
    page.locator("#wrote-back").fill("Biorę. Kiedy odbiór?")
    _enter(page, "button[name=side][value=they]")
    expect(page.locator(".said.buyer").last).to_contain_text("Biorę. Kiedy odbiór?")
