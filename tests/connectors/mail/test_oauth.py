"""Access by OAuth: where the seller is sent, how a code becomes access, and XOAUTH2 at both servers.

The token is checked for real: Dovecot asks a loopback introspection server (its oauth2 password database).
"""

import base64
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest

from kontuar.connector_kit.contract import Application, Tokens
from kontuar.connector_kit.errors import AuthExpired, NotSupported, OutcomeUnknown
from kontuar.connector_kit.scripted import Reply, ScriptedServer
from kontuar.connectors.mail.connector import MailConnector
from kontuar.connectors.mail.login import CODES, Access, refusal
from kontuar.connectors.mail.oauth import PLACES, xoauth2

from .conftest import BY_PASSWORD, NOW, SINCE, Desk, pulled, subjects
from .test_smtp import a_letter

TOKEN = "ya29.access-token"
GOOGLE = Application(
    name="Kontuar",
    version="1.2.3",
    kind="authorization_code",
    client_id="id-1.apps.example",
    client_secret="client-secret",
    place="google",
    redirect_uri="https://desk.example.com/back",
)


def at(place: str, url: str = "") -> Application:
    return replace(GOOGLE, place=place, base_url=url)


def old(refresh: str = "refresh-1") -> Tokens:
    return Tokens(access="old", refresh=refresh, access_expires_at=NOW)


@pytest.mark.parametrize(
    ("place", "host", "scope", "extra"),
    [
        ("google", "accounts.google.com", "https://mail.google.com/", ("access_type", "offline")),
        (
            "microsoft",
            "login.microsoftonline.com",
            "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access",
            ("prompt", "select_account"),
        ),
    ],
)
def test_the_seller_is_sent_to_the_provider_with_what_we_need(
    place: str, host: str, scope: str, extra: tuple[str, str]
) -> None:
    url = urlsplit(MailConnector().authorize_url(at(place), state="s t&1"))
    asked = dict(parse_qsl(url.query))
    assert (url.scheme, url.hostname) == ("https", host)
    assert asked["scope"] == scope
    assert asked["state"] == "s t&1"
    assert asked["client_id"] == GOOGLE.client_id
    assert asked["redirect_uri"] == GOOGLE.redirect_uri
    assert asked["response_type"] == "code"
    assert asked[extra[0]] == extra[1]
    assert "client-secret" not in url.query


@pytest.mark.parametrize("place", sorted(PLACES))
def test_a_code_becomes_access_and_access_is_renewed(place: str) -> None:
    with ScriptedServer() as server:
        server.answer(
            Reply.of_json({"access_token": TOKEN, "refresh_token": "refresh-1", "expires_in": 3599})
        )
        connector = MailConnector(clock=lambda: NOW)
        pair = connector.exchange_code(at(place, server.url), "code-1", now=NOW)
        assert (pair.access, pair.refresh) == (TOKEN, "refresh-1")
        assert pair.access_expires_at == NOW + timedelta(seconds=3599)
        server.answer(Reply.of_json({"access_token": "next", "expires_in": 3599}))
        renewed = connector.refresh(at(place, server.url), pair, now=NOW)
        assert (renewed.access, renewed.refresh) == ("next", "refresh-1")
        assert [one.path for one in server.asked] == [urlsplit(PLACES[place].token).path] * 2
        first, second = (dict(parse_qsl(one.body.decode())) for one in server.asked)
        assert first == {
            "grant_type": "authorization_code",
            "code": "code-1",
            "redirect_uri": GOOGLE.redirect_uri,
        }
        assert second["refresh_token"] == "refresh-1"
        sign = server.asked[0].headers["authorization"].removeprefix("Basic ")
        assert base64.b64decode(sign).decode() == "id-1.apps.example:client-secret"


def test_a_consent_that_is_gone_is_said_so_and_a_lost_answer_too() -> None:
    with ScriptedServer() as server:
        server.answer(Reply.of_json({"error": "invalid_grant"}, status=400))
        with pytest.raises(AuthExpired) as gone:
            MailConnector().refresh(at("google", server.url), old(), now=NOW)
        assert not gone.value.refreshable
        server.answer(Reply(drop=True))
        with pytest.raises(OutcomeUnknown):
            MailConnector().refresh(at("google", server.url), old(), now=NOW)


