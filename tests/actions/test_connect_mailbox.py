"""Connecting a mailbox: tried before it is kept, plain words when it fails, and no secret where it could be read."""

from datetime import timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet

from kontuar.actions import connect, connect_mailbox, tokens
from kontuar.actions.errors import ActionProblem, Invalid, NotAllowed, NotNow
from kontuar.connector_kit.errors import AuthExpired, Refused, Temporary
from kontuar.connectors import CONNECTORS, mail_providers
from kontuar.store.models import Account, AccountAccess, Application, JournalEntry, SignIn, Stream, User
from tests.actions.mail_desk import ADDRESS, HOUR, ScriptedMail
from tests.shop import NOW, Shop

pytestmark = pytest.mark.django_db
SECRET = "tajne-haslo-7"
IMAP = {"host": "imap.example.com", "port": 993, "security": "tls"}
SMTP = {"host": "smtp.example.com", "port": 465, "security": "tls"}
SETTINGS: dict[str, Any] = {
    "address": "Sklep@Example.com",
    "name": "Sklep Przykład",
    "imap": IMAP,
    "smtp": SMTP,
}
SINCE = NOW - timedelta(days=30)


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> ScriptedMail:
    scripted = ScriptedMail()
    scripted.post.hosts = {"imap.example.com": SECRET, "smtp.example.com": SECRET}
    monkeypatch.setitem(CONNECTORS, "mail", scripted)  # type: ignore[arg-type]
    return scripted


def connected(by: User, password: str = SECRET, **settings: Any) -> Account:
    given = {name: value for name, value in {**SETTINGS, **settings}.items() if value is not None}
    return connect_mailbox.connect(by, settings=given, password=password, read_since=SINCE, now=NOW)


def refused(by: User, password: str = SECRET, **settings: Any) -> Invalid:
    with pytest.raises(Invalid) as caught:
        connected(by, password, **settings)
    assert SECRET not in str(caught.value.text)
    return caught.value


def test_a_mailbox_is_connected_watch_only_and_read_at_once(shop: Shop, line: ScriptedMail) -> None:
    account = connected(shop.ala)
    assert (account.platform, account.login, account.external_id) == ("mail", ADDRESS, ADDRESS)
    assert (account.is_watch_only, account.state) == (True, Account.State.ACTIVE)
    assert account.settings == {**SETTINGS, "address": ADDRESS}
    assert account.access_expires_at > NOW + timedelta(days=30_000)
    assert set(Stream.objects.filter(account=account).values_list("name", flat=True)) == {
        spec.name for spec in line.streams
    }
    assert AccountAccess.objects.get(account=account).role == "owner"
    assert line.post.asked == [("imap.example.com", SECRET), ("smtp.example.com", SECRET)]


def test_the_password_lies_sealed_and_nowhere_else(shop: Shop, line: ScriptedMail) -> None:
    account = connected(shop.ala)
    assert tokens.opened(account).access == SECRET
    rows = [*Account.objects.values(), *Application.objects.values(), *JournalEntry.objects.values()]
    assert SECRET not in str(rows)
    assert SECRET not in repr(tokens.opened(account))


def test_only_an_owner_of_the_desk_connects(shop: Shop, line: ScriptedMail) -> None:
    with pytest.raises(NotAllowed):
        connected(shop.bolek)


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"address": "no address"}, "address"),
        ({"imap": {**IMAP, "host": "a b"}}, "imap_host"),
        ({"imap": {**IMAP, "host": "imap.example.com\r\nA LOGOUT"}}, "imap_host"),
        ({"smtp": {**SMTP, "port": 70_000}}, "smtp_port"),
        ({"smtp": {**SMTP, "port": "25"}}, "smtp_port"),
        ({"smtp": {**SMTP, "security": "ssl3"}}, "smtp_security"),
        ({"imap": {**IMAP, "security": "none"}}, "imap_security"),
        ({"smtp": "smtp.example.com"}, "smtp_host"),
    ],
)
def test_what_makes_no_sense_is_told_at_its_field_and_nothing_is_kept(
    shop: Shop, line: ScriptedMail, settings: dict[str, Any], field: str
) -> None:
    assert refused(shop.ala, **settings).field == field
    assert not Account.objects.filter(platform="mail").exists()


def test_without_tls_only_this_very_machine_is_spoken_to(shop: Shop, line: ScriptedMail) -> None:
    line.post.hosts = {"127.0.0.1": SECRET}
    here = {"host": "127.0.0.1", "port": 143, "security": "none"}
    assert connected(shop.ala, imap=here, smtp=None).settings["imap"] == here


