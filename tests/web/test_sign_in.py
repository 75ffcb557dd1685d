"""The door: one message for every failure, limits that all processes share, nothing else of allauth open."""

import pytest
import structlog
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import NoReverseMatch, reverse

from kontuar.web.start_key import start_key
from tests.shop import PASSWORD, Shop

pytestmark = pytest.mark.django_db
LOGIN = "/konto/login/"


@pytest.fixture(autouse=True)
def fresh_limits(db: None) -> None:
    cache.clear()


def _try(client: Client, name: str, password: str) -> tuple[int, str]:
    answer = client.post(LOGIN, {"login": name, "password": password}, headers={"accept-language": "en"})
    return answer.status_code, answer.content.decode()


def test_the_right_password_opens(shop: Shop) -> None:
    client = Client()
    answer = client.post(LOGIN, {"login": "ala", "password": PASSWORD, "next": "/konta/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/konta/")
    assert client.get("/konta/").status_code == 200


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(shop: Shop) -> None:
    known = _try(Client(), "ala", "nie-to-haslo")
    unknown = _try(Client(), "nikt-taki", "nie-to-haslo")
    assert "The name or the password is not right." in known[1]
    assert known[1].replace("ala", "NAME").count("NAME") >= 1
    plain = [
        text.replace('value="ala"', "").replace('value="nikt-taki"', "") for _status, text in (known, unknown)
    ]
    tokenless = [_without_token(text) for text in plain]
    assert tokenless[0] == tokenless[1]


def test_locking_out_says_the_same_for_known_and_unknown_names(shop: Shop) -> None:
    said = {}
    for name in ("ala", "nikt-taki"):
        cache.clear()
        client = Client()
        for _attempt in range(5):
            _try(client, name, "nie-to-haslo")
        said[name] = _try(client, name, PASSWORD)
    for status, text in said.values():
        assert status == 200
        assert "Too many attempts. Wait five minutes, then try again." in text
    assert "kontuar_session" not in client.cookies


def test_the_limit_of_an_address_shows_the_same_words(shop: Shop) -> None:
    client = Client()
    answers = [_try(client, f"imie{number}", "nie-to-haslo") for number in range(31)]
    assert answers[-1][0] == 429
    assert "Too many attempts. Wait five minutes, then try again." in answers[-1][1]


def test_a_visitor_is_sent_to_sign_in_and_back(shop: Shop) -> None:
    answer = Client().get("/konta/?x=1")
    assert answer.headers["Location"] == "/konto/login/?next=/konta/%3Fx%3D1"


def test_a_fragment_asked_after_the_session_ended_loads_the_page_anew(shop: Shop) -> None:
    answer = Client().get("/konta/", headers={"hx-request": "true"})
    assert answer.headers["HX-Refresh"] == "true"
    assert answer.content == b""


def test_signing_in_leads_to_no_other_site(shop: Shop) -> None:
    answer = Client().post(LOGIN, {"login": "ala", "password": PASSWORD, "next": "https://example.com/"})
    assert answer.headers["Location"] == "/"


def test_signing_out_needs_a_post(shop: Shop) -> None:
    client = Client()
    client.force_login(shop.ala)
    client.get("/konto/wyloguj/")
    assert client.get("/profil/").status_code == 200
    client.post("/konto/wyloguj/")
    assert client.get("/profil/").status_code == 302


def test_a_password_is_changed_and_the_old_one_ends(shop: Shop) -> None:
    client, elsewhere = Client(), Client()
    client.force_login(shop.ala)
    elsewhere.force_login(shop.ala)
    new = "zupelnie-inne-zdanie-9"
    answer = client.post("/konto/haslo/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/profil/")
    assert client.get("/profil/").status_code == 200
    assert elsewhere.get("/profil/").status_code == 302


@pytest.mark.parametrize(
    "name", ["account_signup", "account_email", "account_reset_password", "account_set_password"]
)
def test_pages_that_are_not_wanted_do_not_exist(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(shop: Shop) -> None:
    client = Client()
    client.post(LOGIN, {"login": "ala", "password": PASSWORD})
    cookie = client.cookies["kontuar_session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_the_key_of_the_first_run_is_not_the_secret_itself(settings: object) -> None:
    assert len(start_key().replace("-", "")) == 16
    assert start_key() not in str(settings.SECRET_KEY)  # type: ignore[attr-defined]


def _without_token(text: str) -> str:
    import re

    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)


def test_made_up_names_do_not_push_attempts_out_of_the_count(shop: Shop) -> None:
    client = Client()
    for _attempt in range(5):
        _try(client, "ala", "nie-to-haslo")
    for number in range(400):
        cache.set(f"made-up-{number}", 1, 300)
    assert "Too many attempts" in _try(client, "ala", PASSWORD)[1]


def test_many_addresses_of_one_house_are_counted_as_one(shop: Shop) -> None:
    """Whoever has one address of IPv6 has 2⁶⁴ of them."""
    for number in range(10):
        _try(Client(REMOTE_ADDR=f"2001:db8:7:1::{number:x}"), f"imie{number}", "nie-to-haslo")
    _status, text = _try(Client(REMOTE_ADDR="2001:db8:7:1:aaaa::1"), "imie10", "nie-to-haslo")
    assert "Too many attempts" in text
    _status, text = _try(Client(REMOTE_ADDR="2001:db8:7:2::1"), "imie11", "nie-to-haslo")
    assert "Too many attempts" not in text


def test_what_a_visitor_says_of_his_address_moves_no_limit(shop: Shop) -> None:
    for number in range(10):
        lied = {"x-forwarded-for": f"198.51.100.{number}", "forwarded": f"for=198.51.100.{number}"}
        _try(Client(headers=lied), f"imie{number}", "nie-to-haslo")
    _status, text = _try(Client(headers={"x-forwarded-for": "203.0.113.7"}), "imie10", "nie-to-haslo")
    assert "Too many attempts" in text


def test_a_session_known_before_signing_in_opens_nothing_after(shop: Shop) -> None:
    """Session fixation: somebody else put his own session into the browser."""
    planted = Client()
    session = planted.session
    session["mine"] = 1
    session.save()
    key = session.session_key
    victim = Client()
    victim.cookies["kontuar_session"] = key
    _try(victim, "ala", PASSWORD)
    assert victim.get("/konta/").status_code == 200
    assert victim.cookies["kontuar_session"].value != key
    planted.cookies["kontuar_session"] = key
    assert planted.get("/konta/").status_code == 302


def test_wrong_passwords_and_what_is_not_allowed_are_noted_without_names(shop: Shop) -> None:
    colleague = Client()
    colleague.force_login(shop.bolek)
    file = SimpleUploadedFile("t.json", b"{}")
    with structlog.testing.capture_logs() as noted:
        for _attempt in range(6):
            _try(Client(REMOTE_ADDR="203.0.113.9"), "ala", "nie-to-haslo")
        colleague.post("/ustawienia/szablony/wczytaj/", {"account": "", "file": file})
    said = [one for one in noted if one["event"].startswith("door.")]
    assert [one["event"] for one in said] == [
        *["door.wrong_password"] * 5,
        "door.too_many_tries",
        "door.not_allowed",
    ]
    assert {one.get("network") for one in said} == {"203.0.113.x", None}
    assert (said[-1]["person"], said[-1]["page"]) == (shop.bolek.pk, "templates-import")
    assert "ala" not in str(said)
