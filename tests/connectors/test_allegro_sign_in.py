"""Signing in at the practice market, refreshing, and what happens when that goes wrong."""

import dataclasses
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from kontuar.connector_kit.contract import Application, DeviceCode, Tokens
from kontuar.connector_kit.errors import (
    AuthExpired,
    ConnectorError,
    OutcomeUnknown,
    RateLimited,
    Refused,
    Temporary,
    UnexpectedAnswer,
)
from kontuar.connector_kit.scripted import Reply, ScriptedServer
from kontuar.connectors.allegro import capabilities, places
from kontuar.connectors.allegro.connector import AllegroConnector, user_agent

from .conftest import LOGIN, Stall

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
BACK = "http://127.0.0.1:9/back"


def agree(stall: Stall, device: DeviceCode, answer: str = "allow") -> None:
    """The seller types the code on the market's own page."""
    form = {"code": device.user_code, "login": LOGIN, "answer": answer}
    assert stall.http.post(f"{stall.running.url}/skojarz-aplikacje", data=form).status_code < 400


def test_a_device_is_signed_in_after_the_seller_agrees(stall: Stall) -> None:
    device = stall.connector.start_device(stall.application, now=stall.now)
    assert device.verification_url.startswith(stall.running.url)
    assert stall.connector.poll_device(stall.application, device.device_code, now=stall.now) is None
    agree(stall, device)
    stall.later(seconds=6)
    tokens = stall.connector.poll_device(stall.application, device.device_code, now=NOW)
    assert tokens is not None
    assert tokens.access_expires_at == NOW + timedelta(seconds=43_199)
    assert set(capabilities.SCOPES) <= set(tokens.scopes)
    identity = stall.open(tokens=tokens).whoami()
    assert (identity.login, identity.country) == (LOGIN, "PL")


def test_asking_too_often_is_waiting_still(stall: Stall) -> None:
    device = stall.connector.start_device(stall.application, now=stall.now)
    for _ in range(3):
        assert stall.connector.poll_device(stall.application, device.device_code, now=stall.now) is None


def test_a_declined_device_is_refused(stall: Stall) -> None:
    device = stall.connector.start_device(stall.application, now=stall.now)
    agree(stall, device, "deny")
    with pytest.raises(Refused) as caught:
        stall.connector.poll_device(stall.application, device.device_code, now=stall.now)
    assert caught.value.code == "access_denied"


def test_a_device_code_runs_out(stall: Stall) -> None:
    device = stall.connector.start_device(stall.application, now=stall.now)
    assert device.expires_at > stall.now
    stall.later(hours=2)
    with pytest.raises(Refused) as caught:
        stall.connector.poll_device(stall.application, device.device_code, now=stall.now)
    assert caught.value.code == "expired_token"
    with pytest.raises(Refused):
        stall.connector.poll_device(stall.application, "made-up", now=stall.now)


def code_for(stall: Stall, state: str = "s-1") -> str:
    """The browser's way: the consent page, and the code in the address it sends the browser back to."""
    address = stall.connector.authorize_url(stall.application, state=state)
    assert address.startswith(f"{stall.running.url}/auth/oauth/authorize?")
    query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    answer = stall.http.post(
        address.partition("?")[0], data={**query, "login": LOGIN, "answer": "allow"}, follow_redirects=False
    )
    back = parse_qs(urlsplit(answer.headers["location"]).query)
    assert back["state"] == [state]
    return back["code"][0]


def test_a_browser_is_signed_in_by_code_once(make_stall: Callable[..., Stall]) -> None:
    stall = make_stall(kind="authorization_code", redirect_uri=BACK)
    code = code_for(stall)
    tokens = stall.connector.exchange_code(stall.application, code, now=stall.now)
    assert stall.open(tokens=tokens).whoami().login == LOGIN
    with pytest.raises(AuthExpired):
        stall.connector.exchange_code(stall.application, code, now=stall.now)


def test_a_code_older_than_ten_seconds_is_no_good(make_stall: Callable[..., Stall]) -> None:
    stall = make_stall(kind="authorization_code", redirect_uri=BACK)
    code = code_for(stall)
    stall.later(seconds=11)
    with pytest.raises(AuthExpired):
        stall.connector.exchange_code(stall.application, code, now=stall.now)


