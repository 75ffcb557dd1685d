"""The second factor and the page "Security": TOTP, recovery codes, who has to have one, a lost one."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from kontuar.actions import factors
from kontuar.actions.errors import Invalid, NotAllowed
from kontuar.store.models import AccountAccess, Desk, JournalEntry, User
from tests.shop import PASSWORD, Shop

pytestmark = pytest.mark.django_db
LOGIN, SECOND, SECURITY = "/konto/login/", "/konto/drugi-skladnik/", "/bezpieczenstwo/"
MADE_UP = """{"id": "AAAA", "rawId": "AAAA", "type": "public-key", "clientExtensionResults": {}, "response":
    {"clientDataJSON": "AAAA", "attestationObject": "AAAA", "authenticatorData": "AAAA", "signature": "AAAA",
     "userHandle": "AAAA"}}"""
APP, CODES = f"{SECURITY}aplikacja/", f"{SECURITY}kody/"


@pytest.fixture(autouse=True)
def fresh_limits(db: None) -> None:
    cache.clear()


@pytest.fixture
def ala(shop: Shop) -> Client:
    """Ala's browser, in English, who has just shown that it is she."""
    User.objects.update(language="en")
    client = Client()
    client.force_login(shop.ala)
    client.post("/konto/potwierdz/", {"password": PASSWORD})
    return client


