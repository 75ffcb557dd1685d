"""A mailbox at a real mail server: connected by the keyboard, read, answered, and answered from the phone."""

import email
import email.policy
import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Desk, sign_in
from tests.browser.test_screens import sideways, violations
from tests.mail_server.office import Box, Office
from tests.running import kontuar

pytestmark = pytest.mark.browser
OWNER, PASSWORD = "bronia", "wrzosowisko-11-listopada"
BUYER = "kupujaca.z.testu@example.org"
QUESTION = "Dzień dobry, czy ten kubek można myć w zmywarce?"
ANSWER = "Dzień dobry, tak, kubek można myć w zmywarce do 60 stopni."
SECOND = "Dziękuję. A czy jest też w kolorze zielonym?"
FROM_PHONE = "Zielony będzie od poniedziałku. Pozdrawiam, wysłane z telefonu."
WITHIN = 150.0
"""Seconds for anything that goes through the worker. IDLE rings within one; each folder is asked every minute."""

type Open = Callable[..., Page]


@pytest.fixture
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """``kontuar serve`` in an empty folder; the key of its first start stands in for the password."""
    serve = kontuar("serve", "--port", "0", folder=tmp_path_factory.mktemp("mailbox"), has_tables=True)
    try:
        url = serve.wait_for(r"Kontuar: (http://localhost:\d+)", seconds=120)[1]
        key = serve.wait_for(r"[A-Z2-9]{4}(?:-[A-Z2-9]{4}){3}", seconds=120)[0]
        yield Desk(url, OWNER, key, "", serve)
    finally:
        serve.stop()


def test_a_mail_is_answered_here_and_the_next_one_from_the_phone(
    desk: Desk, open_tab: Open, post_office: Office, mailbox: Box
) -> None:
    page, buyer = open_tab(), post_office.open_box(BUYER)
    mailbox.folder("Sent")
    _become_owner(page, desk)
    account = _connect_with_the_keyboard(page, desk, mailbox)
    _write(mailbox, "pytanie-1@example.org", QUESTION)
    case = _opened_case(page, desk)
    _allow_sending(page, account)
    _answer(page, case)
    arrived = _in_the_buyers_mailbox(buyer)
    _stands_once(page, case, ANSWER, mailbox)
    _write(mailbox, "pytanie-2@example.org", SECOND, to=arrived)
    _owed(page, desk, SECOND)
    _answer_from_the_phone(mailbox)
    page.goto(account)
    page.get_by_role("button", name="Odczytaj teraz").click()
    _owed_no_more(page, desk)
    page.goto(case)
    expect(page.locator(".said").filter(has_text=FROM_PHONE)).to_have_count(1)
    assert len(post_office.taken) == 1, "what the phone sent is not sent again"
    _fits(page, account)


def _become_owner(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.url}/start/")
    form = page.locator("form.form")
    form.locator("input[name=key]").fill(desk.password)
    form.locator("input[name=username]").fill(OWNER)
    form.locator("input[name=display_name]").fill("Bronia")
    form.locator("input[type=password]").fill(PASSWORD)
    form.get_by_role("button").click()
    page.wait_for_url(lambda address: "/start/" not in address)
    if "/konto/login" in page.url:
        sign_in(page, desk.url, OWNER, PASSWORD)


def _connect_with_the_keyboard(page: Page, desk: Desk, box: Box) -> str:
    """From the list of accounts to the new account's page, whose address it gives; no mouse."""
    keys = page.keyboard
    page.goto(f"{desk.url}/konta/polacz/")
    _tab_to(page, "input[name=place]")
    for _ in range(10):
        if page.evaluate("document.activeElement.value") == "mail":
            break
        keys.press("ArrowDown")
    keys.press("Enter")
    page.wait_for_url("**/konta/polacz/poczta/")
    expect(page.locator("input[name=address]")).to_be_focused()
    keys.type(box.address)
    keys.press("Enter")
    page.wait_for_url("**/poczta/dostep/**")
    _type(page, "password", "nie to hasło")
    _type(page, "name", "Sklep z testu")
    for side, server in (("imap", box.imap), ("smtp", box.smtp)):
        _type(page, f"{side}_host", server["host"])
        _type(page, f"{side}_port", str(server["port"]))
        _tab_to(page, f"select[name={side}_security]")
        keys.press("End")
    keys.press("Tab")
    keys.press("Enter")
    wrong = page.locator("input[name=password]")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(wrong).to_have_value("")
    expect(page.locator("input[name=imap_host]")).to_have_value(box.imap["host"])
    _type(page, "password", box.password)
    keys.press("Enter")
    page.wait_for_url(re.compile(r"/konta/\d+/$"))
    expect(page.locator("main")).to_contain_text("tylko podgląd")
    return page.url


def _tab_to(page: Page, selector: str) -> None:
    for _ in range(60):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reached {selector}")


