"""A mailbox's own page and its settings: what is said of it, what is left out, and what a person may set."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kontuar.store.models import Account, AccountAccess, Letter, Stream, User
from tests.shop import Shop

pytestmark = pytest.mark.django_db
IMAP = {"host": "imap.example.com", "port": 993, "security": "tls"}
SMTP = {"host": "smtp.example.com", "port": 587, "security": "starttls"}
ADDRESS = "sklep@example.com"
SETTINGS = {
    "address": ADDRESS, "name": "Sklep Wrzos", "imap": IMAP, "smtp": SMTP, "folders": ["INBOX", "Zwroty"],
    "aliases": ["biuro@example.com"], "provider": "",
}  # fmt: skip
FORM = {
    "label": "Poczta", "name": "Sklep Wrzos", "signature": "A.", "aliases": "", "answer_hours": "24",
    "folders": "", "sent_folder": "", "hourly_cap": "30", "country": "PL", "zone": "Europe/Warsaw",
}  # fmt: skip


@pytest.fixture
def mailbox(shop: Shop, make_account: Callable[..., Account]) -> Account:
    """Ala's mailbox, read a minute ago; Bolek is its agent."""
    now = timezone.now()
    account = make_account(
        ADDRESS, at=now - timedelta(days=1), platform="mail", external_id=ADDRESS, settings=SETTINGS
    )
    type(account.application).objects.filter(pk=account.application.pk).update(
        platform="mail", place="password", base_url="", client_id=""
    )
    AccountAccess.objects.create(user=shop.ala, account=account, role="owner")
    AccountAccess.objects.create(user=shop.bolek, account=account, role="agent")
    account.streams.all().delete()
    for name in ("inbox", "sent"):
        Stream.objects.create(account=account, name=name, last_ok_at=now, next_pull_at=now)
    User.objects.filter(pk__in=(shop.ala.pk, shop.bolek.pk)).update(language="en")
    return account


def _seen_by(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _page(shop: Shop, mailbox: Account, rest: str = "") -> str:
    return _seen_by(shop.ala).get(f"/konta/{mailbox.pk}/{rest}").content.decode()


def _is(mailbox: Account, **fields: Any) -> None:
    Account.objects.filter(pk=mailbox.pk).update(**fields)


def test_the_page_tells_servers_folders_name_and_target(shop: Shop, mailbox: Account) -> None:
    body = _page(shop, mailbox)
    for words in (
        "imap.example.com:993, SSL/TLS", "smtp.example.com:587, STARTTLS", "INBOX, Zwroty", "biuro@example.com",
        "Sklep Wrzos", "24 hours of working days", "Received mail", "Sent mail", "kontuar import mail",
    ):  # fmt: skip
        assert words in body


def test_nothing_of_a_marketplace_stands_on_it(shop: Shop, mailbox: Account) -> None:
    body = _page(shop, mailbox)
    for words in ("Allegro", "calls this minute", "Application", "client id", "marketplace"):
        assert words not in body


def test_the_first_reading_counts_mails(shop: Shop, mailbox: Account) -> None:
    Stream.objects.create(account=mailbox, name="inbox_history", done=1240, total=5210)
    Stream.objects.create(account=mailbox, name="sent_history", done=310, is_finished=True)
    body = _page(shop, mailbox, "stan/")
    assert 'max="5210" value="1240"' in body
    assert "read 1\xa0240 of 5\xa0210 mails" in body
    assert "310 mails read" in body


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("password_refused", "did not accept the password"),
        ("app_password_needed", "wants an app password"),
        ("imap_disabled", "Switch on IMAP"),
        ("smtp_disabled", "authenticated SMTP"),
        ("passwords_off", "only by its own sign-in"),
        ("web_login_needed", "sign in on its own page first"),
        ("key_lost", "file KEYS"),
        ("anything_else", "did not accept the password"),
    ],
)
def test_a_refused_sign_in_says_what_to_do_and_leads_to_the_password(
    shop: Shop, mailbox: Account, code: str, words: str
) -> None:
    _is(mailbox, state="signed_out", auth_problem=code)
    for page in (_page(shop, mailbox), _seen_by(shop.ala).get("/konta/").content.decode()):
        assert words in page
        assert f"/konta/{mailbox.pk}/haslo/" in page


def test_a_mailbox_by_oauth_is_signed_in_again_at_its_provider(shop: Shop, mailbox: Account) -> None:
    type(mailbox.application).objects.filter(pk=mailbox.application.pk).update(place="google")
    _is(mailbox, state="signed_out", auth_problem="signed_out")
    body = _page(shop, mailbox)
    assert "Google no longer accepts our access" in body
    assert f"/konta/{mailbox.pk}/zaloguj/" in body
    assert f"/konta/{mailbox.pk}/haslo/" not in body


