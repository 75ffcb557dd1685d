"""What costs much or invites guessing has a limit; signing out leaves nothing behind; headers are whole."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kontuar.web.limits import LIMITS, MOST_KEYS, UPLOADS, Counter, Limit
from tests.shop import Shop


def test_a_limit_counts_each_key_alone_and_opens_again_with_time() -> None:
    now = [0.0]
    counter, limit = Counter(clock=lambda: now[0]), Limit(times=2, seconds=60)
    assert [counter.allows("x", "ala", limit) for _ in range(3)] == [True, True, False]
    assert counter.allows("x", "bolek", limit)
    now[0] = 61.0
    assert counter.allows("x", "ala", limit)


def test_the_memory_of_a_counter_is_bounded() -> None:
    counter, limit = Counter(), Limit(times=1, seconds=60)
    for number in range(MOST_KEYS + 50):
        counter.allows("x", str(number), limit)
    assert len(counter._came) == MOST_KEYS


@pytest.fixture
def ala(shop: Shop) -> Client:
    client = Client()
    client.force_login(shop.ala)
    return client


@pytest.mark.django_db
def test_searching_without_end_is_slowed_down(ala: Client) -> None:
    answers = [ala.get("/szukaj/").status_code for _ in range(LIMITS["search"].times + 1)]
    assert set(answers[:-1]) == {200}
    assert answers[-1] == 429
    assert ala.get("/konta/").status_code == 200


@pytest.mark.django_db
def test_uploading_without_end_is_slowed_down(ala: Client, shop: Shop) -> None:
    for _ in range(UPLOADS.times):
        ala.post("/wiadomosci/1/odpowiedz/", {"file": SimpleUploadedFile("a.txt", b"x")})
    last = ala.post("/wiadomosci/1/odpowiedz/", {"file": SimpleUploadedFile("a.txt", b"x")})
    assert last.status_code == 429
    assert last.headers["Retry-After"] == "600"


@pytest.mark.django_db
def test_guessing_invitations_is_slowed_down(shop: Shop) -> None:
    stranger = Client()
    answers = [stranger.get(f"/zaproszenie/x{number}/").status_code for number in range(21)]
    assert (set(answers[:-1]), answers[-1]) == ({410}, 429)


@pytest.mark.django_db
def test_signing_out_empties_the_browsers_cache(ala: Client) -> None:
    assert ala.get("/konta/").headers["Cache-Control"] == "private, no-cache"
    assert ala.post("/konto/wyloguj/").headers["Clear-Site-Data"] == '"cache"'


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/konta/", "/nie-ma/", "/static/nie-ma.css", "/health"])
def test_every_answer_carries_the_headers_that_hold_the_browser_back(ala: Client, path: str) -> None:
    headers = ala.get(path).headers
    for word in ("default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert word in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/wiadomosci/?q=a%00b", "/szukaj/?q=%00", "/?x%00=1"])
def test_no_nul_gets_in_by_an_address(ala: Client, path: str) -> None:
    """PostgreSQL keeps it in no text."""
    assert ala.get(path).status_code == 400


@pytest.mark.django_db
def test_no_nul_gets_in_by_a_form(ala: Client) -> None:
    for given in ({"q": "a\0"}, {"a\0": "q"}):
        assert ala.post("/wyglad/", given).status_code == 400
