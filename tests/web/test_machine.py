"""The language model on the screens: off by default, shown before it leaves, taken over with a click."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from kontuar.store.models import Case, Desk, Draft, User
from tests.model_server import ModelServer
from tests.shop import Shop
from tests.talk import cases, said, take_in, thread


@pytest.fixture
def case(shop: Shop, now: object) -> Case:
    for person in (shop.ala, shop.bolek):
        person.language, person.is_owner = "en", person is shop.ala
        person.save()
    take_in(shop.account, thread(), said("m1", shop.account.connected_at), now=shop.account.connected_at)
    return cases(shop.account)[0]


def switch_on(client: Client, server: ModelServer) -> None:
    values = {"is_on": "on", "address": server.address, "name": "small", "key": server.key}
    assert client.post(reverse("machine"), values).status_code == 303


def test_off_by_default_no_composer_offers_it(
    case: Case, shop: Shop, seen_by: Callable[[User], Client]
) -> None:
    page = seen_by(shop.ala).get(reverse("case", args=[case.pk])).content.decode()
    assert reverse("machine_ask", args=[case.pk]) not in page
    assert seen_by(shop.ala).get(reverse("machine_ask", args=[case.pk])).status_code == 303


def test_a_proposal_is_shown_asked_for_and_taken_over(
    case: Case, shop: Shop, seen_by: Callable[[User], Client], model_server: ModelServer
) -> None:
    model_server.answer = lambda content: "Good morning, yes, the green one is in stock. <b>Bold</b>"
    client, ask = seen_by(shop.ala), reverse("machine_ask", args=[case.pk])
    switch_on(client, model_server)
    assert ask in client.get(reverse("case", args=[case.pk])).content.decode()
    shown = client.get(ask, {"wish": "tak"}).content.decode()
    assert "What the seller wants to say: tak" in shown
    assert model_server.asked == []
    stamp = re.search(r'name="stamp" value="(\w+)"', shown)
    assert stamp
    answer = client.post(ask, {"wish": "tak", "stamp": stamp[1]}, follow=True)
    proposal = answer.content.decode()
    assert "&lt;b&gt;Bold" in proposal
    accept = re.search(r'action="(\S+przyjmij/)"', proposal)
    assert accept
    client.post(accept[1])
    assert "green one" in Draft.objects.get(case=case, user=shop.ala).text


def test_a_colleague_reads_the_settings_and_never_the_key(
    case: Case, shop: Shop, seen_by: Callable[[User], Client], model_server: ModelServer
) -> None:
    switch_on(seen_by(shop.ala), model_server)
    for person in (shop.ala, shop.bolek):
        page = seen_by(person).get(reverse("machine")).content.decode()
        assert model_server.address in page
        assert model_server.key not in page
    bolek = seen_by(shop.bolek).post(reverse("machine"), {"address": "", "name": "", "key": ""})
    assert bolek.status_code == 422
    assert Desk.objects.get().model_is_on