def test_a_folder_that_is_gone_is_told_with_the_place_to_mend_it(shop: Shop, mailbox: Account) -> None:
    hour_ago = timezone.now() - timedelta(hours=1)
    Stream.objects.filter(account=mailbox, name="inbox").update(
        last_ok_at=hour_ago, failures=3, last_error="Refused"
    )
    assert "perhaps a folder was renamed or deleted" in _page(shop, mailbox)


def test_a_mailbox_without_an_outgoing_server_offers_no_sending(shop: Shop, mailbox: Account) -> None:
    _is(mailbox, is_watch_only=True, settings={**SETTINGS, "smtp": None})
    body = _page(shop, mailbox)
    assert "this mailbox cannot answer" in body
    assert f"/konta/{mailbox.pk}/wysylanie/" not in body


def test_a_mailbox_that_is_handed_over_shows_the_command_and_the_last_mail(
    shop: Shop, mailbox: Account
) -> None:
    _is(mailbox, settings={"address": ADDRESS, "name": ""})
    body = _page(shop, mailbox)
    assert "kontuar mail pipe --mailbox sklep-example-com" in body
    assert "No mail was handed over yet" in body
    assert "Received mail" not in body
    now = timezone.now()
    Letter.objects.create(
        account=mailbox, external_id="m1", digest="", size=1, kind="person", sent_at=now, received_at=now
    )
    assert "The last mail came" in _page(shop, mailbox, "stan/")


def test_allowing_sending_speaks_of_mail(shop: Shop, mailbox: Account) -> None:
    _is(mailbox, is_watch_only=True)
    body = _page(shop, mailbox, "wysylanie/")
    assert f"send answers from {ADDRESS}" in body
    assert "marketplace" not in body
    _seen_by(shop.ala).post(f"/konta/{mailbox.pk}/wysylanie/")
    assert not Account.objects.get(pk=mailbox.pk).is_watch_only


def test_settings_of_a_mailbox_are_kept_together(shop: Shop, mailbox: Account) -> None:
    given = {
        **FORM, "aliases": "Biuro@Example.com\n\nsklep@example.com\nzwroty@example.com",
        "folders": "inbox\nReklamacje", "sent_folder": "Wysłane", "answer_hours": "8",
        "subject_token": "on",
    }  # fmt: skip
    assert _seen_by(shop.ala).post(f"/konta/{mailbox.pk}/ustawienia/", given).status_code == 303
    mailbox.refresh_from_db()
    assert mailbox.settings["aliases"] == ["biuro@example.com", "zwroty@example.com"]
    assert mailbox.settings["folders"] == ["INBOX", "Reklamacje"]
    assert mailbox.settings["sent_folder"] == "Wysłane"
    assert mailbox.settings["answer_hours"] == 8
    assert mailbox.settings["subject_token"] is True
    assert mailbox.settings["imap"] == IMAP
    assert (mailbox.label, mailbox.hourly_cap) == ("Poczta", 30)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("aliases", "nie adres"),
        ("aliases", "a@example.com, b@example.com"),
        ("answer_hours", "0"),
        ("answer_hours", "241"),
        ("name", "Sklep\u202eevil"),
        ("folders", "A" * 201),
        ("hourly_cap", "0"),
    ],
)
def test_a_mistake_keeps_what_was_typed_and_changes_nothing(
    shop: Shop, mailbox: Account, field: str, value: str
) -> None:
    given = {**FORM, "label": "Wpisane", "name": "Inna nazwa", field: value}
    answer = _seen_by(shop.ala).post(f"/konta/{mailbox.pk}/ustawienia/", given)
    assert answer.status_code == 422
    assert 'value="Wpisane"' in answer.content.decode()
    assert f'id="id_{field}_error"' in answer.content.decode()
    mailbox.refresh_from_db()
    assert (mailbox.label, mailbox.settings) == ("", SETTINGS)


def test_an_agent_of_the_mailbox_changes_nothing(shop: Shop, mailbox: Account) -> None:
    bolek = _seen_by(shop.bolek)
    assert bolek.get(f"/konta/{mailbox.pk}/ustawienia/").status_code == 403
    body = bolek.get(f"/konta/{mailbox.pk}/").content.decode()
    for verb in ("wysylanie", "haslo", "zaloguj", 'ustawienia/"'):
        assert f"/konta/{mailbox.pk}/{verb}" not in body
