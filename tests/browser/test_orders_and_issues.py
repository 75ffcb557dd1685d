"""Two journeys: a late order gets its parcel's number and gives it back; a claim is told what its page shows."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk

pytestmark = pytest.mark.browser

type Open = Callable[..., Page]


def test_a_late_order_gets_a_number_that_is_held_and_taken_back(
    demo: Desk, signed_in: Path, open_tab: Open
) -> None:
    page = open_tab(state=signed_in)
    page.goto(f"{demo.url}/zamowienia/?f=late")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/zamowienia/\d+/"))
    area = page.locator("#area")
    summary = area.locator("details.deed > summary").first
    expect(summary).to_have_class(re.compile("primary"))
    summary.focus()
    page.keyboard.press("Enter")
    expect(area.locator(".if-other")).to_be_hidden()
    area.locator("input[name=waybill]").fill("1029384756")
    area.locator("input[name=waybill]").press("Enter")
    asked = area.locator("#asked li").filter(has_text="1029384756")
    expect(asked).to_be_visible()
    asked.get_by_role("button").click()
    expect(area.locator("#asked")).not_to_contain_text("1029384756")
    expect(area.locator("details.deed > summary").first).to_have_class(re.compile("primary"))


def test_the_list_of_states_opens_by_a_key_and_closes_by_escape(
    demo: Desk, signed_in: Path, open_tab: Open
) -> None:
    page = open_tab(state=signed_in)
    page.goto(f"{demo.url}/zamowienia/?f=open")
    page.locator(".talks a.item").first.click()
    states = page.locator("#area details.menu:has(button[name=status])")
    expect(states).to_be_attached()
    page.keyboard.press("s")
    expect(states.locator("button[name=status]").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(states.locator("button[name=status]").first).to_be_hidden()


def test_a_claim_follows_what_a_person_saw_on_its_page_until_taken_back(
    demo: Desk, signed_in: Path, open_tab: Open
) -> None:
    page = open_tab(state=signed_in)
    page.goto(f"{demo.url}/")
    page.keyboard.press("g")
    page.keyboard.press("i")
    page.wait_for_url("**/zgloszenia/")
    page.goto(f"{demo.url}/zgloszenia/?f=claims")
    page.locator(".talks a.item").first.click()
    page.wait_for_url(re.compile(r"/zgloszenia/\d+/"))
    chips = page.locator("#area .thread-head .chip")
    expect(chips.first).to_be_visible()
    before = chips.count()
    page.locator("#area .order-pane details:has(form) > summary").click()
    form = page.locator("#area form:has(#panel-status)")
    form.locator("select").select_option("accepted")
    form.get_by_role("button").first.click()
    banner = page.locator("#area .banner").filter(has=page.locator("#panel-status"))
    expect(banner).to_be_visible()
    expect(chips).to_have_count(before - 1)
    banner.locator("button[name=forget]").click()
    expect(chips).to_have_count(before)


def test_a_rating_is_answered_from_the_keyboard_and_the_form_folded_again(
    demo: Desk, signed_in: Path, open_tab: Open
) -> None:
    page = open_tab(state=signed_in)
    page.goto(f"{demo.url}/oceny/?f=unanswered")
    page.keyboard.press("j")
    page.keyboard.press("r")
    field = page.locator(".place textarea[name=text]")
    expect(field).to_be_focused()
    page.keyboard.type("a" * 501)
    left = page.locator(".place [data-left]")
    expect(left).to_have_text("-1")
    page.keyboard.press("Escape")
    expect(field).to_have_count(0)


def test_a_phone_has_five_targets_and_the_rest_behind_more(
    demo: Desk, signed_in: Path, open_tab: Open
) -> None:
    page = open_tab(width=390, height=844, state=signed_in)
    page.goto(f"{demo.url}/zamowienia/")
    shown = page.locator(".nav > a:visible, .nav > details:visible > summary")
    assert shown.count() == 5
    for box in (shown.nth(at).bounding_box() for at in range(5)):
        assert box
        assert box["width"] >= 24
        assert box["height"] >= 24
    page.locator(".more-places > summary").click()
    page.locator(".more-places a[href='/oferty/']").click()
    page.wait_for_url("**/oferty/")
