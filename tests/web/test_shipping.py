"""Goods that do not leave every day, in the settings."""

import pytest
from django.test import Client

from kontuar.store.models import Desk
from tests.shop import Shop

pytestmark = pytest.mark.django_db
PAGE = "/ustawienia/wysylka/"
FRESH = {
    "name": "Świeże",
    "begins": "Ser \nK-",
    "weekdays": ["3", "4"],
    "cut_off": "11",
    "days": "2026-12-23",
}


@pytest.fixture
def ala(shop: Shop) -> Client:
    client = Client()
    client.force_login(shop.ala)
    return client


def groups() -> list[dict[str, object]]:
    return list(Desk.objects.get(pk=1).ship_groups)


def test_an_owner_adds_changes_and_takes_out_a_group(ala: Client) -> None:
    assert ala.post(PAGE, FRESH).status_code == 303
    assert groups() == [
        {
            "name": "Świeże",
            "begins": ["K-", "Ser"],
            "account": None,
            "cut_off": "11:00",
            "weekdays": [3, 4],
            "days": ["2026-12-23"],
        }
    ]
    assert "Świeże" in ala.get(PAGE).content.decode()
    assert ala.post(PAGE, FRESH | {"place": "0", "weekdays": ["4"]}).status_code == 303
    assert groups()[0]["weekdays"] == [4]
    assert ala.post(PAGE, {"place": "0", "name": "Inne", "do": "out"}).status_code == 303
    assert len(groups()) == 1, "somebody else's change is not taken out"
    assert ala.post(PAGE, {"place": "0", "name": "Świeże", "do": "out"}).status_code == 303
    assert groups() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"weekdays": ["0", "1", "2", "3", "4", "5", "6"]},
        {"weekdays": [], "days": "", "cut_off": ""},
        {"cut_off": "25:00"},
        {"days": "jutro"},
    ],
)
def test_what_cannot_be_is_said_beside_its_field(ala: Client, wrong: dict[str, object]) -> None:
    answer = ala.post(PAGE, FRESH | wrong)
    assert answer.status_code == 422
    assert not Desk.objects.filter(pk=1).exclude(ship_groups=[]).exists()
