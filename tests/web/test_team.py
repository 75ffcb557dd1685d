"""The team's page and the way of an invitation."""

import re

import pytest
from django.test import Client

from kontuar.store.models import AccountAccess, Invitation, User
from tests.shop import Shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def ala(shop: Shop) -> Client:
    client = Client()
    client.force_login(shop.ala)
    return client


def _link(answer_body: bytes) -> str:
    found = re.search(rb"/zaproszenie/[\w-]+/", answer_body)
    assert found
    return found.group().decode()


def test_an_invitation_brings_a_colleague_in(shop: Shop, ala: Client) -> None:
    answer = ala.post(
        "/zespol/zapros/", {"display_name": "Darek", "email": "", f"account_{shop.account.pk}": "viewer"}
    )
    link = _link(answer.content)
    newcomer = Client()
    assert 'value="Darek"' in newcomer.get(link).content.decode()
    accepted = newcomer.post(
        link,
        {"display_name": "Darek", "username": "darek", "password": "klamerka-7-sznurek", "language": "pl"},
    )
    assert accepted.status_code == 303
    assert newcomer.get(f"/konta/{shop.account.pk}/").status_code == 200
    assert Client().get(link).status_code == 410


def test_the_link_is_shown_once_and_not_kept(shop: Shop, ala: Client) -> None:
    link = _link(ala.post("/zespol/zapros/", {"display_name": "Darek"}).content)
    token = link.split("/")[2]
    assert token not in ala.get("/zespol/").content.decode()


def test_a_withdrawn_invitation_no_longer_works(shop: Shop, ala: Client) -> None:
    link = _link(ala.post("/zespol/zapros/", {"display_name": "Darek"}).content)
    ala.post(f"/zespol/zaproszenie/{Invitation.objects.get().pk}/wycofaj/")
    assert Client().get(link).status_code == 410


def test_a_name_that_is_taken_keeps_what_was_typed(shop: Shop, ala: Client) -> None:
    link = _link(ala.post("/zespol/zapros/", {}).content)
    form = {"display_name": "Darek", "username": "bolek", "password": "klamerka-7-sznurek", "language": "pl"}
    answer = Client().post(link, form)
    assert answer.status_code == 422
    assert 'value="Darek"' in answer.content.decode()
    assert User.objects.count() == 3


def test_an_owner_changes_and_takes_away_a_role(shop: Shop, ala: Client) -> None:
    path = f"/zespol/{shop.bolek.pk}/konto/{shop.account.pk}/"
    ala.post(path, {"role": "viewer"})
    assert AccountAccess.objects.get(user=shop.bolek).role == "viewer"
    ala.post(path, {"role": ""})
    assert not AccountAccess.objects.filter(user=shop.bolek).exists()


def test_the_page_names_only_people_one_works_with(shop: Shop) -> None:
    client = Client()
    client.force_login(shop.bolek)
    body = client.get("/zespol/").content.decode()
    assert "Ala" in body
    assert "Celina" not in body
    assert "sklep-celina" not in body


def test_a_colleague_sees_roles_but_no_way_to_change_them(shop: Shop) -> None:
    client = Client()
    client.force_login(shop.bolek)
    assert "<select" not in client.get("/zespol/").content.decode().split("<main")[1]


def test_taking_a_colleague_off_the_team_ends_his_session(shop: Shop, ala: Client) -> None:
    bolek = Client()
    bolek.force_login(shop.bolek)
    assert bolek.get("/konta/").status_code == 200
    path = f"/zespol/{shop.bolek.pk}/usun/"
    assert ala.get(path).status_code == 200
    ala.post(path)
    assert bolek.get("/konta/").status_code == 302
    assert "Bolek" not in ala.get("/zespol/").content.decode().split("<main")[1].split("strips")[0]
