"""The rules that hold on a day, and the policy made of them. Data files are read once per process."""

from collections.abc import Iterable
from datetime import date, time
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from kontuar.rulebook import build, build_clocks, build_deeds, build_issues, build_windows
from kontuar.rulebook.days_off import HOME, listed, public_holidays
from kontuar.rulebook.override import Override, put_over
from kontuar.rulebook.read import read_book, read_folder
from kontuar.rulebook.record import Book, RulebookError, RuleRecord
from kontuar.rules.calendar import NINE_TO_FIVE, BusinessCalendar, OfficeHours
from kontuar.rules.policy import OwnTargets, Policy
from kontuar.rules.window_policy import WindowRules

type Hours = tuple[OfficeHours | tuple[int, time, time], ...]
"""Opening times; a plain tuple is weekday (Monday 0), opening, closing."""

LAW, UNION, HOLIDAYS = "law", "EU", "H9"
MEMBERS = frozenset({
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
    "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
})  # fmt: skip
"""Members of the European Union."""
SUGGESTED = OwnTargets()
"""The owner changed nothing."""
YEARS_BACK, YEARS_AHEAD = 2, 3
"""Public holidays known to a policy, around its day."""


BOOKS = ("allegro", "ebay", "etsy", "mail", "law")
"""The folders, in the order they are shown."""


@lru_cache(maxsize=1)
def all_books() -> tuple[Book, ...]:
    """What each folder of rules is."""
    texts = {code: files("kontuar.rulebook").joinpath(code, "book.toml") for code in BOOKS}
    return tuple(
        read_book(file.read_text(encoding="utf-8") if file.is_file() else "", code)
        for code, file in texts.items()
    )


@lru_cache(maxsize=16)
def all_rules(marketplace: str) -> tuple[RuleRecord, ...]:
    """Every version of every rule of a marketplace; ``allegro-cz`` has the rules of ``allegro``."""
    name = marketplace.partition("-")[0]
    folder = files("kontuar.rulebook").joinpath(name)
    if not name.isidentifier() or not folder.is_dir():
        raise RulebookError(f"no rules are known for the marketplace {marketplace!r}")
    return read_folder(folder, name)


@lru_cache(maxsize=512)
def laws_in_force(country: str, on: date) -> tuple[RuleRecord, ...]:
    """The laws of a country (ISO 3166) that hold on a day, and the Union's where it belongs to it."""
    where = {country.upper()} | ({UNION} if country.upper() in MEMBERS else set())
    return tuple(law for law in all_rules(LAW) if law.country in where and law.holds_on(on))


@lru_cache(maxsize=512)
def rules_in_force(marketplace: str, on: date) -> tuple[RuleRecord, ...]:
    """The versions that hold on a day, in the order of the files."""
    return tuple(record for record in all_rules(marketplace) if record.holds_on(on))


@lru_cache(maxsize=64)
def holidays_of(country: str, first_year: int, last_year: int) -> frozenset[date]:
    """The public holidays of the years: those the country's law lists here (H9), else the library's."""
    found: frozenset[date] = frozenset()
    for year in range(first_year, last_year + 1):
        rules = [law for law in laws_in_force(country, date(year, 12, 31)) if law.rule_id == HOLIDAYS]
        words = rules[0].values["days"] if rules else ()
        found |= (
            listed(words, year)
            if isinstance(words, tuple) and words
            else public_holidays(country, year, year)
        )
    return found


@lru_cache(maxsize=512)
def policy_for(
    marketplace: str,
    country: str,
    on: date,
    *,
    zone: ZoneInfo,
    own: OwnTargets = SUGGESTED,
    days_off: frozenset[date] | None = None,
    office_hours: Hours | None = None,
    absences: frozenset[date] = frozenset(),
    extra_days_off: frozenset[date] = frozenset(),
    overrides: tuple[Override, ...] = (),
) -> Policy:
    """The policy of an account for one day.

    ``country`` is the seller's (ISO 3166, two letters; empty means the marketplace's), ``zone`` the one
    his days are counted in.
    ``days_off`` replaces the public holidays, ``extra_days_off`` are added to them (regional ones).
    ``office_hours`` None means Monday to Friday 9–17, an empty tuple none known. ``absences`` move our
    own targets and warnings only. ``overrides`` are the owner's own values.
    Raises RulebookError where no rules are known.
    """
    laws = laws_in_force(country or HOME.get(marketplace, ""), on)
    return policy_from(
        put_over((*laws, *rules_in_force(marketplace, on)), overrides, on),
        marketplace,
        country,
        on,
        zone=zone,
        own=own,
        days_off=days_off,
        office_hours=office_hours,
        absences=absences,
        extra_days_off=extra_days_off,
    )


def windows_for(
    marketplace: str, country: str, on: date, *, overrides: tuple[Override, ...] = ()
) -> WindowRules:
    """The windows that begin on a day, however long ago: a policy knows no day before its first rules."""
    laws = laws_in_force(country or HOME.get(marketplace, ""), on)
    records = put_over((*laws, *rules_in_force(marketplace, on)), overrides, on)
    by_id = {record.rule_id: record for record in records}
    return build_windows.window_rules(build.RuleSet(on=on, marketplace=marketplace, by_id=by_id))


def policy_from(
    records: Iterable[RuleRecord],
    marketplace: str,
    country: str,
    on: date,
    *,
    zone: ZoneInfo,
    own: OwnTargets = SUGGESTED,
    days_off: frozenset[date] | None = None,
    office_hours: Hours | None = None,
    absences: frozenset[date] = frozenset(),
    extra_days_off: frozenset[date] = frozenset(),
) -> Policy:
    """As :func:`policy_for`, from given rules (an owner's override, a test)."""
    by_id = {record.rule_id: record for record in records}
    rules = build.RuleSet(on=on, marketplace=marketplace, by_id=by_id)
    if days_off is None:
        home = HOME.get(marketplace, "")
        where = (country or home) if build.holidays_of_seller(rules) else (home or country)
        days_off = holidays_of(where, on.year - YEARS_BACK, on.year + YEARS_AHEAD)
    if not build.public_holidays_count(rules):
        days_off = frozenset()
    calendar = BusinessCalendar(
        zone=zone,
        days_off=days_off | extra_days_off,
        weekend=build.weekend(rules),
        absences=absences,
        office_hours=NINE_TO_FIVE if office_hours is None else tuple(map(_hours, office_hours)),
    )
    return Policy(
        marketplace=marketplace,
        country=country,
        on=on,
        calendar=calendar,
        answer=build.answer_rule(rules, own),
        problem=build.problem_rule(rules, own),
        dispatch=build.dispatch_rule(rules),
        parcel=build.parcel_rule(rules),
        promise=build.promise_rule(rules),
        early=build.early_rule(rules),
        sending=build.sending_rule(rules, own),
        deeds=build_deeds.deed_rules(rules),
        issues=build_issues.issue_rules(rules),
        orders=build_clocks.order_rules(rules),
        windows=build_windows.window_rules(rules),
        own=own,
    )


def _hours(given: OfficeHours | tuple[int, time, time]) -> OfficeHours:
    if isinstance(given, OfficeHours):
        return given
    weekday, opens, closes = given
    return OfficeHours(weekday=weekday, opens=opens, closes=closes)