@pytest.mark.parametrize(
    ("error", "code", "field"),
    [
        (AuthExpired("x", code="app_password_needed"), "app_password_needed", "password"),
        (AuthExpired("x", code="imap_disabled"), "imap_disabled", "password"),
        (AuthExpired("x", code="passwords_off"), "passwords_off", "password"),
        (Temporary("x", code="certificate"), "certificate", "imap_host"),
        (Temporary("x", code="no_such_server"), "no_such_server", "imap_host"),
        (Temporary("x", code="tls_failed"), "tls_failed", "imap_host"),
        (Refused("x", code="folder_missing"), "folder_missing", "folders"),
        (Temporary("x"), "no_answer", "imap_host"),
        (Refused("x", code="whatever"), "whatever", "imap_host"),
    ],
)
def test_a_refusal_is_told_in_plain_words(
    shop: Shop, line: ScriptedMail, error: Exception, code: str, field: str
) -> None:
    line.post.refusals["imap.example.com"] = error
    told = refused(shop.ala)
    assert (told.code, told.field) == (code, field)
    assert len(str(told.text)) > 20
    assert "%" not in str(told.text)


def test_it_is_told_which_server_said_no(shop: Shop, line: ScriptedMail) -> None:
    del line.post.hosts["smtp.example.com"]
    told = refused(shop.ala)
    assert told.field == "smtp_host"
    assert "smtp.example.com" in str(told.text)
    assert "465" in str(told.text)


def test_a_server_that_lets_nobody_in_just_now_is_no_mistake_of_the_persons(
    shop: Shop, line: ScriptedMail
) -> None:
    line.post.refusals["imap.example.com"] = Temporary("x", code="login_later")
    with pytest.raises(NotNow):
        connected(shop.ala)


def test_a_mailbox_that_is_handed_over_needs_no_server(shop: Shop, line: ScriptedMail) -> None:
    account = connected(shop.ala, "", imap=None, smtp=None)
    assert line.post.asked == []
    assert tokens.opened(account).access == ""


def test_a_mailbox_may_only_be_read(shop: Shop, line: ScriptedMail) -> None:
    assert "smtp" not in connected(shop.ala, smtp=None).settings


def test_reading_needs_a_password(shop: Shop, line: ScriptedMail) -> None:
    assert refused(shop.ala, "").field == "password"


def test_the_same_address_again_is_the_same_account_signed_in_again(shop: Shop, line: ScriptedMail) -> None:
    first = connected(shop.ala, aliases=["biuro@example.com"])
    Account.objects.update(state=Account.State.SIGNED_OUT, auth_problem="password_refused")
    line.post.hosts = {"imap.example.com": "nowe"}
    again = connected(shop.ala, "nowe", smtp=None)
    assert again.pk == first.pk
    assert (again.state, again.auth_problem) == (Account.State.ACTIVE, "")
    assert "smtp" not in again.settings
    assert again.settings["aliases"] == ["biuro@example.com"]
    assert tokens.opened(again).access == "nowe"


def test_a_server_of_the_newcomers_own_opens_nobody_elses_mailbox(shop: Shop, line: ScriptedMail) -> None:
    first = connected(shop.ala)
    line.post.hosts["evil.example.net"] = "anything"
    evil = {"host": "evil.example.net", "port": 993, "security": "tls"}
    for imap, smtp in ((evil, None), (None, evil), (None, None)):
        told = refused(shop.celina, "anything", imap=imap, smtp=smtp)
        assert told.code == "connected_by_another"
    assert line.post.asked[2:] == []
    assert not AccountAccess.objects.filter(account=first, user=shop.celina).exists()


def test_who_has_the_mailboxs_password_may_work_it(shop: Shop, line: ScriptedMail) -> None:
    first = connected(shop.ala)
    assert connected(shop.celina).pk == first.pk
    assert AccountAccess.objects.get(account=first, user=shop.celina).role == "owner"


def test_a_lost_key_does_not_keep_new_passwords_out(shop: Shop, line: ScriptedMail, settings: Any) -> None:
    first = connected(shop.ala)
    settings.TOKEN_KEYS = (Fernet.generate_key().decode(),)
    with pytest.raises(AuthExpired) as caught:
        tokens.opened(Account.objects.get(pk=first.pk))
    assert caught.value.code == "key_lost"
    again = connected(shop.ala)
    assert again.pk == first.pk
    assert tokens.application_fact(again.application).client_secret == ""


# --- changing ------------------------------------------------------------------------------------------


def change(account: Account, by: User, **given: Any) -> Account:
    values: dict[str, Any] = {"imap": IMAP, "smtp": SMTP, "user": "", "password": "", **given}
    connect_mailbox.change_servers(account, by, **values, now=NOW + HOUR)
    return account


def test_a_new_password_is_tried_and_kept(shop: Shop, line: ScriptedMail) -> None:
    account = connected(shop.ala)
    line.post.hosts = dict.fromkeys(line.post.hosts, "nowe")
    change(account, shop.ala, password="nowe")
    assert tokens.opened(account).access == "nowe"