def test_a_stand_in_for_a_provider_may_only_be_on_this_machine() -> None:
    for url in ("http://evil.example", "https://127.0.0.1", "http://127.0.0.1.evil.example:80"):
        with pytest.raises(ValueError, match="on this machine"):
            MailConnector().authorize_url(at("google", url), state="s")
        with pytest.raises(ValueError, match="on this machine"):
            MailConnector().exchange_code(at("google", url), "code", now=NOW)


def test_a_password_is_nothing_to_sign_in_with_or_to_renew() -> None:
    connector = MailConnector()
    with pytest.raises(ValueError, match="no sign-in"):
        connector.authorize_url(BY_PASSWORD, state="s")
    with pytest.raises(AuthExpired) as refused:
        connector.refresh(BY_PASSWORD, old(""), now=NOW)
    assert not refused.value.refreshable
    for call in (
        lambda: connector.start_device(BY_PASSWORD, now=NOW),
        lambda: connector.poll_device(BY_PASSWORD, "code", now=NOW),
    ):
        with pytest.raises(NotSupported):
            call()


def test_the_sasl_answer_is_the_providers_own_example() -> None:
    # developers.google.com/gmail/imap/xoauth2-protocol, "The SASL XOAUTH2 mechanism"
    assert base64.b64encode(
        xoauth2("someuser@example.com", "ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg")
    ) == (
        b"dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB5YTI5LnZGOWRmdDRxbVRjMk52YjNSbGNrQmhkSFJoZG1semRH"
        b"RXVZMjl0Q2cBAQ=="
    )


def test_a_token_opens_the_mailbox_and_sends(desk: Desk) -> None:
    desk.box.with_token(TOKEN)
    desk.put("z żetonem")
    client = desk.open(application=at("google"), secret=TOKEN)
    assert subjects(pulled(client)[0]) == ["z żetonem"]
    assert client.whoami().login == desk.box.address
    assert client.perform(a_letter(desk)).letter
    assert {one for one in desk.box.office.submission.asked if one.startswith("AUTH")} == {"AUTH XOAUTH2"}


def test_a_token_that_ran_out_may_be_renewed_and_is_not_shown(desk: Desk) -> None:
    for call in (
        lambda: desk.open(application=at("google"), secret=TOKEN).pull("inbox", {}, now=NOW, since=SINCE),
        lambda: desk.open(application=at("google"), secret=TOKEN).perform(a_letter(desk)),
    ):
        with pytest.raises(AuthExpired) as refused:
            call()
        assert (refused.value.code, refused.value.refreshable) == ("xoauth_refused", True)
        assert TOKEN not in f"{refused.value!r} {vars(refused.value)} {refused.value.__context__!r}"


def test_another_mailbox_s_token_opens_nothing(desk: Desk) -> None:
    desk.box.office.open_box().with_token(TOKEN)
    with pytest.raises(AuthExpired):
        desk.open(application=at("google"), secret=TOKEN).whoami()


def by_password(provider: str = "", secret: str = "secret") -> Access:
    return Access(user="ala@example.com", secret=secret, is_token=False, provider=provider)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (
            "[ALERT] Application-specific password required: https://support.example/185833 (Failure)",
            "app_password_needed",
        ),
        (
            "[ALERT] Your account is not enabled for IMAP use. Please visit your Gmail settings page",
            "imap_disabled",
        ),
        ("[AUTHENTICATIONFAILED] Authentication failed.", "password_refused"),
        ("[WEBALERT https://accounts.example/] Web login required.", "web_login_needed"),
        ("User is authenticated but not connected.", "imap_disabled"),
        ("LOGINDISABLED", "passwords_off"),
        ("Invalid login or password. Please try again.", "password_refused"),
        ("NO", "password_refused"),
    ],
)
def test_what_servers_say_to_a_login_has_a_word_for_a_screen(words: str, code: str) -> None:
    error = refusal(words, by_password())
    assert isinstance(error, AuthExpired)
    assert error.code == code
    assert code in CODES


def test_what_a_provider_is_known_to_want_is_said_where_the_server_is_silent() -> None:
    silent = "LOGIN failed."
    assert refusal(silent, by_password("microsoft")).code == "passwords_off"
    assert refusal(silent, by_password("google")).code == "app_password_needed"
    assert refusal(silent, by_password("google", "abcd efgh ijkl mnop")).code == "password_refused"
    assert refusal("[UNAVAILABLE] Temporary authentication failure.", by_password()).code == "login_later"
    assert (
        refusal("[ALERT] Too many simultaneous connections. (Failure)", by_password()).code == "login_later"
    )
