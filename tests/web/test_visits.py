"""Where one is signed in: noticed without a query a page, shown coarsely, ended at once."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kontuar.actions import visits as actions
from kontuar.actions.errors import NotAllowed
from kontuar.store.models import User, Visit
from kontuar.web import devices
from tests.shop import PASSWORD, Shop

pytestmark = pytest.mark.django_db
SECURITY = "/bezpieczenstwo/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"


def browser(user: User, agent: str = FIREFOX, address: str = "203.0.113.77") -> Client:
    """A browser that has looked at a page."""
    User.objects.update(language="en")
    client = Client(headers={"user-agent": agent}, REMOTE_ADDR=address)
    client.force_login(user)
    client.get("/konta/")
    return client


def shown(client: Client) -> None:
    client.post("/konto/potwierdz/", {"password": PASSWORD})


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox, Windows"),
        (PHONE, "Safari, iPhone"),
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0",
            "Edge, Linux",
        ),
        ("curl/8.0", ""),
        ("Mozilla/5.0 <script>" * 10_000, ""),
    ],
)
def test_a_browser_is_named_coarsely(agent: str, words: str) -> None:
    assert devices.device(agent) == words


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("203.0.113.77", "203.0.113.x"),
        ("2001:db8:7:1::5", "2001:db8:7::"),
        ("::ffff:203.0.113.77", "203.0.113.x"),
        ("unix:", ""),
    ],
)
def test_of_an_address_only_the_front_is_kept(address: str, words: str) -> None:
    assert devices.network(address) == words


def test_the_page_shows_both_browsers_and_which_one_this_is(shop: Shop) -> None:
    browser(shop.ala, PHONE, "198.51.100.9")
    body = browser(shop.ala).get(SECURITY).content.decode()
    assert "Safari, iPhone" in body
    assert "198.51.100.x" in body
    assert body.count("this one") == 1
    assert "198.51.100.9" not in body


def test_a_page_writes_nothing_down_until_minutes_have_passed(shop: Shop) -> None:
    client = browser(shop.ala)
    with CaptureQueriesContext(connection) as asked:
        client.get("/konta/")
    assert not [
        one for one in asked.captured_queries if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
    ]
    assert not [one for one in asked.captured_queries if '"visit"' in one["sql"]]


def _older(client: Client, **changes: float) -> None:
    session = client.session
    session["visit"] = {**session["visit"], **changes}
    session.save()


def test_after_five_minutes_the_visit_is_noted_again(shop: Shop) -> None:
    client = browser(shop.ala)
    Visit.objects.update(seen_at=timezone.now() - timedelta(hours=1))
    _older(client, seen=(timezone.now() - timedelta(minutes=6)).timestamp())
    client.get("/konta/")
    assert timezone.now() - Visit.objects.get().seen_at < timedelta(minutes=2)


def test_a_session_that_grew_old_ends_however_busy_it_is(shop: Shop) -> None:
    client = browser(shop.ala)
    _older(client, began=(timezone.now() - timedelta(days=31)).timestamp())
    answer = client.get("/konta/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/konto/login/?next=/konta/")


def test_a_browser_not_told_to_stay_ends_after_half_a_day_without_a_page(shop: Shop) -> None:
    client = Client()
    client.post("/konto/login/", {"login": "ala", "password": PASSWORD})
    client.get("/konta/")
    _older(client, seen=(timezone.now() - timedelta(hours=13)).timestamp())
    assert client.get("/konta/").status_code == 302


def test_a_browser_told_to_stay_is_still_in_the_next_morning(shop: Shop) -> None:
    client = Client()
    client.post("/konto/login/", {"login": "ala", "password": PASSWORD, "remember": "on"})
    client.get("/konta/")
    _older(client, seen=(timezone.now() - timedelta(hours=13)).timestamp())
    assert client.get("/konta/").status_code == 200


def test_ending_one_signs_that_browser_out_and_no_other(shop: Shop) -> None:
    phone, tablet, here = browser(shop.ala, PHONE), browser(shop.ala, ""), browser(shop.ala)
    shown(here)
    lost = Visit.objects.get(device="Safari, iPhone")
    assert here.post(f"{SECURITY}sesje/{lost.pk}/zakoncz/").status_code == 303
    assert phone.get("/konta/").status_code == 302
    assert tablet.get("/konta/").status_code == 200


def test_ending_all_others_leaves_this_one(shop: Shop) -> None:
    phone, here = browser(shop.ala, PHONE), browser(shop.ala)
    shown(here)
    here.post(f"{SECURITY}sesje/zakoncz-pozostale/")
    assert phone.get("/konta/").status_code == 302
    assert here.get("/konta/").status_code == 200


def test_ending_asks_who_it_is_first(shop: Shop) -> None:
    phone, here = browser(shop.ala, PHONE), browser(shop.ala)
    answer = here.post(f"{SECURITY}sesje/zakoncz-pozostale/")
    assert answer.headers["Location"].startswith("/konto/potwierdz/")
    assert phone.get("/konta/").status_code == 200


def test_another_persons_browser_does_not_exist(shop: Shop) -> None:
    browser(shop.bolek)
    here = browser(shop.ala)
    shown(here)
    assert here.post(f"{SECURITY}sesje/{Visit.objects.get(user=shop.bolek).pk}/zakoncz/").status_code == 404


def test_an_owner_ends_a_colleagues_and_nobody_elses(shop: Shop) -> None:
    bolek, celina = browser(shop.bolek), browser(shop.celina)
    now = timezone.now()
    assert actions.end_others(shop.bolek, shop.ala, now=now) == 1
    with pytest.raises(NotAllowed):
        actions.end_others(shop.celina, shop.ala, now=now)
    with pytest.raises(NotAllowed):
        actions.end_others(shop.ala, shop.bolek, now=now)
    assert bolek.get("/konta/").status_code == 302
    assert celina.get("/konta/").status_code == 200


def test_a_new_password_ends_the_others_and_takes_their_rows(shop: Shop) -> None:
    phone, here = browser(shop.ala, PHONE), browser(shop.ala)
    new = "zupelnie-inne-zdanie-9"
    here.post("/konto/haslo/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert here.get(SECURITY).content.decode().count("this one") == 1
    assert phone.get("/konta/").status_code == 302
    assert Visit.objects.count() == 1


def test_what_sessions_left_behind_is_swept_at_the_next_sign_in(shop: Shop) -> None:
    browser(shop.ala, PHONE)
    Session.objects.all().delete()
    browser(shop.ala)
    assert [row.device for row in Visit.objects.all()] == ["Firefox, Windows"]