def test_refreshing_ends_the_old_pair(stall: Stall) -> None:
    old = stall.tokens()
    new = stall.connector.refresh(stall.application, old, now=stall.now)
    assert new.refresh != old.refresh
    assert stall.open(tokens=new).whoami().login == LOGIN
    with pytest.raises(AuthExpired) as caught:
        stall.connector.refresh(stall.application, old, now=stall.now)
    assert not caught.value.refreshable


def test_an_expired_access_is_refreshable_and_a_revoked_one_is_not_refreshed(stall: Stall) -> None:
    tokens = stall.tokens()
    stall.later(hours=13)
    with pytest.raises(AuthExpired) as caught:
        stall.open(tokens=tokens).whoami()
    assert caught.value.refreshable
    stall.post("/revoke", login=LOGIN)
    with pytest.raises(AuthExpired) as gone:
        stall.connector.refresh(stall.application, tokens, now=stall.now)
    assert not gone.value.refreshable


def test_a_lost_refresh_answer_is_of_unknown_outcome(stall: Stall) -> None:
    tokens = stall.tokens()
    stall.fault("refresh_lost", times=1)
    with pytest.raises(OutcomeUnknown):
        stall.connector.refresh(stall.application, tokens, now=stall.now)
    with pytest.raises(AuthExpired):
        stall.connector.refresh(stall.application, tokens, now=stall.now)


def test_a_missing_scope_is_a_refusal(stall: Stall) -> None:
    client = stall.open(tokens=stall.tokens(scopes=["allegro:api:profile:read"]))
    assert client.whoami().login == LOGIN
    with pytest.raises(Refused):
        stall.drain(client, "messages")


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as server:
        yield server


def application(url: str = "", **changes: str) -> Application:
    base = Application(
        name="Żółty sklep",
        version="1.2.3",
        kind="device",
        client_id="client-1",
        client_secret="hush-hush-secret",
        place="practice" if url else "production",
        base_url=url,
    )
    return dataclasses.replace(base, **changes)


def pair_at(url: str) -> tuple[AllegroConnector, Application]:
    return AllegroConnector(clock=lambda: NOW), application(url)


TOKENS_GONE = {"error": "invalid_grant", "error_description": "Invalid refresh token: refresh-secret"}


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (Reply.of_json(TOKENS_GONE, status=400), AuthExpired),
        (Reply.of_json({"error": "invalid_client"}, status=401), Refused),
        (Reply.of_json({"error": "unauthorized_client"}, status=401), Refused),
        (Reply(status=429, headers={"Retry-After": "5"}), RateLimited),
        (Reply(status=500), OutcomeUnknown),
        (Reply(status=504, body=b"<html>"), OutcomeUnknown),
        (Reply(drop=True), OutcomeUnknown),
        (Reply(body=b"<html>"), OutcomeUnknown),
        (Reply(body=b"[]"), OutcomeUnknown),
        (Reply.of_json({"access_token": "no\nheader", "refresh_token": "r"}), OutcomeUnknown),
    ],
)
def test_every_answer_to_a_refresh_has_its_consequence(
    stall: Stall, server: ScriptedServer, reply: Reply, expected: type[ConnectorError]
) -> None:
    server.answer(reply)
    connector, app = pair_at(server.url)
    tokens = dataclasses.replace(stall.tokens(), refresh="refresh-secret")
    with pytest.raises(ConnectorError) as caught:
        connector.refresh(app, tokens, now=NOW)
    assert type(caught.value) is expected
    shown = repr(caught.value) + str(vars(caught.value))
    assert "secret" not in shown


def test_a_lost_answer_while_waiting_for_the_seller_is_only_temporary(server: ScriptedServer) -> None:
    connector, app = pair_at(server.url)
    server.answer(Reply(status=504))
    with pytest.raises(Temporary):
        connector.start_device(app, now=NOW)
    with pytest.raises(Temporary):
        connector.poll_device(app, "code", now=NOW)
    server.answer(Reply.of_json({"device_code": "d"}))
    with pytest.raises(UnexpectedAnswer):
        connector.start_device(app, now=NOW)


