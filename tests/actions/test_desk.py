"""Office hours and days off."""

import pytest

from kontuar.actions import desk
from kontuar.actions.errors import Invalid, NotAllowed
from kontuar.store.models import Desk
from kontuar.store.queries.desk import COUNTRIES, holidays_between, the_desk

pytestmark = pytest.mark.django_db

GOOD = {
    "office_hours": {"0": ["08:00", "16:00"]},
    "days_off": ["2026-12-24", "2026-12-24"],
    "zone": "Europe/Warsaw",
    "country": "PL",
    "undo_seconds": 20,
    "courier_at": "14:30",
}


def test_a_fresh_desk_has_the_usual_hours():
    assert the_desk().office_hours["0"] == ["09:00", "17:00"]
    assert not Desk.objects.exists()


def test_hours_are_kept_and_a_day_named_twice_counts_once(shop, now):
    desk.save_hours(shop.ala, now=now, **GOOD)
    kept = the_desk()
    assert kept.office_hours == {"0": ["08:00", "16:00"]}
    assert kept.days_off == ["2026-12-24"]
    assert kept.courier_at == "14:30"


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("office_hours", {"0": ["16:00", "08:00"]}, "day_0"),
        ("office_hours", {"1": ["25:00", "26:00"]}, "day_1"),
        ("office_hours", {"2": ["09:00"]}, "day_2"),
        ("days_off", ["jutro"], "days_off"),
        ("zone", "Europe/Warszawa", "zone"),
        ("country", "XX", "country"),
        ("undo_seconds", 301, "undo_seconds"),
        ("courier_at", "15", "courier_at"),
    ],
)
def test_a_bad_value_names_its_field_and_saves_nothing(shop, now, field, value, named):
    with pytest.raises(Invalid) as problem:
        desk.save_hours(shop.ala, now=now, **{**GOOD, field: value})
    assert problem.value.field == named
    assert not Desk.objects.exists()


@pytest.mark.parametrize(
    ("span", "code"), [(["09:00", "25:99"], "no-such-hour"), (["09:00", ""], "bad-hours")]
)
def test_an_impossible_hour_is_told_from_a_forgotten_one(shop, now, span, code):
    with pytest.raises(Invalid) as problem:
        desk.save_hours(shop.ala, now=now, **{**GOOD, "office_hours": {"3": span}})
    assert (problem.value.code, problem.value.field) == (code, "day_3")
    assert ("25:99" in str(problem.value.text)) is ("25:99" in span)


def test_a_colleague_does_not_change_the_hours(shop, now):
    with pytest.raises(NotAllowed):
        desk.save_hours(shop.bolek, now=now, **GOOD)


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_country_offered_has_holidays(country, now):
    year = now.date()
    found = holidays_between(country, year, year.replace(year=year.year + 1), language="en")
    assert len(found) >= 5
    assert found == sorted(found, key=lambda holiday: holiday.day)


def test_christmas_eve_is_a_holiday_in_poland_and_named_in_polish(now):
    found = {
        h.day.isoformat(): h.name for h in holidays_between("PL", now.date(), now.date().replace(year=2027))
    }
    assert "Wigilia" in found["2026-12-24"]
