"""One browser and one demo for the whole run; a fresh desk beside a market of its own for first steps."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.running import Program, kontuar

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
]
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)  # a machine that does other things meanwhile is slow, not wrong

type Open = Callable[..., Page]


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk that runs: its address, who signs in, and the market's address."""

    url: str
    user: str
    password: str
    market: str
    program: Program


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """The system's Chromium without a window."""
    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=chromium, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """``kontuar demo``: what a newcomer sees."""
    program = kontuar("demo", folder=tmp_path_factory.mktemp("demo"))
    try:
        said = program.wait_for(r"(http://localhost:\d+)\s+użytkownik: (\S+)\s+hasło: (\S+)", seconds=240)
        market = program.wait_for(r"targu ćwiczebnym: (http://[^/\s]+)", seconds=60)
        yield Desk(said[1], said[2], said[3], market[1], program)
    finally:
        program.stop()


@pytest.fixture(scope="session")
def signed_in(browser: Browser, demo: Desk, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cookies of a person who signed in through the page, for all later tabs."""
    context = browser.new_context(locale="pl-PL", timezone_id="Europe/Warsaw")
    sign_in(context.new_page(), demo.url, demo.user, demo.password)
    path = tmp_path_factory.mktemp("cookies") / "state.json"
    context.storage_state(path=path)
    context.close()
    return path


def sign_in(page: Page, url: str, user: str, password: str) -> None:
    """Fill in the door's form."""
    page.goto(f"{url}/konto/login/")
    page.locator("input[name=login]").fill(user)
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda address: "/konto/login" not in address)


def find_buyer(page: Page, desk: Desk, buyer: str) -> None:
    """Wait in the inbox until the buyer's line is there, as somebody who looks for it does, and open it.

    A question with a whole day left stands last in the list, perhaps behind "Show more".
    """
    page.goto(f"{desk.url}/wiadomosci/?q={buyer}")
    line = page.locator(".list-pane").get_by_role("link").filter(has_text=buyer).first
    for _ in range(30):
        if line.count():
            break
        page.wait_for_timeout(3000)
        page.reload()
    line.click()
    expect(page.locator("textarea[name=text]").first).to_be_visible()


@pytest.fixture
def open_tab(browser: Browser) -> Iterator[Open]:
    """Tabs, each in a context of its own; what the page's script complains about fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def make(
        *,
        width: int = 1440,
        height: int = 900,
        scheme: str = "light",
        state: Path | None = None,
        script: bool = True,
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            reduced_motion="reduce",
            locale="pl-PL",
            timezone_id="Europe/Warsaw",
            storage_state=state,
            java_script_enabled=script,
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        return page

    yield make
    for context in contexts:
        context.close()
    # an answer of 4xx is meant; a poll under way when the page moves on is given up, and htmx tells of it
    expected = "Failed to load resource.* 4[0-9][0-9]|htmx:(sendAbort|afterRequest)"
    real = [text for text in complaints if not re.search(expected, text)]
    assert not real, f"The pages' own script or policy complained: {real}"
