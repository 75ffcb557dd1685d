"""Whose word about the visitor is believed, asked of the middleware and of a real server."""

import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from kontuar.cli.server import Server
from kontuar.web.proxy import FORWARDED, TrustedProxies
from tests.shop import PASSWORD, Shop


@pytest.fixture
def through(settings: Any) -> Callable[..., HttpRequest]:
    """A request as the program sees it after the middleware; 10.0.0.0/24 are our proxies."""
    settings.TRUSTED_PROXIES = ["10.0.0.0/24", "::1/128"]

    def ask(came_from: str, **headers: str) -> HttpRequest:
        seen: list[HttpRequest] = []

        def note(request: HttpRequest) -> HttpResponse:
            seen.append(request)
            return HttpResponse()

        TrustedProxies(note)(RequestFactory().get("/", REMOTE_ADDR=came_from, headers=headers))
        return seen[0]

    return ask


@pytest.mark.parametrize(
    ("came_from", "chain", "visitor"),
    [
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),  # a stranger who claims to be somebody
        ("10.0.0.5", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.5", "1.2.3.4, 198.51.100.1", "198.51.100.1"),  # what the visitor wrote himself stands left
        ("10.0.0.5", "198.51.100.1, 10.0.0.7", "198.51.100.1"),  # two proxies of ours in a row
        ("10.0.0.5", "10.0.0.8, 10.0.0.7", "10.0.0.8"),
        ("10.0.0.5", "", "10.0.0.5"),
        ("10.0.0.5", "unknown, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.5", "198.51.100.1, nonsense", "10.0.0.5"),
        ("10.0.0.5", "[2001:db8::7]:4711", "2001:db8::7"),
        ("10.0.0.5", "198.51.100.1:4711", "198.51.100.1"),
        ("::ffff:10.0.0.5", "198.51.100.1", "198.51.100.1"),
        ("", "198.51.100.1", ""),
    ],
)
def test_the_visitor_is_whom_our_own_proxies_vouch_for(
    through: Callable[..., HttpRequest], came_from: str, chain: str, visitor: str
) -> None:
    assert through(came_from, **{"X-Forwarded-For": chain}).META["REMOTE_ADDR"] == visitor


def test_a_stranger_cannot_claim_to_come_by_tls_or_to_another_host(
    through: Callable[..., HttpRequest], settings: Any
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    lies = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example", "Forwarded": "for=1.2.3.4"}
    stranger = through("203.0.113.9", **lies)
    assert not stranger.is_secure()
    assert not set(FORWARDED) & set(stranger.META)
    ours = through("10.0.0.5", **lies)
    assert ours.is_secure()
    assert "HTTP_X_FORWARDED_HOST" not in ours.META


def test_the_last_proxy_says_how_the_visitor_came(through: Callable[..., HttpRequest], settings: Any) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert not through("10.0.0.5", **{"X-Forwarded-Proto": "https, http"}).is_secure()


def test_the_server_hands_the_proxys_words_on() -> None:
    seen: list[dict[str, Any]] = []

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        seen.append(environ)
        start("200 OK", [("Content-Type", "text/plain")])
        return [b"ok"]

    server = Server(application, host="127.0.0.1", port=0)
    try:
        asked = urllib.request.Request(
            f"http://127.0.0.1:{server.port}/", headers={"X-Forwarded-For": "198.51.100.1"}
        )
        urllib.request.urlopen(asked, timeout=60).close()
    finally:
        server.close()
    assert seen[0]["HTTP_X_FORWARDED_FOR"] == "198.51.100.1"


@pytest.mark.django_db
def test_one_visitors_wrong_passwords_do_not_lock_out_another_behind_the_same_proxy(
    shop: Shop, settings: Any
) -> None:
    cache.clear()
    settings.TRUSTED_PROXIES = ["10.0.0.5/32"]
    for number in range(12):
        Client(REMOTE_ADDR="10.0.0.5", headers={"x-forwarded-for": "198.51.100.1"}).post(
            "/konto/login/", {"login": f"imie{number}", "password": "zle"}
        )
    honest = Client(REMOTE_ADDR="10.0.0.5", headers={"x-forwarded-for": "198.51.100.2"})
    honest.post("/konto/login/", {"login": "ala", "password": PASSWORD})
    assert honest.get("/konta/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["evil.example", "desk.example.evil.example", "desk.example:x"])
def test_a_host_that_is_not_ours_is_not_answered(settings: Any, host: str) -> None:
    settings.ALLOWED_HOSTS = ["desk.example", "localhost"]
    assert Client(headers={"host": host}).get("/konto/login/").status_code == 400
