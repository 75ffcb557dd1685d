"""Hours, days off, profile."""

import pytest
from django.test import Client

from kontuar.store.models import Desk, User
from kontuar.store.queries.desk import the_desk
from tests.shop import Shop
from tests.web.stock import Morning

pytestmark = pytest.mark.django_db

GOOD = {
    "country": "PL", "zone": "Europe/Warsaw", "courier_at": "14.30", "undo_seconds": "20",
    "days_off": "2026-12-28\n2026-12-29", "day_0_from": "8", "day_0_to": "16:30",
}  # fmt: skip


@pytest.fixture
def ala(shop: Shop) -> Client:
    client = Client()
    client.force_login(shop.ala)
    return client


def test_hours_may_be_typed_as_people_write_them(ala: Client) -> None:
    assert ala.post("/ustawienia/", GOOD).status_code == 303
    kept = the_desk()
    assert kept.office_hours == {"0": ["08:00", "16:30"]}
    assert kept.courier_at == "14:30"
    assert kept.days_off == ["2026-12-28", "2026-12-29"]


@pytest.mark.parametrize(
    ("field", "value"), [("day_0_to", "7"), ("day_0_to", ""), ("days_off", "jutro"), ("undo_seconds", "301")]
)
def test_a_mistake_saves_nothing_and_keeps_the_rest(ala: Client, field: str, value: str) -> None:
    answer = ala.post("/ustawienia/", {**GOOD, field: value})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert "14:30" in answer.content.decode() or "14.30" in answer.content.decode()
    assert the_desk().courier_at == "15:00"


def test_a_colleague_reads_the_hours_and_cannot_change_them(shop: Shop) -> None:
    client = Client()
    client.force_login(shop.bolek)
    assert "disabled" in client.get("/ustawienia/").content.decode()
    assert client.post("/ustawienia/", GOOD).status_code == 422
    assert the_desk().courier_at == "15:00"


def test_the_holidays_of_the_coming_year_stand_beneath(ala: Client) -> None:
    assert "Nowy Rok" in ala.get("/ustawienia/").content.decode()


def test_the_profile_is_kept_and_speaks_at_once(shop: Shop, ala: Client) -> None:
    form = {"display_name": "Ala N.", "signature": "A.", "language": "en", "theme": "dark"}
    assert ala.post("/profil/", form).status_code == 303
    user = User.objects.get(pk=shop.ala.pk)
    assert (user.display_name, user.language, user.theme, user.has_keys) == ("Ala N.", "en", "dark", False)
    page = ala.get("/profil/").content.decode()
    assert 'lang="en"' in page
    assert 'data-theme="dark"' in page


def test_the_hours_are_said_for_the_sellers_page_in_four_languages(desk: Morning, seen_by) -> None:
    week = {str(day): ["09:00", "17:00"] for day in range(5)} | {"5": ["10:00", "13:00"]}
    Desk.objects.update(office_hours=week)
    page = seen_by(desk.bolek).get("/ustawienia/").content.decode()
    assert "poniedziałek–piątek 9:00–17:00, sobota 10:00–13:00" in page
    assert "Montag–Freitag 9:00–17:00, Samstag 10:00–13:00" in page
    assert "Monday–Friday 9:00–17:00, Saturday 10:00–13:00" in page
    assert "pirmadienis–penktadienis 9:00–17:00" in page
    Desk.objects.update(office_hours={})
    assert 'id="seller-page"' not in seen_by(desk.bolek).get("/ustawienia/").content.decode()
