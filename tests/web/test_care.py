"""An owner looks after colleagues' sign-in, says who has to have a second step, and everybody sees who changed what."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from kontuar.actions import accounts, team
from kontuar.actions.errors import NotNow
from kontuar.store.models import Desk, User
from tests.shop import PASSWORD, Shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def ala(shop: Shop) -> Client:
    cache.clear()
    User.objects.update(language="en")
    client = Client()
    client.force_login(shop.ala)
    client.post("/konto/potwierdz/", {"password": PASSWORD})
    return client


def test_an_owner_takes_a_lost_factor_away_and_it_is_in_the_history(shop: Shop, ala: Client) -> None:
    Authenticator.objects.create(user=shop.bolek, type="totp", data={"secret": "x"})
    care = f"/zespol/{shop.bolek.pk}/bezpieczenstwo/"
    assert "Take the second step away" in ala.get(care).content.decode()
    assert ala.post(f"{care}zabierz/").status_code == 303
    assert not Authenticator.objects.exists()
    assert "took the second step of Bolek away" in ala.get("/zespol/historia/").content.decode()


def test_taking_one_away_asks_again_who_it_is(shop: Shop) -> None:
    Authenticator.objects.create(user=shop.bolek, type="totp", data={"secret": "x"})
    client = Client()
    client.force_login(shop.ala)
    answer = client.post(f"/zespol/{shop.bolek.pk}/bezpieczenstwo/zabierz/")
    assert answer.headers["Location"].startswith("/konto/potwierdz/")
    assert Authenticator.objects.exists()


def test_an_owner_signs_a_colleague_out_everywhere(shop: Shop, ala: Client) -> None:
    bolek = Client(headers={"user-agent": "Firefox/1 Windows"})
    bolek.force_login(shop.bolek)
    bolek.get("/konta/")
    care = f"/zespol/{shop.bolek.pk}/bezpieczenstwo/"
    assert "Firefox, Windows" in ala.get(care).content.decode()
    ala.post(f"{care}wyloguj/")
    assert bolek.get("/konta/").status_code == 302


def test_the_demand_is_saved_by_an_owner_alone(shop: Shop, ala: Client) -> None:
    bolek = Client()
    bolek.force_login(shop.bolek)
    bolek.post("/konto/potwierdz/", {"password": PASSWORD})
    assert bolek.post("/zespol/wymagaj/", {"of": "owners"}).status_code == 403
    ala.post("/zespol/wymagaj/", {"of": "answering"})
    assert Desk.objects.get().second_factor == "answering"


def test_the_history_tells_roles_invitations_and_sending(shop: Shop, ala: Client) -> None:
    now = timezone.now()
    team.set_role(shop.ala, shop.bolek, shop.account, "viewer", now=now)
    team.invite(shop.ala, email="", display_name="", grants={}, now=now)
    accounts.set_watch_only(shop.account, shop.ala, now=now)
    body = ala.get("/zespol/historia/").content.decode()
    for words in ("gave Bolek the role “Viewer”", "made an invitation", "put back to watch-only"):
        assert words in body


def test_a_stranger_reads_nothing_of_it(shop: Shop) -> None:
    now = timezone.now()
    team.set_role(shop.ala, shop.bolek, shop.account, "viewer", now=now)
    team.invite(shop.ala, email="", display_name="", grants={}, now=now)
    client = Client()
    client.force_login(shop.celina)
    body = client.get("/zespol/historia/").content.decode()
    assert "Bolek" not in body
    assert "Ala" not in body


def test_invitations_have_a_limit_an_hour(shop: Shop) -> None:
    now = timezone.now()
    for _number in range(team.MOST_INVITATIONS):
        team.invite(shop.ala, email="", display_name="", grants={}, now=now)
    with pytest.raises(NotNow):
        team.invite(shop.ala, email="", display_name="", grants={}, now=now)


def test_taking_somebody_off_the_team_ends_every_session(shop: Shop, ala: Client) -> None:
    bolek = Client()
    bolek.force_login(shop.bolek)
    bolek.get("/konta/")
    ala.post(f"/zespol/{shop.bolek.pk}/usun/")
    assert not shop.bolek.visits.exists()
    assert bolek.get("/konta/").status_code == 302
