"""Connecting at a real (practice) market through the screens, and what an account's page says and does."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from django.test import Client
from django.utils import timezone

from kontuar.practice_market import serve
from kontuar.store.models import Account, AccountAccess, Application, Desk, SignIn, Stream
from tests.shop import Shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def ala(shop: Shop) -> Client:
    client = Client()
    client.force_login(shop.ala)
    return client


@pytest.fixture
def seller(market: serve.RunningMarket) -> Iterator[httpx2.Client]:
    """The seller's browser at the market."""
    with httpx2.Client(base_url=market.url, timeout=60) as http:
        yield http


def _registered(seller: httpx2.Client, kind: str = "device", **more: Any) -> dict[str, Any]:
    login = f"stragan-{Account.objects.count()}-{kind[:4]}"
    seller.post("/_market/sellers", json={"login": login})
    app = seller.post("/_market/applications", json={"name": f"Kontuar-{login}", "type": kind, **more}).json()
    return {"login": login, **app}


def _form(app: dict[str, Any], url: str, kind: str = "device", **changes: str) -> dict[str, str]:
    good = {
        "kind": kind, "base_url": url, "name": app["name"], "client_id": app["client_id"],
        "client_secret": app["client_secret"], "how_far": "30",
    }  # fmt: skip
    return {**good, **changes}


def test_a_seller_connects_by_device_code(
    shop: Shop, ala: Client, market: serve.RunningMarket, seller: httpx2.Client
) -> None:
    app = _registered(seller)
    answer = ala.post("/konta/polacz/practice/", _form(app, market.url))
    assert answer.status_code == 303
    page = answer.headers["Location"]
    begun = SignIn.objects.get()
    body = ala.get(page).content.decode()
    assert begun.user_code in body
    assert begun.verification_url in body
    waiting = ala.post(f"{page}sprawdz/")
    assert waiting.status_code == 200
    seller.post(
        "/skojarz-aplikacje", data={"code": begun.user_code, "login": app["login"], "answer": "allow"}
    )
    SignIn.objects.update(next_poll_at=timezone.now())
    found = ala.post(f"{page}sprawdz/", headers={"hx-request": "true"})
    account = Account.objects.get(login=app["login"])
    assert found.headers["HX-Redirect"] == f"/konta/{account.pk}/"
    assert account.is_watch_only
    assert AccountAccess.objects.get(account=account, user=shop.ala).role == "owner"
    assert abs(account.read_since - (timezone.now() - timedelta(days=30))) < timedelta(minutes=1)
    assert app["client_secret"] not in ala.get(f"/konta/{account.pk}/").content.decode()


