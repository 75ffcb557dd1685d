"""Access: renewed once, stored before it is used, and its loss told in time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kontuar.actions import tokens
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
    with pytest.raises(tokens.Temporary):
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