def _type(page: Page, name: str, text: str) -> None:
    _tab_to(page, f"input[name={name}]")
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def _mail(
    text: str, message_id: str, *, sender: str, recipient: str, subject: str, answers: str = ""
) -> bytes:
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["From"], mail["To"], mail["Subject"] = sender, recipient, subject
    mail["Date"], mail["Message-ID"] = datetime.now(UTC), f"<{message_id}>"
    if answers:
        mail["In-Reply-To"] = mail["References"] = answers
    mail.set_content(text)
    return mail.as_bytes()


def _write(box: Box, message_id: str, text: str, *, to: EmailMessage | None = None) -> None:
    """The buyer writes; ``to`` is our mail that is answered."""
    sender, recipient = f"Kupująca z testu <{BUYER}>", box.address
    subject = f"Re: {to['Subject']}" if to else "Pytanie o kubek"
    answers = str(to["Message-ID"]) if to else ""
    box.put(
        _mail(text, message_id, sender=sender, recipient=recipient, subject=subject, answers=answers),
        at=datetime.now(UTC),
    )


def _opened_case(page: Page, desk: Desk) -> str:
    """The address of the buyer's case, as soon as the inbox shows it."""
    line = page.locator(".list-pane a").filter(has_text=QUESTION)
    _until(page, f"{desk.url}/wiadomosci/", lambda: line.count() > 0)
    line.first.click()
    expect(page.locator(".said").filter(has_text=QUESTION)).to_be_visible()
    return page.url


def _allow_sending(page: Page, account: str) -> None:
    page.goto(f"{account}wysylanie/")
    page.locator("form.card button.primary").click()
    page.wait_for_url(account)


def _answer(page: Page, case: str) -> None:
    page.goto(case)
    page.locator("textarea[name=text]").first.fill(ANSWER)
    page.get_by_role("button", name="Wyślij i zamknij").click()
    page.get_by_role("button", name="Wyślij teraz").first.click()
    expect(_said(page, ANSWER)).to_be_visible()


def _in_the_buyers_mailbox(buyer: Box) -> EmailMessage:
    """What the buyer has got: one mail, an answer to hers, with the case's number in the subject."""
    _soon(lambda: len(buyer.read()) > 0)
    [raw] = buyer.read()
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    body = mail.get_body(("plain",))
    assert body is not None
    assert ANSWER in " ".join(body.get_content().split())
    assert mail["In-Reply-To"] == "<pytanie-1@example.org>"
    assert re.search(r"^Re: Pytanie o kubek \[#K-[0-9A-Z-]+\]$", mail["Subject"]), mail["Subject"]
    assert "Sklep z testu" in mail["From"]
    return mail


def _stands_once(page: Page, case: str, text: str, box: Box) -> None:
    """Accepted by the server, its copy in the sent folder, and read back from there without a double."""
    _soon(lambda: len(box.read("Sent")) == 1)
    accepted = _said(page, text).filter(
        has_text=re.compile("przyjęta przez serwer|accepted by the mail server")
    )
    _until(page, case, lambda: accepted.count() > 0)
    expect(_said(page, text)).to_have_count(1)


def _owed(page: Page, desk: Desk, text: str) -> None:
    line = page.locator("li.duty").filter(has_text=text)
    _until(page, f"{desk.url}/", lambda: line.count() == 1)


def _answer_from_the_phone(box: Box) -> None:
    """A mail program writes its copy into the sent folder of the same mailbox."""
    raw = _mail(
        FROM_PHONE,
        "telefon-1@example.com",
        sender=box.address,
        recipient=BUYER,
        subject="Re: Pytanie o kubek",
        answers="<pytanie-2@example.org>",
    )
    with box.logged_in() as line:
        line.append("Sent", "(\\Seen)", None, raw)


def _owed_no_more(page: Page, desk: Desk) -> None:
    _until(page, f"{desk.url}/", lambda: page.locator("li.duty").count() == 0)


def _fits(page: Page, account: str) -> None:
    """The mailbox's own pages can be read by everybody, on a desk and on a telephone."""
    for width, is_dark in ((1440, False), (390, True)):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if is_dark else "light", reduced_motion="reduce")
        for rest in ("", "ustawienia/", "haslo/", "wysylanie/"):
            answer = page.goto(account + rest)
            assert answer is not None
            assert answer.status == 200
            assert not sideways(page), (width, rest)
            assert not violations(page), (width, rest)
            assert len(answer.body()) < 60_000


def _said(page: Page, text: str) -> Locator:
    return page.locator(".said").filter(has_text=text)


def _until(page: Page, url: str, is_so: Callable[[], bool]) -> None:
    """Load the page again until it says so."""
    until = time.monotonic() + WITHIN
    page.goto(url)
    while not is_so():
        assert time.monotonic() < until, f"{url} never showed it:\n{page.locator('main').inner_text()}"
        page.wait_for_timeout(500)
        page.goto(url)


def _soon(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + WITHIN
    while not is_so():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.1)