def test_asking_too_early_waits_quietly(
    ala: Client, market: serve.RunningMarket, seller: httpx2.Client
) -> None:
    app = _registered(seller)
    page = ala.post("/konta/polacz/practice/", _form(app, market.url)).headers["Location"]
    answer = ala.post(f"{page}sprawdz/", headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert b"hx-trigger" in answer.content
    assert b"<html" not in answer.content


def test_a_seller_who_declines_is_told_that_nothing_was_connected(
    ala: Client, market: serve.RunningMarket, seller: httpx2.Client
) -> None:
    app = _registered(seller)
    page = ala.post("/konta/polacz/practice/", _form(app, market.url)).headers["Location"]
    begun = SignIn.objects.get()
    seller.post("/skojarz-aplikacje", data={"code": begun.user_code, "login": app["login"], "answer": "deny"})
    SignIn.objects.update(next_poll_at=timezone.now())
    body = ala.post(f"{page}sprawdz/").content.decode()
    assert 'role="alert"' in body
    assert "hx-trigger" not in body
    assert not Account.objects.filter(login=app["login"]).exists()


def test_a_wrong_secret_keeps_what_was_typed(
    ala: Client, market: serve.RunningMarket, seller: httpx2.Client
) -> None:
    app = _registered(seller)
    answer = ala.post("/konta/polacz/practice/", _form(app, market.url, client_secret="inny"))
    assert answer.status_code == 422
    assert f'value="{app["name"]}"' in answer.content.decode()
    assert "errorlist" in answer.content.decode()


def test_a_seller_connects_by_authorization_code(
    shop: Shop, ala: Client, market: serve.RunningMarket, seller: httpx2.Client
) -> None:
    back = "http://testserver/konta/powrot/"
    assert back in ala.get("/konta/polacz/practice/").content.decode()
    app = _registered(seller, "authorization_code", redirect_uri=back)
    page = ala.post("/konta/polacz/practice/", _form(app, market.url, "authorization_code")).headers[
        "Location"
    ]
    begun = SignIn.objects.get()
    assert begun.verification_url.replace("&", "&amp;") in ala.get(page).content.decode()
    address = httpx2.URL(begun.verification_url)
    agreed = seller.post(
        address.path, data={**dict(address.params), "login": app["login"], "answer": "allow"}
    )
    assert agreed.headers["Location"].startswith(back)
    answer = ala.get(agreed.headers["Location"].removeprefix("http://testserver"))
    account = Account.objects.get(login=app["login"])
    assert answer.headers["Location"] == f"/konta/{account.pk}/"


def test_somebody_elses_code_connects_nothing(
    shop: Shop, ala: Client, market: serve.RunningMarket, seller: httpx2.Client
) -> None:
    count = Account.objects.count()
    for query in ("state=x&code=y", "code=y", "error=access_denied&state=x", ""):
        assert ala.get(f"/konta/powrot/?{query}").headers["Location"] == "/konta/"
    assert Account.objects.count() == count


def test_the_code_of_a_colleagues_sign_in_is_not_shown(shop: Shop, ala: Client) -> None:
    now = timezone.now()
    begun = SignIn.objects.create(
        application=shop.account.application, user=shop.ala, user_code="TAJNY", read_since=now,
        expires_at=now + timedelta(hours=1), created_at=now,
    )  # fmt: skip
    bolek = Client()
    bolek.force_login(shop.bolek)
    assert bolek.get(f"/konta/logowanie/{begun.pk}/").status_code == 404


def test_sending_is_allowed_only_after_a_page_that_says_what_it_means(shop: Shop, ala: Client) -> None:
    Account.objects.filter(pk=shop.account.pk).update(is_watch_only=True)
    path = f"/konta/{shop.account.pk}/wysylanie/"
    assert str(shop.account.hourly_cap) in ala.get(path).content.decode()
    assert Account.objects.get(pk=shop.account.pk).is_watch_only
    ala.post(path)
    assert not Account.objects.get(pk=shop.account.pk).is_watch_only
    ala.post(f"/konta/{shop.account.pk}/podglad/")
    assert Account.objects.get(pk=shop.account.pk).is_watch_only


def test_an_agent_sees_no_button_that_is_not_his(shop: Shop) -> None:
    bolek = Client()
    bolek.force_login(shop.bolek)
    body = bolek.get(f"/konta/{shop.account.pk}/").content.decode()
    for verb in ("wysylanie", "podglad", "wstrzymaj", "zaloguj", 'ustawienia/"'):
        assert f"/konta/{shop.account.pk}/{verb}" not in body
    assert f"/konta/{shop.account.pk}/czytaj/" in body


def test_the_first_import_shows_counts_and_renews_itself(shop: Shop, ala: Client) -> None:
    Stream.objects.create(account=shop.account, name="history", done=40, total=160)
    body = ala.get(f"/konta/{shop.account.pk}/stan/").content.decode()
    assert 'max="160" value="40"' in body
    assert 'hx-trigger="every 4s"' in body
    assert "<html" not in body
    Stream.objects.filter(name="history").update(is_finished=True)
    assert 'hx-trigger="every 30s"' in ala.get(f"/konta/{shop.account.pk}/stan/").content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"state": "signed_out", "auth_problem": "signed_out"}, "no longer accepts our access"),
        ({"state": "signed_out", "auth_problem": "key_lost"}, "file KEYS"),
        ({"state": "signed_out", "auth_problem": "application_refused"}, "does not accept our application"),
        ({"state": "signed_out", "auth_problem": "not_accepted"}, "although it had just been renewed"),
        ({"is_watch_only": True, "watch_only_reason": "copied"}, "This may be a copy"),
        (
            {"state": "paused", "is_watch_only": True, "watch_only_reason": "copied"},
            "resume the account, then",
        ),
        ({"is_watch_only": True, "watch_only_reason": "second_copy"}, "had already been sent"),
        ({"clock_skew_ms": -61000}, "differ by 61 seconds"),
        ({"blocked_until": "soon"}, "asked us to make no calls"),
    ],
)
def test_a_trouble_is_told_in_plain_words(
    shop: Shop, ala: Client, changes: dict[str, Any], words: str
) -> None:
    if "blocked_until" in changes:
        changes = {"blocked_until": timezone.now() + timedelta(minutes=1)}
    Account.objects.filter(pk=shop.account.pk).update(**changes)
    type(shop.ala).objects.filter(pk=shop.ala.pk).update(language="en")
    assert words in ala.get(f"/konta/{shop.account.pk}/").content.decode()
    assert words in ala.get("/konta/").content.decode()


def test_an_account_can_be_paused_while_it_is_signed_out(shop: Shop, ala: Client) -> None:
    Account.objects.filter(pk=shop.account.pk).update(state="signed_out", auth_problem="signed_out")
    pause = f"/konta/{shop.account.pk}/wstrzymaj/"
    assert pause in ala.get(f"/konta/{shop.account.pk}/").content.decode()
    ala.post(pause)
    assert Account.objects.get(pk=shop.account.pk).state == "paused"


def test_old_data_is_never_shown_as_fresh(shop: Shop, ala: Client) -> None:
    Stream.objects.create(
        account=shop.account, name="messages", last_ok_at=timezone.now() - timedelta(hours=2)
    )
    assert "chip late" in ala.get("/konta/").content.decode()
    Stream.objects.filter(name="messages").update(last_ok_at=timezone.now())
    assert "chip late" not in ala.get("/konta/").content.decode()


def test_settings_of_an_account_keep_what_was_typed_on_a_mistake(shop: Shop, ala: Client) -> None:
    path = f"/konta/{shop.account.pk}/ustawienia/"
    form = {"label": "Sklep", "signature": "A.", "country": "PL", "zone": "Europe/Warsaw", "hourly_cap": "0"}
    answer = ala.post(path, form)
    assert answer.status_code == 422
    assert 'value="Sklep"' in answer.content.decode()
    assert ala.post(path, {**form, "hourly_cap": "30"}).status_code == 303
    assert Account.objects.get(pk=shop.account.pk).hourly_cap == 30


def test_one_page_and_one_click_remove_the_demonstration(shop: Shop, ala: Client) -> None:
    Desk.objects.create(pk=1, is_demo=True)
    assert "/konta/pokaz/usun/" in ala.get("/konta/").content.decode()
    assert ala.get("/konta/pokaz/usun/").status_code == 200
    assert ala.post("/konta/pokaz/usun/").status_code == 303
    assert not Application.objects.filter(place="practice").exists()