def code(secret: str, *, steps: int = 0) -> str:
    """What the app shows now, or some steps of 30 seconds later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def add_app(client: Client) -> tuple[str, list[str]]:
    """Switch the app on as a person does: the secret and the recovery codes."""
    page = client.get(APP).content.decode()
    secret = re.search(r'id="secret">([^<]+)<', page)[1].replace(" ", "")
    answer = client.post(APP, {"code": code(secret)})
    assert answer.headers["Location"] == CODES
    return secret, re.findall(r'<li class="number">(\d+)</li>', client.get(CODES).content.decode())


def by_password(name: str = "ala") -> Client:
    """A fresh browser that has typed the password."""
    client = Client()
    client.post(LOGIN, {"login": name, "password": PASSWORD})
    return client


def test_the_password_alone_no_longer_opens(ala: Client) -> None:
    secret, _codes = add_app(ala)
    client = by_password()
    assert client.get("/konta/").status_code == 302
    answer = client.post(SECOND, {"code": code(secret, steps=1)})
    assert answer.status_code == 302
    assert client.get("/konta/").status_code == 200


def test_a_code_works_once(ala: Client) -> None:
    secret, _codes = add_app(ala)
    used = code(secret, steps=1)
    by_password().post(SECOND, {"code": used})
    late = by_password()
    assert (
        "This did not fit"
        in late.post(SECOND, {"code": used}, headers={"accept-language": "en"}).content.decode()
    )
    assert late.get("/konta/").status_code == 302


def test_recovery_codes_are_shown_once_and_each_opens_once(ala: Client) -> None:
    _secret, codes = add_app(ala)
    assert len(set(codes)) == 10
    assert codes[0] not in ala.get(CODES).content.decode()
    first, again = by_password(), by_password()
    first.post(SECOND, {"code": codes[0]})
    again.post(SECOND, {"code": codes[0]})
    assert first.get("/konta/").status_code == 200
    assert again.get("/konta/").status_code == 302


def test_guessing_codes_is_stopped_for_all_processes_together(ala: Client) -> None:
    secret, _codes = add_app(ala)
    for number in range(5):
        by_password().post(SECOND, {"code": f"00000{number}"})
    late = by_password()
    late.post(SECOND, {"code": code(secret, steps=1)})
    assert late.get("/konta/").status_code == 302


def test_what_the_database_keeps_of_a_factor_is_sealed(ala: Client, shop: Shop) -> None:
    secret, codes = add_app(ala)
    kept = str(list(Authenticator.objects.filter(user=shop.ala).values_list("data", flat=True)))
    assert secret not in kept
    assert not any(one in kept for one in codes)


@pytest.mark.parametrize("path", [APP, f"{CODES}nowe/", f"{SECURITY}klucz/nowy/"])
def test_nothing_about_signing_in_is_changed_without_showing_again_who_it_is(shop: Shop, path: str) -> None:
    client = Client()
    client.force_login(shop.ala)
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/konto/potwierdz/")


def test_a_wrong_password_is_not_enough_to_show_who_it_is(shop: Shop) -> None:
    client = Client()
    client.force_login(shop.ala)
    client.post("/konto/potwierdz/", {"password": "nie-to-haslo"})
    assert client.get(APP).status_code == 302


def test_changes_of_a_factor_are_journalled_without_their_secret(ala: Client, shop: Shop) -> None:
    secret, _codes = add_app(ala)
    ala.post(f"{APP}wylacz/")
    rows = JournalEntry.objects.filter(verb__startswith="team.factor_").order_by("pk")
    assert [(row.verb, row.actor_id) for row in rows] == [
        ("team.factor_added", shop.ala.pk),
        ("team.factor_removed", shop.ala.pk),
    ]
    assert secret not in str(list(rows.values_list("detail", flat=True)))
    assert not Authenticator.objects.exists(), "recovery codes alone are no second factor"


@pytest.mark.parametrize(
    ("demand", "who", "is_asked"),
    [
        ("nobody", "ala", False),
        ("owners", "ala", True),
        ("owners", "bolek", False),
        ("answering", "bolek", True),
    ],
)
def test_whoever_has_to_have_a_factor_sees_nothing_else_first(
    shop: Shop, demand: str, who: str, is_asked: bool
) -> None:
    factors.demand(shop.ala, demand, now=timezone.now())
    client = by_password(who)
    answer = client.get("/konta/")
    if is_asked:
        assert (answer.status_code, answer.headers["Location"]) == (303, SECURITY)
        assert client.get(SECURITY).status_code == 200
    else:
        assert answer.status_code == 200


def test_a_viewer_is_not_asked_even_where_all_who_answer_are(shop: Shop) -> None:
    AccountAccess.objects.filter(user=shop.bolek).update(role="viewer")
    factors.demand(shop.ala, "answering", now=timezone.now())
    assert by_password("bolek").get("/konta/").status_code == 200


def test_the_screens_open_once_the_factor_is_there_and_close_when_it_goes(ala: Client, shop: Shop) -> None:
    Desk.objects.update_or_create(pk=1, defaults={"second_factor": "owners"})
    fresh = by_password()
    fresh.post("/konto/potwierdz/", {"password": PASSWORD})
    assert fresh.get("/konta/").status_code == 303
    add_app(fresh)
    assert fresh.get("/konta/").status_code == 200
    fresh.post(f"{APP}wylacz/")
    assert fresh.get("/konta/").status_code == 303


def test_only_an_owner_of_the_desk_demands_a_factor(shop: Shop) -> None:
    with pytest.raises(NotAllowed):
        factors.demand(shop.bolek, "owners", now=timezone.now())
    with pytest.raises(Invalid):
        factors.demand(shop.ala, "everybody", now=timezone.now())


def test_a_colleagues_lost_factor_is_taken_away_and_he_is_signed_out(shop: Shop) -> None:
    User.objects.update(language="en")
    bolek = by_password("bolek")
    bolek.post("/konto/potwierdz/", {"password": PASSWORD})
    add_app(bolek)
    assert factors.take_away(shop.bolek, shop.ala, now=timezone.now()) == 2
    assert bolek.get("/konta/").status_code == 302
    entry = JournalEntry.objects.get(verb="team.factors_taken")
    assert (entry.actor, entry.detail) == (shop.ala, {"user": shop.bolek.pk, "count": 2})
    assert by_password("bolek").get("/konta/").status_code == 200


def test_strangers_owners_and_oneself_are_in_nobodys_care(shop: Shop) -> None:
    for person, by in ((shop.bolek, shop.celina), (shop.celina, shop.ala), (shop.ala, shop.ala)):
        with pytest.raises(NotAllowed):
            factors.take_away(person, by, now=timezone.now())


def test_passkeys_ask_the_browser_for_this_very_address(ala: Client) -> None:
    page = ala.get(f"{SECURITY}klucz/nowy/").content.decode()
    assert '"rp": {"name": "testserver", "id": "testserver"}' in page
    assert "webauthn-json." in page


@pytest.mark.parametrize(
    "said", ["[]", "7", "{}", '{"id": "AA"}', MADE_UP, MADE_UP.replace("AAAA", "_"), "x" * 200_000]
)
def test_a_made_up_passkey_is_refused(ala: Client, shop: Shop, said: str) -> None:
    ala.get(f"{SECURITY}klucz/nowy/")
    assert ala.post(f"{SECURITY}klucz/nowy/", {"name": "x", "credential": said}).status_code == 200
    assert not Authenticator.objects.exists()
    assert Client().post("/konto/klucz/", {"credential": said}).status_code == 302
    add_app(ala)
    half = by_password()
    assert half.post(SECOND, {"credential": said}).status_code == 200
    assert half.get("/konta/").status_code == 302
