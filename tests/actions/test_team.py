"""The first owner, invitations, roles and passwords."""

import threading
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection

from kontuar.actions import team
from kontuar.actions.errors import Invalid, NotAllowed
from kontuar.store.models import AccountAccess, Buyer, Case, Invitation, JournalEntry, User

pytestmark = pytest.mark.django_db

GOOD = {"password": "klamerka-7-sznurek", "display_name": "Nowa", "language": "pl"}


def test_the_first_person_owns_the_desk(now):
    user = team.create_owner(username="ala", now=now, **GOOD)
    assert user.is_owner
    assert user.check_password(GOOD["password"])


def test_there_is_only_one_first_person(shop, now):
    with pytest.raises(NotAllowed):
        team.create_owner(username="second", now=now, **GOOD)
    assert not User.objects.filter(username="second").exists()


def test_a_weak_password_is_not_taken(db, now):
    with pytest.raises(Invalid) as problem:
        team.create_owner(username="ala", password="haslo", display_name="", language="pl", now=now)
    assert problem.value.field == "password"
    assert not User.objects.exists()


def test_an_invitation_gives_the_roles_it_promised(shop, now):
    token = team.invite(shop.ala, email="", display_name="Darek", grants={shop.account.pk: "viewer"}, now=now)
    user = team.accept(token, username="darek", now=now + timedelta(days=6), **GOOD)
    assert [(a.account, a.role) for a in user.accesses.all()] == [(shop.account, "viewer")]
    assert not user.is_owner


def test_only_the_hash_of_an_invitation_is_kept(shop, now):
    token = team.invite(shop.ala, email="", display_name="", grants={}, now=now)
    row = Invitation.objects.get()
    assert token not in {str(value) for value in vars(row).values()}


def test_an_invitation_works_once(shop, now):
    token = team.invite(shop.ala, email="", display_name="", grants={shop.account.pk: "agent"}, now=now)
    team.accept(token, username="darek", now=now, **GOOD)
    with pytest.raises(NotAllowed):
        team.accept(token, username="ewa", now=now, **GOOD)


def test_an_invitation_survives_a_name_that_is_taken(shop, now):
    token = team.invite(shop.ala, email="", display_name="", grants={}, now=now)
    with pytest.raises(Invalid):
        team.accept(token, username="BOLEK", now=now, **GOOD)
    assert team.look_up_invitation(token, now=now) is not None


def test_an_invitation_runs_out_after_seven_days(shop, now):
    token = team.invite(shop.ala, email="", display_name="", grants={}, now=now)
    assert team.look_up_invitation(token, now=now + timedelta(days=7) - timedelta(seconds=1))
    assert team.look_up_invitation(token, now=now + timedelta(days=7)) is None


def test_nobody_invites_to_an_account_of_others(shop, now):
    with pytest.raises(NotAllowed):
        team.invite(shop.celina, email="", display_name="", grants={shop.account.pk: "owner"}, now=now)
    with pytest.raises(NotAllowed):
        team.invite(shop.bolek, email="", display_name="", grants={}, now=now)


def test_an_inviter_who_lost_the_account_gives_nothing(shop, now):
    token = team.invite(shop.ala, email="", display_name="", grants={shop.account.pk: "agent"}, now=now)
    team.set_role(shop.ala, shop.bolek, shop.account, "owner", now=now)
    team.set_role(shop.bolek, shop.ala, shop.account, None, now=now)
    user = team.accept(token, username="darek", now=now, **GOOD)
    assert not user.accesses.exists()


def test_an_account_never_loses_its_last_owner(shop, now):
    for role in ("agent", None):
        with pytest.raises(NotAllowed) as problem:
            team.set_role(shop.ala, shop.ala, shop.account, role, now=now)
        assert problem.value.code == "last-owner"
    assert AccountAccess.objects.get(user=shop.ala, account=shop.account).role == "owner"


def test_only_an_owner_of_the_account_changes_roles(shop, now):
    for by in (shop.bolek, shop.celina):
        with pytest.raises(NotAllowed):
            team.set_role(by, shop.celina, shop.account, "viewer", now=now)


def test_taking_a_role_away_ends_the_access(shop, now):
    team.set_role(shop.ala, shop.bolek, shop.account, None, now=now)
    assert not AccountAccess.objects.filter(user=shop.bolek).exists()
    assert JournalEntry.objects.filter(verb="team.role_set", account=shop.account, actor=shop.ala).exists()


def test_a_person_taken_off_the_team_cannot_come_in_any_more(shop, now):
    buyer = Buyer.objects.create(account=shop.account, login="k", first_seen_at=now)
    case = Case.objects.create(account=shop.account, buyer=buyer, opened_at=now, assignee=shop.bolek)
    team.remove(shop.ala, shop.bolek, now=now)
    shop.bolek.refresh_from_db()
    case.refresh_from_db()
    assert not shop.bolek.is_active
    assert not shop.bolek.accesses.exists()
    assert case.assignee is None


def test_a_person_with_a_role_elsewhere_only_leaves_my_accounts(shop, now):
    AccountAccess.objects.create(user=shop.bolek, account=shop.other, role="agent")
    team.remove(shop.ala, shop.bolek, now=now)
    shop.bolek.refresh_from_db()
    assert shop.bolek.is_active
    assert [access.account for access in shop.bolek.accesses.all()] == [shop.other]


def test_nobody_removes_an_owner_of_the_desk_or_without_being_one(shop, now):
    for by, whom in ((shop.ala, shop.ala), (shop.ala, shop.celina), (shop.bolek, shop.ala)):
        with pytest.raises(NotAllowed):
            team.remove(by, whom, now=now)


def test_a_reset_password_opens_the_door_again(shop, now):
    User.objects.filter(pk=shop.bolek.pk).update(is_active=False)
    user = team.reset_password("bolek", "zupelnie-inne-haslo", now=now)
    assert user.check_password("zupelnie-inne-haslo")
    assert user.is_active
    with pytest.raises(Invalid):
        team.reset_password("nikt", "zupelnie-inne-haslo", now=now)


def test_preferences_are_kept(shop, now):
    team.set_preferences(
        shop.bolek, language="en", theme="dark", has_keys=False, signature="B.", display_name="Bob", now=now
    )
    shop.bolek.refresh_from_db()
    assert (shop.bolek.language, shop.bolek.theme, shop.bolek.has_keys) == ("en", "dark", False)


def _at_once(deeds):
    """Run the deeds in threads of their own, let loose together; returns what each gave or raised."""
    gate, results = threading.Barrier(len(deeds)), []

    def run(deed):
        gate.wait(timeout=60)
        try:
            results.append(deed())
        except NotAllowed as problem:
            results.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_two_browsers_at_once_make_one_owner(now):
    deeds = [partial(team.create_owner, username=name, now=now, **GOOD) for name in ("ala", "ola")]
    results = _at_once(deeds)
    assert User.objects.count() == 1
    assert sum(isinstance(result, User) for result in results) == 1


@pytest.mark.django_db(transaction=True)
def test_a_link_opened_twice_at_once_brings_in_one_person(shop, now):
    token = team.invite(shop.ala, email="", display_name="", grants={}, now=now)
    deeds = [partial(team.accept, token, username=name, now=now, **GOOD) for name in ("darek", "ewa")]
    results = _at_once(deeds)
    assert User.objects.count() == 4
    assert sum(isinstance(result, User) for result in results) == 1