def test_the_page_to_type_the_code_on_is_the_platforms_own(server: ScriptedServer) -> None:
    connector, app = pair_at(server.url)
    device = {"device_code": "d", "user_code": "u", "verification_uri": "https://evil.example/login"}
    server.answer(Reply.of_json(device | {"expires_in": "soon", "interval": -3}))
    begun = connector.start_device(app, now=NOW)
    assert begun.verification_url == f"{server.url}/skojarz-aplikacje"
    assert begun.interval == timedelta(seconds=1)
    assert begun.expires_at == NOW + timedelta(hours=1)


def test_no_secret_is_in_an_address(server: ScriptedServer, stall: Stall) -> None:
    connector, app = pair_at(server.url)
    server.answer(Reply.of_json({"access_token": "a", "refresh_token": "r", "expires_in": 10}))
    tokens = connector.refresh(app, stall.tokens(), now=NOW)
    assert tokens.access_expires_at == NOW + timedelta(seconds=10)
    connector.exchange_code(app, "code", now=NOW)
    assert [asked.params for asked in server.asked] == [(), ()]
    assert all(asked.headers["authorization"].startswith("Basic ") for asked in server.asked)
    assert "secret" not in repr(app) + repr(tokens)


class _ClosedGate:
    """Counts calls and lets none out."""

    def __init__(self) -> None:
        self.calls = 0

    def before_call(self) -> None:
        self.calls += 1
        raise RateLimited("No call may leave.", until=NOW, code="closed")


def test_a_line_to_production_opens_without_a_call() -> None:
    tokens = Tokens(access="a", refresh="r", access_expires_at=NOW)
    gate = _ClosedGate()
    client = AllegroConnector().open(application(), tokens, login="sklep", watch_only=True, gate=gate)
    assert gate.calls == 0
    with pytest.raises(RateLimited):
        client.whoami()
    assert gate.calls == 1, "every call passes the gate, so none was made before"
    client.close()


def test_each_place_has_its_own_hosts() -> None:
    production = places.of(application())
    sandbox = places.of(application(place="sandbox"))
    assert production.api == "https://api.allegro.pl"
    assert sandbox.api == "https://api.allegro.pl.allegrosandbox.pl"
    assert sandbox.auth == "https://allegro.pl.allegrosandbox.pl"
    for broken in ({"place": "moon"}, {"place": "practice"}, {"place": "practice", "base_url": "ftp://x"}):
        with pytest.raises(ValueError):
            places.of(application(**broken))


def test_links_lead_to_the_platforms_pages() -> None:
    connector = AllegroConnector()
    app = application()
    assert connector.link(app, "order", "29738e61") == "https://salescenter.allegro.com/orders/29738e61"
    assert connector.link(app, "offer", "123") == "https://allegro.pl/oferta/123"
    assert connector.link(app, "buyer", "a/b?c") == "https://allegro.pl/uzytkownik/a%2Fb%3Fc"
    assert connector.link(app, "thread", "t").startswith("https://allegro.pl/")
    assert connector.link(app, "planet", "1") == ""
    assert connector.link(app, "order", "") == ""


@pytest.mark.parametrize(
    ("changes", "login", "expected"),
    [
        ({}, "sklep", "Zolty-sklep/1.2.3 (+https://allegro.pl/uzytkownik/sklep)"),
        (
            {"info_url": "https://sklep.example/kontuar"},
            "",
            "Zolty-sklep/1.2.3 (+https://sklep.example/kontuar)",
        ),
        ({"name": "A b/c (d)"}, "", "A-b-c-d/1.2.3 (+https://allegro.pl)"),
        ({"name": "日本", "version": "v 2"}, "", "Kontuar/v2 (+https://allegro.pl)"),
    ],
)
def test_the_user_agent_has_the_compulsory_form(changes: dict[str, str], login: str, expected: str) -> None:
    assert user_agent(application(**changes), login=login) == expected