def test_a_wrong_password_changes_nothing(shop: Shop, line: ScriptedMail) -> None:
    account = connected(shop.ala)
    with pytest.raises(Invalid):
        change(account, shop.ala, password="zle")
    account.refresh_from_db()
    assert tokens.opened(account).access == SECRET


def test_the_kept_password_serves_another_port_but_no_other_server(shop: Shop, line: ScriptedMail) -> None:
    account = change(connected(shop.ala), shop.ala, smtp={**SMTP, "port": 587, "security": "starttls"})
    assert account.settings["smtp"]["port"] == 587
    line.post.hosts["evil.example.net"] = SECRET
    line.post.asked.clear()
    for given in ({"imap": {**IMAP, "host": "evil.example.net"}}, {"user": "inny"}):
        with pytest.raises(Invalid) as caught:
            change(account, shop.ala, **given)
        assert (caught.value.code, caught.value.field) == ("password_again", "password")
    assert line.post.asked == []


def test_another_server_is_read_from_its_beginning(shop: Shop, line: ScriptedMail) -> None:
    account = connected(shop.ala)
    streams = Stream.objects.filter(account=account)
    streams.update(cursor={"INBOX": {"validity": 1, "next_uid": 900}}, is_finished=True, next_pull_at=None)
    change(account, shop.ala, password=SECRET, smtp={**SMTP, "port": 587, "security": "starttls"})
    assert all(row.cursor and row.is_finished for row in streams)
    line.post.hosts["imap.example.net"] = SECRET
    change(account, shop.ala, password=SECRET, imap={**IMAP, "host": "imap.example.net"})
    assert not any(row.cursor or row.is_finished for row in streams.all())


def test_sending_can_be_taken_away_and_given_back(shop: Shop, line: ScriptedMail) -> None:
    account = change(connected(shop.ala, sent_folder="Sent"), shop.ala, smtp=None)
    assert "smtp" not in account.settings
    assert account.settings["sent_folder"] == "Sent"
    assert change(account, shop.ala, password=SECRET).settings["smtp"] == SMTP


def test_strangers_change_nothing(shop: Shop, line: ScriptedMail) -> None:
    account = connected(shop.ala)
    with pytest.raises(NotAllowed):
        change(account, shop.celina, password=SECRET)


def test_a_lost_key_asks_for_the_password(shop: Shop, line: ScriptedMail, settings: Any) -> None:
    account = connected(shop.ala)
    settings.TOKEN_KEYS = (Fernet.generate_key().decode(),)
    with pytest.raises(Invalid) as caught:
        change(account, shop.ala)
    assert (caught.value.code, caught.value.field) == ("key_lost", "password")


# --- the provider's own sign-in ---------------------------------------------------------------------------


def begun(by: User, **given: Any) -> SignIn:
    values: dict[str, Any] = {"place": "google", "client_id": "id", "client_secret": "s", "redirect_uri": "https://x/",
                              "settings": SETTINGS, **given}  # fmt: skip
    return connect_mailbox.begin_oauth(by, **values, read_since=SINCE, now=NOW)


def test_a_providers_sign_in_ends_in_the_same_account(shop: Shop, line: ScriptedMail) -> None:
    first = connected(shop.ala)
    row = begun(shop.ala)
    assert row.verification_url.startswith("https://accounts.example/")
    line.post.hosts = dict.fromkeys(line.post.hosts, "oauth-token")
    account = connect.finish_code(shop.ala, state=row.state_token, code="good", now=NOW)
    assert account.pk == first.pk
    assert account.application.place == "google"
    assert tokens.opened(account).access == "oauth-token"
    assert account.settings["imap"] == IMAP


def test_a_consent_the_mail_servers_do_not_take_is_told_in_words_of_mail(
    shop: Shop, line: ScriptedMail
) -> None:
    row = begun(shop.ala)
    line.post.refusals["imap.example.com"] = AuthExpired("x", code="xoauth_refused", refreshable=True)
    with pytest.raises(ActionProblem) as caught:
        connect.finish_code(shop.ala, state=row.state_token, code="good", now=NOW)
    assert caught.value.code == "xoauth_refused"
    assert not Account.objects.filter(platform="mail").exists()


def test_nobody_begins_a_sign_in_for_another_owners_mailbox_elsewhere(shop: Shop, line: ScriptedMail) -> None:
    connected(shop.ala)
    elsewhere = {**SETTINGS, "imap": {**IMAP, "host": "evil.example.net"}}
    with pytest.raises(Invalid) as caught:
        begun(shop.celina, settings=elsewhere)
    assert caught.value.code == "connected_by_another"


def test_an_unknown_place_is_refused(shop: Shop, line: ScriptedMail) -> None:
    with pytest.raises(Invalid):
        begun(shop.ala, place="example")


def test_every_providers_settings_are_taken() -> None:
    for provider in mail_providers.ALL:
        settings = provider.settings("sklep@example.com")
        assert connect_mailbox.checked(settings) == settings
