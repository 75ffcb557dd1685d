"""Sending on and off, pausing, reading now, removing the demonstration."""

from datetime import timedelta

import pytest

from kontuar.actions import accounts
from kontuar.actions.errors import ChangedMeanwhile, Invalid, NotAllowed, NotNow, SignInProblem
from kontuar.store.models import Account, Application, Desk, JournalEntry, Stream

pytestmark = pytest.mark.django_db


def test_sending_is_switched_on_by_an_owner_and_journalled_once(shop, now):
    Account.objects.filter(pk=shop.account.pk).update(is_watch_only=True, watch_only_reason="new")
    shop.account.refresh_from_db()
    accounts.lift_watch_only(shop.account, shop.ala, now=now)
    accounts.lift_watch_only(shop.account, shop.ala, now=now)
    shop.account.refresh_from_db()
    assert not shop.account.is_watch_only
    assert shop.account.watch_only_changed_at == now
    entry = JournalEntry.objects.get(verb="account.sending_on")
    assert (entry.actor, entry.detail) == (shop.ala, {"reason": "new"})


@pytest.mark.parametrize("who", ["bolek", "celina"])
@pytest.mark.parametrize(
    "verb", [accounts.lift_watch_only, accounts.set_watch_only, accounts.pause, accounts.resume]
)
def test_only_an_owner_of_the_account_may(shop, now, who, verb):
    with pytest.raises(NotAllowed):
        verb(shop.account, getattr(shop, who), now=now)


def test_watch_only_comes_back_at_any_time(shop, now):
    accounts.set_watch_only(shop.account, shop.ala, now=now)
    shop.account.refresh_from_db()
    assert shop.account.is_watch_only
    assert JournalEntry.objects.filter(verb="account.sending_off").count() == 1


def test_a_resumed_account_is_read_at_once(shop, now):
    accounts.pause(shop.account, shop.ala, now=now)
    shop.account.refresh_from_db()
    assert shop.account.state == "paused"
    accounts.resume(shop.account, shop.ala, now=now)
    shop.account.refresh_from_db()
    assert shop.account.state == "active"
    assert Stream.objects.get(account=shop.account).next_pull_at == now


def test_a_signed_out_account_is_not_resumed_but_signed_in_again(shop, now):
    shop.account.state = "signed_out"
    shop.account.save(update_fields=["state"])
    with pytest.raises(SignInProblem):
        accounts.resume(shop.account, shop.ala, now=now)
    with pytest.raises(SignInProblem):
        accounts.read_now(shop.account, shop.bolek, now=now)


def test_reading_now_makes_every_stream_due_but_finished_ones(shop, now):
    done = Stream.objects.create(account=shop.account, name="import", is_finished=True)
    accounts.read_now(shop.account, shop.bolek, now=now)
    assert Stream.objects.get(account=shop.account, name="threads").next_pull_at == now
    done.refresh_from_db()
    assert done.next_pull_at is None


def test_reading_now_never_puts_off_a_stream_that_is_due(shop, now):
    Stream.objects.filter(account=shop.account).update(next_pull_at=now - timedelta(minutes=5))
    accounts.read_now(shop.account, shop.bolek, now=now)
    assert Stream.objects.get(account=shop.account).next_pull_at == now - timedelta(minutes=5)


def test_reading_now_waits_while_the_marketplace_says_so(shop, now):
    Account.objects.filter(pk=shop.account.pk).update(blocked_until=now + timedelta(minutes=1))
    shop.account.refresh_from_db()
    with pytest.raises(NotNow):
        accounts.read_now(shop.account, shop.ala, now=now)


def test_settings_of_an_account_are_kept(shop, now):
    accounts.change(
        shop.account, shop.ala, label="Sklep", signature="A.", zone="Europe/Vilnius", country="LT",
        hourly_cap=50, now=now,
    )  # fmt: skip
    shop.account.refresh_from_db()
    assert (shop.account.label, shop.account.zone, shop.account.hourly_cap) == ("Sklep", "Europe/Vilnius", 50)


@pytest.mark.parametrize(("field", "value"), [("hourly_cap", 0), ("zone", "Mars"), ("country", "ZZ")])
def test_a_bad_setting_names_its_field(shop, now, field, value):
    good = {"label": "", "signature": "", "zone": "Europe/Warsaw", "country": "PL", "hourly_cap": 10}
    with pytest.raises(Invalid) as problem:
        accounts.change(shop.account, shop.ala, **{**good, field: value}, now=now)
    assert problem.value.field == field


def test_removing_the_demonstration_leaves_real_accounts_alone(shop, now):
    Desk.objects.create(pk=1, is_demo=True)
    Application.objects.filter(pk=shop.other.application_id).update(place="production")
    accounts.remove_demo(shop.ala, now=now)
    assert list(Account.objects.all()) == [shop.other]
    assert Application.objects.count() == 1
    with pytest.raises(ChangedMeanwhile):
        accounts.remove_demo(shop.ala, now=now)
