"""Access: renewed once, stored before it is used, and its loss told in time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kontuar.actions import links, tokens
from kontuar.connector_kit.contract import Tokens
from kontuar.connector_kit.errors import AuthExpired, Temporary
from kontuar.connectors import get as connector_named
from kontuar.store.models import Account, Stream
from tests.market import Bench

pytestmark = pytest.mark.django_db(transaction=True)
REFRESH = "POST /auth/oauth/token"


def run_out(bench: Bench) -> Account:
    """The stored access is about to end."""
    Account.objects.filter(pk=bench.account.pk).update(access_expires_at=timezone.now())
    return Account.objects.select_related("application").get(pk=bench.account.pk)


def test_a_renewed_pair_is_stored_sealed_and_used(bench: Bench) -> None:
    before = run_out(bench)
    pair = tokens.fresh(before, now=timezone.now())
    after = Account.objects.get(pk=bench.account.pk)
    assert after.tokens_version == before.tokens_version
    assert pair.access == tokens.opened(after).access
    assert pair.access not in after.tokens_sealed
    bench.read("messages")
    assert Stream.objects.get(account=after, name="messages").last_error == ""


def test_while_one_process_renews_another_does_not(bench: Bench) -> None:
    account = run_out(bench)
    assert tokens._lease(account, timezone.now())
    with pytest.raises(Temporary):
        tokens.fresh(account, now=timezone.now())


def test_a_lost_answer_with_the_new_pair_asks_for_sign_in_in_the_end(bench: Bench) -> None:
    run_out(bench)
    bench.running.market.faults.add("refresh_lost", times=1, mode="close")
    bench.read("messages")
    Account.objects.update(refresh_lease_until=timezone.now() - timedelta(seconds=1))
    bench.read("messages")
    bench.account.refresh_from_db()
    assert (bench.account.state, bench.account.auth_problem) == ("signed_out", "signed_out")


def test_a_consent_taken_away_is_told_and_ends_reading(bench: Bench) -> None:
    bench.running.market.faults.add("revoke_token", times=1)
    bench.read("messages")
    bench.account.refresh_from_db()
    assert (bench.account.state, bench.account.auth_problem) == ("signed_out", "signed_out")
    assert Stream.objects.get(account=bench.account, name="messages").last_error == "AuthExpired"


def test_a_lost_key_asks_for_sign_in_and_loses_nothing_else(bench: Bench, settings: object) -> None:
    from cryptography.fernet import Fernet

    settings.TOKEN_KEYS = (Fernet.generate_key().decode(),)  # type: ignore[attr-defined]
    bench.read("messages")
    bench.account.refresh_from_db()
    assert (bench.account.state, bench.account.auth_problem) == ("signed_out", "key_lost")


def signed_in_meanwhile(account: Account) -> Tokens:
    """A person signs in again, seen by another process than the one that holds ``account``."""
    now = timezone.now()
    pair = Tokens(access="new", refresh="new", access_expires_at=now + timedelta(hours=12))
    tokens.store(Account.objects.get(pk=account.pk), pair, now=now)
    return pair


def test_a_late_lane_never_signs_out_who_has_just_signed_in_again(bench: Bench) -> None:
    late = run_out(bench)
    signed_in_meanwhile(late)
    tokens.sign_out(late, code="signed_out", now=timezone.now())
    assert Account.objects.get(pk=late.pk).state == Account.State.ACTIVE


def test_a_refusal_of_an_old_pair_is_followed_by_the_new_pair(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = run_out(bench)
    connector = connector_named(late.platform)

    def refused(*_args: object, **_kwargs: object) -> Tokens:
        signed_in_meanwhile(late)
        raise AuthExpired("the consent is gone")

    monkeypatch.setattr(type(connector), "refresh", refused)
    assert tokens.fresh(late, now=timezone.now()).access == "new"


def test_a_refresh_that_ends_after_a_new_sign_in_keeps_the_sign_in(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = run_out(bench)
    connector = connector_named(late.platform)
    real = type(connector).refresh

    def slow(*args: object, **kwargs: object) -> Tokens:
        pair = real(*args, **kwargs)  # type: ignore[arg-type]
        signed_in_meanwhile(late)
        return pair

    monkeypatch.setattr(type(connector), "refresh", slow)
    assert tokens.fresh(late, now=timezone.now()).access == "new"
    assert tokens.opened(Account.objects.get(pk=late.pk)).access == "new"


def test_a_lease_outlives_the_longest_refresh_call() -> None:
    from kontuar.connector_kit.http import DEADLINE_SECONDS

    assert tokens.REFRESH_LEASE.total_seconds() >= 3 * DEADLINE_SECONDS


def test_without_the_key_addresses_still_work_and_access_says_so(bench: Bench, settings: object) -> None:
    from cryptography.fernet import Fernet

    settings.TOKEN_KEYS = (Fernet.generate_key().decode(),)  # type: ignore[attr-defined]
    account = run_out(bench)
    assert links.to_platform(account, "order", "7").startswith("http")
    with pytest.raises(AuthExpired) as caught:
        tokens.fresh(account, now=timezone.now())
    assert caught.value.code == "key_lost"
    with pytest.raises(AuthExpired) as caught:
        tokens.application_fact(account.application)
    assert caught.value.code == "key_lost"
