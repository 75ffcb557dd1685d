"""Connecting a mailbox through the screens, at a real mail server."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from kontuar.store.models import Account, AccountAccess, Application, SignIn, User
from tests.mail_server.office import Box
from tests.shop import Shop

pytestmark = pytest.mark.django_db
START, ACCESS, HANDED = (
    "/konta/polacz/poczta/",
    "/konta/polacz/poczta/dostep/",
    "/konta/polacz/poczta/serwer/",
)


@pytest.fixture
def ala(shop: Shop) -> Client:
    """The owner of the desk, who reads English."""
    User.objects.filter(pk=shop.ala.pk).update(language="en")
    client = Client()
    client.force_login(shop.ala)
    return client


def _at(page: str, address: str, **more: str) -> str:
    return f"{page}?{urlencode({'address': address, **more})}"


def _form(box: Box, **changed: str) -> dict[str, str]:
    servers = {
        f"{side}_{name}": str(value)
        for side, server in (("imap", box.imap), ("smtp", box.smtp))
        for name, value in server.items()
    }
    return {"password": box.password, "name": "Sklep", "how_far": "30", "user": "", **servers, **changed}


def test_the_first_page_offers_a_mailbox_beside_the_marketplaces(ala: Client) -> None:
    assert 'value="mail"' in ala.get("/konta/polacz/").content.decode()
    assert ala.get("/konta/polacz/?place=mail").headers["Location"] == START


def test_the_address_alone_is_asked_and_goes_on_in_small_letters(ala: Client) -> None:
    body = ala.get(START).content.decode()
    assert body.count("<input") - body.count('type="hidden"') <= 3
    assert "password" not in body
    answer = ala.get(_at(START, "Sklep@Example.com"))
    assert answer.headers["Location"] == _at(ACCESS, "sklep@example.com")


def test_what_is_no_address_stays_typed_and_is_said(ala: Client) -> None:
    answer = ala.get(_at(START, "sklep bez malpy"))
    assert answer.status_code == 422
    assert 'value="sklep bez malpy"' in answer.content.decode()


def test_a_known_provider_folds_its_servers_and_links_to_the_app_password(ala: Client) -> None:
    body = ala.get(_at(ACCESS, "sklep@gmail.com")).content.decode()
    assert "<details><summary>Servers" in body
    assert 'value="imap.gmail.com"' in body
    assert "https://myaccount.google.com/apppasswords" in body
    assert "/konta/polacz/poczta/klient/google/" in body


def test_an_unknown_provider_asks_for_the_servers_and_offers_those_known(ala: Client) -> None:
    body = ala.get(_at(ACCESS, "sklep@wlasna-domena.example")).content.decode()
    assert 'name="imap_host"' in body
    assert "<details><summary>Servers" not in body
    chosen = ala.get(_at(ACCESS, "sklep@wlasna-domena.example", provider="google")).content.decode()
    assert 'value="imap.gmail.com"' in chosen
    assert "provider=google" in body


def test_a_mailbox_is_connected_watch_only(shop: Shop, ala: Client, mailbox: Box) -> None:
    mailbox.put(b"From: b@example.org\r\nSubject: Pytanie\r\n\r\nCzy to jest?\r\n")
    answer = ala.post(_at(ACCESS, mailbox.address), _form(mailbox))
    account = Account.objects.get(login=mailbox.address)
    assert answer.headers["Location"] == f"/konta/{account.pk}/"
    assert account.is_watch_only
    assert account.platform == "mail"
    assert account.settings["imap"] == mailbox.imap
    assert account.settings["smtp"] == mailbox.smtp
    assert account.settings["name"] == "Sklep"
    assert AccountAccess.objects.get(account=account, user=shop.ala).role == "owner"
    assert abs(account.read_since - (timezone.now() - timedelta(days=30))) < timedelta(minutes=1)
    body = ala.get(f"/konta/{account.pk}/").content.decode()
    assert mailbox.address in body
    assert mailbox.password not in body
    assert mailbox.office.taken == []


def test_empty_ports_are_filled_by_custom(ala: Client, mailbox: Box) -> None:
    """The usual port is tried: nobody listens there, and that is what is said."""
    answer = ala.post(_at(ACCESS, mailbox.address), _form(mailbox, imap_port=""))
    assert answer.status_code == 422
    assert "143" in answer.content.decode()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"password": "nie to"}, "password"),
        ({"password": ""}, "password"),
        ({"imap_host": ""}, "imap_host"),
        ({"imap_host": "nie ma takiej nazwy"}, "imap_host"),
        ({"imap_port": "1"}, "imap_host"),
        ({"imap_port": "70000"}, "imap_port"),
        ({"smtp_port": "1"}, "smtp_host"),
        ({"imap_host": "imap.example.com"}, "imap_security"),
    ],
)
def test_a_mistake_is_told_at_its_field_and_only_the_password_is_typed_again(
    ala: Client, mailbox: Box, changed: dict[str, str], field: str
) -> None:
    given = _form(mailbox, name="Moja nazwa", **changed)
    answer = ala.post(_at(ACCESS, mailbox.address), given)
    body = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in body
    assert 'value="Moja nazwa"' in body
    if given["smtp_port"] != "70000":
        assert f'value="{given["smtp_port"]}"' in body
    assert not given["password"] or given["password"] not in body
    assert not Account.objects.filter(login=mailbox.address).exists()


def test_a_mistake_in_a_folded_server_opens_the_fold(ala: Client) -> None:
    answer = ala.post(
        _at(ACCESS, "sklep@gmail.com"),
        {
            "password": "abcd",
            "how_far": "30",
            "imap_host": "",
            "imap_security": "tls",
            "smtp_security": "tls",
        },
    )
    assert "<details open><summary>Servers" in answer.content.decode()


def test_the_gaps_in_an_app_password_are_nobodys(ala: Client, mailbox: Box) -> None:
    mailbox.with_password("abcdefghijklmnop")
    answer = ala.post(_at(ACCESS, mailbox.address), _form(mailbox, password=" abcd efgh ijkl mnop "))
    assert answer.status_code == 303


def test_a_mailbox_only_for_reading_needs_no_outgoing_server(ala: Client, mailbox: Box) -> None:
    ala.post(_at(ACCESS, mailbox.address), _form(mailbox, smtp_host="", smtp_port=""))
    assert not Account.objects.get(login=mailbox.address).settings.get("smtp")


def test_a_mailbox_that_is_handed_over_needs_no_password(ala: Client) -> None:
    assert (
        "kontuar mail pipe --mailbox a-example-com" in ala.get(_at(HANDED, "a@example.com")).content.decode()
    )
    form = {"name": "Sklep", "smtp_host": "", "smtp_security": "starttls", "user": "", "password": ""}
    answer = ala.post(_at(HANDED, "a@example.com"), form)
    account = Account.objects.get(login="a@example.com")
    assert answer.headers["Location"] == f"/konta/{account.pk}/"
    assert account.is_watch_only
    assert not account.settings.get("imap")


def test_the_guide_to_ones_own_client_shows_where_the_provider_sends_back(ala: Client) -> None:
    path = _at("/konta/polacz/poczta/klient/google/", "sklep@gmail.com")
    body = ala.get(path).content.decode()
    assert "http://testserver/konta/powrot/" in body
    assert "This address of Kontuar will not be accepted" in body
    localhost = ala.get(path, headers={"host": "localhost:8000"}).content.decode()
    assert "http://localhost:8000/konta/powrot/" in localhost
    assert "will not be accepted" not in localhost


def test_ones_own_client_leads_to_the_providers_sign_in(ala: Client) -> None:
    path = _at("/konta/polacz/poczta/klient/google/", "sklep@gmail.com")
    form = {"client_id": "moj-klient", "client_secret": "tajny-klucz", "name": "", "how_far": "7"}
    answer = ala.post(path, form)
    begun = SignIn.objects.get()
    assert answer.headers["Location"] == f"/konta/logowanie/{begun.pk}/"
    body = ala.get(answer.headers["Location"]).content.decode()
    assert "https://accounts.google.com/" in body
    assert "Go to Google" in body
    assert "sklep@gmail.com" in body
    assert "tajny-klucz" not in body
    assert Application.objects.get(platform="mail").place == "google"


def test_nobody_but_the_owner_of_the_desk_connects(shop: Shop) -> None:
    bolek = Client()
    bolek.force_login(shop.bolek)
    for page in (START, ACCESS, HANDED):
        assert bolek.get(_at(page, "a@example.com")).status_code == 403


@pytest.fixture
def connected(ala: Client, mailbox: Box) -> Account:
    ala.post(_at(ACCESS, mailbox.address), _form(mailbox))
    return Account.objects.get(login=mailbox.address)


def _again(box: Box, **changed: str) -> dict[str, str]:
    return {name: text for name, text in _form(box, **changed).items() if name not in ("name", "how_far")}


def test_a_new_password_signs_in_again(ala: Client, mailbox: Box, connected: Account) -> None:
    path = f"/konta/{connected.pk}/haslo/"
    Account.objects.filter(pk=connected.pk).update(state="signed_out", auth_problem="password_refused")
    mailbox.with_password("nowe haslo 7")
    wrong = ala.post(path, _again(mailbox, password="stare"))
    assert wrong.status_code == 422
    assert 'id="id_password_error"' in wrong.content.decode()
    assert ala.post(path, _again(mailbox)).status_code == 303
    connected.refresh_from_db()
    assert (connected.state, connected.auth_problem) == ("active", "")
    assert connected.settings["name"] == "Sklep"


def test_another_server_wants_the_password_typed_again(ala: Client, mailbox: Box, connected: Account) -> None:
    path = f"/konta/{connected.pk}/haslo/"
    answer = ala.post(path, _again(mailbox, password="", imap_host="localhost"))
    assert answer.status_code == 422
    assert 'id="id_password_error"' in answer.content.decode()
    connected.refresh_from_db()
    assert connected.settings["imap"]["host"] == "127.0.0.1"


def test_signing_in_again_leads_to_the_page_of_the_password(ala: Client, connected: Account) -> None:
    answer = ala.post(f"/konta/{connected.pk}/zaloguj/")
    assert answer.headers["Location"] == f"/konta/{connected.pk}/haslo/"


def test_a_code_nobody_can_exchange_connects_nothing_and_speaks_of_the_provider(ala: Client) -> None:
    """Nothing of a provider can be reached from a test: that is what is said, and nothing of a marketplace."""
    form = {"client_id": "moj-klient", "client_secret": "tajny-klucz", "name": "", "how_far": "7"}
    ala.post(_at("/konta/polacz/poczta/klient/google/", "sklep@gmail.com"), form)
    Application.objects.update(base_url="http://127.0.0.1:9")
    begun = SignIn.objects.get()
    answer = ala.get(f"/konta/powrot/?state={begun.state_token}&code=kod", follow=True)
    assert "The provider does not answer just now" in answer.content.decode()
    assert not Account.objects.filter(login="sklep@gmail.com").exists()


def test_a_mailbox_that_is_handed_over_can_be_given_a_way_to_send_later(ala: Client, mailbox: Box) -> None:
    form = {"name": "", "smtp_host": "", "smtp_security": "starttls", "user": "", "password": ""}
    ala.post(_at(HANDED, mailbox.address), form)
    account = Account.objects.get(login=mailbox.address)
    path = f"/konta/{account.pk}/haslo/"
    assert 'name="imap_host"' not in ala.get(path).content.decode()
    given = {name: text for name, text in _again(mailbox).items() if not name.startswith("imap_")}
    assert ala.post(path, {**given, "password": "zle"}).status_code == 422
    assert ala.post(path, given).status_code == 303
    account.refresh_from_db()
    assert account.settings["smtp"] == mailbox.smtp
    assert not account.settings.get("imap")


def test_where_no_password_is_taken_only_the_guide_is_offered(ala: Client) -> None:
    body = ala.get(_at(ACCESS, "sklep@outlook.com")).content.decode()
    assert "Microsoft takes no passwords from mail programs" in body
    assert 'name="password"' not in body
    assert "/konta/polacz/poczta/klient/microsoft/" in body
