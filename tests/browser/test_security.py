"""The second step in a real browser: an app with codes, recovery codes, and a passkey of a made-up device."""

import time
from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk, sign_in
from tests.running import kontuar

pytestmark = pytest.mark.browser
OWNER, PASSWORD = "janina", "wrzosowisko-11-listopada"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}

PATIENCE = 90_000
"""Milliseconds: argon2 and a busy machine take their time."""

type Open = Callable[..., Page]


@pytest.fixture
def own_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk of its own, whose owner nobody else signs in as."""
    serve = kontuar("serve", "--port", "0", folder=tmp_path_factory.mktemp("security"), has_tables=True)
    try:
        url = serve.wait_for(r"Kontuar: (http://localhost:\d+)", seconds=120)[1]
        key = serve.wait_for(r"[A-Z2-9]{4}(?:-[A-Z2-9]{4}){3}", seconds=120)[0]
        yield Desk(url, OWNER, key, "", serve)
    finally:
        serve.stop()


def become_owner(page: Page, desk: Desk) -> None:
    """Through the page of the first run."""
    page.goto(f"{desk.url}/start/")
    page.locator("input[name=key]").fill(desk.password)
    page.locator("input[name=display_name]").fill("Janina")
    page.locator("input[name=username]").fill(OWNER)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form.form button").click()
    page.wait_for_url("**/konta/")


def show_again(page: Page) -> None:
    """The password once more."""
    page.wait_for_url("**/potwierdz/**")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form.form .btn.primary").click()


def code(secret: str, *, steps: int = 0) -> str:
    """What the app shows now, or some steps of 30 seconds later (a step ahead is still taken)."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def sign_out(page: Page) -> None:
    page.locator("header details.menu > summary.square").click()
    page.locator("header form[action='/konto/wyloguj/'] button").click()


def add_app(page: Page, desk: Desk) -> tuple[str, list[str]]:
    """Switch the app on: its secret, and the recovery codes."""
    page.goto(f"{desk.url}/bezpieczenstwo/")
    page.locator("a[href='/bezpieczenstwo/aplikacja/']").click()
    show_again(page)
    expect(page.locator(".qr img")).to_be_visible(timeout=PATIENCE)
    secret = page.locator("#secret").inner_text().replace(" ", "")
    page.locator("input[name=code]").fill(code(secret))
    page.locator("form.form .btn.primary").click()
    page.wait_for_url("**/kody/")
    return secret, page.locator("#codes li").all_inner_texts()


def test_the_app_with_codes_from_switching_on_to_a_lost_phone(own_desk: Desk, open_tab: Open) -> None:
    page = open_tab()
    page.set_default_timeout(PATIENCE)
    become_owner(page, own_desk)
    secret, codes = add_app(page, own_desk)
    assert len(codes) == 10
    sign_out(page)
    sign_in(page, own_desk.url, OWNER, PASSWORD)
    page.wait_for_url("**/drugi-skladnik/")
    page.locator("input[name=code]").fill("000000")
    page.locator("form.form .btn.primary").first.click()
    expect(page.locator(".errorlist").first).to_be_visible(timeout=PATIENCE)
    page.locator("input[name=code]").fill(code(secret, steps=1))
    page.locator("form.form .btn.primary").first.click()
    expect(page.locator("header .nav")).to_be_visible(timeout=PATIENCE)
    sign_out(page)
    sign_in(page, own_desk.url, OWNER, PASSWORD)
    page.locator("input[name=code]").fill(codes[3])
    page.locator("form.form .btn.primary").first.click()
    expect(page.locator("header .nav")).to_be_visible(timeout=PATIENCE)
    page.goto(f"{own_desk.url}/bezpieczenstwo/")
    expect(page.locator("#second")).to_contain_text("9", timeout=PATIENCE)
    expect(page.locator("#visits li")).to_have_count(1, timeout=PATIENCE)


def test_a_passkey_opens_the_door_alone_until_it_is_removed(own_desk: Desk, open_tab: Open) -> None:
    page = open_tab()
    page.set_default_timeout(PATIENCE)
    talk = page.context.new_cdp_session(page)
    talk.send("WebAuthn.enable")
    device = talk.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]
    become_owner(page, own_desk)
    page.goto(f"{own_desk.url}/bezpieczenstwo/")
    page.locator("a[href='/bezpieczenstwo/klucz/nowy/']").click()
    show_again(page)
    page.locator("input[name=name]").fill("Laptop")
    page.locator("#passkey-button").click()
    page.wait_for_url("**/kody/")
    assert len(talk.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]) == 1
    sign_out(page)
    page.goto(f"{own_desk.url}/konto/login/")
    page.locator("#passkey-button").click()
    expect(page.locator("header .nav")).to_be_visible(timeout=PATIENCE)
    page.goto(f"{own_desk.url}/bezpieczenstwo/")
    expect(page.locator("#second")).to_contain_text("Laptop", timeout=PATIENCE)
    page.locator("a[href$='/usun/']").click()
    show_again(page)
    page.locator("form.form .btn.primary").click()
    expect(page.locator("#second")).not_to_contain_text("Laptop", timeout=PATIENCE)
    sign_out(page)
    page.goto(f"{own_desk.url}/konto/login/")
    page.locator("#passkey-button").click()
    expect(page.locator(".strip")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("[name=login]")).to_be_visible(timeout=PATIENCE)
