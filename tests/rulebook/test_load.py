from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from kontuar.rulebook.days_off import public_holidays
from kontuar.rulebook.load import policy_for, rules_in_force
from kontuar.rulebook.record import RulebookError
from kontuar.rules.calendar import NINE_TO_FIVE, OfficeHours
from kontuar.rules.policy import OwnTargets

WARSAW = ZoneInfo("Europe/Warsaw")
DAY = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("country", "day", "is_free"),
    [
        ("PL", date(2024, 12, 24), False),
        ("PL", date(2025, 12, 24), True),
        ("PL", date(2026, 12, 24), True),
        ("PL", date(2026, 11, 11), True),
        ("PL", date(2026, 6, 4), True),  # Corpus Christi
        ("PL", date(2026, 11, 2), False),
        ("LT", date(2026, 11, 2), True),
        ("LT", date(2026, 3, 11), True),
        ("LT", date(2026, 12, 24), True),
        ("DE", date(2026, 10, 3), True),
        ("DE", date(2026, 6, 4), False),  # only in some states
        ("GB", date(2026, 12, 28), True),  # Boxing Day falls on a Saturday
        ("GB", date(2026, 3, 17), False),  # Saint Patrick's: only in Northern Ireland
        ("GB", date(2026, 8, 3), False),  # only in Scotland
        ("US", date(2026, 11, 26), True),
        ("US", date(2026, 7, 3), True),  # Independence Day falls on a Saturday
        ("US", date(2026, 11, 27), False),  # only in some states
        ("LT", date(2026, 6, 24), True),
        ("DE", date(2026, 12, 24), False),
        ("CZ", date(2026, 11, 17), True),
    ],
)
def test_public_holidays_of_the_sellers_country(country: str, day: date, is_free: bool) -> None:
    assert policy_for("allegro", country, day, zone=WARSAW).calendar.is_off(day) is is_free


def test_polish_holidays_are_the_thirteen_seen_and_pentecost() -> None:
    named = {date(2026, m, d) for m, d in [(1, 1), (1, 6), (4, 5), (4, 6), (5, 1), (5, 3), (6, 4), (8, 15)]}
    named |= {date(2026, m, d) for m, d in [(11, 1), (11, 11), (12, 24), (12, 25), (12, 26), (5, 24)]}
    assert public_holidays("PL", 2026, 2026) == named


@pytest.mark.parametrize(
    ("country", "zone", "asked", "due"),
    [  # a question, its 24 hours of working days: the night the clocks change, and each country's own day off
        ("PL", "Europe/Warsaw", "2026-03-27 15:00", "2026-03-30 15:00"),
        ("PL", "Europe/Warsaw", "2026-10-23 15:00", "2026-10-26 15:00"),
        ("PL", "Europe/Warsaw", "2024-12-23 15:00", "2024-12-24 15:00"),
        ("PL", "Europe/Warsaw", "2025-12-23 15:00", "2025-12-29 15:00"),
        ("LT", "Europe/Vilnius", "2026-06-23 10:00", "2026-06-25 10:00"),
        ("DE", "Europe/Berlin", "2026-05-13 10:00", "2026-05-15 10:00"),
        ("GB", "Europe/London", "2026-03-27 10:00", "2026-03-30 10:00"),
        ("US", "America/New_York", "2026-03-06 10:00", "2026-03-09 10:00"),
        ("US", "America/New_York", "2026-11-25 10:00", "2026-11-27 10:00"),
    ],
)
def test_a_day_of_working_time_is_the_same_hour_of_the_next_working_day(
    country: str, zone: str, asked: str, due: str
) -> None:
    at = datetime.fromisoformat(asked).replace(tzinfo=ZoneInfo(zone))
    calendar = policy_for("allegro", country, at.date(), zone=ZoneInfo(zone)).calendar
    found = calendar.add_business_time(at, timedelta(hours=24)).astimezone(ZoneInfo(zone))
    assert found.strftime("%Y-%m-%d %H:%M") == due


def test_the_same_question_gives_the_same_policy() -> None:
    assert policy_for("allegro", "PL", DAY, zone=WARSAW) is policy_for("allegro", "PL", DAY, zone=WARSAW)


def test_given_days_off_replace_the_holidays_and_extra_ones_are_added() -> None:
    none = policy_for("allegro", "PL", DAY, zone=WARSAW, days_off=frozenset())
    assert not none.calendar.is_off(date(2026, 11, 11))
    more = policy_for("allegro", "PL", DAY, zone=WARSAW, extra_days_off=frozenset({DAY}))
    assert more.calendar.is_off(DAY)
    assert more.calendar.is_off(date(2026, 11, 11))


def test_office_hours_may_be_plain_tuples_or_left_to_us() -> None:
    plain = policy_for("allegro", "PL", DAY, zone=WARSAW, office_hours=((0, time(8), time(12)),))
    assert plain.calendar.office_hours == (OfficeHours(weekday=0, opens=time(8), closes=time(12)),)
    assert (
        policy_for("allegro", "PL", DAY, zone=WARSAW, office_hours=None).calendar.office_hours == NINE_TO_FIVE
    )


def test_the_owner_moves_targets_but_no_marketplace_date() -> None:
    own = OwnTargets(question_target=timedelta(hours=1), problem_target=timedelta(hours=9), hourly_cap=5)
    usual, changed = (
        policy_for("allegro", "PL", DAY, zone=WARSAW, own=given) for given in (OwnTargets(), own)
    )
    assert changed.answer.question_target == timedelta(hours=1)
    assert changed.problem.target == timedelta(hours=9)
    assert changed.sending.hourly_cap == 5
    assert changed.answer.confirmed == usual.answer.confirmed


def test_national_marketplaces_of_allegro_share_its_rules() -> None:
    assert rules_in_force("allegro-cz", DAY) == rules_in_force("allegro", DAY)


def test_a_seller_without_a_country_has_the_marketplaces_holidays() -> None:
    policy = policy_for("allegro-cz", "", DAY, zone=WARSAW)
    assert policy.calendar.is_off(date(2026, 11, 17))


@pytest.mark.parametrize(
    ("marketplace", "country", "on", "message"),
    [
        ("nowhere", "PL", DAY, "no rules are known for the marketplace 'nowhere'"),
        ("../rules", "PL", DAY, "no rules are known"),
        ("allegro", "XX", DAY, "no public holidays are known for the country 'XX'"),
        ("allegro", "PL", date(2010, 1, 1), "rule B1 does not hold on 2010-01-01"),
    ],
)
def test_what_is_not_known_is_said(marketplace: str, country: str, on: date, message: str) -> None:
    with pytest.raises(RulebookError, match=message):
        policy_for(marketplace, country, on, zone=WARSAW)


def test_before_the_contract_of_2022_there_is_one_reading_only() -> None:
    in_force = {rule.rule_id for rule in rules_in_force("allegro", date(2021, 1, 4))}
    assert "B1" in in_force
    assert not {"B2", "B2a"} & in_force
